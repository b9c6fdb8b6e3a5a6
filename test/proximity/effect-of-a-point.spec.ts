import type { AnyPrincipal } from '#use-cases';
import { AuditedLog } from '../audit/support/audited-log.ts';
import type { Fact } from '../audit/support/fact-writer.ts';
import {
  activated,
  approvedPoint,
  BOLOGNA,
  deactivated,
  kindChanged,
  MODENA,
  morningOf,
  type Place,
  relocated,
  resumed,
  startOf,
  suspended,
} from '../audit/support/network-facts.ts';

const FERRARA: Place = { region: '08', province: '038', municipality: 'D548' };

const MOVED = 'a4a70900-24e1-5ff1-9ec1-1dd0d6c1b2f9';
const ASKED_FOR = 'b4a70900-24e1-5ff1-9ec1-1dd0d6c1b2f9';
const PROPOSED = 'c4a70900-24e1-5ff1-9ec1-1dd0d6c1b2f9';
const ESTABLISHED = 'd4a70900-24e1-5ff1-9ec1-1dd0d6c1b2f9';
const GIVEN_UP = 'e4a70900-24e1-5ff1-9ec1-1dd0d6c1b2f9';

/** What happens to a Punto INPS in Bologna on a day. */
function ofPuntoInps(id: string, type: string, on: string, data: object): Fact {
  return {
    ...{ stream: `PuntoInps-${id}`, type, recordedAt: morningOf(on), data, effectiveAt: startOf(on) },
    scope: { region: BOLOGNA.region, province: BOLOGNA.province },
  };
}
const proposed = (id: string): Fact =>
  ofPuntoInps(id, 'PuntoInpsProposed', '2026-01-05', {
    ...{ puntoInpsId: id, name: 'Punto INPS', ...BOLOGNA, proposedBy: 'DP', referenceUnit: 'DP' },
    ...{ address: { street: 'Via Roma 1', postalCode: '40100' }, ground: 'LOW_COMPLEXITY', proposedOn: '2026-01-05' },
  });

describe('what opening a point would change that is not active on the day', () => {
  let log: AuditedLog;

  beforeAll(async () => {
    log = new AuditedLog();
    await log.write(
      ...approvedPoint(MOVED, BOLOGNA, '2025-12-01'),
      activated(MOVED, 'pr-1', '2026-01-01'),
      suspended(MOVED, 'pr-1', '2026-02-01'),
      resumed(MOVED, 'pr-1', '2026-02-10'),
      relocated(MOVED, MODENA, '2026-03-01'),
      kindChanged(MOVED, 'SERVIZIO', '2026-03-15'),
      suspended(MOVED, 'pr-1', '2026-04-01'),
      resumed(MOVED, 'pr-1', '2026-04-10'),
      relocated(MOVED, FERRARA, '2026-05-01'),
      deactivated(MOVED, 'pr-1', '2026-06-01'),
      ...approvedPoint(ASKED_FOR, BOLOGNA, '2026-01-05'),
      ...[PROPOSED, ESTABLISHED, GIVEN_UP].map(proposed),
      ofPuntoInps(ESTABLISHED, 'PuntoInpsEstablished', '2026-01-10', {
        ...{ establishedOn: '2026-01-10', from: 'PROPOSED', to: 'ESTABLISHED' },
        act: { authority: 'Direzione regionale', number: '7', date: '2026-01-02' },
      }),
      ofPuntoInps(GIVEN_UP, 'PuntoInpsClosed', '2026-01-20', {
        ...{ reason: 'LOW_DEMAND', closedOn: '2026-01-20', from: 'PROPOSED', to: 'CLOSED' },
      }),
    );
    await log.fold();
  });
  afterAll(() => log.close());

  const effectOf = (pointId: string, question: object, principal?: AnyPrincipal) =>
    log.ask('GetProximityOfPoint', { pointId, km: 25, limit: 1, ...question }, principal) as Promise<{
      readonly effect: string;
      readonly municipality: string | null;
      readonly otherDistance: number;
    }>;

  it.each([
    ['2025-06-01', 'before anything was known of it, first', BOLOGNA],
    ['2025-12-15', 'when it was approved', BOLOGNA],
    ['2026-02-05', 'when it was suspended', BOLOGNA],
    ['2026-04-05', 'when it was suspended again, after it had moved', MODENA],
    ['2026-07-01', 'at its end', FERRARA],
  ])('T4: on %s it is opened where it stood %s', async (on, _when, { municipality }) => {
    expect(await effectOf(MOVED, { on })).toMatchObject({ effect: 'OPENING', municipality });
  });

  it.each([
    ['2025-12-15', 'INFORMATIVO', 'SERVIZIO'],
    ['2026-02-05', 'INFORMATIVO', 'SERVIZIO'],
    ['2026-04-05', 'SERVIZIO', 'INFORMATIVO'],
    ['2026-07-01', 'SERVIZIO', 'INFORMATIVO'],
  ])('T4: on %s it counts as of the kind that it was of, %s, and not %s', async (on, counts, counted) => {
    expect((await effectOf(MOVED, { on, kinds: counts })).otherDistance).toBeGreaterThan(0);
    expect((await effectOf(MOVED, { on, kinds: counted })).otherDistance).toBe(0);
  });

  const office = (role: string, more: object = {}) => ({ id: 'x', role, ...more }) as AnyPrincipal;
  const CENTRAL = office('central');
  const ANALYST = office('analyst');
  const REGIONAL = office('regional', { region: '08' });
  const PROVINCIAL = office('provincial', { region: '08', province: '037' });
  const HOST = office('host-operator', { host: 'host-1' });
  const OTHERS = [
    office('regional', { region: '09' }),
    office('provincial', { region: '08', province: '036' }),
    office('host-operator', { host: 'host-2' }),
    office('desk-operator', { region: '08', province: '037', unit: 'DP' }),
    office('citizen', { subject: 's' }),
  ];

  const told = async (pointId: string, among: readonly AnyPrincipal[]) =>
    Promise.all(
      among.map((principal) =>
        effectOf(pointId, { on: '2026-07-01' }, principal).then(
          ({ municipality }) => municipality,
          (refused: unknown) => (refused as { readonly code?: string }).code,
        ),
      ),
    );
  const OFFICES = [CENTRAL, ANALYST, REGIONAL, PROVINCIAL];

  it.each([
    [
      'was asked for alone is told to its host, and to offices, as its register is',
      ASKED_FOR,
      [...OFFICES, HOST],
      OTHERS,
    ],
    ['is a Punto INPS that was proposed alone, to offices', PROPOSED, OFFICES, [...OTHERS, HOST]],
    ['was proposed and given up, too', GIVEN_UP, OFFICES, [...OTHERS, HOST]],
    ['is established is told to everyone', ESTABLISHED, [...OFFICES, HOST, ...OTHERS], []],
    ['ever was active as well', MOVED, [...OFFICES, HOST, ...OTHERS], []],
  ])('T5: what %s', async (_what, pointId, readers, others) => {
    const municipality = pointId === MOVED ? 'D548' : 'A944';
    expect(await told(pointId, readers)).toEqual(readers.map(() => municipality));
    expect(await told(pointId, others)).toEqual(others.map(() => 'POINT_UNKNOWN'));
  });
});
