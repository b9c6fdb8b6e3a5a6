import { Type, type Static } from '@sinclair/typebox';
import { defineProjection, when, type EventOf, type RecordedEvent, type Sealed } from '#kernel/domain';
import { orNull, type Published } from '#use-cases';
import { Count, explained, Id, LocalDate, LocalTime, oneOf, Timestamp, whole, Word } from '#vocabulary';
import type { Citizen } from '../../domain/events/agenda-day-events.ts';
import {
  WaitlistAccepted,
  WaitlistJoined,
  WaitlistLeft,
  WaitlistOffered,
  WaitlistOfferExpired,
  WaitlistOfferWithdrawn,
  WaitlistPassedOver,
} from '../../domain/events/waitlist-events.ts';
import { AppointmentMode, BookingChannel, isByOffice, WAITING_LEFT_BECAUSE } from '../../domain/vocabulary.ts';

type Joined = RecordedEvent<EventOf<typeof WaitlistJoined>>;

const WAITING_STATES = ['WAITING', 'OFFERED', 'ACCEPTED', 'LEFT'] as const;
const WaitingState = oneOf(WAITING_STATES, 'WaitingState');

const Offer = Type.Object(
  {
    holdId: explained(Id, 'Book this hold to accept; an appointment that was displaced is rescheduled onto it.'),
    date: LocalDate,
    start: explained(LocalTime, 'Wall clock in Rome, HH:MM.'),
    startsAt: Timestamp,
    endsAt: explained(Timestamp, 'This moment not included.'),
    units: whole(1, 1_000),
    expiresAt: explained(Timestamp, 'Accept before (this moment not included).'),
  },
  { $id: 'WaitingOfferAnswer', description: 'A place that is held for who waits.' },
);

const Displaced = Type.Object({ appointmentId: Id, date: LocalDate }, { $id: 'WaitingDisplacedAnswer' });

/** An entry of a waiting list, without the person. */
export const WaitingEntry = Type.Object(
  {
    entryId: Id,
    agendaId: Id,
    serviceLine: Word,
    serviceId: Word,
    mode: AppointmentMode,
    units: whole(1, 1_000),
    channel: BookingChannel,
    from: orNull(LocalDate, 'First day that would do; null where any would.'),
    until: orNull(LocalDate, 'Last day that would do (this day included); null where any would.'),
    displaced: orNull(Displaced, 'The appointment that was displaced, of those who come first; else null.'),
    state: WaitingState,
    offer: orNull(Offer, 'What is offered; null while nothing is.'),
    untaken: explained(Count, 'How many offers came to nothing.'),
    passedOver: explained(Count, 'How many places were free that the person could not have taken.'),
    appointmentId: orNull(Id, 'What an offer was booked for, once it was; else null.'),
    leftBecause: orNull(oneOf(WAITING_LEFT_BECAUSE, 'WaitingLeftBecause'), 'Why the person left without a place.'),
    restores: orNull(
      Id,
      'The entry that it goes on from, of who was put back where what had ended their waiting was undone.',
    ),
    restoredAs: orNull(
      Id,
      'Of one that the office had ended, the entry under which the person waits again; else null.',
    ),
    joinedAt: Timestamp,
    since: explained(Timestamp, 'When it came to its present state.'),
  },
  { $id: 'WaitingEntry' },
);

/** An entry as it stands. The person's data is sealed, as in the event. */
export type WaitingDocument = Published<Static<typeof WaitingEntry>> & {
  readonly subject: string;
  /** Sorts those who wait: who was displaced first, then by turns. */
  readonly line: string;
  readonly isWaiting: boolean;
  /** What the office brought about that the person has to learn, if it did: by which event, and whether that is mailed. */
  readonly toTell: { readonly eventId: string; readonly isMailed: boolean } | null;
  /** Id of who put them on the list, if it was a person. */
  readonly joinedBy: string | null;
  /** Null of who was displaced: it stands with their appointment. */
  readonly citizen: Sealed<Citizen> | null;
};

/** Sorts by turns, who was displaced before all others. */
export function lineOf(turn: number, isDisplaced: boolean): string {
  return `${isDisplaced ? 'A' : 'B'}${turn.toString().padStart(12, '0')}`;
}

/** One document per entry, whatever became of it. */
export const waitingEntries = defineProjection<WaitingDocument>({
  name: 'waiting-entries',
  version: 4,
  indexes: [
    { fields: ['agendaId', 'isWaiting', 'line'] },
    { fields: ['agendaId', 'leftBecause', 'since'] },
    { fields: ['subject', 'joinedAt'] },
  ],
  keys: ({ data }) => [(data as { readonly entryId: string }).entryId],
  on: [
    when(
      WaitlistJoined,
      (document, event, entryId) => {
        const { restores, entryId: restoredAs } = event.data;
        return entryId === restores?.entryId ? document && { ...document, restoredAs } : joined(event);
      },
      ({ data: { entryId, restores } }) => (restores ? [entryId, restores.entryId] : [entryId]),
    ),
    when(WaitlistOffered, (document, { data, recordedAt }) => {
      const { holdId, date, start, startsAt, endsAt, units, expiresAt } = data;
      const offer = { holdId, date, start, startsAt, endsAt, units, expiresAt };
      return document && { ...document, state: 'OFFERED', offer, since: recordedAt };
    }),
    when(WaitlistPassedOver, (document, { data: { because } }) =>
      document && because === 'PERSON_NOT_FREE' ? { ...document, passedOver: document.passedOver + 1 } : document,
    ),
    when(WaitlistOfferExpired, (document, { data: { turn }, recordedAt }) => {
      if (!document) return undefined;
      const line = turn === undefined ? document.line : lineOf(turn, document.displaced !== null);
      return { ...document, state: 'WAITING', offer: null, untaken: document.untaken + 1, line, since: recordedAt };
    }),
    when(
      WaitlistOfferWithdrawn,
      (document, { recordedAt }) => document && { ...document, state: 'WAITING', offer: null, since: recordedAt },
    ),
    when(WaitlistAccepted, (document, { data: { appointmentId }, recordedAt }) =>
      ended(document, { state: 'ACCEPTED', appointmentId, since: recordedAt }),
    ),
    when(WaitlistLeft, (document, { eventId, data: { because: leftBecause, notified }, recordedAt }) => {
      // Who was displaced is told of that, and waits on with their appointment.
      const isTold = isByOffice(leftBecause) && document?.displaced === null;
      const toTell = isTold ? { eventId, isMailed: notified === true } : null;
      return ended(document, { state: 'LEFT', leftBecause, toTell, since: recordedAt });
    }),
  ],
});

function ended(document: WaitingDocument | undefined, how: Partial<WaitingDocument>): WaitingDocument | undefined {
  return document && { ...document, ...how, isWaiting: false, offer: null };
}

function joined({ data, eventId, recordedAt, metadata: { actor } }: Joined): WaitingDocument {
  const { restores } = data;
  return {
    ...{ entryId: data.entryId, agendaId: data.agendaId, subject: data.subject },
    ...{ serviceLine: data.serviceLine, serviceId: data.serviceId, channel: data.channel },
    ...{ mode: data.mode, units: data.units, from: data.from ?? null, until: data.until ?? null },
    displaced: data.displaced ?? null,
    citizen: data.citizen ?? null,
    joinedBy: actor.kind === 'person' ? actor.id : null,
    line: lineOf(data.turn, data.displaced !== undefined),
    ...{ state: 'WAITING', isWaiting: true, offer: null, untaken: restores?.untaken ?? 0, passedOver: 0 },
    ...{ appointmentId: null, leftBecause: null, restores: restores?.entryId ?? null, restoredAs: null },
    ...{ joinedAt: restores?.joinedAt ?? recordedAt, since: recordedAt },
    toTell: restores ? { eventId, isMailed: data.notified === true } : null,
  };
}
