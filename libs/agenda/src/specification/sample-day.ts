import { toTimestamp, type Sealed } from '#kernel/domain';
import type { AnyPrincipal } from '#use-cases';
import type { PlannedSlot } from '../domain/calendar/day-plan.ts';
import type { AgendaDayEvent, Citizen, DayPlan } from '../domain/events/agenda-day-events.ts';
import type { Identity } from '../domain/agenda-day/booking-channels.ts';
import type { Channel, Mode } from '../domain/vocabulary.ts';

/*
 * A day of one agenda and what happens on it, for specifications. "Now" is when specifications decide unless they say
 * otherwise: 09:00 in Rome on 2 March 2026.
 */
const DAY_START = Date.parse('2026-03-02T08:00:00Z');

export const MINUTE = 60_000;
export const at = (minutes: number): string => toTimestamp(DAY_START + minutes * MINUTE);
export const citizen = { sealed: 'xyz', subject: 's', field: 'AppointmentBooked.citizen' } as Sealed<Citizen>;

/** A slot of twenty minutes, so many minutes from now. */
export function slot(inMinutes: number, capacity = 1): PlannedSlot {
  const start = toTimestamp(DAY_START + (inMinutes + 60) * MINUTE).slice(11, 16);
  return { start, startsAt: at(inMinutes), endsAt: at(inMinutes + 20), capacity };
}

export function plan(...slots: PlannedSlot[]): DayPlan {
  return {
    agendaId: 'a',
    date: '2026-03-02',
    zone: 'Europe/Rome',
    serviceLine: 'PENSIONI',
    modes: ['IN_PERSON', 'WEB_MEETING'],
    region: '12',
    province: '057',
    unit: 'DP-RIETI',
    horizonDays: 30,
    noticeMinutes: 120,
    holdMinutes: 5,
    slots,
  };
}

export const planned = (agendaRevision: number, ...slots: PlannedSlot[]): AgendaDayEvent => ({
  type: 'DayPlanned',
  data: { ...plan(...slots), agendaRevision },
});

/** The day as it is planned anew, after a plan of the same agenda, with what that offered and what was taken of it. */
export function replanned(
  agendaRevision: number,
  [openMinutes, appointments, places = 3, taken = appointments]: readonly [
    openMinutes: number,
    appointments: number,
    places?: number,
    taken?: number,
  ],
  ...slots: PlannedSlot[]
): AgendaDayEvent {
  const { region, province } = plan();
  const previous = { region, province, openMinutes, places, appointments, taken };
  return { type: 'DayPlanned', data: { ...plan(...slots), agendaRevision, previous } };
}

// 12:00, 12:20 and, after a pause, 13:00 in Rome.
export const NOON = slot(180);
export const NEXT = slot(200);
export const LATER = slot(240);
export const DAY = planned(1, NOON, NEXT, LATER);

export function taken(first: PlannedSlot, subject: string, last = first, units = 1) {
  const { start, startsAt } = first;
  const place = { agendaId: 'a', date: '2026-03-02', start, startsAt, endsAt: last.endsAt, units };
  return { ...place, subject, commitmentId: `c-${subject}` };
}

export function held(first: PlannedSlot, subject: string, expiresIn = 5, mode: Mode = 'IN_PERSON'): AgendaDayEvent {
  const holdId = `h-${subject}`;
  const rest = { holdId, mode, channel: 'DESK', expiresAt: at(expiresIn) } as const;
  return { type: 'SlotHeld', data: { ...taken(first, subject), ...rest } };
}

/** An offer of the waiting list, of the place that cools until `reofferIn` minutes from nine, or of a free one. */
export function offered(
  first: PlannedSlot,
  subject: string,
  { expiresIn = 60, reofferIn }: { readonly expiresIn?: number; readonly reofferIn?: number } = {},
): AgendaDayEvent {
  const { data } = held(first, subject, expiresIn) as Extract<AgendaDayEvent, { type: 'SlotHeld' }>;
  const offer = { offer: true, waitlistEntryId: `w-${subject}` } as const;
  const place = reofferIn === undefined ? {} : { reofferAt: at(reofferIn) };
  return { type: 'SlotHeld', data: { ...data, ...offer, ...place } };
}

export function booked(
  first: PlannedSlot,
  subject: string,
  extra: { holdId?: string; last?: PlannedSlot; units?: number; second?: string } = {},
) {
  const { holdId, last, units, second } = extra;
  return {
    type: 'AppointmentBooked',
    data: {
      ...taken(first, subject, last, units),
      ...(second === undefined ? {} : { second: { subject: second, commitmentId: `c-${subject}` } }),
      appointmentId: `ap-${subject}`,
      ...(holdId === undefined ? {} : { holdId }),
      mode: 'IN_PERSON',
      channel: 'DESK',
      serviceLine: 'PENSIONI',
      serviceId: 'cedolino-pensione',
      bookingCode: 'ABCDEFGH',
      heldAt: { kind: 'UNIT', id: 'DP-RIETI' },
      citizen,
    },
  } satisfies AgendaDayEvent;
}

export function cancelled(first: PlannedSlot, subject: string, reofferIn: number): AgendaDayEvent {
  const rest = {
    appointmentId: `ap-${subject}`,
    by: 'CITIZEN',
    reason: 'CANNOT_ATTEND',
    reofferAt: at(reofferIn),
  } as const;
  return { type: 'AppointmentCancelled', data: { ...taken(first, subject), ...rest } };
}

/** Its place has gone with the plan of another revision of its agenda. */
export function displaced(first: PlannedSlot, subject: string): AgendaDayEvent {
  const rest = { appointmentId: `ap-${subject}`, agendaRevision: 2 };
  return { type: 'AppointmentDisplacedByClosure', data: { ...taken(first, subject), ...rest } };
}

/** Slots that are wanted, as the rule of their command sees them. */
interface WantedSlots {
  readonly agendaId: string;
  readonly date: string;
  readonly start: string;
  readonly units: number;
  readonly mode: Mode;
  readonly channel: Channel;
  readonly identity: Identity;
  readonly subject: string;
}

export function hold({ start }: PlannedSlot, overrides: Partial<WantedSlots> = {}): WantedSlots {
  return {
    agendaId: 'a',
    date: '2026-03-02',
    start,
    units: 1,
    mode: 'IN_PERSON',
    channel: 'PORTAL',
    identity: 'STRONG',
    subject: 's',
    ...overrides,
  };
}

/** Who books. */
export const PERSON: AnyPrincipal = { id: 'citizen', role: 'citizen', subject: 's' };

export function book(first: PlannedSlot) {
  return { ...hold(first), principal: PERSON, serviceId: 'cedolino-pensione', citizen };
}

export function bookHold(holdId: string, subject: string, mode?: 'WEB_MEETING') {
  const wanted = { ...(mode === undefined ? {} : { mode }), channel: 'DESK', identity: 'STRONG' } as const;
  return { holdId, principal: PERSON, subject, serviceId: 'cedolino-pensione', citizen, ...wanted };
}
