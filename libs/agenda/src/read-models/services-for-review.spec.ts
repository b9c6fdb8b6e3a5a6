import { buildDefinitionOf } from '#kernel/domain';
import { ProjectionReader } from '#kernel/execution';
import { puntoInpsRegister, servicePointRegister, type PuntoInpsEvent } from '#service-points';
import { midnightInRome } from '#italy';
import { MemoryEventStore, MemoryReadModelStore } from '#store-memory';
import type { QueryShell } from '#use-cases';
import { appointments } from './appointments.ts';
import { listServicesForReview } from './services-for-review.ts';

const NOW = Date.parse('2026-03-20T08:00:00Z');
const POINT = { region: '12', province: '058', host: { id: 'host' } };
const HELD = { heldAt: { kind: 'PUNTO_CLIENTE', id: 'point' }, point: 'point' };

/** A store with the one point and what is held at it. */
async function listed(
  point: object | undefined,
  held: readonly { readonly appointmentId: string }[],
  inps?: readonly PuntoInpsEvent[],
) {
  const [store, log] = [new MemoryReadModelStore(), new MemoryEventStore()];
  const checkpoint = { logId: await log.logId(), position: '1' };
  const put = async (
    projection: typeof appointments | typeof servicePointRegister | typeof puntoInpsRegister,
    all: readonly [string, object][],
  ) => {
    const build = await store.createBuild(buildDefinitionOf(projection));
    const documents = all.map(([key, document]) => ({ key, position: '1', document }));
    await store.commit([{ build, documents, checkpoint }]);
    await store.switchPointer(projection.name, projection.version, build);
  };
  await put(servicePointRegister, point ? [['point', { ...POINT, ...point }]] : []);
  const life = inps?.map((event, revision) => ({ event, revision, recordedAt: '2026-03-19T08:00:00.000Z' }));
  const ofInps = { region: '12', province: '058', referenceUnit: 'DP-ROMA', life };
  await put(puntoInpsRegister, inps ? [['point', ofInps]] : []);
  await put(
    appointments,
    held.map((one) => [one.appointmentId, { ...HELD, ...one }]),
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

  it('and not what lies ahead; what is no point is refused', async () => {
    const point = { suspensions: [{ from: '2026-03-05', until: null }], periods: [] };
    const ahead = [on('ahead', day('2026-03-21')), on('over', day('2026-03-06'))];
    expect((await listed(point, ahead)).ids).toEqual(['over']);
    await expect(listed(undefined, ahead)).rejects.toMatchObject({ code: 'SERVICE_POINT_NOT_FOUND' });
  });
});

describe('T1: what was held at a Punto INPS while, as is known now, it received nobody, or not for that', () => {
  const fact = (type: string, date: string, data: object) =>
    ({ type, data, effectiveAt: midnight(date) }) as unknown as PuntoInpsEvent;
  const midnight = (date: string) => new Date(midnightInRome(date)).toISOString();
  const RECEPTION = 'accoglienza-orientamento';
  const DUPLICATE = 'duplicato-certificazione-unica';
  const offers = (revisedOn: string, ...ids: string[]) =>
    fact('PuntoInpsServicesRevised', revisedOn, { revisedOn, services: ids.map((serviceId) => ({ serviceId })) });
  const opened = [
    fact('PuntoInpsProposed', '2026-01-01', { proposedOn: '2026-01-01' }),
    fact('PuntoInpsEstablished', '2026-01-02', { establishedOn: '2026-01-02' }),
    offers('2026-01-03', RECEPTION, DUPLICATE),
    fact('PuntoInpsOpened', '2026-02-02', { openedOn: '2026-02-02' }),
  ];
  const suspended = fact('PuntoInpsSuspended', '2026-03-05', { suspendedOn: '2026-03-05', until: '2026-03-10' });
  const resumed = fact('PuntoInpsResumed', '2026-03-10', { resumedOn: '2026-03-10' });
  const closed = fact('PuntoInpsClosed', '2026-03-12', { closedOn: '2026-03-12' });
  const held = (date: string, serviceId = RECEPTION) => ({ ...on(`${date} ${serviceId}`, day(date)), date, serviceId });

  it('is for review: while it was suspended, from its closure on, and before it was open', async () => {
    const days = ['2026-02-01', '2026-03-04', '2026-03-05', '2026-03-09', '2026-03-10', '2026-03-12'].map((one) =>
      held(one),
    );
    const { ids, asked } = await listed(undefined, days, [...opened, suspended, resumed, closed]);
    expect(ids.map((id) => id.slice(0, 10))).toEqual(['2026-02-01', '2026-03-05', '2026-03-09', '2026-03-12']);
    expect(asked).toEqual([{ region: '12', province: '058', unit: 'DP-ROMA' }]);
    const goesOn = await listed(undefined, days, [...opened, suspended]);
    expect(goesOn.ids.map((id) => id.slice(0, 10))).toEqual(['2026-02-01', '2026-03-05', '2026-03-09']);
  });

  it('and for a service that it had ceased to offer; one that it never did was promised by its agency', async () => {
    const all = [held('2026-03-03', DUPLICATE), held('2026-03-06', DUPLICATE), held('2026-03-06', 'quesito')];
    const { ids } = await listed(undefined, all, [...opened, offers('2026-03-06', RECEPTION)]);
    expect(ids).toEqual([`2026-03-06 ${DUPLICATE}`]);
  });
});
