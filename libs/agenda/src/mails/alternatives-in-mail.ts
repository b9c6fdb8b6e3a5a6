import { isSystemError, type RecordedEvent } from '#kernel/domain';
import { romeTimeOf, MINUTE_MS, type LocalDate } from '#italy';
import type { MailLookUps } from '#use-cases';
import { agenda } from '../domain/agenda/agenda.ts';
import { openingHours } from '../domain/agenda/agenda-state.ts';
import { slotsOf } from '../domain/calendar/day-plan.ts';
import { isOffered } from '../domain/delivered-services.ts';
import type { FreeSlotOfDay } from '../read-models/free-places/kept-day.ts';
import { alternativesOfDisplaced } from '../read-models/free-places/alternatives-of-displaced.ts';
import type { MailedAppointment } from './mailed-appointment.ts';
import type { ToldAlternative } from './written-mail.ts';

/**
 * Where else the person would be received whose appointment an event has displaced, or whose waiting it has ended, as of when
 * the mail is written. They are an extra: while the read models are behind the event, the mail goes without them, rather than hours later.
 */
export async function alternativesInMail(
  { position }: RecordedEvent,
  wanted: Pick<MailedAppointment, 'agendaId' | 'serviceLine' | 'serviceId' | 'mode' | 'units'>,
  lookUps: Pick<MailLookUps, 'look' | 'reader' | 'clock'>,
): Promise<readonly ToldAlternative[]> {
  const { reader, clock } = lookUps;
  const isStillOpen = await stillOpenAt(wanted, lookUps);
  const taker = { internal: false, now: clock.now(), isStillOpen };
  try {
    const [found = []] = await alternativesOfDisplaced(reader, [wanted], taker, { minPosition: position });
    return found.map(({ startsAt, name, municipality, km }) => ({
      ...{ startsAt, km: km ?? undefined },
      where: municipality ? `${name}, ${municipality.name}` : name,
    }));
  } catch (error) {
    if (isSystemError(error, 'PROJECTION_BEHIND', 'PROJECTION_NOT_READY', 'PROJECTION_INCOMPLETE')) return [];
    throw error;
  }
}

/**
 * Days are planned one after another, and the mail of the first may be written before the last: what the agenda has closed
 * itself, or does not offer any more, is named to nobody.
 */
export async function stillOpenAt(
  { agendaId, serviceId }: Pick<MailedAppointment, 'agendaId' | 'serviceId'>,
  { look }: Pick<MailLookUps, 'look'>,
): Promise<(slot: FreeSlotOfDay) => boolean> {
  const there = await look(agenda, agendaId, (state) =>
    state.status === 'ABSENT'
      ? undefined
      : { hours: openingHours(state), isOffered: isOffered(serviceId, state.profile) },
  );
  const startsOn = new Map<LocalDate, ReadonlySet<string>>();
  return ({ day, start }) => {
    if (day.agendaId !== agendaId || !there) return true;
    if (!there.isOffered) return false;
    const starts = startsOn.get(day.date) ?? new Set(slotsOf(there.hours, day.date).map((slot) => slot.start));
    startsOn.set(day.date, starts);
    return starts.has(romeTimeOf(start * MINUTE_MS));
  };
}
