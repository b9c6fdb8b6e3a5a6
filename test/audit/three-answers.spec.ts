import { addDays, romeDateOf } from '#italy';
import { AuditedLog } from './support/audited-log.ts';
import {
  activated,
  amendmentSigned,
  approvedPoint,
  BOLOGNA,
  protocolInForce,
  protocolSuspended,
  renewalScheduled,
  suspended,
  terminationNotified,
} from './support/network-facts.ts';

const today = romeDateOf(Date.now());
/** A day so many days from today. */
const day = (from: number): string => addDays(today, from);
const BEGUN = day(-100);

/**
 * What has come and nobody has carried out, since the policies have not run, beside what lies ahead. Up to the last day known
 * things stand as was written, after it as is set: audits, dashboards and distances say the same of every day.
 */
describe('what is overdue, and what lies ahead', () => {
  let log: AuditedLog;

  beforeAll(async () => {
    log = new AuditedLog();
    const inForce = (id: string, points: string[], expiresOn = day(1_000)) =>
      protocolInForce(id, '08', BEGUN, { points, expiresOn });
    const points = { expired: 'a', resumed: 'b', stopped: 'c', passes: 'd', left: 'd', noticed: 'b' };
    await log.write(
      ...inForce('a', ['expired'], day(-10)),
      ...inForce('b', ['resumed', 'noticed']),
      terminationNotified('b', day(5), day(-50)),
      ...inForce('c', ['stopped']),
      terminationNotified('c', day(5), day(-50)),
      ...inForce('d', ['passes', 'left'], day(-3)),
      ...renewalScheduled('e', { renews: 'd', points: ['passes'], from: day(-3), recorded: day(-60) }),
      ...Object.entries(points).flatMap(([id, protocol]) => [
        ...approvedPoint(id, BOLOGNA, BEGUN),
        activated(id, protocol, BEGUN),
      ]),
      suspended('resumed', 'b', day(-40), { until: day(-4) }),
      // Its own next step lies after the end of its protocol.
      suspended('stopped', 'c', day(-40), { until: day(20) }),
    );
    await log.fold();
  });
  afterAll(() => log.close());

  interface Counted {
    readonly count: number;
    readonly state: string;
  }
  const audited = async (on: string, known: object = {}): Promise<string[]> => {
    const { items } = (await log.ask('ListPointsOnDate', { region: '08', on, limit: 1_000, ...known })) as {
      readonly items: readonly { readonly id: string }[];
    };
    return items.map(({ id }) => id).sort();
  };
  const onDashboard = async (on: string, known: object = {}): Promise<number> => {
    const { points } = (await log.ask('GetRegionDashboard', { region: '08', on, within: 1, months: 1, ...known })) as {
      readonly points: readonly Counted[];
    };
    return points.reduce((sum, { state, count }) => sum + (state === 'ACTIVE' ? count : 0), 0);
  };
  const nearby = async (on: string): Promise<number> => {
    const { counted } = (await log.ask('GetProximityByArea', { on, km: 1, kinds: 'INFORMATIVO' })) as {
      readonly counted: number;
    };
    return counted;
  };

  it.each<[string, number, string[]]>([
    ['before anything has ended', -50, ['expired', 'left', 'noticed', 'passes', 'resumed', 'stopped']],
    ['on the day of an end that nobody has carried out: it goes on', -10, ['expired', 'left', 'noticed', 'passes']],
    ['on the last day known, too', 0, ['expired', 'left', 'noticed', 'passes']],
    ['on the first day ahead: what was overdue is over', 1, ['noticed', 'passes', 'resumed']],
    ['until a notice takes effect', 4, ['noticed', 'passes', 'resumed']],
    ['from then on', 5, ['passes']],
    ['also where a point would be resumed later', 20, ['passes']],
    ['to the end of all that is set', 2_000, []],
  ])('T3: audit, dashboard and distances say the same %s', async (_rule, from, expected) => {
    const on = day(from);
    await expect(audited(on)).resolves.toEqual(expected);
    await expect(onDashboard(on)).resolves.toBe(expected.length);
    await expect(nearby(on)).resolves.toBe(expected.length);
  });

  it('T3: audit and dashboard say the same of every day, as it was known on every other', async () => {
    for (const knownAt of [-70, -55, -30, -10, -5, 0, 30].map(day)) {
      for (const on of [-60, -41, -11, -10, -5, -4, -3, 0, 1, 4, 5, 19, 20, 1_000].map(day)) {
        const counted = await onDashboard(on, { knownAt });
        expect({ on, knownAt, counted }).toEqual({ on, knownAt, counted: (await audited(on, { knownAt })).length });
      }
    }
  });

  it('T3: a day that lay ahead stands as was written once it has come', async () => {
    const on = day(1);
    const before = [(await audited(on)).length, await onDashboard(on), await nearby(on)];
    log.now = () => Date.now() + 2 * 86_400_000;
    try {
      const after = [(await audited(on)).length, await onDashboard(on), await nearby(on)];
      expect([before, after]).toEqual([
        [3, 3, 3],
        [4, 4, 4],
      ]);
    } finally {
      log.now = Date.now;
    }
  });
});

/** A point that nothing of itself suspends is back once its protocol lets it, as far as that is set. */
describe('a point that its protocol alone suspends', () => {
  let log: AuditedLog;

  beforeAll(async () => {
    log = new AuditedLog();
    const narrow = (id: string, points: string[]) =>
      protocolInForce(id, '08', BEGUN, { points, kinds: ['SERVIZIO'], expiresOn: day(1_000) });
    const allowed = { kinds: ['SERVIZIO', 'INFORMATIVO'] };
    const points = { allowed: 'a', repaired: 'a', stands: 'b', passes: 'c', resumed: 'd', unsaid: 'e' };
    await log.write(
      ...narrow('a', ['allowed', 'repaired']),
      amendmentSigned('a', 'a1', day(-20), day(5), allowed),
      ...narrow('b', ['stands']),
      ...narrow('c', ['passes']),
      ...renewalScheduled('f', { renews: 'c', points: ['passes'], from: day(8), recorded: day(-60) }),
      ...protocolInForce('d', '08', BEGUN, { points: ['resumed'], expiresOn: day(1_000) }),
      protocolSuspended('d', day(-40), day(10)),
      ...protocolInForce('e', '08', BEGUN, { points: ['unsaid'], expiresOn: day(1_000) }),
      protocolSuspended('e', day(-40)),
      ...Object.entries(points).flatMap(([id, protocol]) => [
        ...approvedPoint(id, BOLOGNA, BEGUN),
        activated(id, protocol, BEGUN),
        suspended(id, protocol, day(-40), {
          reason: ['d', 'e'].includes(protocol) ? 'PROTOCOL_SUSPENDED' : 'KIND_NOT_COVERED',
        }),
      ]),
      suspended('repaired', 'a', day(-30), { until: day(12) }),
    );
    await log.fold();
  });
  afterAll(() => log.close());

  const RETURNS: readonly [string, number, string[]][] = [
    ['is suspended on the last day known', 0, []],
    ['and on the days ahead', 4, []],
    ['is back as an amendment allows its kind', 5, ['allowed']],
    ['is back as it passes to a protocol that does', 8, ['allowed', 'passes']],
    ['is back as its protocol is resumed', 10, ['allowed', 'passes', 'resumed']],
    ['is back later where something else suspends it, too', 12, ['allowed', 'passes', 'repaired', 'resumed']],
  ];

  it.each(RETURNS)('T3: it %s', async (_rule, from, expected) => {
    const on = day(from);
    const { items } = (await log.ask('ListPointsOnDate', { region: '08', on, limit: 1_000 })) as {
      readonly items: readonly { readonly id: string; readonly state: string }[];
    };
    expect(items.map(({ id, state }) => `${id} ${state}`).sort()).toEqual(expected.map((id) => `${id} ACTIVE`));
    const counted = (await log.ask('GetRegionDashboard', { region: '08', on, within: 1, months: 1 })) as {
      readonly points: readonly { readonly count: number; readonly kind: string; readonly state: string }[];
    };
    const inState = (state: string) =>
      counted.points.find((one) => one.kind === 'INFORMATIVO' && one.state === state)?.count;
    expect([inState('ACTIVE'), inState('SUSPENDED')]).toEqual([expected.length, 6 - expected.length]);
    await expect(log.ask('GetProximityByArea', { on, km: 1, kinds: 'INFORMATIVO' })).resolves.toMatchObject({
      counted: expected.length,
    });
  });

  it('T3: as it was known before that was set, it is not', async () => {
    const known = async (knownAt: string) => {
      const { items } = (await log.ask('ListPointsOnDate', { region: '08', on: day(5), knownAt, limit: 1_000 })) as {
        readonly items: readonly { readonly id: string }[];
      };
      return items.map(({ id }) => id);
    };
    await expect(known(day(-21))).resolves.toEqual([]);
    await expect(known(day(-20))).resolves.toEqual(['allowed']);
  });
});
