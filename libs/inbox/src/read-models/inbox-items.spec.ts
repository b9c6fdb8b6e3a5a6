import { Type } from '@sinclair/typebox';
import { defineEvent, type EventsOf } from '#kernel/domain';
import { projection, type Envelope } from '#kernel/specification';
import { arrives, cameOnAnotherDay, defineInboxKind, goesOnWaiting, leaves, notes } from '#use-cases';
import { inboxItems } from './inbox-items.ts';

// Parcels that somebody announces, brings and takes away.

const Announced = defineEvent({ type: 'ParcelAnnounced', schema: Type.Object({ from: Type.String() }) });
const Brought = defineEvent({ type: 'ParcelBrought', schema: Type.Object({ on: Type.String() }) });
const Taken = defineEvent({ type: 'ParcelTaken', schema: Type.Object({}) });
const LetterBrought = defineEvent({
  type: 'LetterBrought',
  schema: Type.Object({ letter: Type.String(), on: Type.String() }),
});
const LetterTaken = defineEvent({ type: 'LetterTaken', schema: Type.Object({ letter: Type.String() }) });
const BroughtOn = defineEvent({
  type: 'ParcelRectified',
  schema: Type.Object({ letter: Type.Optional(Type.String()), on: Type.Optional(Type.String()) }),
});
const AskedFor = defineEvent({ type: 'ParcelAskedFor', schema: Type.Object({ on: Type.String() }) });
type ParcelEvent = EventsOf<
  readonly [
    typeof Announced,
    typeof Brought,
    typeof Taken,
    typeof AskedFor,
    typeof LetterBrought,
    typeof LetterTaken,
    typeof BroughtOn,
  ]
>;

const parcels = defineInboxKind({
  kind: 'PARCEL',
  version: 1,
  on: [
    notes(Announced, ({ from }) => ({ label: from })),
    arrives(Brought, ({ on }) => ({ since: on })),
    goesOnWaiting(AskedFor, ({ on }) => ({ since: on })),
    leaves(Taken),
    arrives(
      LetterBrought,
      ({ on }) => ({ since: on, label: 'Ferrara' }),
      ({ letter }) => letter,
    ),
    leaves(LetterTaken, ({ letter }) => letter),
    cameOnAnotherDay(
      BroughtOn,
      ({ on }) => on,
      ({ letter }) => letter,
    ),
  ],
});
const announced: ParcelEvent = { type: 'ParcelAnnounced', data: { from: 'Bologna' } };
const brought: ParcelEvent = { type: 'ParcelBrought', data: { on: '2026-03-02' } };
const askedFor: ParcelEvent = { type: 'ParcelAskedFor', data: { on: '2026-03-05' } };
const taken: ParcelEvent = { type: 'ParcelTaken', data: {} };
const at: Envelope = { stream: 'Parcel-1', metadata: { scope: { region: '08' } } };

function after(...events: ParcelEvent[]) {
  return itemAfter('Parcel-1', ...events);
}

function itemAfter(key: string, ...events: ParcelEvent[]) {
  return projection(inboxItems([parcels]))
    .given<ParcelEvent>(...events.map((event): [ParcelEvent, Envelope] => [event, at]))
    .document(key);
}

describe('an item of the inbox', () => {
  it('is known by what was told of it before it came, and where it stands', () => {
    expect(after(announced)).toMatchObject({ state: 'QUIET', label: 'Bologna' });
    expect(after(announced, brought)).toEqual({
      ...{ kind: 'PARCEL', id: '1', part: null, state: 'WAITING', region: '08', label: 'Bologna', since: '2026-03-02' },
    });
  });

  it('waits until it is dealt with, and again when it comes again', () => {
    expect(after(announced, brought, taken)).toMatchObject({ state: 'QUIET', since: '' });
    expect(after(announced, brought, taken, brought)).toMatchObject({ state: 'WAITING', since: '2026-03-02' });
    expect(after(taken)).toBeUndefined();
  });

  it('waits beside its parts, each of which waits for itself until it is dealt with', () => {
    const letter: ParcelEvent = { type: 'LetterBrought', data: { letter: 'a', on: '2026-03-04' } };
    const answered: ParcelEvent = { type: 'LetterTaken', data: { letter: 'a' } };
    expect(itemAfter('Parcel-1/a', brought, letter)).toEqual({
      ...{ kind: 'PARCEL', id: '1', part: 'a', state: 'WAITING', region: '08', label: 'Ferrara', since: '2026-03-04' },
    });
    expect(itemAfter('Parcel-1/a', brought, letter, answered)).toMatchObject({ state: 'QUIET' });
    expect(after(brought, letter, answered)).toMatchObject({ state: 'WAITING', since: '2026-03-02', part: null });
    expect(after(letter, brought, taken)).toMatchObject({ state: 'QUIET' });
  });

  it('T2: waits since the day on which it came, also where that is rectified; of what does not wait nothing changes', () => {
    const rectified = (data: object): ParcelEvent => ({ type: 'ParcelRectified', data });
    const earlier = rectified({ on: '2026-02-25' });
    expect(after(announced, brought, earlier)).toMatchObject({
      state: 'WAITING',
      label: 'Bologna',
      since: '2026-02-25',
    });
    expect(after(announced, brought, rectified({}))).toMatchObject({ since: '2026-03-02' });
    expect(after(announced, brought, taken, earlier)).toMatchObject({ state: 'QUIET', since: '' });
    expect(after(earlier)).toBeUndefined();
    const letter: ParcelEvent = { type: 'LetterBrought', data: { letter: 'a', on: '2026-03-04' } };
    const ofLetter = rectified({ letter: 'a', on: '2026-03-01' });
    expect(itemAfter('Parcel-1/a', brought, letter, ofLetter)).toMatchObject({ since: '2026-03-01' });
    expect(itemAfter('Parcel-1', brought, letter, ofLetter)).toMatchObject({ since: '2026-03-02' });
  });

  it('goes on waiting since it came, whatever is added, and waits anew for what comes after it was dealt with', () => {
    expect(after(announced, brought, askedFor)).toMatchObject({ state: 'WAITING', since: '2026-03-02' });
    expect(after(announced, brought, taken, askedFor)).toMatchObject({ state: 'WAITING', since: '2026-03-05' });
    const toldLate: ParcelEvent = { type: 'ParcelAskedFor', data: { on: '2026-02-20' } };
    expect(after(announced, brought, toldLate)).toMatchObject({ state: 'WAITING', since: '2026-02-20' });
  });

  it('is of a kind that is declared once', () => {
    expect(() => inboxItems([parcels, parcels])).toThrow('two declarations say what PARCEL is in the inbox');
  });
});
