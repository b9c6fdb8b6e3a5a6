import { ANYONE, rolesOf, type Access, type Grant } from './grants.ts';
import { ownId, requireRole, requireScope, type AnyPrincipal } from './principal.ts';
import type { Scope } from './scope.ts';

/**
 * Refuses a principal whose role no grant names; policies pass here, and are looked at where commands are dispatched.
 * @throws DomainError ROLE_NOT_ALLOWED (forbidden)
 */
export function authorizeRole(principal: AnyPrincipal, access: Access): void {
  if (access !== ANYONE) requireRole(principal, ...(rolesOf(access) ?? []));
}

/**
 * Refuses a principal that may not act on this thing.
 * @param scope where the thing stands
 * @throws DomainError OUTSIDE_TERRITORY, or the refusal of what belongs to another (forbidden)
 */
export function authorizeOn<State, Input>(
  principal: AnyPrincipal,
  access: Access<State, Input>,
  { scope, state, input }: { readonly scope: Scope; readonly state: State; readonly input: Input },
): void {
  if (grantOf(principal, access)?.bound === 'territory') requireScope(principal, scope);
  authorizeOwner(principal, access, { state, input });
}

/**
 * Refuses a principal what belongs, or will belong, to another.
 * @throws DomainError the refusal of what belongs to another (forbidden)
 */
export function authorizeOwner<State, Input>(
  principal: AnyPrincipal,
  access: Access<State, Input>,
  { state, input }: { readonly state: State; readonly input: Input },
): void {
  const ownership = grantOf(principal, access)?.ownership;
  if (!ownership) return;
  const owner = ownership.ownerOf(state, input);
  if (owner === undefined || owner !== ownId(principal)) throw ownership.refuse(ownership.factsOf(input));
}

/**
 * Refuses what is not there as what belongs to another, where a principal is not told which of the two it is.
 * @throws DomainError the refusal of what belongs to another (forbidden)
 */
export function authorizeAbsent<State, Input>(
  principal: AnyPrincipal,
  access: Access<State, Input>,
  input: Input,
): void {
  const ownership = grantOf(principal, access)?.ownership;
  if (ownership?.hidesAbsence) throw ownership.refuse(ownership.factsOf(input));
}

/**
 * Refuses to let a thing come to stand, or to take what stands, where the principal may not act.
 * @param scopes each must be within its bounds; nothing is refused for one that is not known
 * @throws DomainError OUTSIDE_TERRITORY (forbidden)
 */
export function authorizeDestination(
  principal: AnyPrincipal,
  access: Access,
  ...scopes: readonly (Scope | undefined)[]
): void {
  if (!isBoundToTerritory(principal, access)) return;
  for (const scope of scopes) if (scope) requireScope(principal, scope);
}

/** Tells whether the bound of a principal is its territory: lists are then narrowed to it. */
export function isBoundToTerritory(principal: AnyPrincipal, access: Access): boolean {
  return grantOf(principal, access)?.bound === 'territory';
}

function grantOf<State, Input>({ role }: AnyPrincipal, access: Access<State, Input>): Grant<State, Input> | undefined {
  if (access === ANYONE || role === 'policy') return undefined;
  return access.find(({ roles }) => roles.includes(role));
}
