import { addDays, regions } from '#italy';
import { Random } from '#demonstration';
import { AuditedLog } from './support/audited-log.ts';
import { activeByHand } from './support/brute-force.ts';
import { DAYS, FIRST_DAY, generateNetwork } from './support/generated-network.ts';

const SEEDS = [11, 12];
const QUESTIONS = 12;
/** Those in which random lives are lived. */
const LIVED_IN: readonly string[] = ['08', '09'];

interface Counted {
  readonly count: number;
  readonly kind?: string;
  readonly state: string;
}
interface Area {
  readonly points: readonly Counted[];
  readonly protocols: readonly Counted[];
}
interface Region extends Area {
  readonly region: string;
  readonly provinces: readonly { readonly province: string; readonly points: readonly Counted[] }[];
}
interface Dashboard extends Area {
  readonly on: string;
  readonly regions: readonly Region[];
  readonly trend: readonly { readonly on: string; readonly activePoints: number }[];
}
interface RegionAlone extends Region {
  readonly puntiInps: readonly Counted[];
  readonly authorizationsDue: number;
  readonly figures: object | null;
  readonly expiring: { readonly count: number };
  readonly notForwarded: { readonly count: number; readonly items: readonly { readonly days: number }[] };
  readonly trend: Dashboard['trend'];
}
const active = ({ points }: Pick<Area, 'points'>): number =>
  points.filter(({ state }) => state === 'ACTIVE').reduce((sum, { count }) => sum + count, 0);

describe.each(SEEDS)('dashboards of random lives (seed %i)', (seed) => {
  let log: AuditedLog;
  const random = new Random(seed);
  const days = Array.from({ length: QUESTIONS }, () => addDays(FIRST_DAY, random.integer(0, DAYS)));

  beforeAll(async () => {
    log = new AuditedLog();
    await log.write(...generateNetwork(seed, { expiring: true }).facts);
    await log.fold();
  });
  afterAll(() => log.close());

  it('T1, T2, T3: the national one counts in each region and province the points that were active by the raw log, and so do distances', async () => {
    const events = await log.events();
    let counted = 0;
    for (const on of days) {
      const nation = (await log.ask('GetNationalDashboard', { on, within: 90, months: 1 })) as Dashboard;
      const byHand = nation.regions.map(({ region }) =>
        LIVED_IN.includes(region) ? activeByHand(events, { region, on }) : [],
      );
      expect(nation.regions.map(active)).toEqual(byHand.map(({ length }) => length));
      expect(active(nation)).toBe(byHand.flat().length);
      for (const kind of ['INFORMATIVO', 'EVOLUTO']) {
        const ofKind = byHand.flat().filter((point) => point.kind === kind).length;
        expect(active({ points: nation.points.filter((counts) => counts.kind === kind) })).toBe(ofKind);
        const near = (await log.ask('GetProximityByArea', { on, km: 1, kinds: kind })) as { counted: number };
        expect(near.counted).toBe(ofKind);
      }
      counted += byHand.flat().length;
      nation.regions.forEach(({ provinces }, index) => {
        for (const { province, ...there } of provinces) {
          expect(active(there)).toBe(byHand[index]?.filter((point) => point.province === province).length);
        }
      });
    }
    expect(counted).toBeGreaterThan(QUESTIONS);
  });

  it('the national one is the sum of what each region is told of itself, also month by month', async () => {
    const on = days[0] ?? FIRST_DAY;
    const question = { on, within: 200, months: 12 };
    const nation = (await log.ask('GetNationalDashboard', question)) as Dashboard;
    const alone: RegionAlone[] = [];
    for (const { code: region } of regions()) {
      alone.push((await log.ask('GetRegionDashboard', { region, ...question })) as RegionAlone);
    }
    expect(nation.regions).toEqual(
      alone.map(({ region, points, puntiInps, protocols, provinces, figures, ...waiting }) => ({
        ...{ region, points, puntiInps, protocols, provinces, figures, authorizationsDue: waiting.authorizationsDue },
        expiring: waiting.expiring.count,
        notForwarded: {
          count: waiting.notForwarded.count,
          oldestDays: waiting.notForwarded.items[0]?.days ?? null,
        },
      })),
    );
    expect(nation.trend.map(({ activePoints }) => activePoints)).toEqual(
      nation.trend.map((_, month) => alone.reduce((sum, { trend }) => sum + (trend[month]?.activePoints ?? 0), 0)),
    );
  });

  it('T2: as it was known, a region counts the points that were active by the raw log of then', async () => {
    const events = await log.events();
    for (const on of days) {
      for (const region of LIVED_IN) {
        const knownAt = addDays(on, random.integer(-20, 60));
        const told = (await log.ask('GetRegionDashboard', { region, on, knownAt, within: 1, months: 1 })) as Dashboard;
        expect(active(told)).toBe(activeByHand(events, { region, on, knownAt }).length);
      }
    }
  });
});
