import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SystemError } from '#kernel/domain';
import type { EventStore } from '#kernel/ports';
import { intercept } from '#kernel/specification';
import { openEmbeddedStores } from '#store-embedded';
import { MemoryEventStore, MemoryWorkStore } from '#store-memory';
import { agreementsOver, directorate, MovedClock } from '../specification/agreements.ts';
import { bringProtocolIntoForce } from './bring-protocol-into-force.ts';

const refusal = (code: string): unknown => expect.objectContaining({ code });
const ROUNDS = 12;

describe('P6: two protocols never cover one point at one time, raced over one log', () => {
  const directory = mkdtempSync(join(tmpdir(), 'coverage-'));
  const stores = openEmbeddedStores(directory);
  afterAll(async () => {
    await stores.close();
    rmSync(directory, { recursive: true });
  });

  it('of two that two processes schedule at once over the same points, one wins', async () => {
    const clock = new MovedClock('2026-03-02T08:00:00Z');
    // Each with an executor of its own: they share nothing but the log, and meet at its revisions.
    const one = agreementsOver(stores.eventStore, clock, 'one');
    const other = agreementsOver(stores.eventStore, clock, 'other');
    await one.registerHost();
    for (let round = 0; round < ROUNDS; round += 1) {
      const points = [await one.approvedPoint(), await one.approvedPoint(), await one.approvedPoint()];
      const first = await one.signedProtocol(points);
      const second = await other.signedProtocol(points.toReversed());

      const outcomes = await Promise.allSettled([one.enter(first, '2026-04-01'), other.enter(second, '2026-06-01')]);

      const lost = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
      expect(lost).toEqual([refusal('POINT_COVERED_BY_ANOTHER_PROTOCOL')]);
      const winner = outcomes[0].status === 'fulfilled' ? first : second;
      for (const point of points) {
        expect((await one.coverage(point)).map(({ protocolId }) => protocolId)).toEqual([winner]);
      }
    }
  });
});

describe('P6: an entry into force whose process dies', () => {
  /** A log that is down once so many more events were appended. */
  const downAfter = (appends: number, store: EventStore): EventStore => {
    let left = appends;
    return intercept<EventStore>(store, {
      append: async (request) => {
        if (left === 0) throw new SystemError('STORE_UNAVAILABLE', 'the process is gone');
        left -= 1;
        return store.append(request);
      },
    });
  };

  async function diesAfter(appends: number) {
    const store = new MemoryEventStore();
    const clock = new MovedClock('2026-03-02T08:00:00Z');
    const world = agreementsOver(store, clock);
    await world.registerHost();
    const points = [await world.approvedPoint(), await world.approvedPoint()];
    const [first, second] = [await world.signedProtocol(points), await world.signedProtocol(points)];
    const dying = agreementsOver(downAfter(appends, store), clock, 'dying');
    const command = { protocolId: first, effectiveDate: '2026-04-01' };
    const how = { as: directorate, key: 'the command' };
    await expect(dying.give(bringProtocolIntoForce, command, how)).rejects.toEqual(refusal('STORE_UNAVAILABLE'));
    const again = () => world.give(bringProtocolIntoForce, command, how);
    return { ...world, again, points, first, second };
  }

  it.each([1, 2])('after %d of its claims is carried out by a repeat', async (appends) => {
    const { again, coverage, points, first } = await diesAfter(appends);
    await again();
    for (const point of points) {
      expect((await coverage(point)).map(({ protocolId }) => protocolId)).toEqual([first]);
    }
  });

  it.each([1, 2])(
    'after %d of its claims binds for a minute, then its points are free and it cannot act',
    async (appends) => {
      const { again, follow, enter, clock, coverage, points, second } = await diesAfter(appends);
      await expect(enter(second, '2026-04-01')).rejects.toEqual(refusal('POINT_COVERED_BY_ANOTHER_PROTOCOL'));
      const work = new MemoryWorkStore();
      await follow(work);
      clock.moveTo('2026-03-02T08:01:01Z');
      await follow(work);
      for (const point of points) expect(await coverage(point)).toEqual([]);
      await expect(again()).rejects.toEqual(refusal('COMMAND_ABANDONED'));
      await enter(second, '2026-04-01');
    },
  );

  it('after its act keeps what it has claimed', async () => {
    const { again, follow, clock, coverage, points, first } = await diesAfter(2);
    await again();
    const work = new MemoryWorkStore();
    await follow(work);
    clock.moveTo('2026-03-02T08:01:01Z');
    await follow(work);
    for (const point of points) {
      expect((await coverage(point)).map(({ protocolId }) => protocolId)).toEqual([first]);
    }
  });
});
