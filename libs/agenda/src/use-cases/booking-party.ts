import { defineRefusals } from '#kernel/domain';
import { notOwnData, ownSubject, registrationOf, type AnyPrincipal, type CommandShell } from '#use-cases';
import { refuseModeOnChannel, type Identity } from '../domain/agenda-day/booking-modes.ts';
import type { Channel, Mode } from '../domain/vocabulary.ts';

const refuse = defineRefusals({
  CITIZEN_REQUIRED: 'Staff book for a citizen: name them under citizen.',
  CHANNEL_NOT_ALLOWED:
    'The role {role} does not book through {channel}: leave the channel out, or name one of your own.',
});

/** What who books, and how, may be refused. */
export const partyRefusals = [refuse.CITIZEN_REQUIRED, refuse.CHANNEL_NOT_ALLOWED, notOwnData];

/**
 * Whom a booking is for: citizens book for themselves, staff for the citizen they name.
 * @throws DomainError CITIZEN_REQUIRED | NOT_OWN_DATA (forbidden) | CODICE_FISCALE_INVALID
 */
export async function bookedSubject(
  { principal, origin, personalData }: CommandShell,
  citizen: { readonly fiscalCode: string } | undefined,
): Promise<string> {
  if (principal.role !== 'citizen') {
    if (!citizen) throw refuse.CITIZEN_REQUIRED();
    return personalData.subjectFor(citizen.fiscalCode, registrationOf(origin));
  }
  const subject = ownSubject(principal);
  if (citizen && (await personalData.findSubject(citizen.fiscalCode)) !== subject) throw notOwnData();
  return subject;
}

/**
 * Whom the booking of a hold is for: someone known, as they hold it, so that nobody is registered.
 * @returns undefined when staff name somebody unknown
 * @throws DomainError NOT_OWN_DATA (forbidden) | CODICE_FISCALE_INVALID
 */
export async function holdingSubject(
  shell: CommandShell,
  citizen: { readonly fiscalCode: string },
): Promise<string | undefined> {
  if (shell.principal.role === 'citizen') return bookedSubject(shell, citizen);
  return shell.personalData.findSubject(citizen.fiscalCode);
}

/** The only channel of those who have but one. */
const OWN_CHANNEL: Readonly<Partial<Record<AnyPrincipal['role'], Channel>>> = {
  citizen: 'CITIZEN_ONLINE',
  'host-operator': 'PUNTO_CLIENTE',
};

/**
 * The channel of a booking. Online a person is known by a digital identity (article 64 of the Codice
 * dell'amministrazione digitale), at a desk or a Punto Cliente by a document, at the contact centre by what they say.
 * @throws DomainError CHANNEL_NOT_ALLOWED when somebody says that they book through the channel of others
 */
export function channelOf(
  { role }: AnyPrincipal,
  wanted: Channel | undefined,
): { readonly channel: Channel; readonly identity: Identity } {
  const own = OWN_CHANNEL[role];
  const channel = wanted ?? own ?? 'DESK';
  const isAllowed = own === undefined ? !Object.values(OWN_CHANNEL).includes(channel) : channel === own;
  if (!isAllowed) throw refuse.CHANNEL_NOT_ALLOWED({ channel, role });
  return { channel, identity: channel === 'CONTACT_CENTRE' ? 'DECLARED' : 'STRONG' };
}

/**
 * Refuses a channel that is not for who books, or not for the mode, before anybody is looked up. Policies book for nobody.
 * @throws DomainError CHANNEL_NOT_ALLOWED | MODE_NOT_ALLOWED_ON_CHANNEL | STRONG_IDENTITY_REQUIRED
 */
export function refuseChannel(principal: AnyPrincipal, wanted: Channel | undefined, mode: Mode): void {
  if (principal.role !== 'policy') refuseModeOnChannel(mode, channelOf(principal, wanted));
}
