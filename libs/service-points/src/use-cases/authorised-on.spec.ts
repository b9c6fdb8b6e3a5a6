import { streamName, type CommandOrigin } from '#kernel/domain';
import { protocol, protocols, type ProtocolEvent } from '#protocols';
import { MemoryEventStore } from '#store-memory';
import { startOf } from '#use-cases/dated';
import { commandsOver } from '#use-cases/specification';
import { operatorAuthorization } from '../domain/authorization/operator-authorization.ts';
import { operatorAuthorizationEvents, type OperatorAuthorizationEvent } from '../domain/authorization/events.ts';
import { puntoClienteEvents, type PuntoClienteEvent } from '../domain/events.ts';
import { puntoCliente } from '../domain/punto-cliente.ts';
import { operatorRosterEvents, type OperatorRosterEvent } from '../domain/roster/events.ts';
import { operatorRoster } from '../domain/roster/operator-roster.ts';
import { dated, granted, requestedAuthorization, trained } from '../specification/sample-authorization.ts';
import { activatePuntoCliente } from './activate-punto-cliente.ts';

const host = { id: 'host-1', kind: 'PUBLIC_ADMINISTRATION' as const, name: 'Comune dimostrativo' };
const POINT = 'c5f7b8a0-0000-5000-8000-00000000000a';
const PROTOCOL = 'c5f7b8a0-0000-5000-8000-00000000000b';
const place = { region: '08', province: '037' };

const ofPoint: PuntoClienteEvent[] = [
  {
    type: 'PuntoClienteRequested',
    data: {
      ...{ pointId: POINT, kind: 'SERVIZIO', host, ...place, municipality: 'A944' },
      address: { street: 'Piazza Maggiore 6', postalCode: '40124' },
    },
  },
  { type: 'PuntoClienteApproved', data: { kind: 'SERVIZIO' } },
  {
    type: 'PuntoClienteServicesRevised',
    data: { kind: 'SERVIZIO', services: ['comunicazione-decesso'], revisedOn: '2026-02-01' },
    effectiveAt: startOf('2026-02-01'),
  },
];
const ofProtocol: ProtocolEvent[] = [
  {
    type: 'ProtocolDrafted',
    data: { protocolId: PROTOCOL, host, region: '08', points: [POINT], kinds: ['SERVIZIO'], durationMonths: 36 },
  },
  { type: 'ProtocolSubmitted', data: {} },
  {
    type: 'ProtocolSigned',
    data: { documentSha256: 'a'.repeat(64), signedAt: '2026-01-20T10:00:00.000Z' },
    effectiveAt: '2026-01-20T10:00:00.000Z',
  },
  {
    type: 'ProtocolEnteredIntoForce',
    data: { effectiveDate: '2026-02-01', expiresOn: '2029-02-01' },
    effectiveAt: startOf('2026-02-01'),
  },
];
/** Granted from 10 February until it was revoked on 1 March. */
const ofAuthorization: OperatorAuthorizationEvent[] = [
  ...[requestedAuthorization, trained, granted],
  dated('2026-03-01', {
    type: 'OperatorAuthorizationRevoked',
    data: { pointId: POINT, reason: 'HOST_REQUEST', revokedOn: '2026-03-01', from: 'GRANTED', to: 'REVOKED' },
  }),
];

const entry = { pointId: POINT, authorizationId: 'auth-1', entryId: 'grant' };
const ofRoster: OperatorRosterEvent[] = [
  {
    type: 'OperatorRosterEntered',
    data: { ...entry, subject: 'subject-1', until: '2026-02-10T09:01:00.000Z', ...place, host: host.id },
  },
  { type: 'OperatorRosterLeft', data: { ...entry, wasGranted: true } },
];

/** An approved Punto Cliente di Servizio under a protocol in force, on which nobody is authorised any more. */
async function setUp() {
  const events = [...operatorAuthorizationEvents, ...operatorRosterEvents, ...puntoClienteEvents, ...protocols.events];
  const commands = commandsOver({ store: new MemoryEventStore(), events });
  const actor = { kind: 'policy', name: 'specification' } as const;
  const origin = (of: string): CommandOrigin => ({ commandId: of, actor, correlationId: of, causationId: of });
  const { executor } = commands;
  await executor.execute(puntoCliente, { id: POINT, origin: origin('point'), decide: () => ofPoint });
  await executor.execute(protocol, { id: PROTOCOL, origin: origin('protocol'), decide: () => ofProtocol });
  await executor.execute(operatorAuthorization, {
    ...{ id: 'auth-1', origin: origin('authorization') },
    decide: () => ofAuthorization,
  });
  await executor.execute(operatorRoster, { id: POINT, origin: origin('roster'), decide: () => ofRoster });
  const activate = (activatedOn: string) =>
    commands.give(activatePuntoCliente, { pointId: POINT, protocolId: PROTOCOL, activatedOn });
  return { activate };
}

describe('K6, T1: an activation counts who was authorised on its legal date, whatever holds today', () => {
  it('one that is recorded late is taken for a day on which somebody was', async () => {
    const { activate } = await setUp();
    expect((await activate('2026-02-20')).stream).toBe(streamName('PuntoCliente', POINT));
  });

  it.each(['2026-02-09', '2026-03-01'])('nobody was on %s, before the grant or after its end', async (activatedOn) => {
    const { activate } = await setUp();
    await expect(activate(activatedOn)).rejects.toEqual(
      expect.objectContaining({ code: 'AUTHORISED_OPERATOR_REQUIRED' }),
    );
  });
});
