import { accepted, establishUnits, TERRITORY } from '../e2e/support/agenda.ts';
import { Agreements, POINTS, PROTOCOLS } from '../e2e/support/agreements.ts';
import type { Api } from '../e2e/support/api.ts';
import { startApplication, type TestApplication } from '../e2e/support/application.ts';
import { countedDays } from './support/counted-days.ts';

const { region } = TERRITORY;

describe('P7: on each day the protocol that covers a point allows its kind', () => {
  const { clock, begun, day, goTo } = countedDays();
  let application: TestApplication;
  let agreements: Agreements;
  let hostId: string;
  let regional: Api;

  const at = async (days: number): Promise<void> => {
    goTo(days);
    regional = await application.as({ role: 'regional', id: 'director', region });
  };

  beforeAll(async () => {
    application = await startApplication({ clock });
    await establishUnits(await application.as());
    agreements = await Agreements.over(application.as);
    hostId = await agreements.host();
    await at(0);
  });
  afterAll(() => application.close());

  const both = ['INFORMATIVO', 'EVOLUTO'];
  /** A point of kind INFORMATIVO that is active under a protocol that allows EVOLUTO as well. */
  const activePoint = async (): Promise<{ readonly pointId: string; readonly protocolId: string }> => {
    const pointId = await agreements.approvedPoint(hostId, { kind: 'INFORMATIVO', services: ['stato-domanda'] });
    const protocolId = await agreements.signedProtocol(hostId, [pointId], { kinds: both });
    await agreements.inForce(protocolId);
    await agreements.activated(pointId, protocolId);
    return { pointId, protocolId };
  };
  const becomes = (pointId: string, kind: string, changedOn?: string) =>
    regional.post(`${POINTS}/${pointId}/kind`, {
      ...{ kind, services: ['stato-domanda'], ...(changedOn === undefined ? {} : { changedOn }) },
      ...(kind === 'EVOLUTO' ? { hostRequest: { protocolNumber: '13/2026', date: begun } } : {}),
    });
  const amend = (protocolId: string, kinds: readonly string[], effectiveDate: string) =>
    accepted(
      regional.post(`${PROTOCOLS}/${protocolId}/amendments`, {
        signatures: (['INPS', 'HOST'] as const).map((party) => agreements.signatureOf(party, { text: 'ad' })),
        ...{ kinds, effectiveDate },
      }),
    );
  const stands = async (pointId: string) => {
    await application.settled();
    const { body } = await regional.get(`${POINTS}/${pointId}`);
    const { state, suspensions } = body as { readonly state: string; readonly suspensions: readonly object[] };
    return { state, suspensions };
  };
  const activeOn = async (on: string): Promise<Readonly<Record<string, string>>> => {
    await application.settled();
    const { body } = await regional.get(`/rest/audit/v1/points?region=${region}&on=${on}`);
    const { items } = body as { readonly items: readonly { readonly id: string; readonly kind: string }[] };
    return Object.fromEntries(items.map(({ id, kind }) => [id, kind]));
  };
  const counted = async (on: string, kind: string): Promise<Readonly<Record<string, number>>> => {
    const { body } = await regional.get(`/rest/audit/v1/regions/${region}/dashboard?on=${on}`);
    const { points } = body as {
      readonly points: readonly { readonly kind: string; readonly state: string; readonly count: number }[];
    };
    return Object.fromEntries(points.filter((one) => one.kind === kind).map(({ state, count }) => [state, count]));
  };

  it('a renewal that does not allow the kind of a point enters neither now nor later', async () => {
    const { pointId, protocolId } = await activePoint();
    const renewal = await agreements.signedProtocol(hostId, [pointId], { kinds: ['INFORMATIVO'], renews: protocolId });
    await accepted(becomes(pointId, 'EVOLUTO'));
    for (const effectiveDate of [day(0), day(3)]) {
      const { status, body } = await regional.post(`${PROTOCOLS}/${renewal}/entry-into-force`, { effectiveDate });
      expect([status, body]).toMatchObject([422, { code: 'POINTS_OF_KIND_NOT_COVERED', facts: { points: [pointId] } }]);
    }
    expect(await stands(pointId)).toEqual({ state: 'ACTIVE', suspensions: [] });

    await accepted(becomes(pointId, 'INFORMATIVO'));
    await accepted(regional.post(`${PROTOCOLS}/${renewal}/entry-into-force`, { effectiveDate: day(3) }));
    const { status, body } = await becomes(pointId, 'EVOLUTO');
    expect([status, body]).toMatchObject([
      422,
      { code: 'KIND_NOT_COVERED_AHEAD', facts: { from: day(3), protocolId: renewal } },
    ]);
  });

  it('an amendment that is signed for a later day refuses a kind that it does not allow then', async () => {
    const { pointId, protocolId } = await activePoint();
    await amend(protocolId, ['INFORMATIVO'], day(3));
    const { status, body } = await becomes(pointId, 'EVOLUTO');
    expect([status, body]).toMatchObject([
      422,
      { code: 'KIND_NOT_COVERED_AHEAD', facts: { from: day(3), protocolId } },
    ]);
  });

  it('T1: a change of kind that is recorded late is taken, and the point suspended from the day on which the protocol does not allow it', async () => {
    const { pointId, protocolId } = await activePoint();
    await at(10);
    await amend(protocolId, ['INFORMATIVO'], day(2));
    await accepted(becomes(pointId, 'EVOLUTO', day(1)));
    const suspension = { reason: 'KIND_NOT_COVERED', from: day(2) };
    expect(await stands(pointId)).toMatchObject({ state: 'SUSPENDED', suspensions: [suspension] });
    expect(await activeOn(day(1))).toMatchObject({ [pointId]: 'EVOLUTO' });
    for (const on of [day(2), day(10), day(20)]) {
      expect(await activeOn(on)).not.toHaveProperty(pointId);
      expect(await counted(on, 'EVOLUTO')).toMatchObject({ SUSPENDED: 1 });
    }

    await accepted(becomes(pointId, 'INFORMATIVO'));
    expect(await stands(pointId)).toMatchObject({ state: 'ACTIVE', suspensions: [{ ...suspension, until: day(10) }] });
  });
});
