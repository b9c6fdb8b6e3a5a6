import { commandAbandoned, type RefusalCode } from '#kernel/domain';
import { notOwnData, outsideTerritory, policyNotAllowed, roleNotAllowed } from '../access/principal.ts';
import { ANYONE } from '../access/grants.ts';
import type { ContextDefinition } from './define-context.ts';

/** A refusal, and who declares it: a use case, a kind of thing, or the access that all of them have. */
export interface DeclaredRefusal {
  readonly refusal: RefusalCode;
  readonly by: string;
}

const ACCESS = [roleNotAllowed, outsideTerritory, notOwnData, policyNotAllowed];

/** Everything that use cases may be refused with, as they declare it; one that several declare comes several times. */
export function declaredRefusals(contexts: readonly ContextDefinition[]): readonly DeclaredRefusal[] {
  return [
    ...ACCESS.map((refusal) => ({ refusal, by: 'every use case' })),
    ...contexts.flatMap(({ aggregates, commands, queries }) => [
      ...aggregates.flatMap(({ category, notFound, alreadyExists, stateForbids }) =>
        [notFound, alreadyExists, stateForbids].map((refusal) => ({ refusal, by: category })),
      ),
      ...[...commands, ...queries].flatMap(({ name, refuses, by }) => {
        const owned = by === ANYONE ? [] : by.flatMap(({ ownership }) => (ownership ? [ownership.refuse] : []));
        return [...owned, ...refuses].map((refusal) => ({ refusal, by: name }));
      }),
      ...commands
        .filter((command) => command.claims !== undefined)
        .map(({ name }) => ({ refusal: commandAbandoned, by: name })),
    ]),
  ];
}
