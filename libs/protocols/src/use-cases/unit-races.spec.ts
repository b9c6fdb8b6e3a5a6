import type { EventStore } from '#kernel/ports';
import { racing } from '#kernel/specification';
import { closeTerritorialUnit, organisation } from '#organisation';
import { MemoryEventStore, MemoryWorkStore } from '#store-memory';
import type { Life } from '#use-cases/dated';
import type { ProtocolEvent } from '../domain/events.ts';
import type { Protocol } from '../domain/protocol-state.ts';
import { agreementsOver, directorate, host } from '../specification/agreements.ts';
import { loadedRow } from '../specification/loaded-rows.ts';
import { signingUnit } from '../specification/signatures.ts';
import { rectifyProtocol } from './rectify-protocol.ts';
import { terminateProtocol } from './terminate-protocol.ts';
import { loadProtocol } from './load-protocol.ts';

const refusal = (code: string): unknown => expect.objectContaining({ code });
const act = { authority: 'Direzione centrale Organizzazione', number: '12/2026', date: '2026-03-01' };
const commandOf = (name: string) => organisation.commands.find((command) => command.name === name)!;

/** One of two processes over a network with a host, a point and the unit that signs. */
function officeOver(store: EventStore, name: string) {
  const world = agreementsOver(store, undefined, name);
  const { give } = world;
  return {
    ...world,
    setUp: async (): Promise<string> => {
      await world.registerHost();
      const pointId = await world.approvedPoint();
      await world.follow(new MemoryWorkStore());
      await give(commandOf('CompleteUnitTree'), {}, { key: 'complete' });
      return pointId;
    },
    close: (key: string, closedOn?: string) =>
      give(
        closeTerritorialUnit,
        { code: signingUnit.code, reason: 'Riordino', ...(closedOn ? { closedOn } : {}) },
        { key },
      ),
    /** The signature of the institute was given on another day. */
    rectifySignature: async (protocolId: string, signedOn: string) => {
      const { life } = (await world.protocol(protocolId)) as Protocol & { readonly life: Life<ProtocolEvent> };
      const rectifies = life.find(({ event }) => event.type === 'ProtocolSignatureRecorded')!.revision;
      const correction = {
        protocolId,
        rectifies,
        changes: { signedAt: `${signedOn}T10:00:00Z` },
        reason: 'Errore',
        act,
      };
      return give(rectifyProtocol, correction, { as: directorate, key: `signed on ${signedOn}` });
    },
    /** The unit that signs was there from another day on. */
    rectifyUnit: async (establishedOn: string) => {
      const centre = { ...signingUnit, code: 'DC', kind: 'DIREZIONE_CENTRALE', pec: 'dc@pec.example.it' };
      const { region: _none, ...above } = centre;
      await give(commandOf('EstablishTerritorialUnit'), { ...above, establishedOn: '2010-01-01' }, { key: 'centre' });
      const correction = { code: signingUnit.code, rectifies: 0, changes: { establishedOn }, reason: 'Errore', act };
      return give(commandOf('RectifyTerritorialUnit'), correction, { key: `unit since ${establishedOn}` });
    },
    /** As one that was signed by an earlier version, which claimed nothing. */
    forget: (protocolId: string) => {
      const dependant = { kind: 'PROTOCOL', id: protocolId };
      return give(commandOf('LeaveUnit'), { unit: signingUnit.code, dependant, leftOn: '2026-02-21' });
    },
  };
}

describe('a unit that protocols need', () => {
  it('is not closed while it has signed one that has not ended', async () => {
    const office = officeOver(new MemoryEventStore(), 'a');
    const pointId = await office.setUp();
    await office.signedProtocol([pointId]);
    await expect(office.close('close')).rejects.toEqual(refusal('TERRITORIAL_UNIT_HAS_DEPENDANTS'));
  });

  it('is not closed while it has signed one that is just being loaded (P10)', async () => {
    const office = officeOver(new MemoryEventStore(), 'a');
    await office.setUp();
    const row = loadedRow({ code: 'A', hostBodyId: host.id, effectiveDate: '2012-03-01', durationMonths: 240 });
    await office.give(loadProtocol, row, { as: { role: 'central', id: 'centre' }, key: 'load' });
    await expect(office.close('close')).rejects.toEqual(refusal('TERRITORIAL_UNIT_HAS_DEPENDANTS'));
  });

  it('raced from two processes is closed, or signs, and never both', async () => {
    const store = new MemoryEventStore();
    const pointId = await officeOver(store, 'a').setUp();
    const other = officeOver(store, 'b');
    const signing = racing(
      store,
      (_stream, type) => type === 'ProtocolSignatureRecorded',
      () => other.close('second'),
    );
    await officeOver(signing.slow, 'c').signedProtocol([pointId]);
    await expect(signing.raced()).rejects.toEqual(refusal('TERRITORIAL_UNIT_HAS_DEPENDANTS'));

    const another = new MemoryEventStore();
    const point = await officeOver(another, 'a').setUp();
    const closing = racing(
      another,
      (stream) => stream.startsWith('TerritorialUnit-'),
      () => officeOver(another, 'b').signedProtocol([point]),
    );
    // Its signature is of a day before: it stands, as the unit did then (T1).
    await officeOver(closing.slow, 'c').close('first');
    await expect(closing.raced()).resolves.toEqual(expect.any(String));
  });

  it('raced from two processes is closed, or a protocol of it enters into force, and never both', async () => {
    for (const first of ['enter', 'close'] as const) {
      const store = new MemoryEventStore();
      const office = officeOver(store, 'a');
      const pointId = await office.setUp();
      const protocolId = await office.signedProtocol([pointId]);
      await office.forget(protocolId);
      const act = (stream: string) => /^(Protocol|TerritorialUnit)-/.test(stream);
      const race = racing(store, act, () =>
        first === 'enter' ? office.close('second') : office.enter(protocolId, '2026-03-02'),
      );
      const slow = officeOver(race.slow, 'c');
      await (first === 'enter' ? slow.enter(protocolId, '2026-03-02') : slow.close('first'));
      await expect(race.raced()).rejects.toEqual(
        refusal(first === 'enter' ? 'TERRITORIAL_UNIT_HAS_DEPENDANTS' : 'TERRITORIAL_UNIT_CLOSING'),
      );
    }
  });
});

describe('T2: a unit was there when it signed a protocol, also where that turns out to have been on an earlier day', () => {
  const reliedOn = expect.objectContaining({
    code: 'TERRITORIAL_UNIT_RELIED_ON',
    facts: expect.objectContaining({ on: '2026-02-10', total: 1 }) as unknown,
  }) as unknown;

  it.each(['SIGNED', 'IN_FORCE', 'TERMINATED'])('of one that is %s', async (status) => {
    const office = officeOver(new MemoryEventStore(), 'a');
    const protocolId = await office.signedProtocol([await office.setUp()]);
    if (status !== 'SIGNED') await office.enter(protocolId, '2026-02-20');
    if (status === 'TERMINATED') {
      const end = { noticeDate: '2026-02-21', effectiveDate: '2026-02-28', reason: 'Recesso' };
      await office.give(terminateProtocol, { protocolId, ...end }, { as: directorate, key: 'end' });
    }
    await office.follow(new MemoryWorkStore());
    expect((await office.protocol(protocolId)).status).toBe(status);
    await office.rectifySignature(protocolId, '2026-02-10');
    await expect(office.rectifyUnit('2026-02-11')).rejects.toEqual(reliedOn);
    await expect(office.rectifyUnit('2026-02-10')).resolves.toMatchObject({ revision: 1 });
  });

  it('and is not signed by it before it was there', async () => {
    const office = officeOver(new MemoryEventStore(), 'a');
    const protocolId = await office.signedProtocol([await office.setUp()]);
    await office.rectifyUnit('2026-02-11');
    await expect(office.rectifySignature(protocolId, '2026-02-10')).rejects.toEqual(refusal('UNIT_NOT_THERE'));
  });

  it('raced from two processes, the signature was earlier or the unit later, and never both', async () => {
    for (const first of ['signature', 'unit'] as const) {
      const store = new MemoryEventStore();
      const office = officeOver(store, 'a');
      const protocolId = await office.signedProtocol([await office.setUp()]);
      const act = (stream: string) =>
        stream ===
        `${first === 'unit' ? 'TerritorialUnit' : 'Protocol'}-${first === 'unit' ? signingUnit.code : protocolId}`;
      const given = {
        signature: (one: typeof office) => one.rectifySignature(protocolId, '2026-02-10'),
        unit: (one: typeof office) => one.rectifyUnit('2026-02-11'),
      };
      const race = racing(store, act, () => given[first === 'unit' ? 'signature' : 'unit'](office));
      await given[first](officeOver(race.slow, 'c'));
      await expect(race.raced()).rejects.toEqual(first === 'unit' ? refusal('TERRITORIAL_UNIT_CHANGING') : reliedOn);
    }
  });
});
