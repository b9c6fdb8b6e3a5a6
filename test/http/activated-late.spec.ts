import { contexts, processesOf, type Stores } from '#composition';
import { streamName } from '#kernel/domain';
import type { NewEvent, StoredEvent } from '#kernel/ports';
import {
  MemoryAccessLog,
  MemoryEventStore,
  MemoryKeyStore,
  MemoryReadModelStore,
  MemoryWorkStore,
} from '#store-memory';
import { accepted, establishUnits, TERRITORY } from '../e2e/support/agenda.ts';
import { Agreements, POINTS, PROTOCOLS } from '../e2e/support/agreements.ts';
import type { Api } from '../e2e/support/api.ts';
import { namedPerson } from '../e2e/support/people.ts';
import { startApplication, temporaryDirectory, type TestApplication } from '../e2e/support/application.ts';
import { eventsOf } from '../e2e/support/log.ts';
import { countedDays } from './support/counted-days.ts';

const { region } = TERRITORY;

const OFFICERS = ['INPS', 'HOST'].flatMap((party) =>
  ['RESPONSABILE', 'REFERENTE_TECNICO'].map((role) => ({ party, role, person: namedPerson(93), office: 'Ufficio' })),
);

/** Processes that looked at points before, and those that do so now. */
const EARLIER = ['kinds-follow-protocol', 'points-need-operators'];
const SINCE = ['changed-points-follow-protocols', 'points-follow-operators'];

describe('T1: an activation of a day that has passed is followed on all days since', () => {
  const { clock, begun, day, goTo } = countedDays();
  const eventStore = new MemoryEventStore();
  const keys = new MemoryKeyStore();
  /** Stores of a process over the log of all. */
  const over = (log = eventStore, work = new MemoryWorkStore()): Stores => ({
    ...{ eventStore: log, keys, work },
    ...{ readModels: new MemoryReadModelStore(), accessLog: new MemoryAccessLog() },
    close: async () => undefined,
  });
  const directory = temporaryDirectory();
  let application: TestApplication;
  let agreements: Agreements;
  let hostId: string;
  let regional: Api;
  /** Approved on the first day, as the clock only goes on. */
  let points: readonly string[];

  const at = async (days: number): Promise<void> => {
    // What happens then finds what has followed until then.
    await application.settled();
    goTo(days);
    regional = await application.as({ role: 'regional', id: 'director', region });
  };

  beforeAll(async () => {
    application = await startApplication({ clock, directory, stores: over() });
    await establishUnits(await application.as());
    agreements = await Agreements.over(application.as);
    hostId = await agreements.host();
    const informativo = { kind: 'INFORMATIVO', services: ['stato-domanda'] };
    points = [await agreements.approvedPoint(hostId, informativo), await agreements.approvedPoint(hostId, informativo)];
    await at(0);
  });
  afterAll(() => application.close());

  const ofPoint = (pointId: string, command: string, body: object) =>
    accepted(regional.post(`${POINTS}/${pointId}/${command}`, body));
  const ofProtocol = (protocolId: string, command: string, body: object) =>
    accepted(regional.post(`${PROTOCOLS}/${protocolId}/${command}`, body));
  const stands = async (pointId: string): Promise<unknown> => {
    await application.settled();
    const minPosition = await application.stores.eventStore.head();
    return (await regional.get(`${POINTS}/${pointId}?minPosition=${minPosition}`)).body as unknown;
  };
  /** Drafted and signed on the day that it is, which the tokens of the agreements are too old for. */
  const signed = async (pointId: string, renews?: string): Promise<string> => {
    const draft = { hostBodyId: hostId, region, proposingUnit: 'E2E-DR-12', points: [pointId], kinds: ['INFORMATIVO'] };
    const { id } = await accepted(regional.post(PROTOCOLS, { ...draft, renews, officers: OFFICERS }));
    await ofProtocol(id, 'submission', {});
    for (const party of ['INPS', 'HOST'] as const) {
      await ofProtocol(id, 'signatures', agreements.signatureOf(party, { text: 'ad' }));
    }
    return id;
  };

  it('P7, K6: it is suspended from the day on which it had become of a kind that its protocol does not allow, and that needs somebody', async () => {
    const [pointId = ''] = points;
    const protocolId = await agreements.signedProtocol(hostId, [pointId], { kinds: ['INFORMATIVO'] });
    await agreements.inForce(protocolId);
    await at(10);
    await ofPoint(pointId, 'kind', {
      ...{ kind: 'SERVIZIO', services: ['comunicazione-decesso'], changedOn: day(5) },
      hostRequest: { protocolNumber: '13/2026', date: begun },
    });
    await ofPoint(pointId, 'activation', { protocolId, activatedOn: day(1) });

    const { state, suspensions } = (await stands(pointId)) as {
      state: string;
      suspensions: readonly { reason: string }[];
    };
    expect(state).toBe('SUSPENDED');
    expect(suspensions.toSorted((a, b) => (a.reason < b.reason ? -1 : 1))).toMatchObject([
      { reason: 'KIND_NOT_COVERED', from: day(5), until: null },
      { reason: 'NO_AUTHORISED_OPERATOR', from: day(5), until: null },
    ]);
  });

  it('P6: it ends with the protocol to which it passes again, which ended while it was not under it', async () => {
    const [, pointId = ''] = points;
    await at(20);
    const first = await signed(pointId);
    await ofProtocol(first, 'entry-into-force', { effectiveDate: day(20) });
    const second = await signed(pointId, first);
    await at(30);
    await ofProtocol(second, 'entry-into-force', { effectiveDate: day(30) });
    await at(31);
    const third = await signed(pointId, second);
    await at(40);
    await ofProtocol(third, 'entry-into-force', { effectiveDate: day(40) });
    await ofPoint(pointId, 'activation', { protocolId: first, activatedOn: day(21) });
    expect(await stands(pointId)).toMatchObject({ state: 'ACTIVE', protocolId: third });
    await ofPoint(pointId, 'deactivation', { reason: 'HOST_REQUEST', deactivatedOn: day(25) });
    await at(60);
    await ofProtocol(third, 'termination', { noticeDate: day(41), effectiveDate: day(50), reason: 'Recesso' });
    expect(await stands(pointId)).toMatchObject({ state: 'DEACTIVATED' });

    await ofPoint(pointId, 'activation', { protocolId: second, activatedOn: day(35) });
    expect(await stands(pointId)).toMatchObject({
      state: 'DEACTIVATED',
      periods: [
        { from: day(21), until: day(25), protocolId: first, reason: 'HOST_REQUEST' },
        { from: day(35), until: day(40), protocolId: second },
        { from: day(40), until: day(50), protocolId: third, reason: 'PROTOCOL_TERMINATED' },
      ],
    });
  });

  it('so are those of the log of an earlier version, which looked at them under the protocol of the activation alone, once', async () => {
    await application.settled();
    const written = await eventsOf(eventStore);
    const last = points.map((pointId) => {
      const ofPoint = written.filter(({ stream }) => stream === streamName('PuntoCliente', pointId));
      return ofPoint.findLast(({ type, data }) => type === 'PuntoClienteActivated' && !('undoes' in (data as object)))!;
    });
    // What followed from each activation was not done, and is not planned.
    const isOfBefore = ({ stream, revision }: StoredEvent): boolean =>
      last.every((activation) => activation.stream !== stream || revision <= activation.revision);
    const before = written.filter(isOfBefore);
    const log = new MemoryEventStore();
    for (const { stream, revision, eventId, type, data, metadata } of before) {
      const expectedRevision = revision === 0 ? 'no-stream' : revision - 1;
      await log.append({ stream, expectedRevision, events: [{ eventId, type, data, metadata } as NewEvent] });
    }
    const work = new MemoryWorkStore();
    const checkpoint = { logId: await log.logId(), position: await log.head() };
    const others = processesOf(contexts).flatMap(({ name }) => (SINCE.includes(name) ? [] : [name]));
    for (const name of [...EARLIER, ...others]) await work.save(name, [], checkpoint);
    const startAgain = async (): Promise<void> => {
      await application.close();
      application = await startApplication({ clock, directory, stores: over(log, work) });
      await at(60);
    };
    await startAgain();
    const [informativo = '', passing = ''] = points;
    expect(await stands(informativo)).toMatchObject({
      state: 'SUSPENDED',
      suspensions: expect.arrayContaining(
        ['KIND_NOT_COVERED', 'NO_AUTHORISED_OPERATOR'].map((reason): unknown =>
          expect.objectContaining({ reason, from: day(5) }),
        ),
      ),
    });
    expect(await stands(passing)).toMatchObject({ state: 'DEACTIVATED' });
    const since = async (): Promise<unknown[]> =>
      (await eventsOf(log))
        .slice(before.length)
        .map(({ type, stream }) => [type, stream])
        .sort();
    const mended = [
      ['PuntoClienteDeactivated', streamName('PuntoCliente', passing)],
      ['PuntoClienteSuspended', streamName('PuntoCliente', informativo)],
      ['PuntoClienteSuspended', streamName('PuntoCliente', informativo)],
    ];
    expect(await since()).toEqual(mended);

    // What has been read once is not read again; and were it, nothing would be written.
    await startAgain();
    await application.settled();
    for (const name of SINCE) await work.reset(name);
    await startAgain();
    await application.settled();
    expect(await since()).toEqual(mended);
  });
});
