import { isDomainError, valueAlreadyTaken, type WithStatus } from '#kernel/domain';
import { isWithinScope, type AnyPrincipal } from '../access/principal.ts';
import type { CommandUseCase } from './define-command.ts';
import type { ShellParts } from './shell.ts';

interface TakenBy {
  readonly category: string;
  readonly id: string;
}

/**
 * A value that another has: which other, is told to those alone who may act where that one stands.
 * @returns the refusal as whoever gave the command may see it; what was thrown when it is none of these
 */
export async function toldWithin(
  refusal: unknown,
  principal: AnyPrincipal,
  { on }: Pick<CommandUseCase, 'on'>,
  { executor }: Pick<ShellParts, 'executor'>,
): Promise<unknown> {
  if (!isDomainError(refusal, valueAlreadyTaken.code)) return refusal;
  const { takenBy, ...facts } = refusal.facts as { kind: string; takenBy?: TakenBy };
  const { category, id } = takenBy ?? {};
  // Of another kind of thing nobody here knows where it stands.
  if (id === undefined || category !== on.category) return valueAlreadyTaken(facts);
  const mayKnow = await executor.look(on, id, (state: WithStatus) => isWithinScope(principal, on.scopeOf(state)));
  return mayKnow ? refusal : valueAlreadyTaken(facts);
}
