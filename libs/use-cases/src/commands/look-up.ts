import type { WithStatus } from '#kernel/domain';
import type { FactNeed, Needs } from './needs.ts';
import type { ShellParts } from './shell.ts';

type Named = Readonly<Record<string, unknown>>;

/** The choices of the installation that a decision needs: they do not change while it runs. */
export function settingsFor(needs: Needs<never>, { settings }: Pick<ShellParts, 'settings'>): Named {
  const found: Record<string, unknown> = {};
  for (const [name, need] of Object.entries(needs)) {
    if (need.kind === 'setting') found[name] = need.read(settings(need.of) as never);
  }
  return found;
}

/** What chance decides for a command: it follows from the command alone. */
export function drawnFor(needs: Needs<never>, commandId: string, { draws }: Pick<ShellParts, 'draws'>): Named {
  const drawn: Record<string, unknown> = {};
  for (const [name, need] of Object.entries(needs)) {
    if (need.kind === 'draw') drawn[name] = draws(need.what, commandId);
  }
  return drawn;
}

/** A fact that a decision asks for: its name, and of which thing. */
export interface WantedFact {
  readonly name: string;
  readonly need: FactNeed<never, unknown>;
  readonly id: string;
}

/** The facts that a decision on this state asks for: known at once, before the state goes on changing. */
export function factsWanted<Input>(needs: Needs<Input>, input: Input, state: WithStatus): readonly WantedFact[] {
  return Object.entries(needs).flatMap(([name, need]) => {
    const id = need.kind === 'fact' ? need.id(input, state as never) : undefined;
    return need.kind === 'fact' && id !== undefined ? [{ name, need, id }] : [];
  });
}

/** What a decision needs to know of other things, as they stand now. */
export async function lookUp(
  wanted: readonly WantedFact[],
  { executor }: Pick<ShellParts, 'executor'>,
): Promise<Named> {
  const found: Record<string, unknown> = {};
  for (const { name, need, id } of wanted) {
    found[name] = await executor.look(need.of, id, (state, at) => need.read(state as never, at));
  }
  return found;
}
