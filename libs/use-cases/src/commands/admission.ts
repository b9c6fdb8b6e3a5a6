import type { Facts, WithStatus } from '#kernel/domain';
import { romeDateOf } from '#italy';
import { authorizeAbsent, authorizeOn, authorizeOwner } from '../access/authorize.ts';
import type { AnyPrincipal } from '../access/principal.ts';
import { isDated } from '../dated/define-dated-aggregate.ts';
import type { CommandUseCase, Known } from './define-command.ts';

/** The part of a declaration that says who may give it, and in which states. */
type Admission = Pick<CommandUseCase, 'name' | 'on' | 'in' | 'by'>;

interface Named {
  /** Of the thing, where whoever gives the command has named it. */
  readonly id?: string | undefined;
}

/** The day on which a command is given, and that on which it is judged. */
export function daysOf<Input extends object>(
  { legalDate }: Pick<CommandUseCase<Input>, 'legalDate'>,
  input: Input,
  now: number,
): Pick<Known, 'today' | 'legalDate'> {
  const today = romeDateOf(now);
  return { today, legalDate: legalDate?.(input) ?? today };
}

/**
 * Refuses a command on something that is not there, or by somebody who may not act on it.
 * @throws DomainError not found, OUTSIDE_TERRITORY, or the refusal of what belongs to another
 */
export function admit(
  { on, in: allowed, by }: Admission,
  {
    principal,
    input,
    state,
    id,
  }: Named & {
    readonly principal: AnyPrincipal;
    readonly input: object;
    readonly state: WithStatus;
  },
): void {
  if (bringsIntoBeing(allowed)) {
    // It is bound by where that will stand, and by whose it will be, not by what has its id already.
    authorizeOwner(principal, by, { state, input });
    return;
  }
  if (state.status === 'ABSENT') {
    if (allowed.includes('ABSENT')) return;
    authorizeAbsent(principal, by, input);
    throw on.notFound(idOf(id));
  }
  authorizeOn<WithStatus, object>(principal, by, { scope: on.scopeOf(state), state, input });
}

/**
 * Refuses a command in a state that does not take it.
 * @throws DomainError already there, or that its state forbids it
 */
export function refuseWrongState(
  { name, on, in: allowed }: Admission,
  state: WithStatus,
  { id, legalDate }: Named & Pick<Known, 'legalDate'>,
): void {
  const { status } = state;
  if (allowed.includes(status)) return;
  if (bringsIntoBeing(allowed)) throw on.alreadyExists({ ...idOf(id), ...on.factsOf(state) });
  const facts = { command: name, state: status, allowed, ...on.factsOf(state) };
  throw on.stateForbids(isDated(on) ? { ...facts, legalDate } : facts);
}

function bringsIntoBeing(allowed: readonly string[]): boolean {
  return allowed.every((status) => status === 'ABSENT');
}

function idOf(id: string | undefined): Facts {
  return id === undefined ? {} : { id };
}
