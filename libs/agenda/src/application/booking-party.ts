import { deriveId, DomainError, type CommandOrigin } from '#kernel';
import { requireRole, requireScope, type AnyPrincipal, type CommandEnvelope } from '#platform';
import type { PersonalDataVault } from '#privacy';
import type { Identity } from '../domain/agenda-day/booking-rules.ts';
import type { AgendaDayState } from '../domain/agenda-day/day-state.ts';
import { planOf } from '../domain/agenda-day/taken.ts';
import type { CancelledBy, Channel } from '../domain/events/schemas.ts';

/** Staff of INPS who book for citizens. */
const STAFF = ['central', 'regional', 'provincial', 'desk-operator'] as const;

/**
 * Refuses who may not book on a day: citizens may on any, staff on those of their territory.
 * @throws DomainError ROLE_NOT_ALLOWED | OUTSIDE_TERRITORY (forbidden) | SLOT_UNKNOWN when the day is not planned
 */
export function requireBookingRights(principal: AnyPrincipal, state: AgendaDayState, start?: string): void {
  requireRole(principal, 'citizen', ...STAFF);
  const { region, province, unit } = planOf(state, start);
  if (principal.role !== 'citizen') requireScope(principal, { region, province, unit });
}

/**
 * Whom a booking is for: citizens book for themselves, staff for the citizen they name.
 * @throws DomainError CITIZEN_REQUIRED | NOT_OWN_DATA (forbidden) | FISCAL_CODE_INVALID
 */
export async function bookedSubject(
  { principal, origin }: CommandEnvelope<unknown>,
  citizen: { readonly fiscalCode: string } | undefined,
  vault: PersonalDataVault,
): Promise<string> {
  if (principal.role !== 'citizen') {
    if (!citizen) throw new DomainError('CITIZEN_REQUIRED');
    return vault.subjectFor(citizen.fiscalCode, registrationOf(origin));
  }
  const subject = ownSubject(principal);
  if (citizen && (await vault.findSubject(citizen.fiscalCode)) !== subject) {
    throw new DomainError('NOT_OWN_DATA', {}, 'forbidden');
  }
  return subject;
}

/**
 * The person a citizen is.
 * @throws DomainError NOT_OWN_DATA (forbidden) when the token names none
 */
export function ownSubject(principal: AnyPrincipal): string {
  if (principal.role !== 'citizen' || principal.subject === undefined) {
    throw new DomainError('NOT_OWN_DATA', {}, 'forbidden');
  }
  return principal.subject;
}

/**
 * The channel of a booking. Online a person is known by a digital identity (article 64 of the Codice
 * dell'amministrazione digitale), at a desk by a document, at the contact centre by what they say.
 * @throws DomainError CHANNEL_NOT_ALLOWED when citizens say that they book at a desk, or staff that they do online
 */
export function channelOf(
  principal: AnyPrincipal,
  wanted: Channel | undefined,
): { readonly channel: Channel; readonly identity: Identity } {
  const online = principal.role === 'citizen';
  const channel = wanted ?? (online ? 'CITIZEN_ONLINE' : 'DESK');
  if (online !== (channel === 'CITIZEN_ONLINE')) {
    throw new DomainError('CHANNEL_NOT_ALLOWED', { channel, role: principal.role });
  }
  return { channel, identity: channel === 'CONTACT_CENTRE' ? 'DECLARED' : 'STRONG' };
}

/** On whose side a cancellation is. */
export function cancelledBy({ role }: AnyPrincipal): CancelledBy {
  if (role === 'citizen') return 'CITIZEN';
  if (role === 'desk-operator') return 'OPERATOR';
  return role === 'policy' ? 'SYSTEM' : 'OFFICE';
}

/** Registering the person is a step of its own, caused by the booking. */
function registrationOf(origin: CommandOrigin): CommandOrigin {
  const { idempotency: _ofTheBooking, ...rest } = origin;
  return { ...rest, commandId: deriveId(origin.commandId, 'register'), causationId: origin.commandId };
}
