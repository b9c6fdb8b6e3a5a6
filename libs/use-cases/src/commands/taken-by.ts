import { DomainError, isDomainError, type WithStatus } from '#kernel/domain';
import { isWithinScope, type AnyPrincipal } from '../access/principal.ts';
import type { CommandUseCase } from './define-command.ts';
import type { ShellParts } from './shell.ts';

/** Who has what a reservation was refused for, as its refusal names it. */
interface TakenBy {
  readonly category: string;
  readonly id: string;
}

/**
 * What another has already, and no two may have: which other, is told to those alone who may act where that one stands.
 * @returns the refusal as whoever gave the command may see it; what was thrown when it is none of these
 */
export async function toldWithin(
  refusal: unknown,
  principal: AnyPrincipal,
  { on }: Pick<CommandUseCase, 'on'>,
  { executor }: Pick<ShellParts, 'executor'>,
): Promise<unknown> {
  if (!isDomainError(refusal)) return refusal;
  const { takenBy, ...facts } = refusal.facts;
  if (!isTakenBy(takenBy)) return refusal;
  const { category, id } = takenBy;
  const { code, kind, message, retryAfter } = refusal;
  const untold = new DomainError(code, facts, kind, message, retryAfter);
  // Of another kind of thing nobody here knows where it stands.
  if (category !== on.category) return untold;
  const mayKnow = await executor.look(on, id, (state: WithStatus) => isWithinScope(principal, on.scopeOf(state)));
  return mayKnow ? refusal : untold;
}

function isTakenBy(fact: unknown): fact is TakenBy {
  return typeof fact === 'object' && fact !== null && 'category' in fact && 'id' in fact;
}
