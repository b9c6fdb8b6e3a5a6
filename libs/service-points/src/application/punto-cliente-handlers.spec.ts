import {
  CommandAbandoned,
  CommandExecutor,
  EventRegistry,
  idOf,
  ProcessRunner,
  type CommandOrigin,
  type CommandResult,
  type Dispatch,
} from '#kernel';
import { hostBody, italy, organisationEvents } from '#organisation';
import { actorOf, type AnyPrincipal, type CommandEnvelope } from '#platform';
import { protocol, protocolsEvents } from '#protocols';
import { MemoryEventStore, MemoryWorkStore } from '#store-memory';
import { puntoClienteEvents } from '../domain/events.ts';
import { puntoCliente } from '../domain/punto-cliente.ts';
import { ActivatePuntoClienteHandler } from './activate-punto-cliente.ts';
import {
  ActivatePuntoCliente,
  ApprovePuntoCliente,
  EndPuntoClienteWithProtocol,
  RequestPuntoCliente,
  type EndPuntoClienteWithProtocolData,
} from './commands.ts';
import { ApprovePuntoClienteHandler, EndPuntoClienteWithProtocolHandler } from './point-handlers.ts';
import { pointsFollowProtocol } from './points-follow-protocol.ts';
import { RequestPuntoClienteHandler } from './request-punto-cliente.ts';

const clock = { now: () => Date.parse('2026-03-02T08:00:00Z') };
const directorate: AnyPrincipal = { id: 'officer', role: 'regional', region: '08' };
const hostOperator: AnyPrincipal = { id: 'operator', role: 'host-operator', host: 'host-1' };
const policy: AnyPrincipal = { role: 'policy', name: pointsFollowProtocol.name };
const refusal = (code: string): unknown => expect.objectContaining({ code });

const place = {
  region: '08',
  province: '037',
  municipality: 'A944',
  address: { street: 'Piazza Maggiore 6', postalCode: '40124' },
};

function origin(commandId: string, principal = directorate): CommandOrigin {
  return { commandId, actor: actorOf(principal), correlationId: 'request', causationId: 'request' };
}

function envelope<T>(commandId: string, data: T, principal = directorate): CommandEnvelope<T> {
  return { data, origin: origin(commandId, principal), principal };
}

async function setUp() {
  const store = new MemoryEventStore();
  const registry = new EventRegistry([
    ...organisationEvents,
    ...protocolsEvents,
    ...puntoClienteEvents,
    CommandAbandoned,
  ]);
  const executor = new CommandExecutor({ store, registry, clock });
  await executor.execute(hostBody, {
    id: 'host-1',
    command: {
      type: 'RegisterHostBody',
      id: 'host-1',
      kind: 'PUBLIC_ADMINISTRATION',
      name: 'Comune dimostrativo',
      fiscalCode: '80078750587',
      ipaCode: 'c_demo',
      region: '08',
      province: '037',
    },
    origin: origin('host'),
    context: (known) => ({
      ...known,
      territory: italy,
      today: '2026-03-02',
      reserved: new Set(['host-body-fiscal-code:80078750587', 'host-body-ipa-code:c_demo']),
    }),
  });
  return { store, registry, executor };
}

type World = Awaited<ReturnType<typeof setUp>>;

function requestPoint({ executor }: World, principal = directorate, change = {}): Promise<CommandResult> {
  const data = { hostBodyId: 'host-1', kind: 'INFORMATIVO' as const, ...place, ...change };
  return new RequestPuntoClienteHandler(executor).execute(
    new RequestPuntoCliente(envelope('request', data, principal)),
  );
}

/** A protocol in force that covers the point, through the rules of its own context. */
async function bringIntoForce({ executor }: World, pointId: string): Promise<void> {
  const give = (commandId: string, command: Parameters<typeof protocol.decide>[0]): Promise<unknown> =>
    executor.execute(protocol, {
      id: 'p-1',
      command,
      origin: origin(commandId),
      context: (known) => ({
        ...known,
        host: { id: 'host-1', kind: 'PUBLIC_ADMINISTRATION' as const, name: 'Comune dimostrativo' },
      }),
    });
  const officers = (['INPS', 'HOST'] as const).flatMap((party) =>
    (['RESPONSABILE', 'REFERENTE_TECNICO'] as const).map((role) => ({ party, role, officerId: role, office: 'x' })),
  );
  const terms = { points: [pointId], kinds: ['INFORMATIVO' as const], durationMonths: 36, officers };
  await give('p-draft', { type: 'DraftProtocol', protocolId: 'p-1', hostBodyId: 'host-1', region: '08', ...terms });
  await give('p-submit', { type: 'SubmitProtocol' });
  for (const [number, party] of (['INPS', 'HOST'] as const).entries()) {
    await give(`p-sign-${party}`, {
      type: 'RecordProtocolSignature',
      party,
      documentSha256: 'a'.repeat(64),
      format: 'PADES',
      signerRole: 'x',
      signedAt: '2026-02-20T10:00:00.000Z',
      registerEntry: { aoo: party, year: 2026, number: number + 1, date: '2026-02-20' },
    });
  }
  await give('p-force', { type: 'BringProtocolIntoForce', effectiveDate: '2026-03-01' });
}

function terminate({ executor }: World): Promise<unknown> {
  return executor.execute(protocol, {
    id: 'p-1',
    command: { type: 'TerminateProtocol', noticeDate: '2026-03-02', effectiveDate: '2026-03-02', reason: 'Recesso' },
    origin: origin('p-terminate'),
    context: (known) => known,
  });
}

async function approvedPoint(world: World): Promise<string> {
  const pointId = idOf((await requestPoint(world)).stream);
  const approve = new ApprovePuntoCliente(envelope('approve', { pointId }));
  await new ApprovePuntoClienteHandler(world.executor).execute(approve);
  await bringIntoForce(world, pointId);
  return pointId;
}

function activate({ executor }: World, pointId: string): Promise<CommandResult> {
  const data = { pointId, protocolId: 'p-1', operators: [] };
  return new ActivatePuntoClienteHandler(executor).execute(new ActivatePuntoCliente(envelope('activate', data)));
}

/** Runs the process manager over the whole log until nothing is left to do. */
async function followProtocols({ store, registry, executor }: World): Promise<void> {
  const end = new EndPuntoClienteWithProtocolHandler(executor);
  const dispatch: Dispatch = async (_name, data, given) => {
    const command = { data: data as EndPuntoClienteWithProtocolData, origin: given, principal: policy };
    await end.execute(new EndPuntoClienteWithProtocol(command));
  };
  const work = new MemoryWorkStore();
  const runner = new ProcessRunner({ log: store, registry, work, processes: [pointsFollowProtocol], dispatch, clock });
  await runner.start();
  await runner.settled();
  expect((await runner.status())[0]?.parked).toEqual([]);
  await runner.stop();
}

describe('Punti Cliente', () => {
  it('are requested by the offices of their territory, or by the host for itself', async () => {
    for (const principal of [
      directorate,
      hostOperator,
      { id: 'x', role: 'provincial', province: '037' } as const,
      { id: 'x', role: 'central' } as const,
    ]) {
      await expect(requestPoint(await setUp(), principal)).resolves.toMatchObject({ revision: 0 });
    }
    const world = await setUp();
    for (const principal of [
      { id: 'x', role: 'regional', region: '09' } as const,
      { id: 'x', role: 'provincial', province: '036' } as const,
      { id: 'x', role: 'host-operator', host: 'host-2' } as const,
    ]) {
      await expect(requestPoint(world, principal)).rejects.toEqual(refusal('OUTSIDE_TERRITORY'));
    }
    await expect(requestPoint(world, { id: 'x', role: 'analyst' })).rejects.toEqual(refusal('ROLE_NOT_ALLOWED'));
  });

  it('stand in a province of today, in its region, at a registered host', async () => {
    const world = await setUp();
    const central = { id: 'x', role: 'central' } as const;
    await expect(requestPoint(world, central, { region: '09' })).rejects.toEqual(refusal('PROVINCE_NOT_IN_REGION'));
    await expect(requestPoint(world, central, { region: '20', province: '111' })).rejects.toEqual(
      refusal('UNKNOWN_PROVINCE'),
    );
    await expect(requestPoint(world, central, { hostBodyId: 'nobody' })).rejects.toEqual(
      refusal('HOST_BODY_NOT_REGISTERED'),
    );
  });

  it('are activated under the protocol as its own stream has it', async () => {
    const world = await setUp();
    const pointId = await approvedPoint(world);
    const { events } = await activate(world, pointId);
    expect(events[0]).toMatchObject({ type: 'PuntoClienteActivated', data: { protocolId: 'p-1' } });
    expect(events[0]?.metadata.scope).toEqual({ region: '08', province: '037', host: 'host-1' });
  });

  it('are not activated once the protocol has ended', async () => {
    const world = await setUp();
    const pointId = await approvedPoint(world);
    await terminate(world);
    await expect(activate(world, pointId)).rejects.toEqual(refusal('PROTOCOL_NOT_IN_FORCE'));
  });

  it('end with their protocol when the end comes after the activation', async () => {
    const world = await setUp();
    const pointId = await approvedPoint(world);
    await activate(world, pointId);
    await terminate(world);
    await followProtocols(world);
    expect((await world.executor.peek(puntoCliente, pointId)).state.point?.status).toBe('DEACTIVATED');
  });

  it('end with their protocol when it ended between the look at it and the activation', async () => {
    const world = await setUp();
    const pointId = await approvedPoint(world);
    const { protocol: seen } = (await world.executor.peek(protocol, 'p-1')).state;
    await terminate(world);
    await world.executor.execute(puntoCliente, {
      id: pointId,
      command: { type: 'ActivatePuntoCliente', protocolId: 'p-1', operators: [] },
      origin: origin('activate'),
      context: (known) => ({
        ...known,
        protocol: seen && { ...seen, hostId: seen.host.id },
      }),
    });
    await followProtocols(world);
    expect((await world.executor.peek(puntoCliente, pointId)).state.point?.status).toBe('DEACTIVATED');
  });

  it('are not ended with their protocol by a person', async () => {
    const { executor } = await setUp();
    const data = { pointId: 'x', protocolId: 'p-1', reason: 'PROTOCOL_EXPIRED' as const, endedOn: '2026-03-01' };
    const command = new EndPuntoClienteWithProtocol(envelope('end', data, { id: 'x', role: 'central' }));
    await expect(new EndPuntoClienteWithProtocolHandler(executor).execute(command)).rejects.toEqual(
      refusal('ROLE_NOT_ALLOWED'),
    );
  });
});
