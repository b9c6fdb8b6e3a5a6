import type { WithStatus } from '#kernel/domain';
import { standingOn } from '../dated/define-dated-aggregate.ts';
import type { Known } from './define-command.ts';
import type { FactNeed, FactsNeed, ListedFactsNeed, Needs } from './needs.ts';
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

/** A fact that a decision asks for: its name, and of which thing or things. */
export type WantedFact =
  | { readonly name: string; readonly look: Look; readonly id: string }
  | { readonly name: string; readonly need: FactsNeed<never, unknown>; readonly ids: readonly string[] }
  | {
      readonly name: string;
      readonly need: ListedFactsNeed<never, unknown>;
      readonly by: Look;
      readonly listedBy: string;
    };

/** The facts that a decision on this state asks for: known at once, before the state goes on changing. */
export function factsWanted<Input>(needs: Needs<Input>, input: Input, state: WithStatus): readonly WantedFact[] {
  return Object.entries(needs).flatMap(([name, need]): WantedFact[] => {
    if (need.kind === 'facts') return [{ name, need, ids: need.ids(input, state as never) }];
    if (need.kind === 'listed') {
      const listedBy = need.by.id(input, state as never);
      return listedBy === undefined ? [] : [{ name, need, by: lookFor(need.by, input), listedBy }];
    }
    const id = need.kind === 'fact' ? need.id(input, state as never) : undefined;
    if (need.kind !== 'fact' || id === undefined) return [];
    return [{ name, look: lookFor(need, input), id }];
  });
}

function lookFor<Input>(need: FactNeed<Input, unknown>, input: Input): Look {
  return { of: need.of, read: (state, at) => need.read(state, at, input) };
}

/** What is read of things of one kind. */
interface Look extends Pick<FactNeed<never, unknown>, 'of'> {
  readonly read: (state: never, at: { readonly revision: number }) => unknown;
}

/** Things of which one decision looks at many are read so many at a time. */
const AT_ONCE = 32;

/** What a decision needs to know of other things: as they stand now, or stood on its legal date if they are told by dates. */
export async function lookUp(
  wanted: readonly WantedFact[],
  judged: Pick<Known, 'legalDate' | 'today'>,
  { executor }: Pick<ShellParts, 'executor'>,
): Promise<Named> {
  const found: Record<string, unknown> = {};
  const look = ({ of, read }: Look, id: string): Promise<unknown> =>
    executor.look(of, id, (state, at) => read(standingOn(of, state as WithStatus, judged) as never, at));
  for (const fact of wanted) {
    if ('id' in fact) found[fact.name] = await look(fact.look, fact.id);
    else if ('ids' in fact) found[fact.name] = await lookAtEach(fact.ids, look, fact.need);
    else {
      const listed = (await look(fact.by, fact.listedBy)) as readonly string[];
      found[fact.name] = await lookAtEach(listed, look, fact.need);
    }
  }
  return found;
}

async function lookAtEach(
  ids: readonly string[],
  look: (need: Look, id: string) => Promise<unknown>,
  need: Look,
): Promise<ReadonlyMap<string, unknown>> {
  const seen = new Map<string, unknown>();
  for (let first = 0; first < ids.length; first += AT_ONCE) {
    const some = ids.slice(first, first + AT_ONCE);
    const facts = await Promise.all(some.map((id) => look(need, id)));
    for (const [index, id] of some.entries()) seen.set(id, facts[index]);
  }
  return seen;
}
