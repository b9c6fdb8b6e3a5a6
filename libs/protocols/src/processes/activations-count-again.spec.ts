import { activatePuntoCliente, deactivatePuntoCliente, puntoCliente } from '#service-points';
import { MemoryEventStore, MemoryWorkStore } from '#store-memory';
import { agreementsOver, directorate, MovedClock } from '../specification/agreements.ts';
import { suspendProtocol } from '../use-cases/suspend-protocol.ts';

const as = { as: directorate };

describe('T1: a point that was activated twice, the earlier time recorded late, under a protocol that is suspended since', () => {
  it('is suspended from the second time on, once an end of a day between is known', async () => {
    const world = agreementsOver(new MemoryEventStore(), new MovedClock('2026-05-20T08:00:00Z'));
    const { give, executor } = world;
    await world.registerHost();
    const pointId = await world.approvedPoint();
    const protocolId = await world.signedProtocol([pointId]);
    await world.enter(protocolId, '2026-03-01');
    const work = new MemoryWorkStore();
    for (const activatedOn of ['2026-05-10', '2026-04-10']) {
      await give(activatePuntoCliente, { pointId, protocolId, activatedOn }, as);
      await world.follow(work);
    }
    await give(suspendProtocol, { protocolId, suspendedOn: '2026-04-05', until: '2026-06-01', reason: 'Lavori' }, as);
    await world.follow(work);

    await give(deactivatePuntoCliente, { pointId, reason: 'HOST_REQUEST', deactivatedOn: '2026-05-01' }, as);
    await world.follow(work);

    const states = await executor.look(puntoCliente, pointId, (found) =>
      ['2026-04-10', '2026-05-01', '2026-05-10', '2026-05-20'].map((day) => puntoCliente.judgedOn(found, day).status),
    );
    expect(states).toEqual(['SUSPENDED', 'DEACTIVATED', 'SUSPENDED', 'SUSPENDED']);
  });
});
