import { romeDateOf } from '#italy';
import { AuditedLog } from './support/audited-log.ts';
import {
  activated,
  approvedPoint,
  BOLOGNA,
  protocolInForce,
  renewalScheduled,
  suspended,
  terminationNotified,
} from './support/network-facts.ts';

const today = romeDateOf(Date.now());
/** The same day some years later. */
const inYears = (years: number): string => `${Number(today.slice(0, 4)) + years}-06-15`;
const BEGUN = '2026-02-01';

describe('a day that lies ahead', () => {
  let log: AuditedLog;

  beforeAll(async () => {
    log = new AuditedLog();
    const points = ['stays', 'ends', 'passes', 'left', 'stopped'];
    const inForce = (id: string, names: string[], expiresOn?: string) =>
      protocolInForce(id, '08', BEGUN, { points: names, ...(expiresOn === undefined ? {} : { expiresOn }) });
    await log.write(
      ...inForce('long', ['stays', 'stopped'], inYears(9)),
      ...inForce('short', ['ends'], inYears(2)),
      ...inForce('renewed', ['passes', 'left'], inYears(3)),
      ...points.flatMap((id) => approvedPoint(id, BOLOGNA, BEGUN)),
      ...['stays', 'stopped'].map((id) => activated(id, 'long', BEGUN)),
      activated('ends', 'short', BEGUN),
      ...['passes', 'left'].map((id) => activated(id, 'renewed', BEGUN)),
      suspended('stopped', 'long', BEGUN, { until: inYears(1) }),
      ...renewalScheduled('next', { renews: 'renewed', points: ['passes'], from: inYears(3), recorded: '2026-03-02' }),
      terminationNotified('long', inYears(8), '2026-03-02'),
    );
    await log.fold();
  });
  afterAll(() => log.close());

  interface Page {
    readonly items: readonly {
      readonly id: string;
      readonly protocol: { readonly id: string; readonly state: string };
    }[];
  }
  const active = async (on: string, more: object = {}) => {
    const { items } = (await log.ask('ListPointsOnDate', { region: '08', on, limit: 1_000, ...more })) as Page;
    return items.map(({ id, protocol }) => `${id} ${protocol.id} ${protocol.state}`).sort();
  };
  const stays = 'stays long IN_FORCE';
  const stopped = 'stopped long IN_FORCE';

  it.each<[string, string, string[]]>([
    [
      'today nothing is over',
      today,
      ['ends short IN_FORCE', 'left renewed IN_FORCE', 'passes renewed IN_FORCE', stays],
    ],
    [
      'a suspension is over on its day',
      inYears(1),
      ['ends short IN_FORCE', 'left renewed IN_FORCE', 'passes renewed IN_FORCE', stays, stopped],
    ],
    [
      'a protocol that expires covers nothing',
      inYears(2),
      ['left renewed IN_FORCE', 'passes renewed IN_FORCE', stays, stopped],
    ],
    ['P6: what its successor covers passes, the others end', inYears(3), ['passes next IN_FORCE', stays, stopped]],
    ['and so does what that covers', inYears(6), [stays, stopped]],
    ['a notice is carried out before the expiry', inYears(8), []],
  ])('T3: of the points, %s', async (_rule, on, expected) => {
    expect(await active(on)).toEqual(expected);
  });

  it('T3: as it was known before what is set was recorded, nothing of it is known', async () => {
    expect(await active(inYears(3), { knownAt: '2026-03-01' })).toEqual([stays, stopped]);
    expect(await active(inYears(8), { knownAt: '2026-03-01' })).toEqual([stays, stopped]);
    expect(await active(inYears(9), { knownAt: '2026-03-01' })).toEqual([]);
  });

  it('T3: whoever wants to have known it on a day that lies ahead as well is told what is known now', async () => {
    for (const on of [inYears(1), inYears(3), inYears(8)]) {
      for (const knownAt of [on, inYears(9)]) expect(await active(on, { knownAt })).toEqual(await active(on));
    }
  });

  it('T3: what lies ahead of the day on which it was known is told as it was set then', async () => {
    expect(await active('2026-02-20', { knownAt: '2026-02-10' })).toHaveLength(4);
  });

  it.each([
    [
      today,
      { ACTIVE: 4, SUSPENDED: 1, DEACTIVATED: 0 },
      { IN_FORCE: 3, SIGNED: 1, RENEWED: 0, EXPIRED: 0, TERMINATED: 0 },
    ],
    [
      inYears(3),
      { ACTIVE: 3, SUSPENDED: 0, DEACTIVATED: 2 },
      { IN_FORCE: 2, SIGNED: 0, RENEWED: 1, EXPIRED: 1, TERMINATED: 0 },
    ],
    [
      inYears(8),
      { ACTIVE: 0, SUSPENDED: 0, DEACTIVATED: 5 },
      { IN_FORCE: 0, SIGNED: 0, RENEWED: 1, EXPIRED: 2, TERMINATED: 1 },
    ],
  ])('T3: the dashboard counts points and protocols of %s as they are set', async (on, points, protocols) => {
    interface Count {
      readonly kind?: string;
      readonly state: string;
      readonly count: number;
    }
    const counted = (counts: readonly Count[], states: object) =>
      Object.fromEntries(
        counts
          .filter(({ state, kind = 'INFORMATIVO' }) => state in states && kind === 'INFORMATIVO')
          .map(({ state, count }) => [state, count]),
      );
    const found = (await log.ask('GetRegionDashboard', { region: '08', on, within: 90, months: 1 })) as {
      readonly points: readonly Count[];
      readonly protocols: readonly Count[];
    };
    expect(counted(found.points, points)).toEqual(points);
    expect(counted(found.protocols, protocols)).toEqual(protocols);
  });
});
