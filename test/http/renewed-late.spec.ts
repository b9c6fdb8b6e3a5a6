import { accepted, establishUnits, TERRITORY } from '../e2e/support/agenda.ts';
import { Agreements, AUTHORIZATIONS, POINTS, PROTOCOLS } from '../e2e/support/agreements.ts';
import type { Api } from '../e2e/support/api.ts';
import { startApplication, type TestApplication } from '../e2e/support/application.ts';
import { countedDays } from './support/counted-days.ts';

const { region, province } = TERRITORY;

describe('P6, T1: a renewal that is recorded late takes away the end of a point that an amendment of a later day had brought', () => {
  const { clock, day, goTo } = countedDays();
  let application: TestApplication;
  let regional: Api;
  let pointId: string;
  let authorizationId: string;
  let agreements: Agreements;

  beforeEach(async () => {
    clock.ahead = 0;
    application = await startApplication({ clock });
    await establishUnits(await application.as());
    agreements = await Agreements.over(application.as);
    await at(0);
  });
  afterEach(() => application.close());

  const at = async (days: number): Promise<void> => {
    goTo(days);
    regional = await application.as({ role: 'regional', id: 'director', region });
  };
  const stateOf = async (path: string): Promise<string> => {
    await application.settled();
    return ((await regional.get(path)).body as { readonly state: string }).state;
  };
  const isActiveOn = async (on: string): Promise<boolean> => {
    const { body } = await regional.get(`/rest/audit/v1/points?region=${region}&on=${on}`);
    return (body as { readonly items: readonly { readonly id: string }[] }).items.some(({ id }) => id === pointId);
  };
  const overview = async (): Promise<unknown> => {
    const { body } = await regional.get(`/rest/service-points/v1/network-overview/provinces/${province}`);
    return (body as { readonly points: unknown }).points;
  };

  /** The point is active with somebody authorised on it, under a protocol over it and another point, whose renewal is signed. */
  const staffed = async () => {
    const hostId = await agreements.host();
    pointId = await agreements.approvedPoint(hostId);
    const otherId = await agreements.approvedPoint(hostId);
    const points = [pointId, otherId];
    const older = await agreements.signedProtocol(hostId, points);
    await agreements.inForce(older);
    authorizationId = await agreements.trainedOperator(hostId, pointId, 'clerk-7', 70);
    await agreements.granted(authorizationId, older);
    await agreements.activated(pointId, older);
    return { hostId, otherId, older, newer: await agreements.signedProtocol(hostId, points, { renews: older }) };
  };
  const amend = async (protocolId: string, terms: object, text = 'ad'): Promise<void> => {
    const signatures = (['INPS', 'HOST'] as const).map((party) => agreements.signatureOf(party, { text }));
    await accepted(regional.post(`${PROTOCOLS}/${protocolId}/amendments`, { signatures, ...terms }));
    await application.settled();
  };

  it('and with the point go on who was authorised on it, and what counts it', async () => {
    const { otherId, older, newer } = await staffed();
    await application.settled();
    const before = await overview();

    await at(30);
    await amend(older, { points: [otherId], effectiveDate: day(20) });
    expect(await stateOf(`${POINTS}/${pointId}`)).toBe('DEACTIVATED');
    expect(await stateOf(`${AUTHORIZATIONS}/${authorizationId}`)).toBe('REVOKED');

    await accepted(regional.post(`${PROTOCOLS}/${newer}/entry-into-force`, { effectiveDate: day(10) }));
    expect(await stateOf(`${POINTS}/${pointId}`)).toBe('ACTIVE');
    expect(await stateOf(`${AUTHORIZATIONS}/${authorizationId}`)).toBe('GRANTED');
    expect(await Promise.all([9, 10, 20, 30].map((one) => isActiveOn(day(one))))).toEqual([true, true, true, true]);
    expect(await overview()).toEqual(before);

    // Nor is what ends the authorisation then overlooked: nobody else is authorised.
    await accepted(
      regional.post(`${AUTHORIZATIONS}/${authorizationId}/revocation`, { reason: 'HOST_REQUEST', revokedOn: day(25) }),
    );
    expect(await stateOf(`${POINTS}/${pointId}`)).toBe('SUSPENDED');
    expect(await Promise.all([24, 25].map((one) => isActiveOn(day(one))))).toEqual([true, false]);
  });

  it('also where the point was activated anew before that is known: who was authorised on it before goes on from that day', async () => {
    const { hostId, otherId, older, newer } = await staffed();

    await at(30);
    await amend(older, { points: [otherId], effectiveDate: day(20) });
    expect(await stateOf(`${AUTHORIZATIONS}/${authorizationId}`)).toBe('REVOKED');
    await amend(older, { points: [pointId, otherId], effectiveDate: day(25) }, 'ae');
    const later = await Agreements.over(application.as);
    const newcomer = await later.trainedOperator(hostId, pointId, 'clerk-8', 71);
    const activatedOn = day(30);
    await accepted(regional.post(`${AUTHORIZATIONS}/${newcomer}/grant`, { protocolId: older }));
    await accepted(regional.post(`${POINTS}/${pointId}/activation`, { protocolId: older, activatedOn }));
    expect(await stateOf(`${POINTS}/${pointId}`)).toBe('ACTIVE');

    await at(31);
    await accepted(regional.post(`${PROTOCOLS}/${newer}/entry-into-force`, { effectiveDate: day(10) }));
    expect(await stateOf(`${AUTHORIZATIONS}/${authorizationId}`)).toBe('GRANTED');
    expect(await stateOf(`${AUTHORIZATIONS}/${newcomer}`)).toBe('GRANTED');
    expect(await Promise.all([9, 20, 27, 31].map((one) => isActiveOn(day(one))))).toEqual([true, true, true, true]);
  });

  it('also where the point was activated after the renewal, under the protocol that covered it as was known', async () => {
    const hostId = await agreements.host();
    const kind = { kind: 'INFORMATIVO', services: ['stato-domanda'] };
    pointId = await agreements.approvedPoint(hostId, kind);
    const otherId = await agreements.approvedPoint(hostId, kind);
    const points = [pointId, otherId];
    const kinds = ['INFORMATIVO'];
    const older = await agreements.signedProtocol(hostId, points, { kinds });
    await agreements.inForce(older);
    const newer = await agreements.signedProtocol(hostId, points, { kinds, renews: older });

    await at(30);
    await accepted(regional.post(`${POINTS}/${pointId}/activation`, { protocolId: older, activatedOn: day(20) }));
    await amend(older, { points: [otherId], effectiveDate: day(15) });
    expect(await stateOf(`${POINTS}/${pointId}`)).toBe('DEACTIVATED');
    await accepted(regional.post(`${PROTOCOLS}/${newer}/entry-into-force`, { effectiveDate: day(10) }));
    expect(await stateOf(`${POINTS}/${pointId}`)).toBe('ACTIVE');
    expect(await Promise.all([19, 20, 30].map((one) => isActiveOn(day(one))))).toEqual([false, true, true]);
    const { body } = await regional.get(`${POINTS}/${pointId}`);
    expect(body).toMatchObject({ protocolId: newer });
  });
});

describe('P6, T1: a renewed protocol that turns out to have been terminated before the renewal', () => {
  const { clock, day, goTo } = countedDays();
  let application: TestApplication;

  beforeEach(async () => {
    clock.ahead = 0;
    application = await startApplication({ clock });
    await establishUnits(await application.as());
  });
  afterEach(() => application.close());

  it.each([
    ['recorded after the entry into force of the newer one', ['entry', 'termination']],
    ['recorded before it', ['termination', 'entry']],
  ] as const)('ends a point that was activated since: %s', async (_order, order) => {
    const agreements = await Agreements.over(application.as);
    const hostId = await agreements.host();
    const pointId = await agreements.approvedPoint(hostId, { kind: 'INFORMATIVO', services: ['stato-domanda'] });
    const kinds = ['INFORMATIVO'];
    const older = await agreements.signedProtocol(hostId, [pointId], { kinds });
    await agreements.inForce(older);
    const newer = await agreements.signedProtocol(hostId, [pointId], { kinds, renews: older });
    await application.settled();

    goTo(30);
    const regional = await application.as({ role: 'regional', id: 'director', region });
    await accepted(regional.post(`${POINTS}/${pointId}/activation`, { protocolId: older, activatedOn: day(20) }));
    await application.settled();
    const said = {
      entry: () => regional.post(`${PROTOCOLS}/${newer}/entry-into-force`, { effectiveDate: day(18) }),
      termination: () =>
        regional.post(`${PROTOCOLS}/${older}/termination`, {
          ...{ noticeDate: day(1), effectiveDate: day(5), reason: 'Recesso' },
        }),
    };
    for (const act of order) {
      await accepted(said[act]());
      await application.settled();
    }
    const { body } = await regional.get(`${POINTS}/${pointId}`);
    expect(body).toMatchObject({ state: 'DEACTIVATED' });
    const found = await regional.get(`/rest/audit/v1/points?region=${region}&on=${day(25)}`);
    expect(found.body).toMatchObject({ items: [] });
  });
});
