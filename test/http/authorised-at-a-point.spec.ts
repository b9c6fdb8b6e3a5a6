import { accepted, establishUnits, TERRITORY } from '../e2e/support/agenda.ts';
import { Agreements, AUTHORIZATIONS, POINTS, PROTOCOLS } from '../e2e/support/agreements.ts';
import type { Api } from '../e2e/support/api.ts';
import { startApplication, type TestApplication } from '../e2e/support/application.ts';
import { countedDays } from './support/counted-days.ts';

const { region } = TERRITORY;

describe('K6, K7, T1, T2: an authorisation ends with the activity that it was granted for, in whatever order that becomes known', () => {
  const { clock, begun, day, goTo } = countedDays();
  let application: TestApplication;
  let regional: Api;
  let pointId: string;
  let protocolId: string;
  let operators: (clerk: number) => Promise<string>;

  const at = async (days: number): Promise<void> => {
    goTo(days);
    regional = await application.as({ role: 'regional', id: 'director', region });
  };
  const act = { authority: 'Direzione regionale', number: '1', date: begun };
  const done = async (thing: string, what: string, body: object): Promise<void> => {
    await accepted(regional.post(`${thing}/${what}`, body));
    await application.settled();
  };
  const point = (what: string, body: object): Promise<void> => done(`${POINTS}/${pointId}`, what, body);
  /** Rectifies the last fact of a type. */
  const rectify = async (thing: string, type: string, changes: object): Promise<void> => {
    const { body } = await regional.get(thing);
    const { history } = body as { readonly history: readonly { readonly type: string }[] };
    const rectifies = history.findLastIndex((entry) => entry.type === type);
    await done(thing, 'rectifications', { rectifies, changes, reason: 'Data errata', act });
  };
  const grant = async (clerk: number, grantedOn: string): Promise<string> => {
    const id = await operators(clerk);
    await done(`${AUTHORIZATIONS}/${id}`, 'grant', { protocolId, grantedOn });
    return id;
  };
  const stateOf = async (path: string): Promise<string> =>
    ((await regional.get(path)).body as { readonly state: string }).state;
  const activeOn = async (...days: number[]): Promise<boolean[]> => {
    const found: boolean[] = [];
    for (const one of days) {
      const { body } = await regional.get(`/rest/audit/v1/points?region=${region}&on=${day(one)}`);
      const { items } = body as { readonly items: readonly { readonly id: string }[] };
      found.push(items.some(({ id }) => id === pointId));
    }
    return found;
  };

  beforeEach(async () => {
    clock.ahead = 0;
    application = await startApplication({ clock });
    await establishUnits(await application.as());
    const agreements = await Agreements.over(application.as);
    const hostId = await agreements.host();
    pointId = await agreements.approvedPoint(hostId);
    protocolId = await agreements.signedProtocol(hostId, [pointId]);
    await agreements.inForce(protocolId);
    operators = async (clerk) => {
      const later = await Agreements.over(application.as);
      const id = await later.trainedOperator(hostId, pointId, `clerk-${clerk}`, 70 + clerk);
      await application.settled();
      await rectify(`${AUTHORIZATIONS}/${id}`, 'OperatorTrainingRecorded', { trainedOn: begun });
      return id;
    };
    await at(60);
  });
  afterEach(() => application.close());

  it('one that was activated, as became known later, before its protocol is in force, had not begun by then: nobody has ended', async () => {
    const authorizationId = await grant(1, day(10));
    await point('activation', { protocolId, activatedOn: day(20) });
    await point('activation', { protocolId, activatedOn: day(12) });
    await rectify(`${PROTOCOLS}/${protocolId}`, 'ProtocolEnteredIntoForce', { effectiveDate: day(20) });
    expect(await stateOf(`${AUTHORIZATIONS}/${authorizationId}`)).toBe('GRANTED');
    expect(await stateOf(`${POINTS}/${pointId}`)).toBe('ACTIVE');
    expect(await activeOn(12, 19, 20, 60)).toEqual([false, false, true, true]);
    await rectify(`${PROTOCOLS}/${protocolId}`, 'ProtocolEnteredIntoForce', { effectiveDate: day(5) });
    expect(await activeOn(11, 12, 19, 20, 60)).toEqual([false, true, true, true, true]);
  });

  it('an end that is moved past the grant of somebody who was authorised for the next activity ends those of before alone', async () => {
    const former = await grant(1, day(10));
    await point('activation', { protocolId, activatedOn: day(12) });
    await point('deactivation', { reason: 'SECURITY', deactivatedOn: day(20) });
    const next = await grant(2, day(38));
    await point('activation', { protocolId, activatedOn: day(40) });
    await rectify(`${POINTS}/${pointId}`, 'PuntoClienteDeactivated', { deactivatedOn: day(39) });
    expect(await stateOf(`${AUTHORIZATIONS}/${next}`)).toBe('GRANTED');
    expect(await stateOf(`${AUTHORIZATIONS}/${former}`)).toBe('REVOKED');
    expect(await stateOf(`${POINTS}/${pointId}`)).toBe('ACTIVE');
    expect(await activeOn(20, 38, 39, 40, 60)).toEqual([true, true, false, true, true]);
  });
});
