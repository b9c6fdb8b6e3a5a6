import { CommandAbandoned, idOf, reservationEvents, type CommandResult } from '#kernel/domain';
import { EventRegistry, ProcessRunner, type Dispatch } from '#kernel/execution';
import { hostBody, organisation, type HostBodyEvent } from '#organisation';
import { bringProtocolIntoForce, protocol, protocols, terminateProtocol } from '#protocols';
import { MemoryEventStore, MemoryWorkStore } from '#store-memory';
import { actorOf, type AnyPrincipal } from '#use-cases';
import { commandsOver } from '#use-cases/specification';
import { puntoClienteEvents } from '../domain/events.ts';
import { puntoCliente } from '../domain/punto-cliente.ts';
import { operatorRosterEvents } from '../domain/roster/events.ts';
import { pointsFollowProtocol } from '../processes/points-follow-protocol.ts';
import { activatePuntoCliente } from './activate-punto-cliente.ts';
import {
  alignPuntoClienteWithProtocol,
  type AlignPuntoClienteWithProtocol,
} from './align-punto-cliente-with-protocol.ts';
import { approvePuntoCliente } from './approve-punto-cliente.ts';
import { endPuntoClienteWithProtocol } from './end-punto-cliente-with-protocol.ts';
import { requestPuntoCliente } from './request-punto-cliente.ts';

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
const host = { id: 'host-1', kind: 'PUBLIC_ADMINISTRATION' as const, name: 'Comune dimostrativo' };
const events = [...organisation.events, ...protocols.events, ...puntoClienteEvents, ...operatorRosterEvents];

function origin(commandId: string) {
  return { commandId, actor: actorOf(directorate), correlationId: 'request', causationId: 'request' };
}

/** A network with one hosting body, as the log has it. */
async function setUp() {
  const store = new MemoryEventStore();
  const commands = commandsOver({ store, events, clock });
  const details = {
    fiscalCode: '80078750587',
    ipaCode: 'c_demo',
    region: '08',
    province: '037',
    keepsCoverage: true as const,
  };
  const registered: HostBodyEvent = { type: 'HostBodyRegistered', data: { ...host, ...details } };
  await commands.executor.execute(hostBody, {
    id: 'host-1',
    origin: origin('host'),
    decide: () => [registered],
  });
  return { store, ...commands };
}

type World = Awaited<ReturnType<typeof setUp>>;

function requestPoint({ give }: World, as = directorate, change = {}): Promise<CommandResult> {
  const data = { hostBodyId: 'host-1', kind: 'INFORMATIVO' as const, ...place, ...change };
  return give(requestPuntoCliente, data, { as, key: 'request' });
}

/** A protocol in force that covers the point, through the rules of its own context. */
async function bringIntoForce({ executor, give }: World, pointId: string): Promise<void> {
  const protocolId = 'p-1';
  const officers = (['INPS', 'HOST'] as const).flatMap((party) =>
    (['RESPONSABILE', 'REFERENTE_TECNICO'] as const).map((role) => ({ party, role, officerId: role, office: 'x' })),
  );
  const terms = { points: [pointId], kinds: ['INFORMATIVO' as const], durationMonths: 36 };
  const signedAt = '2026-02-20T10:00:00.000Z';
  // Its id would derive from the command that drafts it.
  await executor.execute(protocol, {
    id: protocolId,
    origin: origin('p-draft'),
    decide: () => [
      { type: 'ProtocolDrafted' as const, data: { protocolId, host, region: '08', ...terms } },
      ...officers.map((data) => ({ type: 'ConventionOfficerAssigned' as const, data })),
      { type: 'ProtocolSubmitted' as const, data: {} },
      { type: 'ProtocolSigned' as const, data: { documentSha256: 'a'.repeat(64), signedAt }, effectiveAt: signedAt },
    ],
  });
  await give(bringProtocolIntoForce, { protocolId, effectiveDate: '2026-03-01' }, { as: directorate });
}

function terminate({ give }: World): Promise<unknown> {
  const notice = { noticeDate: '2026-03-02', effectiveDate: '2026-03-02', reason: 'Recesso' };
  return give(terminateProtocol, { protocolId: 'p-1', ...notice }, { as: directorate });
}

async function approvedPoint(world: World): Promise<string> {
  const pointId = idOf((await requestPoint(world)).stream);
  await world.give(approvePuntoCliente, { pointId }, { as: directorate });
  await bringIntoForce(world, pointId);
  return pointId;
}

function activate({ give }: World, pointId: string): Promise<CommandResult> {
  return give(activatePuntoCliente, { pointId, protocolId: 'p-1' }, { as: directorate });
}

/** Runs the process manager over the whole log until nothing is left to do. */
async function followProtocols({ store, give }: World): Promise<void> {
  const dispatch: Dispatch = async (_name, data, { commandId: key }) => {
    await give(alignPuntoClienteWithProtocol, data as AlignPuntoClienteWithProtocol, { as: policy, key });
  };
  const work = new MemoryWorkStore();
  const registry = new EventRegistry([...events, CommandAbandoned, ...reservationEvents]);
  const runner = new ProcessRunner({ log: store, registry, work, processes: [pointsFollowProtocol], dispatch, clock });
  await runner.start();
  await runner.settled();
  expect((await runner.status())[0]?.parked).toEqual([]);
  await runner.stop();
}

function statusOf({ executor }: World, pointId: string): Promise<string> {
  return executor.look(puntoCliente, pointId, ({ status }) => status);
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
    expect(await statusOf(world, pointId)).toBe('DEACTIVATED');
  });

  it('end with their protocol when it ended between the look at it and the activation', async () => {
    const world = await setUp();
    const pointId = await approvedPoint(world);
    const seen = await world.executor.look(protocol, 'p-1', (state) =>
      state.status === 'ABSENT' ? undefined : { ...state, hostId: state.host.id },
    );
    await terminate(world);
    await world.executor.execute(puntoCliente, {
      id: pointId,
      origin: origin('activate'),
      decide: (state, { now }) => {
        const days = { today: '2026-03-02', legalDate: '2026-03-02' };
        const classes = { INFORMATIVO: [], SERVIZIO: [], EVOLUTO: [] };
        const known = {
          now,
          ...days,
          commandId: 'activate',
          id: pointId,
          protocol: seen,
          operators: new Map(),
          classes,
        };
        return activatePuntoCliente.decide({ pointId, protocolId: 'p-1' } as never, state as never, known as never);
      },
    });
    await followProtocols(world);
    expect(await statusOf(world, pointId)).toBe('DEACTIVATED');
  });

  it('are not ended with their protocol by a person', async () => {
    const { give } = await setUp();
    const data = { pointId: 'x', protocolId: 'p-1', reason: 'PROTOCOL_EXPIRED' as const, endedOn: '2026-03-01' };
    await expect(give(endPuntoClienteWithProtocol, data, { as: { id: 'x', role: 'central' } })).rejects.toEqual(
      refusal('ROLE_NOT_ALLOWED'),
    );
  });
});
