import { idOf, reservation, reservationOf, type CommandOrigin, type CommandResult } from '#kernel/domain';
import { hostBody, organisation, territorialUnit, type HostBodyEvent } from '#organisation';
import { eraseSubject, privacyEvents, subject } from '#privacy';
import { puntoCliente, servicePoints, type PuntoClienteEvent } from '#service-points';
import type { AnyPrincipal } from '#use-cases';
import { commandsOver, type Commands } from '#use-cases/specification';
import { MemoryEventStore } from '#store-memory';
import { protocolEvents } from '../domain/events.ts';
import { officers, personsOver, signatoryOf, subjectOf } from '../specification/persons.ts';
import { hostSignature, inpsSignature, signingUnitEstablished } from '../specification/signatures.ts';
import { draftProtocol } from './draft-protocol.ts';
import { expireProtocol } from './expire-protocol.ts';
import { forwardProtocolToCentralOrganisation } from './forward-protocol-to-central-organisation.ts';
import { recordProtocolSignature } from './record-protocol-signature.ts';
import type { NamedSignatureInput } from './signature-input.ts';
import { submitProtocol } from './submit-protocol.ts';

const directorate: AnyPrincipal = { id: 'officer', role: 'regional', region: '08' };
const elsewhere: AnyPrincipal = { id: 'other', role: 'regional', region: '09' };
const HOST = 'c5f7b8a0-0000-5000-8000-000000000001';
const OTHER_HOST = 'c5f7b8a0-0000-5000-8000-000000000002';
const POINT = 'd5f7b8a0-0000-5000-8000-000000000001';
const OTHERS_POINT = 'd5f7b8a0-0000-5000-8000-000000000002';
const refusal = (code: string): unknown => expect.objectContaining({ code });
const inps: NamedSignatureInput = { ...inpsSignature, signatory: signatoryOf('INPS') };
const host: NamedSignatureInput = { ...hostSignature, signatory: signatoryOf('HOST') };

async function setUp() {
  const events = [...organisation.events, ...servicePoints.events, ...protocolEvents, ...privacyEvents];
  const store = new MemoryEventStore();
  const commands: Commands = commandsOver({ store, events, personalData: personsOver(() => commands.executor) });
  const { give, written, executor } = commands;
  await registerHost(commands);
  const unit = { id: 'DR-08', origin: originOf('u-1'), decide: () => [signingUnitEstablished] };
  await commands.executor.execute(territorialUnit, unit);
  await requestPoint(commands, POINT, HOST);
  await requestPoint(commands, OTHERS_POINT, OTHER_HOST);
  return {
    written,
    give,
    executor,
    draft: (key: string, as = directorate, hostBodyId = HOST, points = [POINT]): Promise<CommandResult> =>
      give(
        draftProtocol,
        { hostBodyId, region: '08', proposingUnit: 'DR-08', points, kinds: ['SERVIZIO'], officers },
        { as, key },
      ),
    submit: (key: string, protocolId: string, as = directorate) => give(submitProtocol, { protocolId }, { as, key }),
    sign: (key: string, protocolId: string, signature: NamedSignatureInput) =>
      give(recordProtocolSignature, { protocolId, ...signature }, { as: directorate, key }),
  };
}

/** A host body as the log has it, without the handler that registers it. */
async function registerHost({ executor }: Commands): Promise<void> {
  const registered: HostBodyEvent = {
    type: 'HostBodyRegistered',
    data: {
      id: HOST,
      kind: 'PUBLIC_ADMINISTRATION',
      name: 'Comune dimostrativo',
      fiscalCode: '80078750587',
      ipaCode: 'c_demo',
      region: '08',
      province: '037',
    },
  };
  await executor.execute(hostBody, { id: HOST, origin: originOf('h-1'), decide: () => [registered] });
}

/** A point as the log has it, at a host. */
async function requestPoint({ executor }: Commands, pointId: string, hostId: string): Promise<void> {
  const requested: PuntoClienteEvent = {
    type: 'PuntoClienteRequested',
    data: {
      pointId,
      kind: 'SERVIZIO',
      host: { id: hostId, kind: 'PUBLIC_ADMINISTRATION', name: 'Comune dimostrativo' },
      region: '08',
      province: '037',
      municipality: 'A944',
      address: { street: 'Piazza Maggiore 6', postalCode: '40124' },
    },
  };
  await executor.execute(puntoCliente, { id: pointId, origin: originOf(pointId), decide: () => [requested] });
}

function originOf(commandId: string): CommandOrigin {
  const actor = { kind: 'policy', name: 'specification' } as const;
  return { commandId, actor, correlationId: commandId, causationId: commandId };
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

  it('name points that stand in the log, at their host', async () => {
    const { draft } = await setUp();
    const nobodys = 'd5f7b8a0-0000-5000-8000-000000000009';
    await expect(draft('c-1', directorate, HOST, [POINT, nobodys])).rejects.toEqual(
      expect.objectContaining({ code: 'POINTS_NOT_REGISTERED', facts: { points: [nobodys] } }),
    );
    await expect(draft('c-2', directorate, HOST, [POINT, OTHERS_POINT])).rejects.toEqual(
      refusal('POINTS_OF_ANOTHER_HOST'),
    );
    await expect(draft('c-3')).resolves.toMatchObject({ revision: 4 });
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

  it('P1: one entry on two acts is refused; another administration, AOO, register or year has the number free', async () => {
    const world = await setUp();
    const [first, second] = [await submitted(world, 'a'), await submitted(world, 'b')];
    await world.sign('s-1', first, inps);
    const again = { ...inps.registerEntry, ipaCode: 'INPS', register: 'ru' };
    await expect(world.sign('s-2', second, { ...inps, registerEntry: again })).rejects.toEqual(
      refusal('VALUE_ALREADY_TAKEN'),
    );
    await world.sign('s-3', second, { ...inps, registerEntry: { ...inps.registerEntry, register: 'Interno' } });
    await world.sign('s-4', second, { ...host, registerEntry: { ...inps.registerEntry, ipaCode: 'c_demo' } });
  });

  it('P1: an entry claimed without administration and register, as before, is taken in every register', async () => {
    const world = await setUp();
    const { executor } = world;
    const { aoo, year, number } = inps.registerEntry;
    const old = reservationOf('protocol-register-entry', JSON.stringify([aoo, year, number]));
    const target = { category: 'Protocol', id: 'old' };
    await executor.execute(reservation, {
      id: old.id,
      origin: originOf('old'),
      decide: (state) => old.claim(state, { commandId: 'old', target, now: 0 }),
    });
    const id = await submitted(world, 'a');
    await expect(world.sign('s-1', id, inps)).rejects.toEqual(refusal('VALUE_ALREADY_TAKEN'));
    await world.sign('s-2', id, { ...inps, registerEntry: { ...inps.registerEntry, number: 18 } });
  });

  it('a refused signature reserves no entry of the register', async () => {
    const world = await setUp();
    const [first, second] = [await submitted(world, 'a'), await submitted(world, 'b')];
    await expect(world.sign('s-1', first, { ...inps, signedAt: '2026-04-01T00:00:00Z' })).rejects.toEqual(
      refusal('SIGNED_IN_FUTURE'),
    );
    await world.sign('s-2', second, inps);
  });

  it('P5: names of officers and signatories are written sealed, role and office in clear, and hold the person', async () => {
    const world = await setUp();
    const id = await submitted(world, 'a');
    const { events } = await world.sign('s-1', id, inps);
    const signatory = subjectOf(inps.signatory.fiscalCode);
    expect(events[0]?.data).toMatchObject({
      ...{ signerRole: inps.signerRole, signatory },
      name: { subject: signatory, field: 'ProtocolSignature.name' },
    });
    expect(events[0]?.metadata.subjects).toEqual([signatory]);
    expect(JSON.stringify(events)).not.toContain(inps.signatory.familyName);
    const erase = (subject: string) =>
      world.give(
        eraseSubject,
        { subject, ground: 'CONSENT_WITHDRAWN', reason: 'Richiesta scritta' },
        { as: { id: 'c', role: 'central' } },
      );
    for (const person of [signatory, ...officers.map((officer) => subjectOf(officer.person.fiscalCode))]) {
      await expect(erase(person)).rejects.toEqual(
        expect.objectContaining({ code: 'ERASURE_HELD_BY_ACTS', facts: { acts: [`Protocol-${id}`] } }),
      );
    }
  });

  it('P5: a signature that is refused leaves no trace of who signs', async () => {
    const world = await setUp();
    const id = await submitted(world, 'a');
    const before = (await world.written()).length;
    await expect(world.sign('s-1', id, { ...inps, signedAt: '2026-04-01T00:00:00Z' })).rejects.toEqual(
      refusal('SIGNED_IN_FUTURE'),
    );
    expect(await world.written()).toHaveLength(before);
  });

  it('P5: somebody who was erased is named by no act, also where both happen at once', async () => {
    const world = await setUp();
    const id = await submitted(world, 'a');
    const person = subjectOf(inps.signatory.fiscalCode);
    const registered = { type: 'SubjectRegistered' as const, data: { subject: person } };
    const erased = { type: 'SubjectErased' as const, data: { subject: person, commitments: [] } };
    await world.executor.execute(subject, {
      id: person,
      origin: originOf('gone'),
      decide: () => [registered, erased],
    });
    await expect(world.sign('s-1', id, inps)).rejects.toEqual(refusal('SUBJECT_ERASED'));
  });

  it('dates are carried out by the calendar, and forwarding is the regional directorate’s', async () => {
    const { give, draft } = await setUp();
    const protocolId = idOf((await draft('c-1')).stream);
    const central: AnyPrincipal = { id: 'centre', role: 'central' };
    const letter = { protocolId, letterSha256: 'e'.repeat(64), registerEntry: inps.registerEntry };
    await expect(give(expireProtocol, { protocolId, expiresOn: '2026-03-01' }, { as: central })).rejects.toEqual(
      refusal('ROLE_NOT_ALLOWED'),
    );
    await expect(give(forwardProtocolToCentralOrganisation, letter, { as: central })).rejects.toEqual(
      refusal('ROLE_NOT_ALLOWED'),
    );
  });
});
