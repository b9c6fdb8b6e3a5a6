import { defineCommandOn, IsText } from '#use-cases';
import { integration } from '../domain/integration.ts';
import { CENTRE, integrationId, OnIntegration } from './on-integration.ts';

/** Ends what an integration may read, at once and for good. */
export class WithdrawIntegration extends OnIntegration {
  /** Why. No personal data: it stays for ever. */
  @IsText(1000)
  readonly reason!: string;
}

export const withdrawIntegration = defineCommandOn(integration)({
  input: WithdrawIntegration,
  summary: 'Withdraws an integration: it reads nothing any more, whatever token it has.',
  id: integrationId,
  by: CENTRE,
  in: ['REGISTERED'],
  decide: ({ reason }, { id }) => [{ type: 'IntegrationWithdrawn', data: { integrationId: id, reason } }],
});
