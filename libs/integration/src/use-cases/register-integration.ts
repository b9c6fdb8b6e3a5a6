import { deriveId } from '#kernel/domain';
import { defineCommandOn, IsRequiredObject, IsText } from '#use-cases';
import { integration } from '../domain/integration.ts';
import { CENTRE } from './on-integration.ts';
import { IntegrationScopeInput, requireScopeOf, scopeRefusals, typeRefusals } from './scope-input.ts';

/** Registers the system of another administration that reads what is published. */
export class RegisterIntegration {
  /** What the system is called, and of which administration. No personal data: it stays for ever. */
  @IsText(200)
  readonly name!: string;

  /** The office that answers for it. No personal data: it stays for ever. */
  @IsText(200)
  readonly contact!: string;

  @IsRequiredObject(() => IntegrationScopeInput)
  readonly scope!: IntegrationScopeInput;
}

/** Declares the command over the types that are published. */
export function registerIntegration(known: ReadonlySet<string>) {
  return defineCommandOn(integration)({
    input: RegisterIntegration,
    summary: 'Registers an integration: a system that reads what is published, and of what.',
    id: (_input, commandId) => deriveId('Integration', commandId),
    by: CENTRE,
    in: ['ABSENT'],
    refuses: [scopeRefusals, typeRefusals],
    decide: ({ name, contact, scope }, _absent, { id }) => [
      {
        type: 'IntegrationRegistered',
        data: { integrationId: id, name, contact, scope: requireScopeOf(scope, known) },
      },
    ],
  });
}
