import { buildDefinitionOf } from '#kernel/domain';
import { ProjectionReader } from '#kernel/execution';
import { servicePointRegister } from '#service-points';
import { MemoryEventStore, MemoryReadModelStore } from '#store-memory';
import type { QueryShell } from '#use-cases';
import { appointments } from './appointments.ts';
import { listServicesForReview } from './services-for-review.ts';

const NOW = Date.parse('2026-03-20T08:00:00Z');
const POINT = { region: '12', province: '058', host: { id: 'host' } };
const HELD = { kind: 'PUNTO_CLIENTE', id: 'point' };

/** A store with the one point and what is held at it. */
async function listed(point: object | undefined, held: readonly { readonly appointmentId: string }[]) {
  const [store, log] = [new MemoryReadModelStore(), new MemoryEventStore()];
  const checkpoint = { logId: await log.logId(), position: '1' };
  const put = async (
    projection: typeof appointments | typeof servicePointRegister,
    all: readonly [string, object][],
  ) => {
    const build = await store.createBuild(buildDefinitionOf(projection));
    const documents = all.map(([key, document]) => ({ key, position: '1', document }));
    await store.commit([{ build, documents, checkpoint }]);
    await store.switchPointer(projection.name, projection.version, build);
  };
  await put(servicePointRegister, point ? [['point', { ...POINT, ...point }]] : []);
  await put(
    appointments,
    held.map((one) => [one.appointmentId, { heldAt: HELD, ...one }]),
  );
  const asked: object[] = [];
  const shell = {
    reader: new ProjectionReader({ log, store }),
    ...{ read: {}, clock: { now: () => NOW }, requireWithin: (scope: object) => asked.push(scope) },
  } as unknown as QueryShell;
  const page = await listServicesForReview.run({ point: 'point', limit: 50 }, shell);
  return { ids: (page as { items: { appointmentId: string }[] }).items.map((one) => one.appointmentId), asked };
}

const on = (appointmentId: string, startsAt: string, state = 'BOOKED') => ({ appointmentId, startsAt, state });
/** At nine in Rome. */
const day = (date: string) => `${date}T08:00:00.000Z`;

describe('T1: what was held at a Punto Cliente while, as is known now, it received nobody', () => {
  it('is for review: from the first day of a suspension until its last, by the calendar of Rome', async () => {
    const point = {
      suspensions: [{ from: '2026-03-05', until: '2026-03-10' }],
      periods: [{ from: '2026-01-01', until: null }],
    };
    const held = [
      on('before', '2026-03-04T22:59:00.000Z'),
      on('first', '2026-03-04T23:00:00.000Z'),
      on('last', '2026-03-09T22:59:00.000Z'),
      on('after', '2026-03-09T23:00:00.000Z'),
    ];
    const { ids, asked } = await listed(point, held);
    expect(ids).toEqual(['first', 'last']);
    expect(asked).toEqual([{ region: '12', province: '058', host: 'host' }]);
  });

  it('also after its end, until it is active again, and while a suspension goes on', async () => {
    const periods = [
      { from: '2026-01-01', until: '2026-03-03' },
      { from: '2026-03-06', until: null },
    ];
    const suspensions = [{ from: '2026-03-12', until: null }];
    const held = ['2026-03-02', '2026-03-04', '2026-03-06', '2026-03-13'].map((date) => on(date, day(date)));
    expect((await listed({ suspensions, periods }, held)).ids).toEqual(['2026-03-04', '2026-03-13']);
  });

  it('as far as people may have been received: with what was completed, without what was cancelled, missed or displaced', async () => {
    const point = { suspensions: [{ from: '2026-03-05', until: null }], periods: [] };
    const states = ['BOOKED', 'CHECKED_IN', 'IN_SERVICE', 'COMPLETED', 'CANCELLED', 'NO_SHOW', 'DISPLACED'];
    const held = states.map((state) => on(state, day('2026-03-06'), state));
    expect((await listed(point, held)).ids.sort()).toEqual(['BOOKED', 'CHECKED_IN', 'COMPLETED', 'IN_SERVICE']);
  });

  it('and not what lies ahead; of what is no Punto Cliente nothing is told', async () => {
    const point = { suspensions: [{ from: '2026-03-05', until: null }], periods: [] };
    const ahead = [on('ahead', day('2026-03-21')), on('over', day('2026-03-06'))];
    expect((await listed(point, ahead)).ids).toEqual(['over']);
    expect(await listed(undefined, ahead)).toEqual({ ids: [], asked: [] });
  });
});
