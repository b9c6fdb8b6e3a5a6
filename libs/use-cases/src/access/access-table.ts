import type { ProcessManager } from '#kernel/domain';
import type { ContextDefinition } from '../context/define-context.ts';
import type { Tally } from '../queries/tallies.ts';
import { ANYONE, type Bound } from './grants.ts';
import type { Role } from './principal.ts';

/** Who may give one command or ask one query, and where. */
export interface AccessRow {
  readonly context: string;
  readonly kind: 'command' | 'query';
  readonly name: string;
  /** Needs no token. */
  readonly isPublic: boolean;
  /** Each role that may, with its bound; some may for some inputs alone. */
  readonly roles: readonly { readonly role: Role; readonly bound: Bound; readonly forSome?: true }[];
  /** Of a query that reads personal data: the parameter that says why, which then stands in the access log. */
  readonly purpose?: string;
  /** The policies (process managers, other work behind the answers, and what queries count) that declare to give the command. */
  readonly policies: readonly string[];
}

type Giving = Pick<ProcessManager, 'name' | 'gives'>;

/**
 * The table of every command and query, made from their declarations: what guards, the bounds of queries and the
 * description of the API follow is the same `by`.
 * @param processes all process managers: those of one context may give the commands of another
 */
export function accessTable(
  contexts: readonly ContextDefinition[],
  processes: readonly Giving[] = contexts.flatMap((context) => context.processes),
): readonly AccessRow[] {
  const tallies = contexts.flatMap((context) => context.tallies);
  const giving = [...processes, ...contexts.flatMap((context) => context.policies)];
  return contexts.flatMap(({ name: context, commands, queries }) =>
    [...commands, ...queries].map((useCase): AccessRow => {
      const { kind, name, by } = useCase;
      const grants = by === ANYONE ? [] : by;
      return {
        ...{ context, kind, name, isPublic: by === ANYONE },
        roles: grants.flatMap((grant) =>
          grant.roles.map((role) => ({ role, bound: grant.bound, ...(grant.covers ? { forSome: true } : {}) })),
        ),
        ...(useCase.kind === 'query' && useCase.purpose !== undefined ? { purpose: useCase.purpose } : {}),
        policies: kind === 'command' ? policiesThatGive(name, giving, tallies) : [],
      };
    }),
  );
}

/** Names of the process managers that declare to give a command, and of what is counted and written down by it. */
function policiesThatGive(command: string, processes: readonly Giving[], tallies: readonly Tally[]): readonly string[] {
  const giving = processes.filter(({ gives }) => gives.has(command));
  return [...giving, ...tallies.filter(({ command: { name } }) => name === command)].map(({ name }) => name);
}
