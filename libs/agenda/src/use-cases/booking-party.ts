import { defineRefusals } from '#kernel/domain';
import { notOwnData, ownSubject, registrationOf, type AnyPrincipal, type CommandShell, SELF_SERVICE } from '#use-cases';
import { identityOn, type Identity } from '../domain/agenda-day/booking-channels.ts';
import { refuseModeOnChannel } from '../domain/agenda-day/booking-modes.ts';
import { CHANNELS, type Channel, type Mode } from '../domain/vocabulary.ts';

const refuse = defineRefusals({
  CITIZEN_REQUIRED: 'Staff book for a citizen: name them under citizen.',
  CHANNEL_NOT_ALLOWED:
    'The role {role} does not book through {channel}: leave the channel out, or name one of {allowed}.',
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

/** The channels of citizens and of operators of a host, the usual one first. */
const OWN_CHANNELS: Readonly<Partial<Record<AnyPrincipal['role'], readonly Channel[]>>> = {
  citizen: ['PORTAL', 'APP'],
  [SELF_SERVICE]: ['PORTAL'],
  'host-operator': ['PUNTO_CLIENTE'],
};
const OWNED = Object.values(OWN_CHANNELS).flat();
/** Those of staff, the usual one first. */
const STAFF_CHANNELS: readonly Channel[] = [
  'DESK',
  ...CHANNELS.filter((each) => each !== 'DESK' && !OWNED.includes(each)),
];

/** The channel of a booking, whether or not it is one of who books. */
export function channelWanted({ role }: AnyPrincipal, wanted: Channel | undefined): Channel {
  const [usual = 'DESK'] = OWN_CHANNELS[role] ?? STAFF_CHANNELS;
  return wanted ?? usual;
}

/**
 * The channel of a booking, and how sure it is who books: a booking code and a codice fiscale, which a mail and a letter say,
 * make nobody sure (A10).
 * @throws DomainError CHANNEL_NOT_ALLOWED when somebody says that they book through the channel of others
 */
export function channelOf(
  principal: AnyPrincipal,
  wanted: Channel | undefined,
): { readonly channel: Channel; readonly identity: Identity } {
  const channel = channelWanted(principal, wanted);
  const allowed = OWN_CHANNELS[principal.role] ?? STAFF_CHANNELS;
  if (!allowed.includes(channel)) throw refuse.CHANNEL_NOT_ALLOWED({ channel, role: principal.role, allowed });
  return { channel, identity: principal.role === SELF_SERVICE ? 'DECLARED' : identityOn(channel) };
}

/**
 * Refuses a channel that is not for who books, or not for the mode, before anybody is looked up. Policies book for nobody.
 * @throws DomainError CHANNEL_NOT_ALLOWED | MODE_NOT_ALLOWED_ON_CHANNEL | STRONG_IDENTITY_REQUIRED
 */
export function refuseChannel(principal: AnyPrincipal, wanted: Channel | undefined, mode: Mode): void {
  if (principal.role !== 'policy') refuseModeOnChannel(mode, channelOf(principal, wanted));
}
