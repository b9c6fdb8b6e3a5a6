import { Type } from '@sinclair/typebox';
import { defineEvent } from '#kernel/domain';
import { defineDatedKind, settingOf, type DatedThing } from './dated-kind.ts';
import { momentOf } from './moment.ts';

const LampHung = defineEvent({ type: 'LampHung', schema: Type.Object({ region: Type.String() }) });
const LampMoved = defineEvent({ type: 'LampMoved', schema: Type.Object({ region: Type.String() }) });
const LampLit = defineEvent({ type: 'LampLit', schema: Type.Object({}) });
const LampBroken = defineEvent({ type: 'LampBroken', schema: Type.Object({}) });

interface LampOnDate {
  readonly lit: boolean;
  readonly region: string;
}
const sets = settingOf<LampOnDate>();
const lamps = defineDatedKind<LampOnDate>({
  thing: 'Lamp',
  events: [LampHung, LampMoved, LampLit],
  on: [
    sets(LampHung, ({ region }) => ({ lit: false, region })),
    sets(LampMoved, ({ region }) => ({ region })),
    sets(LampLit, () => ({ lit: true })),
  ],
});

const RECORDED = '2026-09-01T00:00:00.000Z';
const at = (revision: number, type: string, effectiveAt: string, data: object = {}): DatedThing['life'][number] => ({
  event: { type, data, effectiveAt },
  revision,
  recordedAt: RECORDED,
});
const lamp: DatedThing = {
  thing: 'Lamp',
  id: 'l-1',
  life: [
    at(0, 'LampHung', '2026-05-31T22:00:00.000Z', { region: '08' }),
    at(1, 'LampLit', '2026-06-10T08:00:00.000Z'),
    at(2, 'LampMoved', '2026-06-10T12:00:00.000Z', { region: '09' }),
  ],
};

describe('T3: what held of a thing', () => {
  it.each([
    ['is nothing on a day before it was there', '2026-05-31', undefined],
    ['is its state at the end of the day', '2026-06-01', { lit: false, region: '08' }],
    ['is its state after all that happened on the day', '2026-06-10', { lit: true, region: '09' }],
    ['is, at an instant, what had happened by then', '2026-06-10T10:00:00+02:00', { lit: true, region: '08' }],
    ['is, before that instant, what held before', '2026-06-10T09:59:59+02:00', { lit: false, region: '08' }],
  ])('%s', (_rule, on, held) => {
    expect(lamps.on(lamp, momentOf(on))).toEqual(held);
  });

  it('is listed by time for the parts of a day on which it changed', () => {
    expect(lamps.asKnown(lamp).partsOfDay(momentOf('2026-06-10'))).toEqual([
      { from: '2026-06-09T22:00:00.000Z', facts: { lit: false, region: '08' } },
      { from: '2026-06-10T08:00:00.000Z', facts: { lit: true, region: '08' } },
      { from: '2026-06-10T12:00:00.000Z', facts: { lit: true, region: '09' } },
    ]);
  });

  it('has no parts on a day on which nothing changed, or at midnight alone', () => {
    expect(lamps.asKnown(lamp).partsOfDay(momentOf('2026-06-01'))).toEqual([]);
    expect(lamps.asKnown(lamp).partsOfDay(momentOf('2026-06-11'))).toEqual([]);
  });

  it('changes, within a day, in the order in which it was written: what is of the whole day follows what has a time', () => {
    const signedThenMoved: DatedThing = {
      ...lamp,
      life: [
        at(0, 'LampHung', '2026-05-31T22:00:00.000Z', { region: '08' }),
        at(1, 'LampLit', '2026-06-10T08:00:00.000Z'),
        at(2, 'LampMoved', '2026-06-09T22:00:00.000Z', { region: '09' }),
      ],
    };
    expect(lamps.asKnown(signedThenMoved).partsOfDay(momentOf('2026-06-10'))).toEqual([
      { from: '2026-06-09T22:00:00.000Z', facts: { lit: false, region: '08' } },
      { from: '2026-06-10T08:00:00.000Z', facts: { lit: true, region: '09' } },
    ]);
  });

  it.each([
    ['all of the day on which it is known counts', '2026-09-01', { lit: true, region: '09' }],
    ['nothing that was recorded later does', '2026-08-31', undefined],
    ['an instant is itself included', RECORDED, { lit: true, region: '09' }],
  ])('as it was known: %s', (_rule, known, held) => {
    expect(lamps.on(lamp, momentOf('2026-07-01'), momentOf(known))).toEqual(held);
  });

  it.each([
    ['also on the day that summer time ends', '2026-10-25', '2026-10-25T22:59:59.999Z'],
    ['also on the day that it begins', '2026-03-29', '2026-03-29T21:59:59.999Z'],
  ])('a day is one in Rome, to its end: %s', (_rule, day, end) => {
    expect(new Date(momentOf(day).until).toISOString()).toBe(end);
  });
});

describe('what is dated of a kind of thing', () => {
  const lit = sets(LampLit, () => ({}));

  it.each([
    ['each event sets its facts once', [lit, lit], 'Lamp: LampLit sets facts twice'],
    ['each is one of the thing', [sets(LampBroken, () => ({}))], 'Lamp: LampBroken is not among its events'],
  ])('%s', (_rule, on, message) => {
    expect(() => defineDatedKind({ thing: 'Lamp', events: [LampLit], on })).toThrow(message);
  });
});
