import type { Facts, Refusal } from '#kernel/domain';
import { SELF_SERVICE, type Role, type TerritorialRole } from './principal.ts';

/**
 * Where a role may act or read: within its own territory or body; everywhere; or, of a person or an integration, what is their
 * own.
 */
export type Bound = 'territory' | 'everywhere' | 'own';

/** Whom somebody's own thing belongs to, or which appointment it is. */
interface Ownership<State, Input> {
  /** @returns id of the subject, of the integration, or of the appointment; undefined where there is no such thing */
  ownerOf(state: State, input: Input): string | undefined;
  /** Refuses who asks for what belongs to another. */
  readonly refuse: Refusal;
  /** What the refusal says: nothing that the input did not. */
  factsOf(input: Input): Facts;
  /** Whether what is not there is refused in the same way: who may know its id is not told that it is not there. */
  readonly hidesAbsence?: true;
}

/** A right of some roles, with its bound. */
export interface Grant<State = unknown, Input = unknown> {
  readonly roles: readonly Role[];
  readonly bound: Bound;
  /** For which inputs it is meant; for all when absent. */
  covers?(input: Input): boolean;
  readonly ownership?: Ownership<State, Input>;
}

/** Everyone, with a token or without. */
export const ANYONE = 'anyone';

/** Who may give a command or ask a query. No grant at all: only the policies that declare to give it. */
export type Access<State = unknown, Input = unknown> = readonly Grant<State, Input>[] | typeof ANYONE;

/** Roles that may act or read within their territory or body; the centre's is all of Italy. */
export function within(...roles: readonly TerritorialRole[]): Grant {
  return { roles, bound: 'territory' };
}

/**
 * A grant for some inputs alone, where what is wanted decides who may want it.
 * @param covers tells whether it is for this input
 */
export function onlyFor<State, Input>(
  covers: (input: Input) => boolean,
  grant: Grant<State, Input>,
): Grant<State, Input> {
  return { ...grant, covers };
}

/** Roles that may act or read wherever it is. */
export function everywhere(...roles: readonly Role[]): Grant {
  return { roles, bound: 'everywhere' };
}

/**
 * Citizens, for what is their own.
 * @param ownerOf id of the subject that the thing belongs to
 * @param refuse the refusal of what belongs to another
 * @param factsOf what it says: nothing that the input did not
 */
export function own<State, Input>(
  ownerOf: (state: State, input: Input) => string | undefined,
  refuse: Refusal,
  factsOf: (input: Input) => Facts = () => ({}),
): Grant<State, Input> {
  return { roles: ['citizen'], bound: 'own', ownership: { ownerOf, refuse, factsOf } };
}

/**
 * Whoever came with the booking code of an appointment, for that one alone.
 * @param idOf id of the appointment that is meant
 * @param refuse the refusal of another, which says no more than the input did
 */
export function ofAppointment<State, Input>(idOf: (input: Input) => string, refuse: Refusal): Grant<State, Input> {
  const ownership = {
    ownerOf: (_state: State, input: Input) => idOf(input),
    refuse,
    factsOf: (input: Input) => ({ appointmentId: idOf(input) }),
  };
  return { roles: [SELF_SERVICE], bound: 'own', ownership };
}

/**
 * Registered integrations, for what is their own. Ids of what is theirs follow from what others may know, so that what is not
 * there is refused as what belongs to another.
 * @param ownerOf id of the integration that the thing belongs to
 * @param refuse the refusal of what belongs to another
 */
export function ofIntegration<State, Input>(
  ownerOf: (state: State, input: Input) => string | undefined,
  refuse: Refusal,
): Grant<State, Input> {
  const ownership = { ownerOf, refuse, factsOf: () => ({}), hidesAbsence: true as const };
  return { roles: ['integration'], bound: 'own', ownership };
}

/** Roles that may give a command or ask a query at all; undefined when no token is needed. */
export function rolesOf(access: Access): readonly Role[] | undefined {
  return access === ANYONE ? undefined : access.flatMap(({ roles }) => roles);
}

/** Of an access, what is for this input. */
export function accessFor<State, Input>(access: Access<State, Input>, input: Input): Access<State, Input> {
  return access === ANYONE ? ANYONE : access.filter((grant) => grant.covers?.(input) ?? true);
}
