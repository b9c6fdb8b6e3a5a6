import { MemoryEventStore, MemoryWorkStore } from '#store-memory';
import { agreementsOver, directorate } from '../specification/agreements.ts';
import { rectifyProtocol, type RectifyProtocol } from './rectify-protocol.ts';
import { terminateProtocol } from './terminate-protocol.ts';

const act = { authority: 'Direzione regionale Emilia-Romagna', number: '12', date: '2026-03-02' };
const code = (wanted: string): unknown => expect.objectContaining({ code: wanted });

/** A protocol in force from 21 February over one point, and a signed one that renews it. */
async function setUp() {
  const store = new MemoryEventStore();
  const world = agreementsOver(store);
  await world.registerHost();
  const pointId = await world.approvedPoint();
  const older = await world.signedProtocol([pointId]);
  await world.enter(older, '2026-02-21');
  const newer = await world.signedProtocol([pointId], { renews: older });
  const work = new MemoryWorkStore();
  return {
    ...{ ...world, pointId, older, newer },
    follow: () => world.follow(work),
    rectify: async (protocolId: string, type: string, changes: RectifyProtocol['changes']) => {
      const events = await store.readStream(`Protocol-${protocolId}`);
      const rectifies = events.findLast((event) => event.type === type)?.revision ?? -1;
      const wanted = { protocolId, rectifies, ...(changes ? { changes } : {}), reason: 'Errore', act };
      return world.give(rectifyProtocol, wanted, { as: directorate, key: JSON.stringify(wanted) });
    },
    terminate: (protocolId: string, effectiveDate: string) =>
      world.give(
        terminateProtocol,
        { protocolId, noticeDate: '2026-02-21', effectiveDate, reason: 'Recesso' },
        { as: directorate, key: `end of ${protocolId}` },
      ),
  };
}

describe('P6: an entry into force that renews another', () => {
  it('can be rectified otherwise, and so can the rest of both', async () => {
    const { enter, follow, rectify, coverage, older, newer, pointId } = await setUp();
    await enter(newer, '2026-02-25');
    await follow();
    await rectify(older, 'ProtocolEnteredIntoForce', { effectiveDate: '2026-02-22' });
    await follow();
    expect(await coverage(pointId)).toEqual([
      { protocolId: newer, from: '2026-02-25', until: '2027-02-25' },
      { protocolId: older, from: '2026-02-22', until: '2026-02-25' },
    ]);
  });

  it('that ended none, as the predecessor had ended before, is moved as any other, but not before that end', async () => {
    const { enter, terminate, follow, rectify, coverage, older, newer, pointId } = await setUp();
    await terminate(older, '2026-02-24');
    await follow();
    await enter(newer, '2026-02-26');
    await follow();
    const moved = (effectiveDate: string) => rectify(newer, 'ProtocolEnteredIntoForce', { effectiveDate });
    await expect(moved('2026-02-23')).rejects.toEqual(code('RENEWAL_BEFORE_END'));
    await moved('2026-02-24');
    await follow();
    expect(await coverage(pointId)).toEqual([
      { protocolId: older, from: '2026-02-21', until: '2026-02-24' },
      { protocolId: newer, from: '2026-02-24', until: '2027-02-24' },
    ]);
  });

  it('and the predecessor whose end is moved past the beginning of its successor was renewed on that day', async () => {
    const { enter, terminate, follow, rectify, protocol, coverage, older, newer, pointId } = await setUp();
    await terminate(older, '2026-02-24');
    await follow();
    await enter(newer, '2026-02-26');
    await follow();
    await rectify(older, 'ProtocolTerminated', { effectiveDate: '2026-02-27' });
    await follow();
    expect(await protocol(older)).toMatchObject({ status: 'RENEWED', renewedOn: '2026-02-26' });
    expect(await coverage(pointId)).toEqual([
      { protocolId: newer, from: '2026-02-26', until: '2027-02-26' },
      { protocolId: older, from: '2026-02-21', until: '2026-02-26' },
    ]);
  });

  it('while a successor lies ahead, the days after its beginning are nobody else’s, and no obstacle', async () => {
    const { enter, follow, rectify, coverage, older, newer, pointId } = await setUp();
    await enter(newer, '2027-02-21');
    await follow();
    await rectify(older, 'ProtocolEnteredIntoForce', { effectiveDate: '2026-02-24' });
    await follow();
    expect(await coverage(pointId)).toEqual([
      { protocolId: newer, from: '2027-02-21', until: '2028-02-21' },
      { protocolId: older, from: '2026-02-24', until: '2027-02-24' },
    ]);
  });
});
