import { Type } from '@sinclair/typebox';
import { IsOptional, IsUUID } from 'class-validator';
import { defineQuery, History, IsOneOf, PageQuery, pageOf, ReadOptionsQuery, withHistory } from '#use-cases';
import { INTEGRATION_STATES, integration } from '../domain/integration.ts';
import { CENTRE } from '../use-cases/on-integration.ts';
import { integrationHistory, integrationRegister, IntegrationSummary } from './integration-register.ts';

const IntegrationAnswer = Type.Object(
  { ...IntegrationSummary.properties, history: History },
  { $id: 'IntegrationAnswer' },
);

export class GetIntegration extends ReadOptionsQuery {
  /** Id of the integration. */
  @IsUUID()
  readonly integrationId!: string;
}

export const getIntegration = defineQuery({
  input: GetIntegration,
  summary: 'One integration with its whole history.',
  by: CENTRE,
  answer: IntegrationAnswer,
  refuses: [integration.notFound],
  run: async ({ integrationId: id }, shell) => {
    const { document, ...from } = await shell.reader.get(integrationRegister, id, shell.read);
    if (!document) throw integration.notFound({ id });
    return withHistory(shell, integrationHistory, { document, ...from });
  },
});

export class ListIntegrations extends PageQuery {
  /** In this state alone. */
  @IsOptional()
  @IsOneOf(INTEGRATION_STATES, 'IntegrationState')
  readonly state?: (typeof INTEGRATION_STATES)[number];
}

export const listIntegrations = defineQuery({
  input: ListIntegrations,
  summary: 'Integrations and what each may read, the newest first.',
  by: CENTRE,
  answer: pageOf('IntegrationPage', IntegrationSummary),
  run: ({ state }, { reader, read, page }) =>
    reader.find(integrationRegister, page({ state }, {}, [{ field: 'registeredAt', descending: true }]), read),
});
