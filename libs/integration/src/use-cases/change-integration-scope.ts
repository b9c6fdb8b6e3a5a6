import { isDeepStrictEqual } from 'node:util';
import { defineRefusal } from '#kernel/domain';
import { defineCommandOn, IsRequiredObject, IsText } from '#use-cases';
import { integration } from '../domain/integration.ts';
import { CENTRE, integrationId, OnIntegration } from './on-integration.ts';
import { IntegrationScopeInput, requireScopeOf, scopeRefusals, typeRefusals } from './scope-input.ts';

/** Lets an integration read more, less or something else, at once. */
export class ChangeIntegrationScope extends OnIntegration {
  /** All that it may read from now on. */
  @IsRequiredObject(() => IntegrationScopeInput)
  readonly scope!: IntegrationScopeInput;

  /** Why. No personal data: it stays for ever. */
  @IsText(1000)
  readonly reason!: string;
}

const alreadySo = defineRefusal(
  'INTEGRATION_SCOPE_ALREADY_SO',
  'That is what it may read already: leave it as it is.',
  'already-so',
);

/** Declares the command over the types that are published. */
export function changeIntegrationScope(known: ReadonlySet<string>) {
  return defineCommandOn(integration)({
    input: ChangeIntegrationScope,
    summary: 'Changes what an integration may read: from the answer on, also of what was published before.',
    id: integrationId,
    by: CENTRE,
    in: ['REGISTERED'],
    refuses: [scopeRefusals, typeRefusals, alreadySo],
    decide: ({ scope: wanted, reason }, { id: integrationId, scope: before }) => {
      const scope = requireScopeOf(wanted, known);
      if (isDeepStrictEqual(scope, before)) throw alreadySo();
      return [{ type: 'IntegrationScopeChanged', data: { integrationId, scope, reason } }];
    },
  });
}
