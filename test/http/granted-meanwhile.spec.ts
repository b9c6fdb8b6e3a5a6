import { openStores, type Stores } from '#composition';
import { romeDateOf } from '#italy';
import type { AppendRequest, EventStore } from '#kernel/ports';
import { intercept } from '#kernel/specification';
import { readConfiguration } from '#platform';
import { accepted, establishUnits, TERRITORY } from '../e2e/support/agenda.ts';
import { Agreements, AUTHORIZATIONS, POINTS } from '../e2e/support/agreements.ts';
import type { Api } from '../e2e/support/api.ts';
import { startApplication, temporaryDirectory, type TestApplication } from '../e2e/support/application.ts';
import { startTestEventStoreDb, type TestEventStoreDb } from '../eventstoredb/server.ts';
import { countedDays } from './support/counted-days.ts';

const POINTS_NEEDED = 8;
/** A kind that is active without anybody who is authorised. */
const EVOLUTO = { kind: 'EVOLUTO', services: ['quesito'] };

interface StaffedPoint {
  readonly pointId: string;
  readonly authorizationId: string;
}

interface Told {
  readonly type: string;
  readonly effectiveAt: string;
}

describe('in files', () => {
  grantedMeanwhile((directory) => openStores(readConfiguration({ RETE_PUNTI_DATA: directory })));
});

describe('in EventStoreDB', () => {
  let log: TestEventStoreDb;
  beforeAll(async () => {
    log = await startTestEventStoreDb();
  });
  grantedMeanwhile((directory) =>
    openStores(
      readConfiguration({
        ...{ RETE_PUNTI_MODE: 'clustered', RETE_PUNTI_EVENTSTOREDB: log.connectionString },
        ...{ RETE_PUNTI_DATA: directory },
      }),
    ),
  );
  // After what was defined with it.
  afterAll(() => log.stop());
});

/** @param open the stores of an installation of its own */
function grantedMeanwhile(open: (directory: string) => Promise<Stores>): void {
  const { clock, day, goTo } = countedDays();
  let application: TestApplication;
  let regional: Api;
  let protocolId: string;
  /** Points that are active since the first day, with an operator who is trained. */
  const points: StaffedPoint[] = [];
  /** What comes when a grant has been decided, and is not written yet. */
  let meanwhile: (() => Promise<unknown>) | undefined;

  beforeAll(async () => {
    const directory = temporaryDirectory();
    const opened = await open(directory);
    const { eventStore: log } = opened;
    const onceDecided = async (requests: readonly AppendRequest[]): Promise<void> => {
      const types = requests.flatMap(({ events }) => events.map(({ type }) => type));
      if (types.includes('OperatorAuthorizationGranted')) await meanwhile?.();
    };
    const together = log.appendTogether?.bind(log);
    const eventStore = intercept<EventStore>(log, {
      append: async (request) => {
        await onceDecided([request]);
        return log.append(request);
      },
      appendTogether:
        together &&
        (async (requests) => {
          await onceDecided(requests);
          return together(requests);
        }),
    });
    application = await startApplication({ directory, stores: { ...opened, eventStore }, clock });
    await establishUnits(await application.as());
    const agreements = await Agreements.over(application.as);
    const hostId = await agreements.host();
    const approved: string[] = [];
    while (approved.length < POINTS_NEEDED) approved.push(await agreements.approvedPoint(hostId, EVOLUTO));
    protocolId = await agreements.signedProtocol(hostId, approved, { kinds: ['EVOLUTO'] });
    await agreements.inForce(protocolId);
    for (const [index, pointId] of approved.entries()) {
      await agreements.activated(pointId, protocolId);
      const authorizationId = await agreements.trainedOperator(hostId, pointId, `clerk-${index}`, 300 + index);
      points.push({ pointId, authorizationId });
    }
    goTo(10);
    regional = await application.as({ role: 'regional', id: 'director', region: TERRITORY.region });
  });
  afterAll(() => application.close());

  const ofPoint = (command: string, body: object) => (pointId: string) =>
    accepted(regional.post(`${POINTS}/${pointId}/${command}`, body));
  const deactivation = (deactivatedOn: number) =>
    ofPoint('deactivation', { reason: 'SECURITY', deactivatedOn: day(deactivatedOn) });
  /** What becomes of somebody who is granted an authorisation at a point while something happens there. */
  const granted = async (grantedOn: number, happens: (pointId: string) => Promise<unknown>) => {
    const { pointId, authorizationId } = points.shift()!;
    meanwhile = async () => {
      meanwhile = undefined;
      await happens(pointId);
    };
    const path = `${AUTHORIZATIONS}/${authorizationId}`;
    await accepted(regional.post(`${path}/grant`, { protocolId, grantedOn: day(grantedOn) }));
    expect(meanwhile).toBeUndefined();
    await application.settled();
    const minPosition = await application.stores.eventStore.head();
    const { body } = await regional.get(`${path}?minPosition=${minPosition}`);
    const { state, history } = body as { readonly state: string; readonly history: readonly Told[] };
    const since = history.findIndex(({ type }) => type === 'OperatorAuthorizationGranted');
    return [
      state,
      ...history.slice(since + 1).map(({ type, effectiveAt }) => [type, romeDateOf(Date.parse(effectiveAt))]),
    ];
  };

  it('K7: who is granted an authorisation while the point ends is authorised there no longer', async () => {
    expect(await granted(10, deactivation(10))).toEqual(['REVOKED', ['OperatorAuthorizationRevoked', day(10)]]);
    expect(await granted(10, deactivation(5))).toEqual(['REVOKED', ['OperatorAuthorizationRevoked', day(10)]]);
    expect(await granted(4, deactivation(5))).toEqual(['REVOKED', ['OperatorAuthorizationRevoked', day(5)]]);
  });

  it('who is granted one on a point that is known to have ended has it for the next activity', async () => {
    await deactivation(10)(points[0]!.pointId);
    expect(await granted(10, () => Promise.resolve())).toEqual(['GRANTED']);
  });

  it('K7: who is granted one while the point is suspended is suspended with it, and on the days of a suspension that is over', async () => {
    const suspension = (suspendedOn: number, until?: number) =>
      ofPoint('suspension', {
        ...{ reason: 'PREMISES', suspendedOn: day(suspendedOn) },
        ...(until === undefined ? {} : { until: day(until) }),
      });
    expect(await granted(10, suspension(10))).toEqual(['SUSPENDED', ['OperatorAuthorizationSuspended', day(10)]]);
    expect(await granted(10, suspension(5))).toEqual(['SUSPENDED', ['OperatorAuthorizationSuspended', day(10)]]);
    const over = ['GRANTED', ['OperatorAuthorizationSuspended', day(4)], ['OperatorAuthorizationResumed', day(6)]];
    expect(await granted(2, suspension(4, 6))).toEqual(over);
    await suspension(4, 6)(points[0]!.pointId);
    expect(await granted(2, () => Promise.resolve())).toEqual(over);
  });
}
