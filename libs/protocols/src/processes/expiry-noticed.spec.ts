import { SystemError } from '#kernel/domain';
import type { EventStore } from '#kernel/ports';
import { intercept } from '#kernel/specification';
import { MemoryEventStore, MemoryWorkStore } from '#store-memory';
import { agreementsOver, directorate, MovedClock } from '../specification/agreements.ts';
import { withdrawEntryIntoForce } from '../use-cases/withdraw-entry-into-force.ts';

/** A protocol in force until 1 March 2027, over one point, as somebody has written it down on the second day. */
async function setUp() {
  const store = new MemoryEventStore();
  const clock = new MovedClock('2026-03-02T08:00:00Z');
  const world = agreementsOver(store, clock);
  await world.registerHost();
  const pointId = await world.approvedPoint();
  const first = await world.signedProtocol([pointId]);
  await world.enter(first, '2026-03-01');
  const work = new MemoryWorkStore();
  return {
    ...{ ...world, store, clock, work, pointId, first },
    at: async (now: string): Promise<void> => {
      clock.moveTo(now);
      await world.follow(work);
    },
    /** How many days before which expiry a protocol was noticed, in order. */
    noticed: async (protocolId = first) =>
      (await store.readStream(`Protocol-${protocolId}`))
        .filter(({ type }) => type === 'ProtocolExpiryNoticed')
        .map(({ data }) => data),
  };
}
const expiresOn = '2027-03-01';

describe('the expiry of a protocol is noticed', () => {
  it('on each of its days, and no more once it has expired', async () => {
    const { at, noticed, protocol, first } = await setUp();
    for (const day of ['2026-11-30', '2026-12-01', '2026-12-31', '2027-01-30', '2027-02-15', '2027-03-01']) {
      await at(`${day}T08:00:00Z`);
    }
    expect(await noticed()).toEqual([90, 60, 30].map((daysBefore) => ({ expiresOn, daysBefore })));
    expect((await protocol(first)).status).toBe('EXPIRED');
  });

  it('once for all days that passed while nothing ran, or before the act was recorded', async () => {
    const { at, noticed, enter, approvedPoint, signedProtocol } = await setUp();
    await at('2027-01-10T08:00:00Z');
    expect(await noticed()).toEqual([{ expiresOn, daysBefore: 60 }]);
    const late = await signedProtocol([await approvedPoint()]);
    await enter(late, '2026-03-05');
    await at('2027-01-10T09:00:00Z');
    expect(await noticed(late)).toEqual([{ expiresOn: '2027-03-05', daysBefore: 60 }]);
  });

  it('of a protocol that was in force before notices were given, from the first start on', async () => {
    const { follow, clock, noticed } = await setUp();
    clock.moveTo('2026-12-05T08:00:00Z');
    // A process manager that nobody has run yet reads the log from its beginning.
    await follow(new MemoryWorkStore());
    expect(await noticed()).toEqual([{ expiresOn, daysBefore: 90 }]);
  });

  it('not while a successor is to enter into force by then, and at once when it is called off', async () => {
    const { at, enter, give, noticed, signedProtocol, pointId, first } = await setUp();
    const second = await signedProtocol([pointId], { renews: first });
    await at('2026-03-03T08:00:00Z');
    await enter(second, expiresOn);
    await at('2026-12-05T08:00:00Z');
    expect(await noticed()).toEqual([]);
    await give(
      withdrawEntryIntoForce,
      { protocolId: second, reason: 'Rinvio' },
      { as: directorate, key: 'the withdrawal' },
    );
    await at('2026-12-05T09:00:00Z');
    expect(await noticed()).toEqual([{ expiresOn, daysBefore: 90 }]);
  });

  it('once, wherever the process is killed, and whatever copy of its work is put back', async () => {
    for (let appends = 0; ; appends += 1) {
      const { store, clock, work, follow, at, noticed } = await setUp();
      clock.moveTo('2027-01-30T08:00:00Z');
      const killed = Promise.withResolvers<undefined>();
      let left = appends;
      const dying = intercept<EventStore>(store, {
        append: async (request) => {
          if (left === 0) {
            killed.resolve(undefined);
            throw new SystemError('STORE_UNAVAILABLE', 'the process is gone');
          }
          left -= 1;
          return store.append(request);
        },
      });
      await agreementsOver(dying, clock, 'dying').follow(work, killed.promise);
      await at('2027-01-30T08:00:00Z');
      await follow(new MemoryWorkStore());
      expect(await noticed()).toEqual([{ expiresOn, daysBefore: 30 }]);
      if (left > 0) break;
    }
  });
});
