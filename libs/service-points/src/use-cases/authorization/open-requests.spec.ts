import { idOf, type CommandOrigin } from '#kernel/domain';
import { processManager, type Envelope } from '#kernel/specification';
import { MemoryEventStore } from '#store-memory';
import type { AnyPrincipal } from '#use-cases';
import { commandsOver, specify } from '#use-cases/specification';
import type { OperatorAuthorizationEvent } from '../../domain/authorization/events.ts';
import { operatorAuthorization } from '../../domain/authorization/operator-authorization.ts';
import type { OperatorRequestEvent } from '../../domain/open-requests/events.ts';
import { openRequests, operatorRequests } from '../../domain/open-requests/operator-requests.ts';
import { puntoCliente } from '../../domain/punto-cliente.ts';
import { requestsFollowAuthorizations } from '../../processes/open-requests.ts';
import { dated, granted, requestedAuthorization } from '../../specification/sample-authorization.ts';
import { approvedPoint } from '../../specification/sample-point.ts';
import { servicePoints } from '../../service-points.ts';
import { leaveOperatorRequests } from './leave-operator-requests.ts';
import { requestOperatorAuthorization } from './request-operator-authorization.ts';

const mayor: AnyPrincipal = { id: 'mayor', role: 'host-operator', host: 'host-1' };
const wanted = {
  ...{ pointId: 'point-1', operatorId: 'clerk-7', profiles: ['CONSULTAZIONE' as const] },
  operator: { fiscalCode: 'RSSMRA80A01H501U', givenName: 'Maria', familyName: 'Rossi' },
};
/** As many as a point may have when nobody chooses. */
const LIMIT = 100;

const entered = (count: number): OperatorRequestEvent[] =>
  Array.from({ length: count }, (_none, index) => ({
    type: 'OperatorRequestEntered',
    data: {
      ...{ pointId: 'point-1', authorizationId: `auth-${index}`, requestId: `request-${index}` },
      until: '2026-03-02T08:01:00.000Z',
    },
  }));

/** A point on which so many requests are open. */
async function pointWith(open: number) {
  const { events } = servicePoints;
  const sealed = { subject: 'subject-1', field: 'OperatorAuthorizationRequested.operator', sealed: 'bm90IG9wZW5lZA' };
  const personalData = { subjectFor: async () => 'subject-1', seal: async () => sealed } as never;
  const commands = commandsOver({ store: new MemoryEventStore(), events, personalData });
  const actor = { kind: 'policy', name: 'specification' } as const;
  const originOf = (commandId: string): CommandOrigin => ({
    ...{ commandId, actor, correlationId: commandId, causationId: commandId },
  });
  const { executor, give } = commands;
  await executor.execute(puntoCliente, { id: 'point-1', origin: originOf('point'), decide: () => approvedPoint });
  await executor.execute(operatorRequests, { id: 'point-1', origin: originOf('open'), decide: () => entered(open) });
  return {
    ask: () => give(requestOperatorAuthorization, wanted, { as: mayor }),
    leave: (requestId: string) => give(leaveOperatorRequests, { pointId: 'point-1', requestId }),
    counted: () => executor.look(operatorRequests, 'point-1', openRequests),
  };
}

describe('K6: how many requests for authorisations are open on a point is bounded', () => {
  it('what is asked for is counted, and refused when as many as may be await a decision', async () => {
    const { ask, counted } = await pointWith(LIMIT - 1);
    await ask();
    expect(await counted()).toBe(LIMIT);
    await expect(ask()).rejects.toMatchObject({ code: 'TOO_MANY_AUTHORIZATION_REQUESTS', facts: { limit: LIMIT } });
    expect(await counted()).toBe(LIMIT);
  });

  it('before anything of the person is written', () => {
    const point = {
      ...{ status: 'APPROVED', id: 'point-1', kind: 'SERVIZIO', region: '08', province: '037' },
      host: { id: 'host-1', kind: 'PUBLIC_ADMINISTRATION', name: 'Comune dimostrativo' },
    };
    specify(operatorAuthorization)
      .given()
      .as(mayor)
      .when(requestOperatorAuthorization, wanted, { point, open: 3, limit: 3 })
      .thenRefused('TOO_MANY_AUTHORIZATION_REQUESTS', { limit: 3 });
  });

  it('of two that ask at once for the last place one is refused', async () => {
    const { ask, counted } = await pointWith(LIMIT - 1);
    const outcomes = await Promise.allSettled([ask(), ask()]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await counted()).toBe(LIMIT);
  });

  it('one that was decided on makes room for another, once', async () => {
    const { ask, leave, counted } = await pointWith(LIMIT);
    await leave('request-7');
    await leave('request-7');
    expect(await counted()).toBe(LIMIT - 1);
    const asked = await ask();
    expect(idOf(asked.stream)).toBeTruthy();
  });
});

describe('K6: a request is counted until it is granted, declined or withdrawn', () => {
  const process = processManager(requestsFollowAuthorizations);
  const stream: Envelope = { stream: 'OperatorAuthorization-auth-0' };
  const asked: readonly [OperatorRequestEvent | OperatorAuthorizationEvent, Envelope] = [
    entered(1)[0]!,
    { stream: 'OperatorRequests-point-1' },
  ];
  const left = { name: 'LeaveOperatorRequests', data: { pointId: 'point-1', requestId: 'request-0' } };
  const of = { pointId: 'point-1', from: 'REQUESTED' as const };
  const decided: OperatorAuthorizationEvent[] = [
    granted,
    dated('2026-02-25', {
      type: 'OperatorAuthorizationDeclined',
      data: { ...of, reason: 'SECURITY', declinedOn: '2026-02-25', to: 'DECLINED' },
    }),
    dated('2026-02-25', {
      type: 'OperatorAuthorizationWithdrawn',
      data: { ...of, reason: 'NOT_NEEDED', withdrawnOn: '2026-02-25', to: 'WITHDRAWN' },
    }),
  ];

  it.each(decided)('$type', (event) => {
    process.given(asked, [requestedAuthorization, stream], [event, stream]).thenCommands(left);
  });

  it('one of an earlier version, which nobody counted, is left alone', () => {
    process.given<OperatorAuthorizationEvent>([requestedAuthorization, stream], [granted, stream]).thenCommands();
  });
});
