import type { ProcessManager } from '#kernel/domain';
import { accessTable } from '../access/access-table.ts';
import { ANYONE } from '../access/grants.ts';
import { declaredRefusals } from './declared-refusals.ts';
import type { ContextDefinition } from './define-context.ts';

/**
 * Looks whether the declarations of all contexts fit together, so that an application with a hole does not start.
 * @param processes all process managers: those of one context may give the commands of another
 * @throws TypeError that names every use case of a name that another has, or that nobody may give or ask; every code that
 *   is declared twice with different texts; every route to a use case that no context has; every grant that nothing
 *   would look at
 */
export function checkContexts(
  contexts: readonly ContextDefinition[],
  processes: readonly Pick<ProcessManager, 'name' | 'gives'>[],
): void {
  const faults = [
    ...namesTwice(contexts),
    ...nobodyMay(contexts, processes),
    ...differentTexts(contexts),
    ...routesToNothing(contexts),
    ...grantsOfNoUse(contexts),
  ];
  if (faults.length > 0) throw new TypeError(faults.join('; '));
}

function namesTwice(contexts: readonly ContextDefinition[]): string[] {
  const names = contexts.flatMap(({ commands, queries }) => [...commands, ...queries].map(({ name }) => name));
  const twice = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  return [...twice].map((name) => `two use cases are called ${name}: give one of them another name`);
}

function nobodyMay(...declared: Parameters<typeof accessTable>): string[] {
  return accessTable(...declared)
    .filter(({ isPublic, roles, policies }) => !isPublic && roles.length === 0 && policies.length === 0)
    .map(({ name, kind }) =>
      kind === 'command'
        ? `nobody may give ${name}: grant it to a role, or declare it with the process manager that gives it`
        : `nobody may ask ${name}: grant it to a role`,
    );
}

function differentTexts(contexts: readonly ContextDefinition[]): string[] {
  const first = new Map<string, { readonly said: string; readonly by: string }>();
  const faults = new Set<string>();
  for (const { refusal, by } of declaredRefusals(contexts)) {
    const said = JSON.stringify([refusal.kind, refusal.text, refusal.retryAfter]);
    const known = first.get(refusal.code);
    if (!known) first.set(refusal.code, { said, by });
    else if (known.said !== said) {
      faults.add(`${known.by} and ${by} declare ${refusal.code} with different texts: let both use one refusal`);
    }
  }
  return [...faults];
}

/** What is somebody's own is looked at by commands; a query asks for its own by itself. And nobody acts without a name. */
function grantsOfNoUse(contexts: readonly ContextDefinition[]): string[] {
  return contexts.flatMap(({ commands, queries }) => [
    ...queries
      .filter(({ by }) => by !== ANYONE && by.some(({ ownership }) => ownership))
      .map(({ name }) => `${name} grants what is somebody's own: let the query ask for it, and grant it everywhere`),
    ...commands
      .filter(({ by }) => by === ANYONE)
      .map(({ name }) => `${name} is for anyone: name the roles, as every event says who brought it about`),
  ]);
}

function routesToNothing(contexts: readonly ContextDefinition[]): string[] {
  const known = new Set<object>(contexts.flatMap(({ commands, queries }) => [...commands, ...queries]));
  return contexts.flatMap(({ routes }) =>
    routes.flatMap(({ base, routes: list }) =>
      list
        .filter(({ useCase }) => !known.has(useCase))
        .map(
          ({ method, path, useCase }) =>
            `${method} /${base}/${path} leads to ${useCase.name}, which no context has: list it among its use cases`,
        ),
    ),
  );
}
