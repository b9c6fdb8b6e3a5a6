import { accepted, establishUnits, TERRITORY } from '../e2e/support/agenda.ts';
import { Agreements, AUTHORIZATIONS, POINTS } from '../e2e/support/agreements.ts';
import type { Api } from '../e2e/support/api.ts';
import { startApplication, type TestApplication } from '../e2e/support/application.ts';
import { until } from '../e2e/support/until.ts';
import { countedDays } from './support/counted-days.ts';

const { region } = TERRITORY;

interface Revoked {
  readonly type: string;
  readonly data: { readonly revokedOn: string };
}

describe('K6: a point follows what becomes known late of the authorisations on it', () => {
  const { clock, begun, day, goTo } = countedDays();
  let application: TestApplication;
  let regional: Api;
  let pointId: string;
  let authorizationId: string;
  let standing: { readonly hostId: string; readonly protocolId: string };

  const at = async (days: number): Promise<void> => {
    goTo(days);
    regional = await application.as({ role: 'regional', id: 'director', region });
  };
  const act = { authority: 'Direzione regionale', number: '1', date: begun };
  const path = (what: string): string => `${AUTHORIZATIONS}/${authorizationId}/${what}`;
  /** Rectifies the last event of a type, of the authorisation or of another thing. */
  const rectify = async (type: string, changes: object, thing = `${AUTHORIZATIONS}/${authorizationId}`) => {
    await application.settled();
    const { body } = await regional.get(thing);
    const { history } = body as { readonly history: readonly { readonly type: string }[] };
    const rectifies = history.findLastIndex((entry) => entry.type === type);
    await accepted(regional.post(`${thing}/rectifications`, { rectifies, changes, reason: 'Data errata', act }));
  };
  const activeOn = async (...days: number[]): Promise<boolean[]> => {
    await application.settled();
    const found: boolean[] = [];
    for (const one of days) {
      const { body } = await regional.get(`/rest/audit/v1/points?region=${region}&on=${day(one)}`);
      const { items } = body as { readonly items: readonly { readonly id: string }[] };
      found.push(items.some(({ id }) => id === pointId));
    }
    return found;
  };

  const becomes = (wanted: string): Promise<true> =>
    until(async () => {
      const { body } = await regional.get(`${AUTHORIZATIONS}/${authorizationId}`);
      return (body as { readonly state: string }).state === wanted ? true : undefined;
    });

  beforeEach(async () => {
    clock.ahead = 0;
    application = await startApplication({ clock });
    await establishUnits(await application.as());
    const agreements = await Agreements.over(application.as);
    const hostId = await agreements.host();
    pointId = await agreements.approvedPoint(hostId);
    const protocolId = await agreements.signedProtocol(hostId, [pointId]);
    await agreements.inForce(protocolId);
    authorizationId = await agreements.trainedOperator(hostId, pointId, 'clerk-7', 70);
    await agreements.granted(authorizationId, protocolId);
    await agreements.activated(pointId, protocolId);
    await application.settled();
    standing = { hostId, protocolId };
  });
  afterEach(() => application.close());

  it('T2: a grant, and an end, that are rectified to later days', async () => {
    await at(30);
    await rectify('OperatorAuthorizationGranted', { grantedOn: day(5) });
    expect(await activeOn(0, 4, 5, 30)).toEqual([false, false, true, true]);
    await accepted(regional.post(path('revocation'), { reason: 'HOST_REQUEST', revokedOn: day(10) }));
    expect(await activeOn(9, 10, 30)).toEqual([true, false, false]);
    await rectify('OperatorAuthorizationRevoked', { revokedOn: day(20) });
    expect(await activeOn(10, 19, 20)).toEqual([true, true, false]);
  });

  it('T2: an end of the point that is rectified, which moves that of the authorisations on it', async () => {
    await at(30);
    await accepted(
      regional.post(`${POINTS}/${pointId}/deactivation`, { reason: 'HOST_REQUEST', deactivatedOn: day(20) }),
    );
    expect(await activeOn(19, 20)).toEqual([true, false]);
    for (const end of [25, 15, 28]) {
      await rectify('PuntoClienteDeactivated', { deactivatedOn: day(end) }, `${POINTS}/${pointId}`);
      expect(await activeOn(14, end - 1, end, 30)).toEqual([true, true, false, false]);
      const { body } = await regional.get(`${AUTHORIZATIONS}/${authorizationId}`);
      const { state, history } = body as { readonly state: string; readonly history: readonly Revoked[] };
      const revoked = history.findLast(({ type }) => type === 'OperatorAuthorizationRevoked');
      expect([state, revoked?.data.revokedOn]).toEqual(['REVOKED', day(end)]);
    }
  });

  it('K6, T2: an activation anew that is rectified to a later day, which ends nobody who was authorised on the day of before', async () => {
    await at(20);
    await accepted(regional.post(`${POINTS}/${pointId}/deactivation`, { reason: 'SECURITY', deactivatedOn: day(10) }));
    const { hostId, protocolId } = standing;
    const agreements = await Agreements.over(application.as);
    authorizationId = await agreements.trainedOperator(hostId, pointId, 'clerk-8', 71);
    await agreements.granted(authorizationId, protocolId);
    await agreements.activated(pointId, protocolId);
    await at(30);
    expect(await activeOn(9, 10, 20, 30)).toEqual([true, false, true, true]);
    await rectify('PuntoClienteActivated', { activatedOn: day(22) }, `${POINTS}/${pointId}`);
    expect(await activeOn(20, 21, 22, 30)).toEqual([false, false, true, true]);
    const { body } = await regional.get(`${AUTHORIZATIONS}/${authorizationId}`);
    expect(body).toMatchObject({ state: 'GRANTED' });
  });

  it('T1, T2: a review that is recorded while the authorisation counts as ended before its expiry, and that end turns out to be later', async () => {
    await at(420);
    await becomes('EXPIRED');
    await accepted(
      regional.post(`${POINTS}/${pointId}/deactivation`, { reason: 'HOST_REQUEST', deactivatedOn: day(340) }),
    );
    await becomes('REVOKED');
    await accepted(regional.post(path('review'), { outcome: 'CONFIRMED', reviewedOn: day(150) }));
    await rectify('PuntoClienteDeactivated', { deactivatedOn: day(410) }, `${POINTS}/${pointId}`);
    expect(await activeOn(339, 400, 409, 410)).toEqual([true, true, true, false]);
    const { body } = await regional.get(`${AUTHORIZATIONS}/${authorizationId}`);
    const { state, history } = body as { readonly state: string; readonly history: readonly Revoked[] };
    const revoked = history.findLast(({ type }) => type === 'OperatorAuthorizationRevoked');
    expect([state, revoked?.data.revokedOn]).toEqual(['REVOKED', day(410)]);
  });

  it('T1: a review that was made in time and is recorded after the expiry', async () => {
    await at(420);
    await becomes('EXPIRED');
    expect(await activeOn(380, 420)).toEqual([true, false]);
    await accepted(regional.post(path('review'), { outcome: 'CONFIRMED', reviewedOn: day(350) }));
    await becomes('GRANTED');
    expect(await activeOn(380, 400, 420)).toEqual([true, true, true]);
  });
});
