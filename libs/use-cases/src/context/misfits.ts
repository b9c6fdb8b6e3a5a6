import { getMetadataStorage } from 'class-validator';
import type { ProcessManager } from '#kernel/domain';
import { accessTable } from '../access/access-table.ts';
import { ANYONE, rolesOf } from '../access/grants.ts';
import type { CommandUseCase, InputClass } from '../commands/define-command.ts';
import type { Route } from '../http/routes.ts';
import { declaredRefusals } from './declared-refusals.ts';
import type { ContextDefinition } from './define-context.ts';

/**
 * Looks whether the declarations of all contexts fit together, so that an application with a hole does not start.
 * @param processes all process managers: those of one context may give the commands of another
 * @returns a sentence for every name, category, group of settings or path that two have; every use case that nobody may
 *   give or ask, or that no route leads to; every aggregate of a command that no context lists; every code that is declared
 *   twice with different texts; every route to a use case that no context has, or with a parameter that it does not take, or whose
 *   answer leaves out what its command tells;
 *   every grant that nothing would look at; every command that is carried out at once for a process manager which does not give it; every event that moves a count of things which have dates, and sets none;
 *   every published type that two declare, or that is made from an event of no context; every event that two publish
 */
export function misfits(
  contexts: readonly ContextDefinition[],
  processes: readonly Pick<ProcessManager, 'name' | 'gives'>[],
): string[] {
  return [
    ...namesTwice(contexts),
    ...nobodyMay(contexts, processes),
    ...differentTexts(contexts),
    ...unlistedAggregates(contexts),
    ...doneAtOnceForNobody(contexts, processes),
    ...misfitRoutes(contexts),
    ...grantsOfNoUse(contexts),
    ...undated(contexts),
    ...publishedWrongly(contexts),
  ];
}

function namesTwice(contexts: readonly ContextDefinition[]): string[] {
  const all = <Thing>(of: (context: ContextDefinition) => readonly Thing[], name: (thing: Thing) => string): string[] =>
    contexts.flatMap((context) => of(context).map(name));
  const groups: readonly (readonly [what: string, names: readonly string[], remedy: string])[] = [
    ['contexts are called', contexts.map(({ name }) => name), 'another name'],
    [
      'use cases are called',
      all(
        ({ commands, queries }) => [...commands, ...queries],
        ({ name }) => name,
      ),
      'another name',
    ],
    [
      'aggregates have the category',
      all(
        ({ aggregates }) => aggregates,
        ({ category }) => category,
      ),
      'another',
    ],
    [
      'groups of settings are called',
      all(
        ({ settings }) => settings,
        ({ name }) => name,
      ),
      'another name',
    ],
    ['routes are', routesOf(contexts).map(({ called }) => called), 'another path'],
  ];
  return groups.flatMap(([what, names, remedy]) => {
    const twice = new Set(names.filter((name, index) => names.indexOf(name) !== index));
    return [...twice].map((name) => `two ${what} ${name}: give one of them ${remedy}`);
  });
}

function unlistedAggregates(contexts: readonly ContextDefinition[]): string[] {
  const listed = new Set<object>(contexts.flatMap(({ aggregates }) => aggregates));
  const used = contexts.flatMap(({ commands }) => commands.map(({ on }) => on));
  return [...new Set(used)]
    .filter((aggregate) => !listed.has(aggregate))
    .map(({ category }) => `no context lists the aggregate ${category}: list it where its commands are`);
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

/** What a crash leaves undone is left for good where no process manager would do it. */
function doneAtOnceForNobody(
  contexts: readonly ContextDefinition[],
  processes: readonly Pick<ProcessManager, 'name' | 'gives'>[],
): string[] {
  return contexts.flatMap(({ commands }) =>
    commands.flatMap((command) =>
      inTurn(command)
        .filter(({ as, gives }) => !processes.some((one) => one.name === as && one.gives.has(gives.name)))
        .map(
          ({ as, gives }) =>
            `${command.name} carries out ${gives.name} at once as ${as}, which does not give it: let it`,
        ),
    ),
  );
}

/** What a command does at once, and what that does at once in its turn. */
function inTurn({ atOnce }: CommandUseCase): readonly NonNullable<CommandUseCase['atOnce']>[] {
  return atOnce ? [atOnce, ...inTurn(atOnce.gives)] : [];
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

/** What is counted by state is audited by date, too: an event that moved the count alone would be missing from the answer. */
function undated(contexts: readonly ContextDefinition[]): string[] {
  return contexts
    .filter(({ dated }) => dated.length > 0)
    .flatMap(({ name, counters, dated }) =>
      counters
        .flatMap(({ moves }) => moves)
        .filter(({ event }) => !dated.some(({ sets }) => sets.has(event.type)))
        .map(
          ({ event }) => `${event.type} moves a count of ${name} and sets nothing dated: add it to what is dated there`,
        ),
    );
}

/** What outsiders are told has one name, and comes from one place: they could not tell two of them apart. */
function publishedWrongly(contexts: readonly ContextDefinition[]): string[] {
  const defined = new Set(contexts.flatMap(({ events }) => events.map(({ type }) => type)));
  const names = new Set<string>();
  const publisher = new Map<string, string>();
  return contexts
    .flatMap(({ publishes }) => publishes)
    .flatMap(({ name, made }) => {
      const faults = names.has(name) ? [`two published events are called ${name}: give one of them another name`] : [];
      names.add(name);
      for (const { definition } of made) {
        const { type } = definition;
        const other = publisher.get(type);
        if (!defined.has(type))
          faults.push(`${name} is made from ${type}, which no context defines: list it among the events`);
        if (other !== undefined) faults.push(`${other} and ${name} are both made from ${type}: publish it once`);
        publisher.set(type, name);
      }
      return faults;
    });
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

interface NamedRoute {
  readonly route: Route;
  /** Method and path, parameters without their names. */
  readonly called: string;
  readonly path: string;
}

function routesOf(contexts: readonly ContextDefinition[]): NamedRoute[] {
  return contexts.flatMap(({ routes }) =>
    routes.flatMap(({ base, routes: list }) =>
      list.map((route) => {
        const path = `/${base}/${route.path}`;
        return { route, path, called: `${route.method} ${path.replaceAll(/:\w+/g, ':')}` };
      }),
    ),
  );
}

function misfitRoutes(contexts: readonly ContextDefinition[]): string[] {
  const known = new Set<object>(contexts.flatMap(({ commands, queries }) => [...commands, ...queries]));
  const routes = routesOf(contexts);
  const led = new Set<object>(routes.map(({ route }) => route.useCase));
  return [
    ...routes
      .filter(({ route }) => !known.has(route.useCase))
      .map(
        ({ route: { method, useCase }, path }) =>
          `${method} ${path} leads to ${useCase.name}, which no context has: list it among its use cases`,
      ),
    ...routes.flatMap(({ route: { method, useCase }, path }) =>
      [...path.matchAll(/:(\w+)/g)]
        .filter(([, name = '']) => !takes(useCase.input, name))
        .map(
          ([, name = '']) => `${method} ${path} has ${name}, which ${useCase.name} does not take: name it as its input`,
        ),
    ),
    ...routes
      .filter(({ route }) => route.kind === 'command' && tells(route.useCase) && !route.telling?.fields)
      .map(
        ({ route: { method, useCase }, path }) =>
          `${method} ${path} does not answer what ${useCase.name} tells: give it a telling with these fields`,
      ),
    ...contexts
      .flatMap(({ commands, queries }) => [...commands, ...queries])
      .filter((useCase) => !led.has(useCase) && (rolesOf(useCase.by) ?? ['anyone']).length > 0)
      .map(({ name }) => `no route leads to ${name}, which is for people: give it one`),
  ];
}

/** Whether the answer of a command is to have more than where it was written. */
function tells(command: CommandUseCase): boolean {
  return command.tells !== undefined || command.atOnce?.tells !== undefined;
}

function takes(input: InputClass<object>, name: string): boolean {
  return getMetadataStorage()
    .getTargetValidationMetadatas(input, '', true, false)
    .some(({ propertyName }) => propertyName === name);
}
