import { Type } from '@sinclair/typebox';
import { defineEvent } from '#kernel/domain';
import { recorded } from '#kernel/specification';
import { mailOn, ofOneThing } from '#use-cases';
import { mailProcess } from './mail-process.ts';

const Told = defineEvent({ type: 'Told', schema: Type.Object({ about: Type.String() }) });
const Asked = defineEvent({ type: 'Asked', schema: Type.Object({ about: Type.String() }) });
const said = (type: 'Told' | 'Asked', about: string, eventId: string, stream = 'Thing-1') => ({
  ...recorded({ type, data: { about } }, { stream }),
  eventId,
});

describe('what asks for mails', () => {
  it('has those of one line go in order, and one mail in hand at a time', () => {
    const byThing = mailProcess([
      mailOn(Told, () => undefined, { lineOf: ({ data: { about } }) => about }),
      mailOn(Asked, () => undefined, { lineOf: ofOneThing }),
    ]);
    expect(byThing.keys(said('Told', 'a', '1'))).toEqual(byThing.keys(said('Told', 'a', '2', 'Thing-2')));
    expect(byThing.keys(said('Told', 'b', '3'))).not.toEqual(byThing.keys(said('Told', 'a', '1')));
    expect(byThing.keys(said('Asked', 'a', '4'))).toEqual(byThing.keys(said('Asked', 'b', '5')));
    expect(byThing).toMatchObject({ goesOnWhenRefused: true, oneAtATime: true });
  });

  it('lets a mail of no line wait for none', () => {
    const alone = mailProcess([mailOn(Told, () => undefined)]);
    expect(alone.keys(said('Told', 'a', '1'))).not.toEqual(alone.keys(said('Told', 'a', '2')));
  });
});
