import type { Absent } from '#kernel/domain';
import type { ReadOptions } from '#kernel/execution';
import { romeTimeOf, MINUTE_MS, type LocalDate } from '#italy';
import { puntoInps, type PuntoInps } from '#service-points';
import type { MailLookUps } from '#use-cases';
import { agenda } from '../domain/agenda/agenda.ts';
import { openingHours } from '../domain/agenda/agenda-state.ts';
import { closedHoursOn, closureOfDay, fallsInto } from '../domain/calendar/closures.ts';
import { slotsOf } from '../domain/calendar/day-plan.ts';
import { isOffered, servicesOfLine } from '../domain/delivered-services.ts';
import type { FreeSlotOfDay } from '../read-models/free-places/kept-day.ts';
import { agendasOfDesks, agendasOfPoint } from '../read-models/agendas-of-point.ts';
import { standingClosures } from '../read-models/unit-closures.ts';
import type { MailedAppointment } from './mailed-appointment.ts';

type Wanted = Pick<MailedAppointment, 'agendaId' | 'serviceLine' | 'serviceId'>;
type LookUps = Pick<MailLookUps, 'look' | 'reader'>;
type IsStillOpen = (slot: FreeSlotOfDay) => boolean;

/**
 * Agendas follow their Punto INPS or unit one after another, and days are planned one after another: the mail of the first may
 * be written before the last. What the agenda has closed itself or offers no longer, what its Punto INPS has closed or offers
 * no longer at any of its agendas, and what its unit has closed at any of its desks, is named to nobody.
 */
export async function stillOpenAt(wanted: Wanted, lookUps: LookUps, read: ReadOptions): Promise<IsStillOpen> {
  const { agendaId, serviceId } = wanted;
  const there = await lookUps.look(agenda, agendaId, (state) =>
    state.status === 'ABSENT' ? undefined : { hours: openingHours(state), profile: state.profile },
  );
  if (!there) return () => true;
  const { hours, profile } = there;
  const isHadNearby =
    profile.owner.point === undefined
      ? await openWithUnit(profile.unit, lookUps, read)
      : await hadAtPoint(wanted, { unit: profile.unit, point: profile.owner.point }, lookUps, read);
  const startsOn = new Map<LocalDate, ReadonlySet<string>>();
  return (slot) => {
    const { day, start } = slot;
    if (day.agendaId !== agendaId) return isHadNearby(slot);
    if (!isOffered(serviceId, profile)) return false;
    const starts = startsOn.get(day.date) ?? new Set(slotsOf(hours, day.date).map((one) => one.start));
    startsOn.set(day.date, starts);
    return starts.has(romeTimeOf(start * MINUTE_MS));
  };
}

/** Of the agendas of the same Punto INPS: whether it receives people for the service on the day of a slot. */
async function hadAtPoint(
  { serviceLine, serviceId }: Wanted,
  { unit, point: pointId }: { readonly unit: string; readonly point: string },
  { look, reader }: LookUps,
  read: ReadOptions,
): Promise<IsStillOpen> {
  const point = await look(puntoInps, pointId, (state) => state);
  const siblings = new Set((await agendasOfPoint(pointId, unit, { reader, read })).map(({ agendaId }) => agendaId));
  const isHad = point.status !== 'ABSENT' && servicesOfLine(point.services, serviceLine).includes(serviceId);
  return ({ day: { agendaId, date } }) => !siblings.has(agendaId) || (isHad && receivesOn(date, point));
}

/** Of the agendas of the desks of a unit: whether none of its closures takes the slot. */
async function openWithUnit(unit: string, { reader }: LookUps, read: ReadOptions): Promise<IsStillOpen> {
  const closures = await standingClosures(unit, { reader, read });
  if (closures.length === 0) return () => true;
  const desks = new Set((await agendasOfDesks(unit, { reader, read })).map(({ agendaId }) => agendaId));
  return ({ day: { agendaId, date }, start, end }) => {
    if (!desks.has(agendaId)) return true;
    const isTaken = fallsInto(closedHoursOn(date, closures), date);
    return !closureOfDay(date, closures) && !isTaken(start * MINUTE_MS, end * MINUTE_MS);
  };
}

function receivesOn(date: LocalDate, point: PuntoInps | Absent): boolean {
  if (point.status !== 'SUSPENDED') return point.status === 'OPEN';
  const { from, until } = point.suspension;
  return date < from || (until !== undefined && date >= until);
}
