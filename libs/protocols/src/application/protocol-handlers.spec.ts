import {
  ClaimingExecutor,
  CommandAbandoned,
  CommandExecutor,
  EventRegistry,
  idOf,
  reservationEvents,
  type CommandResult,
} from '#kernel';
import { hostBody, italy, organisationEvents } from '#organisation';
import { actorOf, type AnyPrincipal, type CommandEnvelope } from '#platform';
import { MemoryEventStore } from '#store-memory';
import { protocolEvents } from '../domain/events.ts';
import { OFFICER_ROLES, PARTIES, type Signature } from '../domain/vocabulary.ts';
import { SubmitProtocolHandler, ForwardProtocolToCentralOrganisationHandler } from './agreement-handlers.ts';
import { ExpireProtocolHandler } from './calendar-handlers.ts';
import {
  DraftProtocol,
  ExpireProtocol,
  ForwardProtocolToCentralOrganisation,
  RecordProtocolSignature,
  SubmitProtocol,
} from './commands.ts';
import { DraftProtocolHandler } from './draft-protocol.ts';
import { RecordProtocolSignatureHandler } from './record-protocol-signature.ts';

const directorate: AnyPrincipal = { id: 'officer', role: 'regional', region: '08' };
const elsewhere: AnyPrincipal = { id: 'other', role: 'regional', region: '09' };
const HOST = 'c5f7b8a0-0000-5000-8000-000000000001';
const refusal = (code: string): unknown => expect.objectContaining({ code });
const officers = PARTIES.flatMap((party) =>
  OFFICER_ROLES.map((role) => ({ party, role, officerId: `${party}-${role}`, office: 'Ufficio' })),
);
const inps: Signature = {
  party: 'INPS',
  documentSha256: 'a'.repeat(64),
  format: 'PADES',
  signerRole: 'Direttore regionale',
  signedAt: '2026-02-20T10:00:00.000Z',
  registerEntry: { aoo: 'INPS-DR08', year: 2026, number: 17, date: '2026-02-20' },
};
const host: Signature = { ...inps, party: 'HOST', registerEntry: { ...inps.registerEntry, aoo: 'COMUNE' } };

function envelope<T>(commandId: string, data: T, principal = directorate): CommandEnvelope<T> {
  const origin = { commandId, actor: actorOf(principal), correlationId: 'request', causationId: 'request' };
  return { data, origin, principal };
}

async function setUp() {
  const store = new MemoryEventStore();
  const registry = new EventRegistry([
    ...organisationEvents,
    ...protocolEvents,
    ...reservationEvents,
    CommandAbandoned,
  ]);
  const executor = new CommandExecutor({ store, registry, clock: { now: () => Date.parse('2026-03-02T08:00:00Z') } });
  const claiming = new ClaimingExecutor(executor);
  const written = async (): Promise<string[]> => {
    const types: string[] = [];
    for await (const { events } of store.readLog({ after: '0' })) types.push(...events.map(({ type }) => type));
    return types;
  };
  await registerHost(executor);
  const draft = new DraftProtocolHandler(executor, { durationMonths: 36 });
  const sign = new RecordProtocolSignatureHandler(claiming);
  return {
    executor,
    written,
    draft: (commandId: string, principal = directorate, hostBodyId = HOST): Promise<CommandResult> =>
      draft.execute(
        new DraftProtocol(
          envelope(commandId, { hostBodyId, region: '08', points: ['p'], kinds: ['SERVIZIO'], officers }, principal),
        ),
      ),
    submit: (commandId: string, protocolId: string, principal = directorate) =>
      new SubmitProtocolHandler(executor).execute(new SubmitProtocol(envelope(commandId, { protocolId }, principal))),
    sign: (commandId: string, protocolId: string, signature: Signature) =>
      sign.execute(new RecordProtocolSignature(envelope(commandId, { protocolId, ...signature }))),
  };
}

/** A host body as the log has it, without the handler that registers it. */
async function registerHost(executor: CommandExecutor): Promise<void> {
  await executor.execute(hostBody, {
    id: HOST,
    command: {
      type: 'RegisterHostBody',
      id: HOST,
      kind: 'PUBLIC_ADMINISTRATION',
      name: 'Comune dimostrativo',
      fiscalCode: '80078750587',
      ipaCode: 'c_demo',
      region: '08',
      province: '037',
    },
    origin: envelope('h-1', {}).origin,
    context: (known) => ({
      ...known,
      territory: italy,
      today: '2026-03-02',
      reserved: new Set(['host-body-fiscal-code:80078750587', 'host-body-ipa-code:c_demo']),
    }),
  });
}

async function submitted(world: Awaited<ReturnType<typeof setUp>>, name: string): Promise<string> {
  const id = idOf((await world.draft(`draft-${name}`)).stream);
  await world.submit(`submit-${name}`, id);
  return id;
}

describe('protocols', () => {
  it('are drafted by the directorate of their region, with a registered host', async () => {
    const { draft } = await setUp();
    await expect(draft('c-1', elsewhere)).rejects.toEqual(refusal('OUTSIDE_TERRITORY'));
    await expect(draft('c-1', { id: 'x', role: 'host-operator', host: HOST })).rejects.toEqual(
      refusal('ROLE_NOT_ALLOWED'),
    );
    await expect(draft('c-1', directorate, 'nobody')).rejects.toEqual(refusal('HOST_BODY_NOT_REGISTERED'));
    const { events } = await draft('c-1');
    expect(events[0]?.data).toMatchObject({ durationMonths: 36, host: { id: HOST, name: 'Comune dimostrativo' } });
    expect(events[0]?.metadata.scope).toEqual({ region: '08', host: HOST });
  });

  it('are only commanded from their territory, and only if they exist', async () => {
    const world = await setUp();
    const id = idOf((await world.draft('c-1')).stream);
    await expect(world.submit('c-2', id, elsewhere)).rejects.toEqual(refusal('OUTSIDE_TERRITORY'));
    await expect(world.submit('c-3', 'nothing')).rejects.toEqual(refusal('PROTOCOL_NOT_FOUND'));
  });

  it('ProtocolSigned is written once, also when the second signature is sent again and again', async () => {
    const world = await setUp();
    const id = await submitted(world, 'a');
    await world.sign('s-1', id, inps);
    const answers = await Promise.all(Array.from({ length: 5 }, () => world.sign('s-2', id, host)));
    expect(new Set(answers.map(({ revision }) => revision)).size).toBe(1);
    await expect(
      world.sign('s-3', id, { ...host, registerEntry: { ...host.registerEntry, number: 18 } }),
    ).rejects.toEqual(refusal('PROTOCOL_STATE_FORBIDS'));
    const types = await world.written();
    expect(types.filter((type) => type === 'ProtocolSigned')).toHaveLength(1);
    expect(types.filter((type) => type === 'ProtocolSignatureRecorded')).toHaveLength(2);
  });

  it('both parties may sign at the same moment', async () => {
    const world = await setUp();
    const id = await submitted(world, 'a');
    await Promise.all([world.sign('s-1', id, inps), world.sign('s-2', id, host)]);
    expect((await world.written()).filter((type) => type === 'ProtocolSigned')).toHaveLength(1);
  });

  it('an entry of the register belongs to one signature', async () => {
    const world = await setUp();
    const [first, second] = [await submitted(world, 'a'), await submitted(world, 'b')];
    await world.sign('s-1', first, inps);
    await expect(world.sign('s-2', second, inps)).rejects.toEqual(refusal('VALUE_ALREADY_TAKEN'));
    await world.sign('s-3', second, { ...inps, registerEntry: { ...inps.registerEntry, number: 18 } });
  });

  it('a refused signature reserves no entry of the register', async () => {
    const world = await setUp();
    const [first, second] = [await submitted(world, 'a'), await submitted(world, 'b')];
    await expect(world.sign('s-1', first, { ...inps, signedAt: '2026-04-01T00:00:00Z' })).rejects.toEqual(
      refusal('SIGNED_IN_FUTURE'),
    );
    await world.sign('s-2', second, inps);
  });

  it('dates are carried out by the calendar, and forwarding is the regional directorate’s', async () => {
    const { executor, draft } = await setUp();
    const protocolId = idOf((await draft('c-1')).stream);
    const central: AnyPrincipal = { id: 'centre', role: 'central' };
    const expire = new ExpireProtocol(envelope('e-1', { protocolId, expiresOn: '2026-03-01' }, central));
    await expect(new ExpireProtocolHandler(executor).execute(expire)).rejects.toEqual(refusal('ROLE_NOT_ALLOWED'));
    const forward = new ForwardProtocolToCentralOrganisation(envelope('f-1', { protocolId }, central));
    await expect(new ForwardProtocolToCentralOrganisationHandler(executor).execute(forward)).rejects.toEqual(
      refusal('ROLE_NOT_ALLOWED'),
    );
  });
});
