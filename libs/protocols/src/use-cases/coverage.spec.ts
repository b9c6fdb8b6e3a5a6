import { MemoryEventStore, MemoryWorkStore } from '#store-memory';
import { agreementsOver, directorate } from '../specification/agreements.ts';
import { terminateProtocol } from './terminate-protocol.ts';

const refusal = (code: string, facts = {}): unknown =>
  expect.objectContaining({ code, facts: expect.objectContaining(facts) as unknown });

async function setUp() {
  const store = new MemoryEventStore();
  const world = agreementsOver(store);
  await world.registerHost();
  const point = await world.approvedPoint();
  const [first, second] = [await world.signedProtocol([point]), await world.signedProtocol([point])];
  return { store, ...world, pointId: point, first, second };
}

describe('P6: two protocols never cover one point at one time', () => {
  it('a point is claimed for the whole period when the entry into force is scheduled', async () => {
    const { enter, coverage, first, pointId } = await setUp();
    await enter(first, '2026-04-01');
    expect(await coverage(pointId)).toEqual([{ protocolId: first, from: '2026-04-01', until: '2027-04-01' }]);
  });

  it.each([
    ['the same day', '2026-04-01'],
    ['its last day', '2027-03-31'],
    ['a day on which it would still be in force when the other begins', '2026-03-15'],
  ])('an entry into force on %s is refused', async (_which, date) => {
    const { enter, first, second, pointId } = await setUp();
    await enter(first, '2026-04-01');
    await expect(enter(second, date)).rejects.toEqual(
      refusal('POINT_COVERED_BY_ANOTHER_PROTOCOL', {
        ...{ point: pointId, from: '2026-04-01', until: '2027-04-01', coveredBy: first },
      }),
    );
  });

  it('one that begins on the day on which the other ends is taken', async () => {
    const { enter, coverage, first, second, pointId } = await setUp();
    await enter(first, '2026-04-01');
    await enter(second, '2027-04-01');
    expect(await coverage(pointId)).toHaveLength(2);
  });

  it('a refused entry into force keeps none of the points that it could have had', async () => {
    const { enter, approvedPoint, signedProtocol, coverage, first, pointId } = await setUp();
    await enter(first, '2026-04-01');
    const free = await approvedPoint();
    const both = await signedProtocol([free, pointId]);
    await expect(enter(both, '2026-05-01')).rejects.toEqual(refusal('POINT_COVERED_BY_ANOTHER_PROTOCOL'));
    expect(await coverage(free)).toEqual([]);
  });

  it('a date that is moved gives the first one back, and never leaves the protocol without its points', async () => {
    const { enter, follow, coverage, first, second, pointId } = await setUp();
    await enter(first, '2026-04-01');
    await enter(first, '2026-06-01');
    await expect(enter(second, '2026-03-15')).rejects.toEqual(refusal('POINT_COVERED_BY_ANOTHER_PROTOCOL'));
    await follow(new MemoryWorkStore());
    expect(await coverage(pointId)).toEqual([{ protocolId: first, from: '2026-06-01', until: '2027-06-01' }]);
  });

  it('a protocol that ends earlier frees its points from that day on', async () => {
    const { enter, follow, give, coverage, first, second, pointId } = await setUp();
    await enter(first, '2026-03-01');
    const notice = { noticeDate: '2026-03-02', effectiveDate: '2026-03-02', reason: 'Recesso' };
    await give(terminateProtocol, { protocolId: first, ...notice }, { as: directorate });
    await follow(new MemoryWorkStore());
    expect(await coverage(pointId)).toEqual([{ protocolId: first, from: '2026-03-01', until: '2026-03-02' }]);
    await enter(second, '2026-03-02');
  });

  it('the carried out entry into force rests on what was claimed when it was scheduled', async () => {
    const { enter, follow, clock, coverage, protocol, first, pointId } = await setUp();
    await enter(first, '2026-04-01');
    const before = await coverage(pointId);
    const work = new MemoryWorkStore();
    await follow(work);
    clock.moveTo('2026-04-01T08:00:00Z');
    await follow(work);
    expect((await protocol(first)).status).toBe('IN_FORCE');
    expect(await coverage(pointId)).toEqual(before);
  });
});
