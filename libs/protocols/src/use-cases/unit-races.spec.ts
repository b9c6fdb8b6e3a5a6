import type { EventStore } from '#kernel/ports';
import { racing } from '#kernel/specification';
import { closeTerritorialUnit, organisation } from '#organisation';
import { MemoryEventStore, MemoryWorkStore } from '#store-memory';
import { agreementsOver, host } from '../specification/agreements.ts';
import { loadedRow } from '../specification/loaded-rows.ts';
import { signingUnit } from '../specification/signatures.ts';
import { loadProtocol } from './load-protocol.ts';

const refusal = (code: string): unknown => expect.objectContaining({ code });
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
