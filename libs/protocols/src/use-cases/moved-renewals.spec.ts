import { SystemError } from '#kernel/domain';
import type { EventStore } from '#kernel/ports';
import { intercept } from '#kernel/specification';
import { puntoCliente, type PuntoCliente, type PuntoClienteEvent } from '#service-points';
import { MemoryEventStore, MemoryWorkStore } from '#store-memory';
import type { Lived } from '#use-cases/dated';
import { protocolLife } from '../domain/protocol-life.ts';
import type { ProtocolEvent } from '../domain/events.ts';
import type { Protocol } from '../domain/protocol-state.ts';
import { agreementsOver, directorate, MovedClock } from '../specification/agreements.ts';
import { signatoryOf } from '../specification/persons.ts';
import { signaturesOfAmendment } from '../specification/sample-amendment.ts';
import { amendProtocol } from './amend-protocol.ts';
import { rectifyProtocol } from './rectify-protocol.ts';
import { suspendProtocol } from './suspend-protocol.ts';

const act = { authority: 'Direzione regionale Emilia-Romagna', number: '12', date: '2026-03-02' };
const code = (wanted: string): unknown => expect.objectContaining({ code: wanted });
const OLDER_FROM = '2026-02-21';
const RENEWED_ON = '2026-02-25';

/** The log as a process sees it that dies once it has appended so often. */
function downAfter(appends: number, store: EventStore): EventStore {
  let left = appends;
  return intercept<EventStore>(store, {
    append: async (request) => {
      if (left === 0) throw new SystemError('STORE_UNAVAILABLE', 'the process is gone');
      left -= 1;
      return store.append(request);
    },
  });
}

/** Two active points under a protocol; one of them has passed, on 25 February, to the protocol that renews it, the other ended. */
async function setUp() {
  const store = new MemoryEventStore();
  const clock = new MovedClock('2026-03-02T08:00:00Z');
  const world = agreementsOver(store, clock);
  await world.registerHost();
  const [passing, left] = [await world.approvedPoint(), await world.approvedPoint()];
  const older = await world.signedProtocol([passing, left]);
  await world.enter(older, OLDER_FROM);
  for (const pointId of [passing, left]) await world.activate(pointId, older, OLDER_FROM);
  const newer = await world.signedProtocol([passing], { renews: older });
  const work = new MemoryWorkStore();
  const revisionOf = async (protocolId: string, type: string): Promise<number> => {
    const events = await store.readStream(`Protocol-${protocolId}`);
    return events.findLast((event) => event.type === type)?.revision ?? -1;
  };
  return {
    ...{ ...world, clock, store, revisionOf, passing, left, older, newer },
    follow: () => world.follow(work),
    move: async (effectiveDate: string, by = world) => {
      const rectifies = await revisionOf(newer, 'ProtocolEnteredIntoForce');
      const wanted = { protocolId: newer, rectifies, changes: { effectiveDate }, reason: 'Data errata', act };
      return by.give(rectifyProtocol, wanted, { as: directorate, key: `moved to ${effectiveDate}` });
    },
    suspend: (protocolId: string, suspendedOn: string, until?: string) =>
      world.give(
        suspendProtocol,
        { protocolId, suspendedOn, reason: 'Lavori', ...(until === undefined ? {} : { until }) },
        { as: directorate, key: `suspended on ${suspendedOn}` },
      ),
    /** Under which protocol a point is active on a day. */
    under: async (pointId: string, day: string) => {
      const { life } = (await world.point(pointId)) as Lived<PuntoCliente, PuntoClienteEvent>;
      const state = puntoCliente.told.stateOn(life, day);
      return state.status === 'ACTIVE' ? state.activity.protocolId : state.status;
    },
    statusOn: async (protocolId: string, day: string) => {
      const { life } = (await world.protocol(protocolId)) as Lived<Protocol, ProtocolEvent>;
      return protocolLife.stateOn(life, day).status;
    },
  };
}

type World = Awaited<ReturnType<typeof setUp>>;

/** The newer protocol in force since 25 February, and all that follows from it. */
async function renewed(): Promise<World> {
  const world = await setUp();
  await world.enter(world.newer, RENEWED_ON);
  await world.follow();
  return world;
}

/** On each day both protocols, the point that passes, and the one that ends. */
async function expectRenewalOn(world: World, day: string): Promise<void> {
  const { older, newer, passing, left, statusOn, under, coverage } = world;
  for (const on of ['2026-02-22', '2026-02-23', '2026-02-24', '2026-02-25', '2026-02-26', '2026-02-27', '2026-02-28']) {
    const isBefore = on < day;
    expect([on, await statusOn(older, on), await statusOn(newer, on)]).toEqual(
      isBefore ? [on, 'IN_FORCE', 'SIGNED'] : [on, 'RENEWED', 'IN_FORCE'],
    );
    expect([on, await under(passing, on), await under(left, on)]).toEqual(
      isBefore ? [on, older, older] : [on, newer, 'DEACTIVATED'],
    );
  }
  const days = await coverage(passing);
  expect(daysOf(days, older)).toEqual({ from: OLDER_FROM, until: day });
  expect(daysOf(days, newer)).toEqual({ from: day, until: `2027${day.slice(4)}` });
  expect(daysOf(await coverage(left), older)).toEqual({ from: OLDER_FROM, until: day });
}

/** The first day and the end of what a protocol has of a point, without a gap. */
function daysOf(periods: Awaited<ReturnType<World['coverage']>>, protocolId: string) {
  const own = periods
    .filter((period) => period.protocolId === protocolId)
    .toSorted((a, b) => (a.from < b.from ? -1 : 1));
  own.slice(1).forEach(({ from }, index) => expect(from).toBe(own[index]?.until));
  return { from: own[0]?.from, until: own.at(-1)?.until };
}

describe('P6, T2: the entry into force that ended the predecessor is moved, and that end with it', () => {
  it.each(['2026-02-23', '2026-02-27', '2026-02-22', '2026-03-01'])('to %s', async (day) => {
    const world = await renewed();
    await expectRenewalOn(world, RENEWED_ON);
    await world.move(day);
    await world.follow();
    await expectRenewalOn(world, day);
    expect(await world.protocol(world.older)).toMatchObject({ status: 'RENEWED', renewedOn: day });
  });

  it.each([
    ['2026-02-23', '2026-02-27'],
    ['2026-02-27', '2026-02-23'],
    ['2026-02-27', RENEWED_ON],
  ])('to %s, and at once to %s', async (first, second) => {
    const world = await renewed();
    await world.move(first);
    await world.move(second);
    await world.follow();
    await expectRenewalOn(world, second);
  });

  it.each([
    ['2026-02-23', '2026-02-27'],
    ['2026-02-27', '2026-02-23'],
  ])('to %s, and later to %s', async (first, second) => {
    const world = await renewed();
    for (const day of [first, second]) {
      await world.move(day);
      await world.follow();
    }
    await expectRenewalOn(world, second);
  });

  it('as known before, it was as it was recorded', async () => {
    const { move, follow, store, passing, newer, older } = await renewed();
    const before = (await store.readStream(`PuntoCliente-${passing}`)).length;
    await move('2026-02-27');
    await follow();
    const events = await store.readStream(`PuntoCliente-${passing}`);
    expect(events.slice(before)).toEqual([
      expect.objectContaining({
        type: 'PuntoClienteRectified',
        data: expect.objectContaining({
          of: 'PuntoClienteCoverageTransferred',
          changes: { transferredOn: '2026-02-27' },
          reason: 'Data errata',
          act,
          standing: { suspensions: [], activity: { protocolId: newer, from: '2026-02-27' } },
        }),
      }),
    ]);
    const rectified = (await store.readStream(`Protocol-${older}`)).at(-1);
    expect(rectified?.data).toMatchObject({ of: 'ProtocolRenewed', reason: 'Data errata', act });
  });

  it('no other protocol gets the days between, not before it follows either', async () => {
    const { move, signedProtocol, enter, passing, left } = await renewed();
    const [third, fourth] = [await signedProtocol([passing]), await signedProtocol([left])];
    await move('2026-02-27');
    await expect(enter(third, '2026-02-25')).rejects.toEqual(code('POINT_COVERED_BY_ANOTHER_PROTOCOL'));
    await expect(enter(fourth, '2026-02-25')).rejects.toEqual(code('POINT_COVERED_BY_ANOTHER_PROTOCOL'));
    await enter(fourth, '2026-02-27');
  });

  it('and not to a day on which another protocol covers a point that had ended', async () => {
    const { move, follow, signedProtocol, enter, left } = await renewed();
    await enter(await signedProtocol([left]), RENEWED_ON);
    await follow();
    await expect(move('2026-02-27')).rejects.toEqual(code('POINT_COVERED_BY_ANOTHER_PROTOCOL'));
  });

  it('a suspension of the older one that was over between the two days ends on its day', async () => {
    const world = await setUp();
    await world.suspend(world.older, '2026-02-24', '2026-02-26');
    // As if it had been known before the day of the resumption.
    await world.enter(world.newer, RENEWED_ON);
    await world.follow();
    await world.move('2026-02-28');
    await world.follow();
    const days = ['2026-02-24', '2026-02-25', '2026-02-26', '2026-02-27', '2026-02-28'];
    expect(await Promise.all(days.map((day) => world.statusOn(world.older, day)))).toEqual([
      ...['SUSPENDED', 'SUSPENDED', 'IN_FORCE', 'IN_FORCE', 'RENEWED'],
    ]);
    expect(await Promise.all(days.map((day) => world.under(world.passing, day)))).toEqual([
      ...['SUSPENDED', 'SUSPENDED', world.older, world.older, world.newer],
    ]);
  });

  it('T1: and so does the first of two, the second of which was recorded before the older one was renewed', async () => {
    const world = await setUp();
    await world.suspend(world.older, '2026-02-27');
    await world.enter(world.newer, RENEWED_ON);
    await world.follow();
    await world.suspend(world.older, '2026-02-24', '2026-02-26');
    await world.move('2026-02-28');
    await world.follow();
    const days = ['2026-02-24', '2026-02-25', '2026-02-26', '2026-02-27', '2026-02-28'];
    expect(await Promise.all(days.map((day) => world.statusOn(world.older, day)))).toEqual([
      ...['SUSPENDED', 'SUSPENDED', 'IN_FORCE', 'SUSPENDED', 'RENEWED'],
    ]);
  });
});

describe('P6: an entry into force that ended the predecessor is not moved', () => {
  it('before the older one has begun', async () => {
    const { move, follow } = await renewed();
    await expect(move('2026-02-20')).rejects.toEqual(code('RENEWAL_BEFORE_PREDECESSOR'));
    await follow();
  });

  it('before what was done under the older one', async () => {
    const world = await setUp();
    await world.suspend(world.older, '2026-02-23');
    await world.enter(world.newer, RENEWED_ON);
    await world.follow();
    await expect(world.move('2026-02-22')).rejects.toMatchObject({
      code: 'PREDECESSOR_ACTED_ON',
      facts: { of: 'ProtocolSuspended', on: '2026-02-23' },
    });
    await world.move('2026-02-24');
  });

  it('before the older one was told of the day as it was', async () => {
    const { enter, newer, move, follow } = await setUp();
    await enter(newer, RENEWED_ON);
    await expect(move('2026-02-27')).rejects.toEqual(code('PREDECESSOR_NOT_TOLD'));
    await follow();
    await move('2026-02-27');
  });

  it('past the end that the older one had otherwise', async () => {
    const { enter, newer, move, follow, clock } = await setUp();
    await enter(newer, RENEWED_ON);
    await follow();
    clock.moveTo('2027-03-02T08:00:00Z');
    await expect(move('2027-02-22')).rejects.toMatchObject({
      code: 'RENEWAL_AFTER_END',
      facts: { endsOn: '2027-02-21' },
    });
  });
});

describe('P6: of two rectifications at once, of the beginning of both protocols', () => {
  it('the newer one does not begin before a day that the older one is just being moved to', async () => {
    const { older, store, clock, move, follow, revisionOf } = await renewed();
    const dying = agreementsOver(downAfter(2, store), clock, 'dying');
    const rectifies = await revisionOf(older, 'ProtocolEnteredIntoForce');
    const moved = { protocolId: older, rectifies, changes: { effectiveDate: '2026-02-24' }, reason: 'Errore', act };
    const begins = (by = dying) => by.give(rectifyProtocol, moved, { as: directorate, key: 'the older one' });
    await expect(begins()).rejects.toEqual(code('STORE_UNAVAILABLE'));
    await expect(move('2026-02-23')).rejects.toEqual(code('POINT_COVERED_BY_ANOTHER_PROTOCOL'));
    clock.moveTo('2026-03-02T08:01:01Z');
    await follow();
    await move('2026-02-22');
  });
});

describe('P6: a rectification of a renewal whose process dies', () => {
  it.each([1, 2, 3])('after %d of its appends leaves the same behind, once it is repeated', async (appends) => {
    const world = await renewed();
    const { store, clock, move, follow } = world;
    const dying = agreementsOver(downAfter(appends, store), clock, 'dying');
    await move('2026-02-27', dying).catch((error: unknown) => expect(error).toEqual(code('STORE_UNAVAILABLE')));
    await move('2026-02-27');
    await follow();
    await expectRenewalOn(world, '2026-02-27');
  });

  it.each([1, 2])('after %d of its claims gives them back, of both protocols, and can act no more', async (appends) => {
    const world = await renewed();
    const { store, clock, move, follow, coverage, passing, left } = world;
    const before = [await coverage(passing), await coverage(left)];
    const dying = agreementsOver(downAfter(appends, store), clock, 'dying');
    await expect(move('2026-02-27', dying)).rejects.toEqual(code('STORE_UNAVAILABLE'));
    await follow();
    clock.moveTo('2026-03-02T08:01:01Z');
    await follow();
    expect([await coverage(passing), await coverage(left)]).toEqual(before);
    await expect(move('2026-02-27')).rejects.toEqual(code('COMMAND_ABANDONED'));
    await expectRenewalOn(world, RENEWED_ON);
  });
});

describe('P6, P7, T2: what is to be recorded of the older protocol while the entry of the newer one is moved', () => {
  /** The log as a process sees it before whose append to a stream something else is tried. */
  const justBefore = (store: EventStore, stream: string, other: () => Promise<unknown>): EventStore =>
    intercept<EventStore>(store, {
      append: async (request) => {
        if (request.stream === stream) await other();
        return store.append(request);
      },
    });

  it('waits, so that the days that were claimed for that are its own', async () => {
    const world = await renewed();
    const { store, clock, older, newer, passing, left, coverage, follow, move } = world;
    const signatures = signaturesOfAmendment(1).map((one) => ({
      ...{ ...one, signatory: signatoryOf(one.party), signedAt: '2026-02-21T10:00:00.000Z' },
      registerEntry: { ...one.registerEntry, number: 901, date: '2026-02-21' },
    }));
    const amendment = { protocolId: older, signatures, points: [passing], effectiveDate: '2026-02-23' };
    const amend = (key: string) => world.give(amendProtocol, amendment, { as: directorate, key });
    const tried: unknown[] = [];
    const late = justBefore(store, `Protocol-${newer}`, () =>
      amend('at once').then(
        () => tried.push('recorded'),
        (refusal: unknown) => tried.push(refusal),
      ),
    );
    await move('2026-02-27', agreementsOver(late, clock, 'late'));
    expect(tried).toEqual([code('RENEWAL_MOVING')]);
    await follow();
    await amend('once it has followed');
    await follow();
    expect(daysOf(await coverage(passing), older)).toEqual({ from: OLDER_FROM, until: '2026-02-27' });
    expect(daysOf(await coverage(left), older)).toEqual({ from: OLDER_FROM, until: '2026-02-23' });
  });
});
