import { commandIdOf } from '#kernel/domain';
import type { CommandAnswer } from '#platform';
import { accepted, freePlaces, seedAgenda, TERRITORY, type SeededAgenda } from '../e2e/support/agenda.ts';
import { expectProblem, type Answer, type Api } from '../e2e/support/api.ts';
import { BUILD_TIMEOUT_MS } from '../e2e/support/build.ts';
import { onceCaughtUp } from '../e2e/support/caught-up.ts';
import { expectSameAsRebuilt } from '../e2e/support/documents.ts';
import { HOST_BODIES } from '../e2e/support/load.ts';
import { eventsOf } from '../e2e/support/log.ts';
import { fictitiousBodyCode, fictitiousPerson, type FictitiousPerson } from '../e2e/support/people.ts';
import { tracesIn } from '../e2e/support/traces.ts';
import { until } from '../e2e/support/until.ts';
import { describeWithServer, serverUnderTest } from '../mongodb/server-under-test.ts';
import { Cluster, type PartProcess, type WorkerProcess } from './support/cluster.ts';

const mongo = await serverUnderTest();

const OFFICER = 'central-officer';
const PRIVACY = '/rest/privacy/v1';
const TIMES = 20;
/** What was erased is unreadable everywhere by then. */
const KEYS_ARE_KEPT_MS = 60_000;

interface FeedEvent {
  readonly id: string;
  readonly subject?: string;
}

describeWithServer(mongo, 'two servers of a cluster', () => {
  let cluster: Cluster;
  let worker: WorkerProcess;
  let one: PartProcess;
  let agenda: SeededAgenda;
  /** Clients of each, with tokens of the same officer. */
  let both: readonly [Api, Api];
  let people = 0;

  beforeAll(async () => {
    cluster = await Cluster.over(mongo!.url);
    const [first, second] = await Promise.all([cluster.startServer(), cluster.startServer()]);
    one = first;
    worker = await cluster.startActiveWorker();
    await cluster.ready(first);
    both = [await cluster.as(first), await cluster.as(second)];
    agenda = await seedAgenda(both[0], { slots: 12, capacity: 20 });
  }, BUILD_TIMEOUT_MS);
  afterAll(async () => {
    await cluster.close();
    await mongo?.close();
  });

  const booking = (citizen: FictitiousPerson = fictitiousPerson((people += 1))) => {
    const start = agenda.starts[people % agenda.starts.length];
    return { start, mode: 'IN_PERSON', serviceId: 'cedolino-pensione', citizen };
  };
  const hostBody = () => ({
    ...{ kind: 'PUBLIC_ADMINISTRATION', name: 'Comune di prova', fiscalCode: fictitiousBodyCode((people += 1)) },
    ...{ ipaCode: `prova_${String(people)}`, region: TERRITORY.region, province: TERRITORY.province },
  });
  const told = ({ status, headers, body }: Answer): unknown => ({
    ...{ status, body: body as unknown, location: headers.get('location'), etag: headers.get('etag') },
  });

  /** Types of the events that the command of a key brought about. */
  async function effects(key: string): Promise<string[]> {
    const log = await eventsOf((await cluster.stores()).eventStore);
    const commandId = commandIdOf(OFFICER, key);
    return log
      .filter(({ metadata }) => (metadata as { commandId: string }).commandId === commandId)
      .map(({ type }) => type);
  }

  it('take the same tokens', async () => {
    const { token } = await cluster.cli<{ token: string }>('token', '--role', 'analyst');

    for (const server of both) {
      expect((await server.with(token).get(`${HOST_BODIES}?region=12`)).status).toBe(200);
      expectProblem(await server.with(token).post(HOST_BODIES, hostBody()), 403, 'ROLE_NOT_ALLOWED');
    }
  });

  it('tell the same events under the same ids, also to whoever waits at the one for what happens at the other', async () => {
    const feed = '/rest/integration/v1/events';
    const page = async (server: Api, query: string): Promise<readonly FeedEvent[]> => {
      const { status, body } = await server.get(`${feed}?limit=1000${query}`);
      expect(status).toBe(200);
      return body as readonly FeedEvent[];
    };
    const [first, second] = both;
    const before = await accepted(first.post(`${agenda.day}/appointments`, booking()));
    await until(async () => (await page(first, '')).some(({ subject }) => subject === before.id) || undefined);
    const { body: end } = await first.get(`${feed}/end`);
    const { lastEventId } = end as { readonly lastEventId: string };
    const waiting = page(second, `&lastEventId=${lastEventId}&timeout=60000`);
    const booked = await accepted(first.post(`${agenda.day}/appointments`, booking()));
    expect(await waiting).toMatchObject([{ subject: booked.id }]);
    const all = await page(first, '');
    expect(all.length).toBeGreaterThan(3);
    expect(await page(second, '')).toEqual(all.map((event) => expect.objectContaining({ id: event.id }) as unknown));
  });

  it.each([
    ['books an appointment', () => ({ path: `${agenda.day}/appointments`, body: booking() }), 'AppointmentBooked'],
    ['registers a hosting body', () => ({ path: HOST_BODIES, body: hostBody() }), 'HostBodyRegistered'],
  ])('carry out once what is sent to both at once under one key: %s', async (_what, post, act) => {
    for (let time = 0; time < TIMES; time += 1) {
      const { path, body } = post();
      const key = `to-both-${act}-${String(time)}`;
      const answers = await Promise.all([...both, ...both].map((server) => server.post(path, body, { key })));

      expect(told(answers[0] as Answer)).toMatchObject({ status: 201 });
      expect(answers.map(told)).toEqual(answers.map(() => told(answers[0] as Answer)));
      expect(await effects(key)).toEqual([act]);
      for (const server of both) {
        expectProblem(await server.post(path, post().body, { key }), 409, 'IDEMPOTENCY_KEY_REUSED');
      }
    }
  });

  it('show the secrets of an endpoint to one of two who ask both at once, and to one who asks both under one key', async () => {
    const integrations = '/rest/integration/v1';
    const { id: integration } = await accepted(
      both[0].post(`${integrations}/integrations`, { name: 'Prova', contact: 'Ufficio', scope: { nation: true } }),
    );
    const { token } = await cluster.cli<{ token: string }>(
      ...['token', '--role', 'integration', '--integration', integration],
    );
    const owners = both.map((server) => server.with(token)) as [Api, Api];
    const opening = { integrationId: integration, serial: 1, name: 'Prova', filter: {} };
    const { id } = await accepted(owners[0].post(`${integrations}/subscriptions`, opening));
    const endpoint = `${integrations}/subscriptions/${id}/endpoint`;
    await accepted(owners[0].post(endpoint, { url: 'https://receiver.example/hook' }));
    for (let time = 0; time < TIMES; time += 1) {
      const answers = await Promise.all(owners.map((owner) => owner.post(`${endpoint}/secrets`)));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      expectProblem(answers.find(({ status }) => status === 409) as Answer, 409, 'SECRETS_SHOWN_ALREADY');
      await accepted(owners[0].post(`${endpoint}/rotation`, { overlap: 0 }));

      const key = `show-once-${String(time)}`;
      const repeats = await Promise.all(owners.map((owner) => owner.post(`${endpoint}/secrets`, {}, { key })));
      expect(told(repeats[0] as Answer)).toMatchObject({ status: 200 });
      expect(told(repeats[1] as Answer)).toEqual(told(repeats[0] as Answer));
      await accepted(owners[1].post(`${endpoint}/rotation`, { overlap: 0 }));
    }
  });

  it('carry out once what one of them was frozen over and the other was asked to repeat', async () => {
    const [frozen, awake] = both;
    const posts = Array.from({ length: TIMES }, (_, index) => ({
      key: `frozen-over-${String(index)}`,
      body: booking(),
    }));
    const path = `${agenda.day}/appointments`;
    const firstAnswer = Promise.withResolvers<undefined>();
    const first = posts.map(async ({ key, body }) => {
      const answer = await frozen.post(path, body, { key });
      firstAnswer.resolve(undefined);
      return answer;
    });
    await firstAnswer.promise;
    one.kill('SIGSTOP');
    const repeated = await Promise.all(posts.map(({ key, body }) => awake.post(path, body, { key })));
    one.kill('SIGCONT');

    expect(repeated.map(({ status }) => status)).toEqual(posts.map(() => 201));
    expect((await Promise.all(first)).map(told)).toEqual(repeated.map(told));
    for (const { key } of posts) expect(await effects(key)).toEqual(['AppointmentBooked']);
  });

  it('show at each what was done at the other, to whoever says up to where', async () => {
    for (let time = 0; time < TIMES; time += 1) {
      const [writer, reader] = time % 2 === 0 ? both : ([both[1], both[0]] as const);
      const { position } = await accepted(writer.post(`${agenda.day}/appointments`, booking()));
      const before = await freePlaces(reader, agenda.agendaId, agenda.date, position);
      const booked = await accepted(writer.post(`${agenda.day}/appointments`, booking()));
      expect(await freePlaces(reader, agenda.agendaId, agenda.date, booked.position)).toBe((before ?? 0) - 1);
    }
  });

  it('tell at each, of many agendas, which places are free and which comes first', async () => {
    const { agendaId, day, date, starts, serviceId } = await seedAgenda(both[0], { slots: 3, name: 'Altro sportello' });
    const citizen = fictitiousPerson((people += 1));
    const booked = await accepted(
      both[0].post(`${day}/appointments`, { start: starts[0], mode: 'IN_PERSON', serviceId, citizen }),
    );
    const asked = new URLSearchParams({
      ...{ serviceId, mode: 'IN_PERSON', province: TERRITORY.province, from: date, to: date, limit: '200' },
      ...{ minPosition: booked.position, logId: booked.logId },
    });
    for (const server of both) {
      const placesOf = async (question: string): Promise<readonly FreePlace[]> => {
        const path = `/rest/agenda/v1/${question}?${asked.toString()}`;
        const { status, body } = await onceCaughtUp(() => server.get(path));
        expect([question, status]).toEqual([question, 200]);
        return body.items as readonly FreePlace[];
      };
      const free = await placesOf('free-places');
      expect(free.filter((place) => place.agendaId === agendaId).map(({ start }) => start)).toEqual(starts.slice(1));
      const first = await placesOf('first-free');
      expect(first.map((place) => place.agendaId).sort()).toEqual([agenda.agendaId, agendaId].sort());
      expect(first.find((place) => place.agendaId === agendaId)?.start).toBe(starts[1]);
    }
  });

  it(
    'open nothing of a citizen who was erased at the other',
    async () => {
      const [here, there] = both;
      const citizen = { ...fictitiousPerson(424_242), familyName: 'Quarzettinovic' };
      const booked = await accepted(here.post(`${agenda.day}/appointments`, booking(citizen)));
      const { bookingCode } = booked as CommandAnswer & { readonly bookingCode: string };
      // Whatever becomes of the appointment: the erasure cancels it, and no sheet has it then.
      const entryAt = async (server: Api): Promise<Entry | undefined> => {
        const { minPosition, logId } = { minPosition: booked.position, logId: booked.logId };
        const sought = { purpose: 'VERIFICA', bookingCode, minPosition, logId };
        const { status, body } = await onceCaughtUp(() => server.post('/rest/agenda/v1/appointments/search', sought));
        expect(status).toBe(200);
        return entryOf(body.items as readonly Entry[], booked.id);
      };
      // Both have the key in their memory.
      for (const server of both) expect((await entryAt(server))?.citizen.value).toEqual(citizen);

      const erasure = { fiscalCode: citizen.fiscalCode, ground: 'CONSENT_WITHDRAWN', reason: 'Richiesta scritta' };
      await accepted(here.post(`${PRIVACY}/erasures`, erasure));

      expect((await entryAt(here))?.citizen).toEqual({ erased: true });
      const entry = await until(async () => {
        const seen = await entryAt(there);
        return seen?.citizen.erased ? seen : undefined;
      });
      expect(entry.citizen).toEqual({ erased: true });
      const secrets = [
        { name: 'codice fiscale', value: citizen.fiscalCode },
        { name: 'family name', value: citizen.familyName },
      ];
      for (const server of both) {
        const read = await server.get(`/rest/privacy/v1/access-log?subject=${entry.subject}`);
        expect(tracesIn(JSON.stringify([entry, read.body]), secrets)).toEqual([]);
        expectProblem(await server.post(`${PRIVACY}/erasures`, erasure), 404, 'SUBJECT_UNKNOWN');
      }
    },
    KEYS_ARE_KEPT_MS,
  );

  it('answer from read models that a rebuild from nothing makes too', async () => {
    const { eventStore, readModels } = await cluster.settled(worker);
    await expectSameAsRebuilt(eventStore, readModels);
  });
});

interface FreePlace {
  readonly agendaId: string;
  readonly start: string;
}

interface Entry {
  readonly appointmentId: string;
  readonly subject: string;
  readonly citizen: { readonly erased: boolean; readonly value?: object };
}

function entryOf(entries: readonly Entry[], id: CommandAnswer['id']): Entry | undefined {
  return entries.find(({ appointmentId }) => appointmentId === id);
}
