import { AuditedLog } from './support/audited-log.ts';
import {
  activated,
  amendmentSigned,
  approvedPoint,
  BOLOGNA,
  deactivated,
  ended,
  FIRENZE,
  forwarded,
  hostNamed,
  MODENA,
  protocolInForce,
  relocated,
  suspended,
} from './support/network-facts.ts';

describe('a region in numbers, on a date', () => {
  let log: AuditedLog;

  beforeAll(async () => {
    log = new AuditedLog();
    await log.write(
      hostNamed('Comune dimostrativo', '2024-01-01'),
      ...protocolInForce('old', '08', '2024-02-01'),
      forwarded('old', '2024-02-09'),
      amendmentSigned('old', 'am-1', '2026-10-01', '2027-01-01'),
      {
        ...forwarded('old', '2026-10-20'),
        data: { amendmentId: 'am-1', forwardedOn: '2026-10-20' },
      },
      ...protocolInForce('new', '08', '2026-02-01'),
      forwarded('new', '2026-03-10', { recorded: '2026-03-12' }),
      ...protocolInForce('other', '09', '2026-02-01'),
      ...approvedPoint('a', BOLOGNA, '2026-02-01'),
      activated('a', 'old', '2026-02-05'),
      relocated('a', MODENA, '2026-03-20'),
      ...approvedPoint('b', BOLOGNA, '2026-02-01'),
      activated('b', 'new', '2026-02-10'),
      suspended('b', 'new', '2026-04-01', { recorded: '2026-05-10' }),
      ...approvedPoint('c', FIRENZE, '2026-02-01'),
      activated('c', 'other', '2026-02-10'),
      deactivated('a', 'old', '2026-06-01'),
      ...protocolInForce('over', '10', '2026-02-01'),
      forwarded('over', '2026-02-09', { region: '10' }),
      { ...amendmentSigned('over', 'am-2', '2026-05-01', '2026-05-02'), scope: { region: '10' } },
      ended('over', '2026-04-01', { recorded: '2026-06-01', region: '10' }),
    );
    await log.fold();
  });
  afterAll(() => log.close());

  interface Counted {
    readonly count: number;
    readonly state?: string;
  }
  interface Dashboard {
    readonly points: readonly Counted[];
    readonly provinces: readonly { readonly province: string; readonly points: readonly Counted[] }[];
    readonly protocols: readonly Counted[];
    readonly trend: readonly object[];
  }
  const ask = (more: object = {}): Promise<Dashboard> =>
    log.ask('GetRegionDashboard', {
      region: '08',
      on: '2026-03-15',
      within: 90,
      months: 3,
      ...more,
    }) as Promise<Dashboard>;
  const standing = (counts: readonly Counted[]): object =>
    Object.fromEntries(counts.filter(({ count }) => count > 0).map(({ state, count }) => [state, count])) as object;

  it('T3, T4: counts points by kind and state, in the region and in each province as of that date', async () => {
    const march = await ask();
    expect(standing(march.points)).toEqual({ ACTIVE: 2 });
    expect(march.provinces.map(({ province, points }) => [province, standing(points)])).toEqual([
      [BOLOGNA.province, { ACTIVE: 2 }],
    ]);
    const may = await ask({ on: '2026-05-15' });
    expect(may.provinces.map(({ province, points }) => [province, standing(points)])).toEqual([
      [MODENA.province, { ACTIVE: 1 }],
      [BOLOGNA.province, { SUSPENDED: 1 }],
    ]);
  });

  it('T1: as it was known before a suspension was recorded, counts the point as active', async () => {
    const { points } = await ask({ on: '2026-05-09', knownAt: '2026-05-09' });
    expect(standing(points)).toEqual({ ACTIVE: 2 });
  });

  it('counts protocols by state, and names those that expire and those that are not forwarded, with their age', async () => {
    const march = await ask();
    expect(standing(march.protocols)).toEqual({ IN_FORCE: 2 });
    expect(march).toMatchObject({ expiring: { count: 0 }, notForwarded: { count: 0, items: [] } });
    await expect(ask({ on: '2026-03-09' })).resolves.toMatchObject({
      notForwarded: { count: 1, items: [{ id: 'new', host: 'Comune dimostrativo', days: 36 }] },
    });
    await expect(ask({ on: '2026-12-15' })).resolves.toMatchObject({
      expiring: { count: 1, items: [{ id: 'old', expiresOn: '2027-02-01', days: 48 }] },
    });
  });

  it('P9: names an amendment that is not forwarded beside its protocol, from its own signature on', async () => {
    const item = { id: 'old', amendmentId: 'am-1', host: 'Comune dimostrativo', days: 9 };
    for (const [on, items] of [
      ['2026-09-30', []],
      ['2026-10-10', [item]],
      ['2026-10-20', []],
    ] as const) {
      await expect(ask({ on })).resolves.toMatchObject({ notForwarded: { count: items.length, items } });
    }
  });

  it('P9, T1: names an amendment that both have signed, also where its protocol turns out to have ended before', async () => {
    const waiting = { notForwarded: { count: 1, items: [{ id: 'over', amendmentId: 'am-2', days: 40 }] } };
    for (const knownAt of ['2026-05-31', '2026-06-10']) {
      await expect(ask({ region: '10', on: '2026-06-10', knownAt })).resolves.toMatchObject(waiting);
    }
  });

  it('shows the trend by the ends of months, to the day that was asked for', async () => {
    const { trend } = await ask({ on: '2026-03-15', months: 3 });
    expect(trend).toEqual([
      { on: '2026-01-31', activePoints: 0, openPuntiInps: 0, protocolsInForce: 1 },
      { on: '2026-02-28', activePoints: 2, openPuntiInps: 0, protocolsInForce: 2 },
      { on: '2026-03-15', activePoints: 2, openPuntiInps: 0, protocolsInForce: 2 },
    ]);
  });

  it('T4: is for the directorate of the region', async () => {
    const question = { region: '08', within: 90, months: 1 };
    const elsewhere = { id: 'x', role: 'regional', region: '09' } as const;
    await expect(log.ask('GetRegionDashboard', question, elsewhere) as Promise<unknown>).rejects.toMatchObject({
      code: 'OUTSIDE_TERRITORY',
    });
  });

  it('T4: that of all regions is for the centre', async () => {
    const question = { on: '2026-03-15', within: 90, months: 1 };
    const regional = { id: 'x', role: 'regional', region: '08' } as const;
    await expect(log.ask('GetNationalDashboard', question, regional) as Promise<unknown>).rejects.toMatchObject({
      code: 'ROLE_NOT_ALLOWED',
    });
    await expect(log.ask('GetNationalDashboard', question)).resolves.toMatchObject({ expiring: { count: 0 } });
  });
});
