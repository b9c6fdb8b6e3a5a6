import { ownSubject, type AnyPrincipal } from '#use-cases';

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
