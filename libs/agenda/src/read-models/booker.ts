import type { Actor } from '#kernel/domain';
import { isWithinScope, SELF_SERVICE, type AnyPrincipal } from '#use-cases';
import type { CompetentUnit } from '../domain/vocabulary.ts';

/**
 * Who booked for somebody else: staff of INPS, or an operator of a host, whose id two hosts may have.
 * @returns undefined of persons who book for themselves, and of policies
 */
export function bookerOf(actor: Actor | undefined): string | undefined {
  if (actor?.kind !== 'person' || actor.role === 'citizen' || actor.role === SELF_SERVICE) return undefined;
  return bookerCalled(actor.role, actor.id, actor.office);
}

/** The same of who asks; no policy does. */
export function bookerAsking(principal: AnyPrincipal): string {
  if (principal.role === 'policy') throw new TypeError('a policy has booked for nobody');
  return bookerCalled(principal.role, principal.id, principal.host);
}

function bookerCalled(role: string, id: string, host: string | undefined): string {
  return role === 'host-operator' ? `host/${host ?? ''}/${id}` : `staff/${id}`;
}

/** What of an appointment says who reads it, wherever it is. */
interface Booked {
  readonly bookedBy: string | null;
  readonly competent: CompetentUnit | null;
}

/** Tells whether somebody booked an appointment for its person, or belongs to the unit that is competent for them (A5). */
export function readsByBooking(principal: AnyPrincipal | undefined, { bookedBy, competent }: Booked): boolean {
  if (!principal || principal.role === 'policy' || principal.role === 'citizen' || principal.role === SELF_SERVICE) {
    return false;
  }
  return bookedBy === bookerAsking(principal) || (competent !== null && isWithinScope(principal, { ...competent }));
}
