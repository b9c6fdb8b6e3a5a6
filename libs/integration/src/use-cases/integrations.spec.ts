import { everyPair, specify } from '#use-cases/specification';
import { SPEC_COMMAND_ID } from '#kernel/specification';
import { deriveId } from '#kernel/domain';
import type { AnyPrincipal } from '#use-cases';
import type { IntegrationEvent, IntegrationScope } from '../domain/events.ts';
import { integration, type Integration } from '../domain/integration.ts';
import { changeIntegrationMailbox } from './change-integration-mailbox.ts';
import { changeIntegrationScope } from './change-integration-scope.ts';
import { registerIntegration } from './register-integration.ts';
import { withdrawIntegration } from './withdraw-integration.ts';

const OPENED = 'it.inps.retepunti.service-point.opened.v1';
const known = new Set([OPENED]);
const [register, change] = [registerIntegration(known), changeIntegrationScope(known)];
const commands = [register, change, changeIntegrationMailbox, withdrawIntegration];
const of08: IntegrationScope = { nation: false, regions: ['08'], provinces: [], hosts: [] };
const of12: IntegrationScope = { ...of08, regions: ['12'] };
const id = deriveId('Integration', SPEC_COMMAND_ID);
const registered: IntegrationEvent = {
  type: 'IntegrationRegistered',
  data: { integrationId: 'i-1', name: 'Comune di Prova', contact: 'Ufficio sistemi', scope: of08 },
};
const withdrawn: IntegrationEvent = {
  type: 'IntegrationWithdrawn',
  data: { integrationId: 'i-1', reason: 'Convenzione finita' },
};
const asked = { name: 'Comune di Prova', contact: 'Ufficio sistemi' };
const reason = 'Convenzione';
const mailbox = 'sistemi@comune.example.org';

describe('an integration', () => {
  it('is registered by the centre, with what it may read', () => {
    specify(integration)
      .given()
      .as({ id: 'centre', role: 'central' })
      .when(register, { ...asked, scope: { nation: false, regions: ['08'], types: [OPENED] } })
      .then({
        type: 'IntegrationRegistered',
        data: { ...asked, integrationId: id, scope: { ...of08, types: [OPENED] } },
      });
  });

  it.each<AnyPrincipal>([
    { id: 'r', role: 'regional', region: '08' },
    { id: 'h', role: 'host-operator', host: 'host-1' },
    { id: 'i', role: 'integration', integration: 'i-1' },
    { id: 'a', role: 'analyst' },
  ])('is registered, changed and withdrawn by nobody else: $role', (principal) => {
    const given = specify(integration).given(registered).as(principal);
    given.when(change, { scope: of12, reason }).thenRefused('ROLE_NOT_ALLOWED');
    given.when(withdrawIntegration, { reason }).thenRefused('ROLE_NOT_ALLOWED');
    given.when(changeIntegrationMailbox, { mailbox }).thenRefused('ROLE_NOT_ALLOWED');
    specify(integration)
      .given()
      .as(principal)
      .when(register, { ...asked, scope: of08 })
      .thenRefused('ROLE_NOT_ALLOWED');
  });

  it('may read something that there is', () => {
    const given = specify(integration).given();
    const tried = (scope: object) => given.when(register, { ...asked, scope });
    tried({ nation: false }).thenRefused('INTEGRATION_SCOPE_EMPTY');
    tried({ nation: true, regions: ['08'] }).thenRefused('INTEGRATION_SCOPE_TWOFOLD');
    tried({ nation: false, regions: ['99'], provinces: ['999'] }).thenRefused('INTEGRATION_SCOPE_UNKNOWN', {
      unknown: ['99', '999'],
    });
    tried({ nation: true, types: ['it.inps.retepunti.x.y.v1'] }).thenRefused('PUBLISHED_TYPE_UNKNOWN');
  });

  it('has a mailbox where it is said, at its registration or later, and it is another when that changes', () => {
    specify(integration)
      .given()
      .when(register, { ...asked, mailbox, scope: of08 })
      .then({ type: 'IntegrationRegistered', data: { ...asked, integrationId: id, mailbox, scope: of08 } });
    const changed: IntegrationEvent = { type: 'IntegrationMailboxChanged', data: { integrationId: 'i-1', mailbox } };
    specify(integration).given(registered).when(changeIntegrationMailbox, { mailbox }).then(changed);
    specify(integration)
      .given(registered, changed)
      .when(changeIntegrationMailbox, { mailbox })
      .thenRefused('INTEGRATION_MAILBOX_ALREADY_SO');
  });

  it('is told what it may read from now on, which is something else than before', () => {
    specify(integration)
      .given(registered)
      .when(change, { scope: { nation: false, regions: ['12'] }, reason })
      .then({ type: 'IntegrationScopeChanged', data: { integrationId: 'i-1', scope: of12, reason } });
    specify(integration)
      .given(registered)
      .when(change, { scope: of08, reason })
      .thenRefused('INTEGRATION_SCOPE_ALREADY_SO');
  });
});

describe('every state of an integration with every command', () => {
  const lives: Record<Integration['status'], IntegrationEvent[]> = {
    REGISTERED: [registered],
    WITHDRAWN: [registered, withdrawn],
  };
  const trials = {
    RegisterIntegration: { input: { ...asked, scope: of08 }, brings: { ABSENT: ['IntegrationRegistered'] } },
    ChangeIntegrationScope: {
      input: { scope: of12, reason },
      brings: { REGISTERED: ['IntegrationScopeChanged'] },
    },
    ChangeIntegrationMailbox: { input: { mailbox }, brings: { REGISTERED: ['IntegrationMailboxChanged'] } },
    WithdrawIntegration: { input: { reason }, brings: { REGISTERED: ['IntegrationWithdrawn'] } },
  };

  it.each(everyPair(integration, { lives, commands, trials }))('%s', (_pair, holds) => {
    holds();
  });
});
