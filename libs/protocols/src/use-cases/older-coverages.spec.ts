import { MemoryEventStore, MemoryWorkStore } from '#store-memory';
import { enteredIntoForce } from '../domain/entry-into-force.ts';
import { protocol } from '../domain/protocol.ts';
import { agreementsOver, directorate, host } from '../specification/agreements.ts';
import { loadedRow } from '../specification/loaded-rows.ts';
import { signatoryOf } from '../specification/persons.ts';
import { hostSignature, inpsSignature } from '../specification/signatures.ts';
import { amendProtocol } from './amend-protocol.ts';
import { loadProtocol } from './load-protocol.ts';

const code = (wanted: string): unknown => expect.objectContaining({ code: wanted });

/** A protocol in force over a point, as a version has written it that claimed no days, and a signed one over that point. */
async function setUp() {
  const store = new MemoryEventStore();
  const world = agreementsOver(store);
  await world.registerHost({ isOlder: true });
  const pointId = await world.approvedPoint();
  const [older, newer] = [await world.signedProtocol([pointId]), await world.signedProtocol([pointId])];
  const actor = { kind: 'policy', name: 'an older version' } as const;
  const commandId = 'c5f7b8a0-0000-5000-8000-00000000000c';
  await world.executor.execute(protocol, {
    id: older,
    origin: { commandId, actor, correlationId: commandId, causationId: commandId },
    decide: () => [enteredIntoForce('2026-02-21', { durationMonths: 12 })],
  });
  return { ...world, store, pointId, older, newer };
}

describe('P6: two protocols never cover one point at one time, also where one is older than claims of coverage', () => {
  it('nothing is claimed before it is known what the older one covers, which is then in the way', async () => {
    const { enter, follow, coverage, newer, older, pointId } = await setUp();
    await expect(enter(newer, '2026-06-01')).rejects.toEqual(code('COVERAGE_BEHIND'));
    expect(await coverage(pointId)).toEqual([]);
    await follow(new MemoryWorkStore());
    expect(await coverage(pointId)).toEqual([{ protocolId: older, from: '2026-02-21', until: '2027-02-21' }]);
    await expect(enter(newer, '2026-06-01')).rejects.toEqual(code('POINT_COVERED_BY_ANOTHER_PROTOCOL'));
    await enter(newer, '2027-02-21');
  });

  it('nor by an amendment', async () => {
    const { give, older } = await setUp();
    const signatures = [inpsSignature, hostSignature].map((signature) => ({
      ...signature,
      signatory: signatoryOf(signature.party),
      registerEntry: { ...signature.registerEntry, number: 900, date: '2026-02-25' },
    }));
    const wanted = { protocolId: older, signatures, durationMonths: 24 };
    await expect(give(amendProtocol, wanted, { as: directorate })).rejects.toEqual(code('COVERAGE_BEHIND'));
  });

  it('nor by an act that is loaded', async () => {
    const { give } = await setUp();
    const row = loadedRow({ code: 'A', hostBodyId: host.id, effectiveDate: '2012-03-01' });
    const central = { role: 'central', id: 'centre' } as const;
    await expect(give(loadProtocol, row, { as: central })).rejects.toEqual(code('COVERAGE_BEHIND'));
  });

  it('nobody waits for it with a host that is no older than claims', async () => {
    const world = agreementsOver(new MemoryEventStore());
    await world.registerHost();
    const protocolId = await world.signedProtocol([await world.approvedPoint()]);
    await world.enter(protocolId, '2026-03-02');
    expect(await world.written()).not.toContain('OlderCoveragesRecorded');
  });

  it('a log that is no older than claims is told nothing, at no start', async () => {
    const world = agreementsOver(new MemoryEventStore());
    await world.follow(new MemoryWorkStore());
    expect(await world.written()).toEqual([]);
    await world.registerHost();
    await world.follow(new MemoryWorkStore());
    expect(await world.written()).not.toContain('OlderCoveragesRecorded');
  });

  it('the log says once that it is known, and another start says nothing more', async () => {
    const { follow, written } = await setUp();
    for (const work of [new MemoryWorkStore(), new MemoryWorkStore()]) await follow(work);
    expect((await written()).filter((type) => type === 'OlderCoveragesRecorded')).toHaveLength(1);
  });
});
