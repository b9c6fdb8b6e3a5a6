import { distanceKm, municipalities, municipalityByCode } from '#italy';
import { AuditedLog } from '../audit/support/audited-log.ts';
import type { Fact } from '../audit/support/fact-writer.ts';
import {
  activated,
  approvedPoint,
  BOLOGNA,
  deactivated,
  FIRENZE,
  morningOf,
  startOf,
} from '../audit/support/network-facts.ts';

const CAGLIARI = { region: '20', province: '092', municipality: 'B354' };

/** A seat of INPS. */
function seat(code: string, place: { region: string; province: string; municipality?: string }, on: string): Fact {
  return {
    ...{ stream: `TerritorialUnit-${code}`, type: 'TerritorialUnitEstablished', recordedAt: morningOf(on) },
    data: {
      ...{ code, kind: 'DIREZIONE_PROVINCIALE', name: code, aooCode: code, pec: 'x@pec.example.it' },
      ...{ ...place, establishedOn: on },
    },
    effectiveAt: startOf(on),
  };
}
function closed(code: string, on: string): Fact {
  return {
    ...{ stream: `TerritorialUnit-${code}`, type: 'TerritorialUnitClosed', recordedAt: morningOf(on) },
    data: { code, kind: 'DIREZIONE_PROVINCIALE', closedOn: on, reason: 'Riordino' },
    effectiveAt: startOf(on),
  };
}

const POINT = 'a4a70900-24e1-5ff1-9ec1-1dd0d6c1b2f9';

describe('how far municipalities are from the nearest seat or point', () => {
  let log: AuditedLog;

  beforeAll(async () => {
    log = new AuditedLog();
    await log.write(
      seat('DP-037', BOLOGNA, '2020-01-01'),
      seat('DP-092', CAGLIARI, '2020-01-01'),
      seat('OLD', { region: '08', province: '036' }, '2020-01-01'),
      closed('DP-092', '2025-07-01'),
      ...approvedPoint(POINT, FIRENZE, '2025-12-01'),
      activated(POINT, 'pr-1', '2026-01-01'),
      deactivated(POINT, 'pr-1', '2026-03-01', { recorded: '2026-03-05' }),
    );
    await log.fold();
  });
  afterAll(() => log.close());

  interface Far {
    readonly code: string;
    readonly nearest: { readonly id: string; readonly km: number } | null;
  }
  /** All pages of the far municipalities. */
  const far = async (question: object): Promise<Far[]> => {
    const found: Far[] = [];
    let cursor: string | undefined;
    do {
      const page = (await log.ask('ListFarMunicipalities', {
        ...{ limit: 200, ...question },
        ...(cursor === undefined ? {} : { cursor }),
      })) as { items: Far[]; nextCursor: string | null; total: number };
      found.push(...page.items);
      cursor = page.nextCursor ?? undefined;
      if (!cursor) expect(found).toHaveLength(page.total);
    } while (cursor);
    return found;
  };
  /** The same, worked out for each municipality alone. */
  const farOf = (km: number, places: readonly string[]): string[] =>
    municipalities()
      .filter((one) => places.every((place) => distanceKm(one, municipalityByCode(place)!) > km))
      .map(({ code }) => code);

  it.each([
    ['2019-12-31', 'nobody is near anything before there is a seat', []],
    ['2025-06-30', 'seats count', ['A944', 'B354']],
    ['2025-07-01', 'a seat that was closed counts no longer', ['A944']],
    ['2026-01-01', 'a point counts from its first day of activity on', ['A944', 'D612']],
    ['2026-02-28', 'to its last, whenever that was recorded', ['A944', 'D612']],
    ['2026-03-01', 'and not after', ['A944']],
  ])('T3: on %s %s', async (on, _rule, places) => {
    expect((await far({ on, km: 60 })).map(({ code }) => code)).toEqual(farOf(60, places));
  });

  it('names the nearest, and how far it is', async () => {
    const prato = municipalityByCode('G999')!;
    const [found] = (await far({ on: '2026-02-01', km: 10 })).filter(({ code }) => code === prato.code);
    expect(found?.nearest).toMatchObject({
      id: POINT,
      thing: 'PuntoCliente',
      kind: 'INFORMATIVO',
      municipality: 'D612',
    });
    expect(found?.nearest?.km).toBeCloseTo(distanceKm(prato, municipalityByCode('D612')!), 2);
    expect((await far({ on: '2019-12-31', km: 10 }))[0]?.nearest).toBeNull();
  });

  it('counts the kinds that are asked for alone', async () => {
    const on = '2026-02-01';
    expect((await far({ on, km: 60, kinds: 'INFORMATIVO' })).map(({ code }) => code)).toEqual(farOf(60, ['D612']));
    expect((await far({ on, km: 60, kinds: 'SERVIZIO,EVOLUTO' })).map(({ code }) => code)).toEqual(farOf(60, []));
  });

  it('is counted by province and region, and says what it rests on', async () => {
    const answer = (await log.ask('GetProximityByArea', { on: '2026-02-01', km: 60 })) as {
      regions: {
        region: string;
        municipalities: number;
        far: number;
        provinces: { province: string; far: number }[];
      }[];
    };
    expect(answer).toMatchObject({
      municipalities: 7_899,
      counted: 3,
      withoutPlace: 1,
      municipalitiesOf: '2023-06',
      km: 60,
    });
    expect(answer.regions).toHaveLength(20);
    for (const { region, far: counted, provinces } of answer.regions) {
      const inRegion = farOf(60, ['A944', 'D612']).filter((code) => municipalityByCode(code)?.region === region);
      expect(counted).toBe(inRegion.length);
      expect(provinces.reduce((sum, one) => sum + one.far, 0)).toBe(counted);
    }
    // Sardinia is counted under the provinces that it no longer has, and says so.
    const sardinia = answer.regions.find(({ region }) => region === '20');
    expect(sardinia?.provinces.map(({ province }) => province)).toEqual(['090', '091', '092', '095', '111']);
    expect(sardinia?.provinces).toEqual(expect.arrayContaining([expect.objectContaining({ isFormerProvince: true })]));
    await expect(far({ on: '2026-02-01', km: 60, province: '119' })).rejects.toMatchObject({
      code: 'PROVINCE_NOT_IN_TABLE',
    });
  });

  interface Effect {
    readonly effect: string;
    readonly far: { readonly before: number; readonly after: number };
    readonly total: number;
    readonly items: readonly { readonly code: string; readonly before: number | null; readonly after: number | null }[];
  }

  it('tells what closing a point that is active would change, and opening it where it is not', async () => {
    const closing = (await log.ask('GetProximityOfPoint', {
      pointId: POINT,
      on: '2026-02-01',
      km: 25,
      limit: 200,
    })) as Effect;
    const [before, after] = [farOf(25, ['A944', 'D612']), farOf(25, ['A944'])];
    expect(closing).toMatchObject({ effect: 'CLOSING', far: { before: before.length, after: after.length } });
    expect(closing.items.map(({ code }) => code)).toEqual(after.filter((code) => !before.includes(code)));

    const opening = (await log.ask('GetProximityOfPoint', {
      pointId: POINT,
      on: '2026-04-01',
      km: 25,
      limit: 200,
    })) as Effect;
    expect(opening).toMatchObject({ effect: 'OPENING', far: { before: after.length, after: before.length } });
    expect(opening.items.map(({ code }) => code)).toEqual(closing.items.map(({ code }) => code));
    expect(opening.items.find(({ code }) => code === 'D612')?.after).toBe(0);
  });

  it('tells what a point would change that were opened in a municipality', async () => {
    const question = { code: 'B354', on: '2026-02-01', km: 30, limit: 200 };
    const opening = (await log.ask('GetProximityOfOpening', question)) as Effect;
    const [before, after] = [farOf(30, ['A944', 'D612']), farOf(30, ['A944', 'D612', 'B354'])];
    expect(opening).toMatchObject({ effect: 'OPENING', total: before.length - after.length });
    await expect(log.ask('GetProximityOfOpening', { ...question, code: 'Z999' })).rejects.toMatchObject({
      code: 'MUNICIPALITY_NOT_FOUND',
    });
    const unknown = { pointId: 'b4a70900-24e1-5ff1-9ec1-1dd0d6c1b2f9', km: 30, limit: 50 };
    await expect(log.ask('GetProximityOfPoint', unknown)).rejects.toMatchObject({ code: 'POINT_UNKNOWN' });
  });

  it('T5: is told to every role', async () => {
    for (const principal of [
      { id: 'c', role: 'citizen' },
      { id: 'h', role: 'host-operator', host: 'x' },
    ] as const) {
      await expect(log.ask('GetProximityByArea', { km: 10 }, principal)).resolves.toMatchObject({
        municipalities: 7_899,
      });
    }
  });

  it('does not say that units of the centre count, which receive nobody', async () => {
    const { kinds } = (await log.ask('GetProximityByArea', { on: '2026-02-01', km: 60 })) as { kinds: string[] };
    expect(kinds).toContain('DIREZIONE_REGIONALE');
    expect(kinds).not.toContain('DIREZIONE_CENTRALE');
  });

  it('is worked out anew once the network has changed', async () => {
    const question = { on: '2026-05-01', km: 60, kinds: 'DIREZIONE_PROVINCIALE' };
    expect((await far(question)).map(({ code }) => code)).toEqual(farOf(60, ['A944']));
    await log.write(seat('DP-048', FIRENZE, '2026-04-01'));
    await log.fold();
    expect((await far(question)).map(({ code }) => code)).toEqual(farOf(60, ['A944', 'D612']));
  });
});
