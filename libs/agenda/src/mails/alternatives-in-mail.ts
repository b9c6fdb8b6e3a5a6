import { isSystemError, type RecordedEvent } from '#kernel/domain';
import type { MailLookUps } from '#use-cases';
import { alternativesOfDisplaced } from '../read-models/free-places/alternatives-of-displaced.ts';
import type { MailedAppointment } from './mailed-appointment.ts';
import { stillOpenAt } from './still-open.ts';
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
  const seen = { minPosition: position };
  try {
    const isStillOpen = await stillOpenAt(wanted, lookUps, seen);
    const taker = { internal: false, now: clock.now(), isStillOpen };
    const [found = []] = await alternativesOfDisplaced(reader, [wanted], taker, seen);
    return found.map(({ startsAt, name, municipality, km }) => ({
      ...{ startsAt, km: km ?? undefined },
      where: municipality ? `${name}, ${municipality.name}` : name,
    }));
  } catch (error) {
    if (isSystemError(error, 'PROJECTION_BEHIND', 'PROJECTION_NOT_READY', 'PROJECTION_INCOMPLETE')) return [];
    throw error;
  }
}
