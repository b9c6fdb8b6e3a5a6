import type { RecordedEvent } from '#kernel/domain';
import type { MailLookUps, MailMessage } from '#use-cases';
import { agenda } from '../domain/agenda/agenda.ts';
import type { WaitingEntry } from '../domain/waitlist/waitlist-state.ts';
import { whereHeldThen } from '../use-cases/booked-from.ts';
import { alternativesInMail } from './alternatives-in-mail.ts';
import { ADDRESSEE } from './citizen-mails.ts';
import { serviceNameIn } from './texts.ts';
import { placeHeldAt } from './where-held.ts';
import { writtenMail } from './written-mail.ts';

interface OfEntry {
  readonly event: RecordedEvent<{ readonly type: string; readonly data: { readonly agendaId: string } }>;
  readonly entry: WaitingEntry;
}

/** A mail about waiting itself: what for, how, and where; and once it has ended, where that is free. */
export async function waitingMail(
  kind: 'WAITING_ENDED' | 'WAITING_RESTORED',
  { event, entry }: OfEntry,
  lookUps: MailLookUps,
): Promise<MailMessage | undefined> {
  const { agendaId } = event.data;
  const of = await lookUps.look(agenda, agendaId, (state) => (state.status === 'ABSENT' ? undefined : state.profile));
  if (!entry.citizen || !of) return undefined;
  const { mode, serviceId, units } = entry;
  const { owner, serviceLine } = of;
  const where = await placeHeldAt(whereHeldThen(undefined, mode, owner), lookUps);
  const wanted = { agendaId, serviceLine, serviceId, mode, units };
  const alternatives = kind === 'WAITING_ENDED' ? await alternativesInMail(event, wanted, lookUps) : [];
  // Last: of whom was erased meanwhile, nothing is left to write to.
  const citizen = await lookUps.open(entry.citizen);
  if (citizen.erased) return undefined;
  const { email: address, language = 'it' } = citizen.value;
  return {
    to: { name: ADDRESSEE, address },
    ...writtenMail({
      ...{ kind, language, startsAt: undefined, mode, where, alternatives },
      ...{ service: serviceNameIn(language, serviceId), bookingCode: undefined, page: undefined },
    }),
  };
}
