import { eachRefusal, type RefusalCode } from '#kernel/domain';
import { notOwnData, outsideTerritory, policyNotAllowed, roleNotAllowed } from '../access/principal.ts';
import type { ContextDefinition } from './define-context.ts';
import { ownRefusals } from './refusals-of.ts';

/** A refusal, and who declares it: a use case, a kind of thing, a context, or the access that all of them have. */
export interface DeclaredRefusal {
  readonly refusal: RefusalCode;
  readonly by: string;
}

const ACCESS = [roleNotAllowed, outsideTerritory, notOwnData, policyNotAllowed];

/** Everything that may be refused, as it is declared; what several declare comes several times. */
export function declaredRefusals(contexts: readonly ContextDefinition[]): readonly DeclaredRefusal[] {
  return [
    ...ACCESS.map((refusal) => ({ refusal, by: 'every use case' })),
    ...contexts.flatMap(({ name, aggregates, commands, queries, refuses }) => [
      ...eachRefusal(refuses).map((refusal) => ({ refusal, by: name })),
      ...aggregates.flatMap(({ category, notFound, alreadyExists, stateForbids }) =>
        [notFound, alreadyExists, stateForbids].map((refusal) => ({ refusal, by: category })),
      ),
      ...[...commands, ...queries].flatMap((useCase) =>
        ownRefusals(useCase).map((refusal) => ({ refusal, by: useCase.name })),
      ),
    ]),
  ];
}
