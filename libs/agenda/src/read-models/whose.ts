import { ownId, ownSubject, SELF_SERVICE, type AnyPrincipal } from '#use-cases';

/**
 * Tells whether an appointment is neither the citizen's who asks nor the one that self-service is for; offices are bound by
 * territory.
 * @throws DomainError NOT_OWN_DATA (forbidden) for a token that names neither
 */
export function isOtherAppointment(
  appointment: { readonly appointmentId: string; readonly subject: string },
  principal: AnyPrincipal | undefined,
): boolean {
  if (principal?.role === SELF_SERVICE) return ownId(principal) !== appointment.appointmentId;
  return isOfAnother(appointment, principal);
}

/**
 * Tells whether what belongs to a person is not that of the citizen who asks for it; offices are bound by territory.
 * @throws DomainError NOT_OWN_DATA (forbidden) for a citizen whose token names no person
 */
export function isOfAnother(thing: { readonly subject: string }, principal: AnyPrincipal | undefined): boolean {
  return principal?.role === 'citizen' && ownSubject(principal) !== thing.subject;
}

/** Whoever asks a query that roles are named for has one. */
export function asking(principal: AnyPrincipal | undefined): AnyPrincipal {
  if (!principal) throw new TypeError('a query for some roles was answered without a principal');
  return principal;
}
