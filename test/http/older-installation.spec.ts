import { randomBytes } from 'node:crypto';
import { openMasterKey } from '#composition';
import { commandIdOf, deriveId, streamName } from '#kernel/domain';
import type { NewEvent, PlannedCommand, ProcessInstance } from '#kernel/ports';
import { openEmbeddedStores, type EmbeddedStores } from '#store-embedded';
import { until } from '../e2e/support/until.ts';
import { expectProblem, TestServer } from './support/server.ts';

// What an earlier version has left in its files: facts in events.db, unsent commands and deadlines in work.db, by the
// names and payloads of then.

const LONG_AGO = '2026-01-02T08:00:00.000Z';
const KEY = 'a registration whose process died';
const OFFICER = 'central-officer';
const BODY = {
  kind: 'PUBLIC_ADMINISTRATION',
  name: 'Comune di Prova',
  fiscalCode: '80078750587',
  ipaCode: 'c_prova',
  region: '08',
  province: '036',
};

const PLAN = {
  agendaId: 'a',
  date: '2026-03-02',
  zone: 'Europe/Rome',
  serviceLine: 'PENSIONS',
  modes: ['IN_PERSON'],
  region: '12',
  province: '057',
  unit: 'DP-RIETI',
  horizonDays: 30,
  noticeMinutes: 120,
  holdMinutes: 5,
  slots: [],
};

const barred = commandIdOf(OFFICER, KEY);
const barredBody = deriveId('HostBody', barred);
const reserved = (command: string) => ({
  kind: 'host-body-fiscal-code',
  forCommandId: command,
  target: { category: 'HostBody', id: `body of ${command}` },
  until: LONG_AGO,
});
const committed = (command: string) => ({
  subject: 's',
  commitmentId: command,
  kind: 'APPOINTMENT',
  serviceLine: `line of ${command}`,
  startsAt: LONG_AGO,
  endsAt: '2026-01-02T08:20:00.000Z',
  target: { category: 'AgendaDay', id: `day of ${command}` },
  until: LONG_AGO,
});

const FACTS: readonly (readonly [stream: string, type: string, data: object])[] = [
  [streamName('HostBody', barredBody), 'CommandAbandoned', { abandonedCommandId: barred }],
  ['Reservation-settled', 'ReservationClaimed', reserved('c1')],
  ['Reservation-unsent', 'ReservationClaimed', reserved('c2')],
  ['Subject-s', 'SubjectRegistered', { subject: 's' }],
  ['Subject-s', 'SubjectCommitmentClaimed', committed('c3')],
  ['Subject-s', 'SubjectCommitmentClaimed', committed('c4')],
];

async function writeFacts({ eventStore }: EmbeddedStores): Promise<void> {
  const revisions = new Map<string, number>();
  for (const [index, [stream, type, data]] of FACTS.entries()) {
    const event: NewEvent = {
      eventId: deriveId('fact', index),
      type,
      data,
      metadata: {
        schemaVersion: 1,
        recordedAt: LONG_AGO,
        $correlationId: 'then',
        $causationId: 'then',
        commandId: `fact ${index}`,
        actor: { kind: 'policy', name: 'then' },
        scope: {},
        subjects: [],
      },
    };
    const expectedRevision = revisions.get(stream) ?? 'no-stream';
    revisions.set(stream, (await eventStore.append({ stream, expectedRevision, events: [event] })).revision);
  }
}

const planned = (name: string, data: object): PlannedCommand => ({
  commandId: deriveId('planned', name, JSON.stringify(data)),
  name,
  data,
  causationId: 'then',
  correlationId: 'then',
});

const abandon = (category: string, id: string, abandonedCommandId: string) =>
  ({ name: 'AbandonCommand', data: { category, id, abandonedCommandId } }) as const;
const releaseReservation = (id: string, forCommandId: string) =>
  ({ name: 'ReleaseReservation', data: { id, kind: 'host-body-fiscal-code', forCommandId } }) as const;
const releaseCommitment = (commitmentId: string) =>
  ({ name: 'ReleaseCommitment', data: { subject: 's', commitmentId, reason: 'ABANDONED' } }) as const;

const OWED: Readonly<Record<string, readonly Partial<ProcessInstance>[]>> = {
  'reservation-sweeper': [
    {
      key: 'c1',
      state: { open: ['Reservation-settled'] },
      deadlines: [
        {
          id: 'Reservation-settled',
          dueAt: Date.parse(LONG_AGO),
          command: planned('SettleClaim', {
            abandon: abandon('HostBody', 'body of c1', 'c1'),
            release: releaseReservation('settled', 'c1'),
          }),
        },
      ],
    },
    {
      key: 'c2',
      unsent: [abandon('HostBody', 'body of c2', 'c2'), releaseReservation('unsent', 'c2')].map(({ name, data }) =>
        planned(name, data),
      ),
    },
  ],
  'commitment-sweeper': [
    {
      key: 'c3',
      state: { open: ['c3'] },
      deadlines: [
        {
          id: 'c3',
          dueAt: Date.parse(LONG_AGO),
          command: planned('SettleClaim', {
            abandon: abandon('AgendaDay', 'day of c3', 'c3'),
            release: releaseCommitment('c3'),
          }),
        },
      ],
    },
  ],
  'commitment-release': [{ key: 'c4', unsent: [planned('ReleaseCommitment', releaseCommitment('c4').data)] }],
  'agenda-days': [{ key: 'a', unsent: [planned('PlanDay', { plan: PLAN, agendaRevision: 0 })] }],
};

async function writeWork({ eventStore, work }: EmbeddedStores): Promise<void> {
  const checkpoint = { logId: await eventStore.logId(), position: await eventStore.head() };
  for (const [process, instances] of Object.entries(OWED)) {
    const whole = instances.map((instance) => ({
      key: '',
      position: checkpoint.position,
      state: undefined,
      unsent: [],
      deadlines: [],
      ...instance,
    }));
    await work.save(process, whole, checkpoint);
  }
}

describe('the files of an earlier version', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = new TestServer();
    const stores = openEmbeddedStores(server.directory);
    await writeFacts(stores);
    await writeWork(stores);
    await stores.keys.addSubject('pseudonym of s', 's', randomBytes(60));
    // As at the first start of every installation.
    await openMasterKey({ dataDirectory: server.directory }, stores.keys, {});
    await stores.close();
    await server.start();
  });
  afterAll(() => server.close());

  const factOf = (stream: string, type: string): Promise<unknown> =>
    until(async () => {
      const events = await server.running.stores.eventStore.readStream(stream);
      return events.findLast((event) => event.type === type)?.data;
    });

  it.each([
    ['SettleClaim', 'HostBody-body of c1', 'CommandAbandoned', { abandonedCommandId: 'c1' }],
    ['SettleClaim, then release', 'Reservation-settled', 'ReservationReleased', { forCommandId: 'c1' }],
    ['AbandonCommand', 'HostBody-body of c2', 'CommandAbandoned', { abandonedCommandId: 'c2' }],
    ['ReleaseReservation', 'Reservation-unsent', 'ReservationReleased', { forCommandId: 'c2' }],
    ['SettleClaim of a person’s time', 'AgendaDay-day of c3', 'CommandAbandoned', { abandonedCommandId: 'c3' }],
    ['PlanDay', 'AgendaDay-a_2026-03-02', 'DayPlanned', { agendaId: 'a', agendaRevision: 0 }],
  ])('hold an unsent command or a deadline that is still carried out: %s', async (_command, stream, type, data) => {
    expect(await factOf(stream, type)).toMatchObject(data);
  });

  it('hold releases of persons’ time that are still carried out: ReleaseCommitment, sent or due', async () => {
    const released = await until(async () => {
      const events = await server.running.stores.eventStore.readStream('Subject-s');
      const ids = events
        .filter(({ type }) => type === 'SubjectCommitmentReleased')
        .map(({ data }) => (data as { commitmentId: string }).commitmentId);
      return ids.length >= 2 ? ids.sort() : undefined;
    });
    expect(released).toEqual(['c3', 'c4']);
  });

  it('owe nothing afterwards, and nothing of it waits for a person', async () => {
    const { work } = server.running.stores;
    for (const process of Object.keys(OWED)) {
      await until(async () => ((await work.unsent(process, 10)).length === 0 ? true : undefined));
      await until(async () => ((await work.due(process, Date.parse(LONG_AGO), 10)).length === 0 ? true : undefined));
      expect(await work.parked(process)).toEqual([]);
    }
  });

  it('hold an abandoned command that stays barred, under the key of its request', async () => {
    const token = await server.token({ role: 'central', id: OFFICER });
    const path = '/rest/organisation/v1/host-bodies';
    expectProblem(await server.call('POST', path, { token, key: KEY, body: BODY }), 409, 'COMMAND_ABANDONED');
    expect((await server.call('POST', path, { token, body: BODY })).status).toBe(201);
  });
});
