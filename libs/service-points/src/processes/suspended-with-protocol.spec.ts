import { suspendProtocol } from '#protocols';
import { agreementsOver, directorate, MovedClock } from '#protocols/specification';
import { MemoryEventStore, MemoryWorkStore } from '#store-memory';
import { puntoCliente } from '../domain/punto-cliente.ts';

describe('T1: a suspension of its protocol that is over when it is recorded', () => {
  it.each([
    ['once the activation of the point was followed', true],
    ['just after the activation of the point', false],
  ])('stands in the history of a point, which is told as suspended at no time: %s', async (_when, isFollowed) => {
    const [store, work] = [new MemoryEventStore(), new MemoryWorkStore()];
    const world = agreementsOver(store, new MovedClock('2026-05-02T08:00:00Z'));
    await world.registerHost();
    const pointId = await world.approvedPoint();
    const protocolId = await world.signedProtocol([pointId]);
    await world.enter(protocolId, '2026-03-01');
    await world.follow(work);
    await world.activate(pointId, protocolId, '2026-03-02');
    if (isFollowed) await world.follow(work);
    const days = { suspendedOn: '2026-03-10', until: '2026-03-20' };
    await world.give(suspendProtocol, { protocolId, ...days, reason: 'Lavori' }, { as: directorate });
    await world.follow(work);
    const told = await world.executor.look(puntoCliente, pointId, (point) =>
      'life' in point
        ? point.life.flatMap(({ event }) =>
            event.type === 'PuntoClienteSuspended' || event.type === 'PuntoClienteResumed'
              ? [
                  [
                    event.type,
                    event.data.to?.state,
                    'suspendedOn' in event.data ? event.data.suspendedOn : event.data.resumedOn,
                  ],
                ]
              : [],
          )
        : [],
    );
    expect(told).toEqual([
      ['PuntoClienteSuspended', 'ACTIVE', '2026-03-10'],
      ['PuntoClienteResumed', 'ACTIVE', '2026-03-20'],
    ]);
  });
});
