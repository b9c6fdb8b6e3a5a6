import { deriveId, idOf, type CommandOrigin } from '#kernel/domain';
import { processManager, type Envelope } from '#kernel/specification';
import { MemoryEventStore } from '#store-memory';
import type { AnyPrincipal } from '#use-cases';
import { commandsOver } from '#use-cases/specification';
import { operatorAccounts, type OperatorAccounts } from '../../domain/accounts/operator-accounts.ts';
import type { OperatorAuthorizationEvent } from '../../domain/authorization/events.ts';
import { puntoCliente } from '../../domain/punto-cliente.ts';
import { accountsFollowAuthorizations } from '../../processes/operator-accounts.ts';
import {
  authorizationRevoked,
  authorizationSuspended,
  dated,
  granted,
  requestedAuthorization,
} from '../../specification/sample-authorization.ts';
import { approvedPoint } from '../../specification/sample-point.ts';
import { servicePoints } from '../../service-points.ts';
import { leaveOperatorAccounts, recordOperatorAccount } from './operator-accounts.ts';
import { requestOperatorAuthorization } from './request-operator-authorization.ts';

const mayor: AnyPrincipal = { id: 'mayor', role: 'host-operator', host: 'host-1' };
const OF_ANOTHER = { code: 'OPERATOR_ID_OF_ANOTHER_PERSON', facts: {} };
const UNDER_ANOTHER = { code: 'OPERATOR_UNDER_ANOTHER_ID', facts: {} };

/** Points of one host, at which its operators may be asked for. */
async function host() {
  const { events } = servicePoints;
  const personalData = {
    subjectFor: async (fiscalCode: string) => deriveId('Subject', fiscalCode),
    seal: async (subject: string, field: string) => ({ subject, field, sealed: 'bm90IG9wZW5lZA' }),
  } as never;
  const { executor, give } = commandsOver({ store: new MemoryEventStore(), events, personalData });
  const actor = { kind: 'policy', name: 'specification' } as const;
  const originOf = (commandId: string): CommandOrigin => ({
    ...{ commandId, actor, correlationId: commandId, causationId: commandId },
  });
  for (const id of ['point-1', 'point-2']) {
    await executor.execute(puntoCliente, { id, origin: originOf(id), decide: () => approvedPoint });
  }
  let asked = 0;
  /** @param person whose authorisation is asked for @returns what the entry is known by */
  const ask = async (operatorId: string, person: string, pointId = 'point-1'): Promise<string> => {
    const operator = { fiscalCode: person, givenName: 'Maria', familyName: 'Rossi' };
    const wanted = { pointId, operatorId, operator, profiles: ['PRENOTAZIONE' as const] };
    const key = `ask ${(asked += 1)}`;
    const { stream } = await give(requestOperatorAuthorization, wanted, { as: mayor, key });
    return executor.look(operatorAccounts, 'host-1', (accounts) => {
      const { entries } = accounts as OperatorAccounts;
      return Object.keys(entries).find((entryId) => entries[entryId]?.authorizationId === idOf(stream)) ?? '';
    });
  };
  const leave = (entryId: string, wasGranted: boolean) =>
    give(leaveOperatorAccounts, { hostId: 'host-1', entryId, wasGranted }, { key: `leave ${entryId}` });
  const record = (operatorId: string, person: string) =>
    give(
      recordOperatorAccount,
      {
        ...{ hostId: 'host-1', authorizationId: 'auth-0', entryId: `of ${person}` },
        ...{ operatorId, subject: deriveId('Subject', person) },
      },
      { key: `record ${person}` },
    );
  return { ask, leave, record };
}

describe('K6, K8: an account of a host stands for one person', () => {
  it('on all points of the host, and a person has one account', async () => {
    const { ask } = await host();
    await ask('clerk-1', 'Ada');
    await expect(ask('clerk-1', 'Ugo')).rejects.toMatchObject(OF_ANOTHER);
    await expect(ask('clerk-1', 'Ugo', 'point-2')).rejects.toMatchObject(OF_ANOTHER);
    await expect(ask('clerk-2', 'Ada', 'point-2')).rejects.toMatchObject(UNDER_ANOTHER);
    await ask('clerk-1', 'Ada', 'point-2');
    await ask('clerk-2', 'Ugo');
  });

  it('of two that are asked for at once under one account, one is refused', async () => {
    const { ask } = await host();
    const outcomes = await Promise.allSettled([ask('clerk-1', 'Ada'), ask('clerk-1', 'Ugo', 'point-2')]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('for good once it was granted; what was only asked for leaves nothing', async () => {
    const { ask, leave } = await host();
    await leave(await ask('clerk-1', 'Ada'), false);
    await leave(await ask('clerk-1', 'Ugo'), true);
    await expect(ask('clerk-1', 'Ada')).rejects.toMatchObject(OF_ANOTHER);
    // Whoever has left may come back, under the account of before or a new one.
    await leave(await ask('clerk-1', 'Ugo'), true);
    await ask('clerk-3', 'Ugo');
  });

  it('also where an earlier version has asked for it', async () => {
    const { ask, record } = await host();
    await record('clerk-1', 'Ada');
    await expect(ask('clerk-1', 'Ugo')).rejects.toMatchObject(OF_ANOTHER);
    await expect(ask('clerk-2', 'Ada')).rejects.toMatchObject(UNDER_ANOTHER);
  });
});

describe('K6: an account is held for as long as an authorisation under it has not ended', () => {
  const process = processManager(accountsFollowAuthorizations);
  const stream: Envelope = { stream: 'OperatorAuthorization-auth-1', metadata: { commandId: 'request-1' } };
  const of = { hostId: 'host-1', entryId: 'request-1' };
  const recorded = {
    name: 'RecordOperatorAccount',
    data: { ...of, authorizationId: 'auth-1', operatorId: 'clerk-7', subject: 'subject-1' },
  };
  const left = (wasGranted: boolean) => ({ name: 'LeaveOperatorAccounts', data: { ...of, wasGranted } });
  const after = (...events: OperatorAuthorizationEvent[]) =>
    process.given(...[requestedAuthorization, ...events].map((event) => [event, stream] as const));
  const withdrawn = dated('2026-02-25', {
    type: 'OperatorAuthorizationWithdrawn',
    data: { pointId: 'point-1', reason: 'NOT_NEEDED', withdrawnOn: '2026-02-25', from: 'REQUESTED', to: 'WITHDRAWN' },
  });
  const revoked = authorizationRevoked('HOST_REQUEST', '2026-03-01');
  const restored = dated('2026-03-01', {
    type: 'OperatorAuthorizationResumed',
    data: { pointId: 'point-1', reason: 'POINT_SUSPENDED', resumedOn: '2026-03-01', from: 'REVOKED', to: 'GRANTED' },
  });

  it('from the request on', () => {
    after().thenCommands(recorded);
    after(granted).thenCommands();
    after(granted, authorizationSuspended('SECURITY', '2026-02-20')).thenCommands();
  });

  it('until it is withdrawn, and has left nothing, or revoked', () => {
    after(withdrawn).thenCommands(left(false));
    after(granted, revoked).thenCommands(left(true));
  });

  it('and again when its end is undone', () => {
    after(granted, revoked, restored).thenCommands(recorded);
  });
});
