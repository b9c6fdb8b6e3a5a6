import { give, type Absent, type WantedCommand } from '#kernel/domain';
import { releaseCommitment } from '#privacy';
import type { AtOnce } from '#use-cases';
import type { AgendaDay } from '../domain/agenda-day/day-state.ts';
import type { AgendaDayEvent } from '../domain/events/agenda-day-events.ts';
import type { CancelledBy } from '../domain/vocabulary.ts';

/** Name of the process manager that gives a person's time back when what bound it is over; an instance is a commitment. */
export const COMMITMENT_RELEASE = 'commitment-release';

interface Bound {
  readonly subject: string;
  readonly commitmentId: string;
  readonly second?: { readonly subject: string; readonly commitmentId: string } | undefined;
}

/** Something has happened on a day. */
type Happened = AgendaDayEvent & { readonly eventId: string };

/** Who cancels for reasons that are not the person's. */
const OFFICES: readonly CancelledBy[] = ['OFFICE', 'SYSTEM'];

/** Gives back the time that something bound which is over by this, of one or two persons. */
export function releases(event: Happened): readonly WantedCommand[] {
  const { eventId } = event;
  switch (event.type) {
    case 'SlotHoldReleased':
      return releasing(event.data, eventId, 'HOLD_RELEASED', event.data.reason === 'GIVEN_UP');
    case 'SlotHoldExpired':
      return releasing(event.data, eventId, 'HOLD_EXPIRED', true);
    case 'AppointmentCancelled': {
      // One that had no place any more, as it was displaced, is not given up by that.
      const { by, reofferAt } = event.data;
      return releasing(event.data, eventId, 'APPOINTMENT_CANCELLED', reofferAt !== undefined && !OFFICES.includes(by));
    }
    // A place that is left waits until it is offered again, as one that is cancelled: moving must not be the way to empty an
    // agenda, either.
    case 'AppointmentMovedAway':
      return releasing(event.data, eventId, 'APPOINTMENT_RESCHEDULED', !OFFICES.includes(event.data.by));
    case 'AppointmentDisplacedByClosure':
      return releasing(event.data, eventId, 'APPOINTMENT_DISPLACED');
    case 'AppointmentCompleted':
      return releasing(event.data, eventId, 'APPOINTMENT_COMPLETED');
    case 'AppointmentMarkedNoShow':
      return releasing(event.data, eventId, 'APPOINTMENT_MISSED');
    case 'AppointmentLapsed':
      return releasing(event.data, eventId, 'APPOINTMENT_LAPSED');
    default:
      return [];
  }
}

/**
 * None takes the place of another: what became of a place first decides whether it was given up.
 * @param givenUp the person took places and kept none
 */
function releasing(
  { subject, commitmentId, second }: Bound,
  eventId: string,
  reason: string,
  givenUp = false,
): readonly WantedCommand[] {
  const own = { subject, commitmentId, reason, ...(givenUp ? { givenUp } : {}) };
  // Of whom came with them nothing was given up: it was not theirs to keep.
  const others = second ? [give(releaseCommitment, { ...second, reason }, `second ${eventId}`)] : [];
  return [give(releaseCommitment, own, `own ${eventId}`), ...others];
}

/** Whoever gives a place up, or was received, may take another as soon as that is answered for. */
export const freesTimeAtOnce: AtOnce<AgendaDay | Absent, AgendaDayEvent> = {
  as: COMMITMENT_RELEASE,
  instance: ({ data }) => (data as Bound).commitmentId,
  gives: releaseCommitment,
  wanted: ({ event }) => releases(event),
};
