import fc from 'fast-check';
import { deriveId, toTimestamp } from '#kernel/domain';
import { eraseSubject } from '#privacy';
import type { AnyPrincipal, CommandUseCase } from '#use-cases';
import { agendaDayId, dayOf } from '../domain/agenda-day/agenda-day.ts';
import type { AgendaDayEvent } from '../domain/events/agenda-day-events.ts';
import { bookAppointment } from '../use-cases/book-appointment.ts';
import { cancelAppointment } from '../use-cases/cancel-appointment.ts';
import { changeAgendaCapacity } from '../use-cases/change-agenda-capacity.ts';
import { declareClosure } from '../use-cases/declare-closure.ts';
import { declareUnitClosure, withdrawUnitClosure } from '../use-cases/declare-unit-closure.ts';
import { abandonAccess } from '../use-cases/desk/abandon-access.ts';
import { callAppointment } from '../use-cases/desk/call-appointment.ts';
import { checkInAppointment } from '../use-cases/desk/check-in-appointment.ts';
import { completeAccess } from '../use-cases/desk/complete-access.ts';
import { completeAppointment } from '../use-cases/desk/complete-appointment.ts';
import { markNoShow } from '../use-cases/desk/mark-no-show.ts';
import { registerAccess } from '../use-cases/desk/register-access.ts';
import { startAccess } from '../use-cases/desk/start-access.ts';
import { startAppointment } from '../use-cases/desk/start-appointment.ts';
import { holdSlot } from '../use-cases/hold-slot.ts';
import { releaseHold } from '../use-cases/release-hold.ts';
import { rescheduleAppointment } from '../use-cases/reschedule-appointment.ts';
import { joinWaitlist } from '../use-cases/waitlist/join-waitlist.ts';
import { leaveWaitlist } from '../use-cases/waitlist/leave-waitlist.ts';
import { withdrawClosure } from '../use-cases/withdraw-closure.ts';
import { MINUTE } from './sample-day.ts';
import type { LedgerOfDays } from './ledger-of-days.ts';
import type { LedgerOfWaiting } from './ledger-of-waiting.ts';

/*
 * Whatever may be given on two agendas of one unit and of the line of general services, on one day: what a random step wants follows from
 * its numbers and from what has happened so far.
 */

export const DATE = '2026-03-02';
export const UNIT = 'DP-RIETI';
export const AGENDAS = ['a', 'b'].map((name) => deriveId('agenda', name));
const STAFF: AnyPrincipal = { id: 'office', role: 'central' };
// Invented persons.
export const PERSONS = [
  ...['RSSMRA80A01H501U', 'MRTMTT91D08F205J', 'VRDGPP73A10F839Z', 'RSSBBR69C48F839A', 'BNCLCU75L01F205Z'],
].map((fiscalCode, index) => ({ fiscalCode, givenName: 'Test', familyName: `Fantasia-${index}` }));

const AT_THE_DESK = [
  ...(['checkIn', 'checkIn', 'checkIn', 'call', 'call', 'start', 'start', 'complete', 'complete', 'noShow'] as const),
  ...(['register', 'startAccess', 'completeAccess', 'abandon'] as const),
];
const PLACES = [
  ...(['hold', 'holdInstead', 'book', 'book', 'book', 'book', 'bookHold', 'bookTwo', 'bookTwo', 'bookTwo'] as const),
];
const ENDS = ['release', 'cancel', 'cancel', 'move', 'move', 'moveHeld'] as const;
const WAITING = ['join', 'join', 'join', 'leave', 'takeOffer', 'takeOffer', 'declineOffer'] as const;
const HOURS = ['close', 'reopen', 'closeUnit', 'reopenUnit', 'capacity'] as const;

/** After these an appointment may be moved or cancelled. */
const OPEN = [
  ...(['AppointmentBooked', 'AppointmentRescheduled', 'AppointmentReinstated'] as const),
  'AppointmentDisplacedByClosure' as const,
];

export interface Step {
  readonly do:
    | 'wait'
    | 'erase'
    | (typeof AT_THE_DESK)[number]
    | (typeof PLACES)[number]
    | (typeof ENDS)[number]
    | (typeof WAITING)[number]
    | (typeof HOURS)[number];
  readonly which: number;
  readonly who: number;
  readonly units: number;
}

export const anyStep: fc.Arbitrary<Step> = fc.record({
  do: fc.oneof(
    { weight: 4, arbitrary: fc.constant('wait' as const) },
    { weight: 12, arbitrary: fc.constantFrom(...PLACES) },
    { weight: 6, arbitrary: fc.constantFrom(...ENDS) },
    { weight: 8, arbitrary: fc.constantFrom(...WAITING) },
    { weight: 3, arbitrary: fc.constantFrom(...HOURS) },
    { weight: 12, arbitrary: fc.constantFrom(...AT_THE_DESK) },
    { weight: 1, arbitrary: fc.constant('erase' as const) },
  ),
  which: fc.nat(1_000),
  who: fc.nat(PERSONS.length - 1),
  units: fc.integer({ min: 1, max: 2 }),
});

const step = (what: Step['do'], which: number, who = 0): Step => ({ do: what, which, who, units: 1 });

/** A life that reaches what chance reaches seldom: a place given back, whoever came is served, an offer is taken. */
export const FULL_LIFE: readonly Step[] = [
  ...[step('book', 0), step('closeUnit', 8), step('reopenUnit', 0), step('wait', 14)],
  ...[step('checkIn', 1), step('call', 1), step('start', 1), step('complete', 1)],
  ...[step('book', 1, 1), step('join', 1, 2), step('cancel', 1), step('takeOffer', 1)],
  ...[step('wait', 14), step('register', 0), step('startAccess', 0), step('completeAccess', 0)],
];

/** A life in which somebody is called in vain, nobody calls another, one leaves again, and one waits. */
export const LIFE_IN_VAIN: readonly Step[] = [
  ...[step('book', 0), step('checkIn', 0), step('call', 0), step('call', 0), step('call', 0)],
  ...[step('wait', 14), step('wait', 14), step('wait', 14), step('book', 8, 1)],
  ...[step('register', 0), step('abandon', 0), step('join', 1, 3)],
];

/** What has happened so far, as steps need it. */
export interface Happened {
  readonly days: LedgerOfDays;
  readonly lists: LedgerOfWaiting;
  /** Ids of what was declared and not withdrawn, with the agenda whose it is. */
  readonly closures: readonly { readonly closureId: string; readonly agendaId: string }[];
  readonly unitClosures: readonly string[];
  /** Place among the persons, by the id of the subject. */
  readonly persons: ReadonlyMap<string, number>;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- which input and events plays no part in a list
type AnyCommand = CommandUseCase<any, any>;
export type Wanted = readonly [command: AnyCommand, data: object, as: AnyPrincipal];

/** The command that a step comes to; none where there is nothing yet that it would be about. */
export function wantedBy(step: Step, happened: Happened): Wanted | undefined {
  const { which, units } = step;
  const { days, lists, persons } = happened;
  const agendaId = AGENDAS[which % 2]!;
  const on = { agendaId, date: DATE };
  const citizen = PERSONS[step.who]!;
  const wanted = (command: AnyCommand, data: object | undefined): Wanted | undefined => data && [command, data, STAFF];
  const slot = pick(days.slotsOf(agendaDayId(agendaId, DATE)), which + step.who);
  const start = slot && startOf(slot);
  const place = start === undefined ? undefined : { ...on, start, units, mode: 'IN_PERSON' };
  /** Mostly one after such an event, for which there is something to do; now and then whichever. */
  const appointment = (...after: readonly AgendaDayEvent['type'][]) => {
    const found = pick(which % 5 === 0 ? [...days.appointments] : days.appointmentsAfter(...after), which);
    return found && { ...dayOf(found[1]), appointmentId: found[0] };
  };
  const access = () => {
    const found = pick(days.accesses, which);
    return found && { ...dayOf(found.day), accessId: found.id };
  };
  /** A hold, and whose. */
  const hold = (from: typeof days.holds) => {
    const found = pick(which % 5 === 0 ? from : from.filter(({ id }) => days.isHeld(id)), which);
    const whose = PERSONS[persons.get(found?.subject ?? '') ?? step.who]!;
    return found && { on: { ...dayOf(found.day), holdId: found.id }, whose, instead: found.instead };
  };
  const booked = (from: typeof days.holds) => {
    const found = hold(from);
    return found && { ...found.on, serviceId: 'accoglienza-orientamento', citizen: found.whose };
  };
  const movedTo = (from: typeof days.holds) => {
    const found = hold(from.filter(({ instead }) => instead !== undefined));
    if (found?.instead === undefined) return undefined;
    const day = days.appointments.get(found.instead);
    const to = { agendaId: found.on.agendaId, date: found.on.date, holdId: found.on.holdId };
    return day === undefined ? undefined : { ...dayOf(day), appointmentId: found.instead, to };
  };
  const offers = () => days.holds.filter(({ id }) => lists.isOffered(id));
  const hours = slot && { hours: { from: startOf(slot), to: startOf({ startsAt: slot.endsAt }) } };
  const closed = { from: DATE, until: DATE, ...(which % 8 === 0 ? {} : hours), reason: 'Guasto' };
  const outcome = { servicesDelivered: ['accoglienza-orientamento'], solved: true };
  switch (step.do) {
    case 'wait':
      return undefined;
    case 'hold':
      return wanted(holdSlot, place && { ...place, citizen: { fiscalCode: citizen.fiscalCode } });
    case 'holdInstead': {
      const there = appointment(...OPEN);
      const whose = PERSONS[persons.get(days.whose(there?.appointmentId ?? '') ?? '') ?? step.who]!;
      return wanted(
        holdSlot,
        place && there && { ...place, instead: there, citizen: { fiscalCode: whose.fiscalCode } },
      );
    }
    case 'book':
      return wanted(bookAppointment, place && { ...place, serviceId: 'accoglienza-orientamento', citizen });
    case 'bookTwo': {
      const secondPerson = PERSONS[(step.who + 1) % PERSONS.length];
      return wanted(
        bookAppointment,
        place && { ...place, serviceId: 'delega-identita-digitale', citizen, secondPerson },
      );
    }
    case 'bookHold':
      return wanted(bookAppointment, booked(days.holds));
    case 'takeOffer':
      return hold(offers())?.instead === undefined
        ? wanted(bookAppointment, booked(offers()))
        : wanted(rescheduleAppointment, movedTo(offers()));
    case 'moveHeld':
      return wanted(rescheduleAppointment, movedTo(days.holds));
    case 'release':
      return wanted(releaseHold, hold(days.holds)?.on);
    case 'declineOffer':
      return wanted(releaseHold, hold(offers())?.on);
    case 'move': {
      const there = appointment(...OPEN);
      return wanted(rescheduleAppointment, there && place && { ...there, to: { ...on, start } });
    }
    case 'cancel': {
      const there = appointment(...OPEN);
      return wanted(cancelAppointment, there && { ...there, reason: 'OTHER' });
    }
    case 'join':
      return wanted(joinWaitlist, {
        agendaId,
        mode: 'IN_PERSON',
        units,
        serviceId: 'accoglienza-orientamento',
        citizen,
      });
    case 'leave': {
      const entry = pick(lists.waiting, which);
      return wanted(leaveWaitlist, entry && { agendaId: entry.agendaId, entryId: entry.entryId });
    }
    case 'close':
      return wanted(declareClosure, { agendaId, ...closed });
    case 'reopen':
      return wanted(withdrawClosure, pick(happened.closures, which));
    case 'closeUnit':
      return wanted(declareUnitClosure, { unit: UNIT, ...closed });
    case 'reopenUnit': {
      const unitClosureId = pick(happened.unitClosures, which);
      return wanted(withdrawUnitClosure, unitClosureId === undefined ? undefined : { unitClosureId });
    }
    case 'capacity':
      return wanted(changeAgendaCapacity, { agendaId, bandId: bandOf(agendaId), capacity: 1 + (which % 3) });
    case 'erase':
      return wanted(eraseSubject, { fiscalCode: citizen.fiscalCode, ground: 'CONSENT_WITHDRAWN', reason: 'Richiesta' });
    case 'checkIn':
      return wanted(checkInAppointment, appointment(...OPEN));
    case 'call':
      return wanted(callAppointment, appointment('AppointmentCheckedIn', 'AppointmentCalled'));
    case 'start':
      return wanted(startAppointment, appointment('AppointmentCheckedIn', 'AppointmentCalled'));
    case 'complete': {
      const there = appointment('AppointmentStarted');
      return wanted(completeAppointment, there && { ...there, ...outcome });
    }
    case 'noShow':
      return wanted(markNoShow, appointment('AppointmentCalled'));
    case 'register':
      return wanted(registerAccess, { ...on, serviceId: 'accoglienza-orientamento' });
    case 'startAccess':
      return wanted(startAccess, access());
    case 'completeAccess': {
      const there = access();
      return wanted(completeAccess, there && { ...there, ...outcome });
    }
    case 'abandon':
      return wanted(abandonAccess, access());
  }
}

/** The one band of an agenda. */
export function bandOf(agendaId: string): string {
  return deriveId('band', agendaId);
}

/** Wall clock in Rome, which is an hour ahead on that day. */
function startOf({ startsAt }: { readonly startsAt: string }): string {
  return toTimestamp(Date.parse(startsAt) + 60 * MINUTE).slice(11, 16);
}

function pick<T>(from: readonly T[], which: number): T | undefined {
  return from[which % from.length];
}
