import type { Sealed } from '#kernel/domain';
import type { Citizen } from '../domain/events/agenda-day-events.ts';
import type { WaitlistEvent } from '../domain/events/waitlist-events.ts';

/* A waiting list and what happens on it, for specifications: the entry of a person `x` is `w-x`, its offer `h-x`. */

type Joined = Extract<WaitlistEvent, { type: 'WaitlistJoined' }>['data'];

const who = (subject: string) => ({ agendaId: 'a', entryId: `w-${subject}`, subject });

export const waitingCitizen = { sealed: 'xyz', subject: 's', field: 'WaitlistJoined.citizen' } as Sealed<Citizen>;

export function joinedList(subject: string, turn: number, more: Partial<Joined> = {}): WaitlistEvent {
  const where = { region: '12', province: '057', unit: 'DP-RIETI', serviceLine: 'PENSIONI' };
  const wish = { mode: 'IN_PERSON', units: 1, channel: 'DESK', serviceId: 'cedolino-pensione' } as const;
  return {
    type: 'WaitlistJoined',
    data: { ...who(subject), turn, ...where, ...wish, citizen: waitingCitizen, ...more },
  };
}

export function offeredEntryOf(subject: string, hold = `h-${subject}`): WaitlistEvent {
  const place = { date: '2026-03-02', start: '12:00', startsAt: '2026-03-02T11:00:00.000Z' };
  const until = { endsAt: '2026-03-02T11:20:00.000Z', units: 1, expiresAt: '2026-03-02T09:00:00.000Z' };
  return { type: 'WaitlistOffered', data: { ...who(subject), holdId: hold, ...place, ...until } };
}

export function offerExpired(subject: string, turn?: number): WaitlistEvent {
  const end = { holdId: `h-${subject}`, because: 'EXPIRED', ...(turn === undefined ? {} : { turn }) } as const;
  return { type: 'WaitlistOfferExpired', data: { ...who(subject), ...end } };
}

export function leftList(subject: string): WaitlistEvent {
  return { type: 'WaitlistLeft', data: { ...who(subject), because: 'GIVEN_UP' } };
}

export function acceptedOffer(subject: string): WaitlistEvent {
  return {
    type: 'WaitlistAccepted',
    data: { ...who(subject), holdId: `h-${subject}`, appointmentId: `ap-${subject}` },
  };
}

/** The office has ended it. */
export function droppedFor(
  subject: string,
  because: 'SERVICE_NOT_OFFERED' | 'AGENDA_CLOSED' = 'SERVICE_NOT_OFFERED',
): WaitlistEvent {
  return { type: 'WaitlistLeft', data: { ...who(subject), because } };
}
