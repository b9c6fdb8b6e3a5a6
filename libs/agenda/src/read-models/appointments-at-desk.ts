import { Type, type Static, type TObject } from '@sinclair/typebox';
import { when, type EventDefinition, type EventOf, type RecordedEvent } from '#kernel/domain';
import { orNull, type Published } from '#use-cases';
import { Count, explained, listOf, oneOf, Timestamp, whole, Word } from '#vocabulary';
import {
  AppointmentCalled,
  AppointmentCheckedIn,
  AppointmentCompleted,
  AppointmentLapsed,
  AppointmentMarkedNoShow,
  AppointmentStarted,
} from '../domain/events/desk-events.ts';
import { LAPSED_BECAUSE } from '../domain/vocabulary.ts';

/** What an answer says of an appointment once its day has come. */
export const atDesk = {
  queueNumber: orNull(whole(1, 1_000_000), 'What the person is called by; null until they check in.'),
  checkedInAt: orNull(Timestamp, 'When the person came.'),
  calls: explained(Count, 'How often the person was called.'),
  startedAt: orNull(Timestamp, 'When the person began to be received.'),
  completedAt: orNull(Timestamp, 'When that was over.'),
  servicesDelivered: orNull(listOf(Word, 100), 'Ids of the services that were delivered; null until it is completed.'),
  solved: orNull(Type.Boolean(), 'Whether nothing of what the person came for is left to do.'),
  lapsedBecause: orNull(
    oneOf(LAPSED_BECAUSE, 'LapsedBecause'),
    'Of one that LAPSED with its day: NOT_RECEIVED, though the person had checked in, or NOT_CALLED as often as a no-show needs, as far as was written down.',
  ),
};
type AtDesk = Published<Static<TObject<typeof atDesk>>>;

/** An appointment before its day. */
export const NOT_AT_DESK: AtDesk = {
  queueNumber: null,
  checkedInAt: null,
  calls: 0,
  startedAt: null,
  completedAt: null,
  servicesDelivered: null,
  solved: null,
  lapsedBecause: null,
};

/** What the day at the desk makes of the documents of appointments. */
export function deskHandlers<Document extends AtDesk>() {
  const handle = <Definition extends EventDefinition>(
    definition: Definition,
    changes: (event: RecordedEvent<EventOf<Definition>>) => object,
  ) =>
    when(
      definition,
      (document: Document | undefined, event): Document | undefined => document && { ...document, ...changes(event) },
    );
  return [
    handle(AppointmentCheckedIn, ({ data: { queueNumber }, recordedAt: since }) => ({
      ...{ state: 'CHECKED_IN', queueNumber, checkedInAt: since, since },
    })),
    handle(AppointmentCalled, ({ data: { attempt: calls } }) => ({ calls })),
    handle(AppointmentStarted, ({ recordedAt: since }) => ({ state: 'IN_SERVICE', startedAt: since, since })),
    handle(AppointmentCompleted, ({ data: { servicesDelivered, solved }, recordedAt: since }) => ({
      ...{ state: 'COMPLETED', servicesDelivered, solved, completedAt: since, since },
    })),
    handle(AppointmentMarkedNoShow, ({ recordedAt: since }) => ({ state: 'NO_SHOW', since })),
    handle(AppointmentLapsed, ({ data: { reason: lapsedBecause }, recordedAt: since }) => ({
      ...{ state: 'LAPSED', lapsedBecause, since },
    })),
  ];
}
