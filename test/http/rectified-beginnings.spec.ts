import { accepted, establishUnits, TERRITORY } from '../e2e/support/agenda.ts';
import { Agreements, AUTHORIZATIONS, POINTS, PROTOCOLS } from '../e2e/support/agreements.ts';
import type { Api } from '../e2e/support/api.ts';
import { startApplication, type TestApplication } from '../e2e/support/application.ts';
import { countedDays } from './support/counted-days.ts';

const { region } = TERRITORY;
/** A kind that is active without anybody who is authorised. */
const EVOLUTO = { kind: 'EVOLUTO', services: ['quesito'] };

describe('T2: what persons did stands, where the beginning of a protocol is rectified past that', () => {
  const { clock, begun, day, goTo } = countedDays();
  let application: TestApplication;
  let agreements: Agreements;
  let hostId: string;
  let regional: Api;

  const at = async (days: number): Promise<void> => {
    await application.settled();
    goTo(days);
    regional = await application.as({ role: 'regional', id: 'director', region });
  };
  /** What comes of a command has come before the next one. */
  const does = async (path: string, body: object): Promise<void> => {
    await accepted(regional.post(path, body));
    await application.settled();
  };
  const read = async (path: string) => (await regional.get(path)).body as Record<string, unknown>;
  const rectifyEntry = async (protocolId: string, days: number): Promise<void> => {
    const thing = `${PROTOCOLS}/${protocolId}`;
    const { history } = (await read(thing)) as { readonly history: readonly { readonly type: string }[] };
    const rectifies = history.findIndex(({ type }) => type === 'ProtocolEnteredIntoForce');
    const act = { authority: 'Direzione regionale', number: '1', date: begun };
    await does(`${thing}/rectifications`, {
      ...{ rectifies, changes: { effectiveDate: day(days) }, reason: 'Data errata', act },
    });
  };
  /** The days on which a point is active, by the audit. */
  const activeOn = async (pointId: string, ...days: number[]): Promise<boolean[]> => {
    const found: boolean[] = [];
    for (const one of days) {
      const { items } = (await read(`/rest/audit/v1/points?region=${region}&on=${day(one)}`)) as {
        readonly items: readonly { readonly id: string }[];
      };
      found.push(items.some(({ id }) => id === pointId));
    }
    return found;
  };
  const approved = () => agreements.approvedPoint(hostId, EVOLUTO);

  beforeEach(async () => {
    clock.ahead = 0;
    application = await startApplication({ clock });
    await establishUnits(await application.as());
    agreements = await Agreements.over(application.as);
    hostId = await agreements.host();
  });
  afterEach(() => application.close());

  it('K6, K8: an end, a stop and a revocation, in between', async () => {
    const [ended, stopped, staffed] = [await approved(), await approved(), await approved()];
    const points = [ended, stopped, staffed];
    const protocolId = await agreements.signedProtocol(hostId, points, { kinds: ['EVOLUTO'] });
    await agreements.inForce(protocolId);
    const authorizations: string[] = [];
    for (const number of [0, 1]) {
      const id = await agreements.trainedOperator(hostId, staffed, `clerk-${number}`, 70 + number);
      await agreements.granted(id, protocolId);
      authorizations.push(id);
    }
    for (const pointId of points) await agreements.activated(pointId, protocolId);
    await at(30);
    await does(`${POINTS}/${ended}/deactivation`, { reason: 'HOST_REQUEST', deactivatedOn: day(10) });
    await does(`${POINTS}/${stopped}/suspension`, { reason: 'SECURITY', suspendedOn: day(10) });
    const [revoked = '', suspended = ''] = authorizations;
    await does(`${AUTHORIZATIONS}/${revoked}/revocation`, { reason: 'SECURITY', revokedOn: day(10) });
    await does(`${AUTHORIZATIONS}/${suspended}/suspension`, { reason: 'SECURITY', suspendedOn: day(10) });

    await rectifyEntry(protocolId, 20);

    expect(await read(`${POINTS}/${ended}`)).toMatchObject({ state: 'DEACTIVATED', periods: [] });
    expect(await activeOn(ended, 5, 15, 20, 30)).toEqual([false, false, false, false]);
    expect(await read(`${POINTS}/${stopped}`)).toMatchObject({
      state: 'SUSPENDED',
      suspensions: [{ reason: 'SECURITY', from: day(20), until: null, isOver: false }],
    });
    expect(await activeOn(stopped, 5, 15, 20, 30)).toEqual([false, false, false, false]);
    expect(await activeOn(staffed, 19, 20, 30)).toEqual([false, true, true]);
    expect(await read(`${AUTHORIZATIONS}/${revoked}`)).toMatchObject({ state: 'REVOKED' });
    expect(await read(`${AUTHORIZATIONS}/${suspended}`)).toMatchObject({
      ...{ state: 'SUSPENDED', suspendedFor: ['SECURITY'] },
    });

    await rectifyEntry(protocolId, 0);
    expect(await activeOn(ended, 5, 9, 10, 30)).toEqual([true, true, false, false]);
    expect(await activeOn(stopped, 5, 9, 10, 30)).toEqual([true, true, false, false]);
    expect(await read(`${AUTHORIZATIONS}/${revoked}`)).toMatchObject({ state: 'REVOKED' });
  });

  it('T1: a stop that is recorded late, of days before an end that was undone', async () => {
    const pointId = await approved();
    const protocolId = await agreements.signedProtocol(hostId, [pointId], { kinds: ['EVOLUTO'] });
    await agreements.inForce(protocolId);
    await agreements.activated(pointId, protocolId);
    await at(30);
    const termination = { noticeDate: day(1), effectiveDate: day(15), reason: 'Recesso' };
    await does(`${PROTOCOLS}/${protocolId}/termination`, termination);
    const { history } = (await read(`${PROTOCOLS}/${protocolId}`)) as { readonly history: readonly { type: string }[] };
    await does(`${PROTOCOLS}/${protocolId}/rectifications`, {
      rectifies: history.findIndex(({ type }) => type === 'ProtocolTerminated'),
      ...{ changes: { effectiveDate: day(30) }, reason: 'Data errata' },
      act: { authority: 'Direzione regionale', number: '1', date: begun },
    });
    expect(await activeOn(pointId, 15, 29, 30)).toEqual([true, true, false]);
    await does(`${POINTS}/${pointId}/suspension`, { reason: 'PREMISES', suspendedOn: day(12) });
    expect(await activeOn(pointId, 11, 12, 15, 29)).toEqual([true, false, false, false]);
    await does(`${POINTS}/${pointId}/resumption`, { reason: 'PREMISES', resumedOn: day(20) });
    expect(await activeOn(pointId, 11, 12, 19, 20, 29)).toEqual([true, false, false, true, true]);
  });

  it('P6: an end under a renewal that turns out to have begun after that', async () => {
    const pointId = await approved();
    const older = await agreements.signedProtocol(hostId, [pointId], { kinds: ['EVOLUTO'] });
    await agreements.inForce(older);
    await agreements.activated(pointId, older);
    const newer = await agreements.signedProtocol(hostId, [pointId], { kinds: ['EVOLUTO'], renews: older });
    await at(30);
    await does(`${PROTOCOLS}/${newer}/entry-into-force`, { effectiveDate: day(10) });
    await does(`${POINTS}/${pointId}/deactivation`, { reason: 'HOST_REQUEST', deactivatedOn: day(15) });
    expect(await activeOn(pointId, 9, 14, 15, 30)).toEqual([true, true, false, false]);

    await rectifyEntry(newer, 20);

    expect(await activeOn(pointId, 9, 14, 15, 20, 30)).toEqual([true, true, false, false, false]);
    expect(await read(`${POINTS}/${pointId}`)).toMatchObject({
      state: 'DEACTIVATED',
      periods: [{ from: day(0), until: day(15), protocolId: older, reason: 'HOST_REQUEST' }],
    });
    await rectifyEntry(newer, 12);
    expect(await read(`${POINTS}/${pointId}`)).toMatchObject({
      state: 'DEACTIVATED',
      periods: [
        { from: day(0), until: day(12), protocolId: older },
        { from: day(12), until: day(15), protocolId: newer, reason: 'HOST_REQUEST' },
      ],
    });
  });
});
