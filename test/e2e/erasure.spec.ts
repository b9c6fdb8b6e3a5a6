import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { addDays } from '#italy';
import type { EventStore, LogBatch, SubscribeOptions } from '#kernel/ports';
import type { CommandAnswer } from '#platform';
import { openEmbeddedStores, STORE_FILES } from '#store-embedded';
import { accepted, AGENDAS, seedAgenda, TERRITORY, type SeededAgenda } from './support/agenda.ts';
import { Api, expectProblem } from './support/api.ts';
import {
  ShiftedClock,
  startApplication,
  temporaryDirectory,
  type StartOptions,
  type TestApplication,
} from './support/application.ts';
import { BUILD_TIMEOUT_MS } from './support/build.ts';
import { expectSameAsRebuilt, liveDocuments } from './support/documents.ts';
import { eventsOf } from './support/log.ts';
import { fictitiousPerson } from './support/people.ts';
import { endProcesses, runCliForJson, startCli } from './support/processes.ts';
import { tracesIn, tracesInFiles, type Secret } from './support/traces.ts';

const PRIVACY = '/rest/privacy/v1';
const WHY = { ground: 'CONSENT_WITHDRAWN', reason: 'Richiesta scritta' };
const DESK = { role: 'desk-operator', id: 'desk-clerk', province: '058' } as const;

/** Somebody whose data is found wherever it stands. */
const SOMEBODY = {
  ...fictitiousPerson(424_242),
  givenName: 'Zdenkoxqvist',
  familyName: 'Quarzettinovic',
  phone: '+39 000 7071727374',
  email: 'zdenkoxqvist.q@example.org',
};
const CLEAR: readonly Secret[] = [
  { name: 'codice fiscale', value: SOMEBODY.fiscalCode },
  { name: 'given name', value: SOMEBODY.givenName },
  { name: 'family name', value: SOMEBODY.familyName },
  { name: 'phone', value: SOMEBODY.phone },
  { name: 'email', value: SOMEBODY.email },
];

/** Which fields of a request were wrong. */
function wrongFields({ body }: { readonly body: { readonly errors?: unknown } }): string[] {
  return ((body.errors ?? []) as { field: string }[]).map(({ field }) => field);
}

/** The code that a path asks for. */
function codeIn(template: string): string {
  if (template.includes('municipalities')) return 'H501';
  return template.includes('provinces') ? TERRITORY.province : TERRITORY.region;
}

interface SheetEntry {
  readonly appointmentId: string;
  readonly subject: string;
  readonly citizen: { readonly erased: boolean; readonly value?: object };
}

/** An operation, as far as it tells of its answers. */
interface Described {
  readonly responses: Readonly<Record<string, { readonly content?: object }>>;
}

describe('a citizen who is erased after their appointment', () => {
  const clock = new ShiftedClock();
  const directory = temporaryDirectory();
  const elsewhere = temporaryDirectory();
  const oldKeys = join(elsewhere, STORE_FILES.keys);
  let application: TestApplication;
  let central: Api;
  let desk: Api;
  let agenda: SeededAgenda;
  let own: CommandAnswer;
  let subject: string;
  /** What the key store held of the citizen. */
  let keyMaterial: readonly Secret[];
  const others = [1, 2, 3].map(fictitiousPerson);
  const gone = () => [...CLEAR, ...keyMaterial];

  async function start(options: StartOptions = {}): Promise<void> {
    application = await startApplication({ directory, clock, ...options });
    central = await application.as();
    desk = await application.as(DESK);
  }

  async function settled(): Promise<void> {
    await application.processes.settled();
    await application.projections.caughtUp(await application.stores.eventStore.head());
  }

  async function sheet(day = agenda.day): Promise<readonly SheetEntry[]> {
    const { status, body } = await desk.get(`${day}/sheet?purpose=SPORTELLO`);
    expect(status).toBe(200);
    return body.items as SheetEntry[];
  }

  const booking = (citizen: object, start = agenda.starts[0]) => ({
    ...{ start, mode: 'IN_PERSON', serviceId: 'variazione-ufficio-pagatore', citizen },
  });

  /** Every answer that can be had with GET, from whichever route, as text. */
  async function allAnswers(): Promise<readonly string[]> {
    const { paths } = (await central.get('/docs/openapi.json')).body as { paths: Record<string, { get?: Described }> };
    const values: Record<string, string> = {
      agendaId: agenda.agendaId,
      date: agenda.date,
      name: 'appointments',
      region: TERRITORY.region,
    };
    const query = new URLSearchParams({
      ...{ purpose: 'VERIFICA', subject, from: agenda.date, to: agenda.date, on: agenda.date, km: '10' },
      ...{ region: TERRITORY.region, unit: TERRITORY.unit, point: own.id, sha256: 'ab'.repeat(32) },
      ...{ serviceId: 'variazione-ufficio-pagatore', mode: 'IN_PERSON' },
    });
    const texts: string[] = [];
    for (const [template, { get }] of Object.entries(paths)) {
      // A stream never ends; it sends what the feed answers.
      if (!get || 'text/event-stream' in (get.responses['200']?.content ?? {})) continue;
      const code = codeIn(template);
      const path = template.replaceAll(/\{(\w+)\}/g, (_all, name: string) => ({ ...values, code })[name] ?? own.id);
      for (const api of [central, desk]) {
        // Not every route takes every parameter: it is asked with all that it knows.
        const known = new URLSearchParams(query);
        let answer = await api.get(`${path}?${known.toString()}`);
        // What stands in the path is told first, and then the rest.
        for (let round = 0; round < 2 && answer.status === 400; round += 1) {
          for (const field of wrongFields(answer)) known.delete(field);
          answer = await api.get(`${path}?${known.toString()}`);
        }
        expect({ path, status: answer.status }).not.toEqual({ path, status: 400 });
        texts.push(JSON.stringify(answer.body));
      }
    }
    return texts;
  }

  beforeAll(async () => {
    await start();
    agenda = await seedAgenda(central, { slots: 2, capacity: 10 });
    const citizen = await application.as({ role: 'citizen', fiscalCode: SOMEBODY.fiscalCode });
    const hold = await accepted(citizen.post(`${agenda.day}/holds`, { start: agenda.starts[0], mode: 'IN_PERSON' }));
    const { start: _taken, mode: _held, ...ofHold } = booking(SOMEBODY);
    own = await accepted(citizen.post(`${agenda.day}/appointments`, { ...ofHold, holdId: hold.id }));
    for (const other of others) await accepted(desk.post(`${agenda.day}/appointments`, booking(other)));
    await settled();
    // In the evening of that day. The tokens of today have expired by then.
    clock.ahead = Date.parse(`${agenda.date}T20:00:00Z`) - Date.now();
    await application.close();
    await start();
    await settled();
  });
  afterAll(async () => {
    await application.close();
    for (const made of [directory, elsewhere]) rmSync(made, { recursive: true });
  });

  it('was sealed from the first event on, and opened only for those who said why', async () => {
    const entries = await sheet();
    expect(entries).toHaveLength(4);
    const mine = entries.find(({ appointmentId }) => appointmentId === own.id);
    expect(mine?.citizen).toEqual({ erased: false, value: SOMEBODY });
    subject = mine?.subject ?? '';
    expect(tracesInFiles(directory, CLEAR)).toEqual([]);
    // The search finds what stands there in clear.
    expect(tracesInFiles(directory, [{ name: 'service', value: 'variazione-ufficio-pagatore' }])).not.toEqual([]);

    const accesses = (await central.get(`${PRIVACY}/access-log?subject=${subject}`)).body.items as {
      outcome: string;
    }[];
    expect(accesses.filter(({ outcome }) => outcome === 'READ')).toEqual([
      {
        ...{ at: expect.any(String), actorId: DESK.id, role: DESK.role, office: DESK.province },
        ...{ purpose: 'SPORTELLO', subject, fields: ['AppointmentBooked.citizen'] },
        ...{ resource: expect.stringMatching(/^AgendaDay-/), outcome: 'READ' },
      },
    ]);
    expectProblem(await desk.get(`${PRIVACY}/access-log?subject=${subject}`), 403, 'ROLE_NOT_ALLOWED');
  });

  it('is unreadable at once, in every answer and in every file; all else is as it was', async () => {
    const keys = new DatabaseSync(join(directory, STORE_FILES.keys), { readOnly: true });
    keys.exec(`VACUUM INTO '${oldKeys}'`);
    const row = keys.prepare('SELECT pseudonym, wrapped_key FROM subjects WHERE subject = ?').get(subject);
    keys.close();
    const { pseudonym, wrapped_key: key } = row as unknown as { pseudonym: string; wrapped_key: Uint8Array };
    keyMaterial = [
      { name: 'pseudonym', value: pseudonym },
      { name: 'bytes of the pseudonym', value: Buffer.from(pseudonym, 'base64url') },
      { name: 'wrapped key', value: key },
    ];
    expect(tracesInFiles(directory, gone())).not.toEqual([]);
    const before = await liveDocuments(application.stores.readModels);

    for (const role of [DESK, { role: 'regional', id: 'director', region: '12' }] as const) {
      const refused = await (await application.as(role)).post(`${PRIVACY}/erasures`, { subject, ...WHY });
      expectProblem(refused, 403, 'ROLE_NOT_ALLOWED');
    }
    const wish = { fiscalCode: SOMEBODY.fiscalCode, ...WHY };
    for (const missing of ['ground', 'reason']) {
      const refused = await central.post(`${PRIVACY}/erasures`, { ...wish, [missing]: undefined });
      expect(expectProblem(refused, 400, 'INVALID_REQUEST').errors).toMatchObject([{ field: missing }]);
    }
    const erased = await central.post(`${PRIVACY}/erasures`, wish, { key: 'erasure' });
    expect(erased).toMatchObject({ status: 200, body: { id: subject } });

    const entries = await sheet();
    expect(entries.find(({ appointmentId }) => appointmentId === own.id)?.citizen).toEqual({ erased: true });
    const open = entries.filter(({ citizen }) => !citizen.erased).map(({ citizen }) => citizen.value);
    expect(open).toHaveLength(others.length);
    expect(open).toEqual(expect.arrayContaining(others));
    expect(tracesInFiles(directory, gone())).toEqual([]);
    const answers = await allAnswers();
    expect(answers.length).toBeGreaterThan(30);
    expect(answers.filter((answer) => answer.includes(others[0]?.familyName ?? ''))).not.toEqual([]);
    expect(answers.flatMap((answer) => tracesIn(answer, gone()))).toEqual([]);

    // The request repeated is answered as at first, though its codice fiscale leads nowhere any more.
    expect((await central.post(`${PRIVACY}/erasures`, wish, { key: 'erasure' })).body).toEqual(erased.body);
    const proofs = await eventsOf(application.stores.eventStore, 'SubjectErased');
    expect(proofs.map(({ data }) => data)).toEqual([{ subject, ...WHY, commitments: [] }]);

    await settled();
    const { eventStore, readModels } = application.stores;
    // But for the erasure itself, which those are told of who could have read of the person.
    const now = new Map(await liveDocuments(readModels));
    const published = now.get('published-events') ?? [];
    expect(published.at(-1)?.document).toMatchObject({ type: 'it.inps.retepunti.person.erased.v1', data: {} });
    expect(now.set('published-events', published.slice(0, -1))).toEqual(before);
    await expectSameAsRebuilt(eventStore, readModels);

    await application.close();
    expect(tracesInFiles(directory, gone())).toEqual([]);
  });

  it('stays erased when an older key store is put back: before anything is read', async () => {
    await application.close();
    for (const suffix of ['-wal', '-shm']) rmSync(join(directory, STORE_FILES.keys + suffix), { force: true });
    cpSync(oldKeys, join(directory, STORE_FILES.keys));
    expect(tracesInFiles(directory, gone())).not.toEqual([]);

    // Nobody who follows the log is told anything: what is done is done before the door opens.
    const { eventStore, readModels, work, accessLog, keys, close } = openEmbeddedStores(directory);
    await start({ stores: { eventStore: withoutFeed(eventStore), readModels, work, accessLog, keys, close } });
    expect(tracesInFiles(directory, gone())).toEqual([]);
    const entries = await sheet();
    expect(entries.find(({ appointmentId }) => appointmentId === own.id)?.citizen).toEqual({ erased: true });
    expect(entries.filter(({ citizen }) => citizen.erased)).toHaveLength(1);
    await application.close();
    await start();
    await settled();
    await expectSameAsRebuilt(application.stores.eventStore, application.stores.readModels);
  });

  it('is a stranger afterwards: the same codice fiscale gets a new id, and opens nothing old', async () => {
    expectProblem(
      await central.post(`${PRIVACY}/erasures`, { fiscalCode: SOMEBODY.fiscalCode, ...WHY }),
      404,
      'SUBJECT_UNKNOWN',
    );
    const again = await accepted(desk.post(`${PRIVACY}/subjects`, { fiscalCode: SOMEBODY.fiscalCode }));
    expect(again.id).not.toBe(subject);
    const nextDay = `${AGENDAS}/${agenda.agendaId}/days/${addDays(agenda.date, 7)}`;
    const anew = await accepted(desk.post(`${nextDay}/appointments`, booking(SOMEBODY, agenda.starts[1])));
    await settled();
    const entries = [...(await sheet()), ...(await sheet(nextDay))];
    const citizenOf = (id: string) => entries.find(({ appointmentId }) => appointmentId === id);
    expect(citizenOf(own.id)).toMatchObject({ subject, citizen: { erased: true } });
    expect(citizenOf(anew.id)).toMatchObject({ subject: again.id, citizen: { erased: false, value: SOMEBODY } });
    const citizen = await application.as({ role: 'citizen', fiscalCode: SOMEBODY.fiscalCode });
    const mine = (await citizen.get('/rest/agenda/v1/appointments/mine')).body.items as { appointmentId: string }[];
    expect(mine.map(({ appointmentId }) => appointmentId)).toEqual([anew.id]);
    expect(tracesInFiles(directory, CLEAR)).toEqual([]);
  });
});

/** The same log, whose live feed tells how far it has come, and of no event. */
function withoutFeed(log: EventStore): EventStore {
  return new Proxy(log, {
    get: (target, name) => {
      if (name === 'subscribe') return (options: SubscribeOptions) => silence(target.subscribe(options));
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}

async function* silence(feed: AsyncIterable<LogBatch>): AsyncGenerator<LogBatch> {
  for await (const { through } of feed) yield { events: [], through };
}

describe('a codice fiscale', () => {
  const directory = temporaryDirectory();
  afterAll(async () => {
    await endProcesses();
    rmSync(directory, { recursive: true });
  });

  it(
    'is in no line of the log, no URL, no name of a stream and no metadata, whatever requests come',
    async () => {
      const server = startCli(['serve', '--data', directory, '--port', '0'], {
        RETE_PUNTI_LOG: 'json',
        RETE_PUNTI_ACCESS_LOG: 'on',
      });
      const [, url = ''] = await server.said(/answers at (http:\S+)/);
      const token = async (...claims: string[]): Promise<Api> =>
        new Api(url, (await runCliForJson<{ token: string }>('token', '--data', directory, ...claims)).token);
      const central = await token('--role', 'central');
      const citizen = await token('--role', 'citizen', '--fiscal-code', SOMEBODY.fiscalCode);
      const agenda = await seedAgenda(central, { slots: 2, capacity: 2 });
      const { fiscalCode } = SOMEBODY;
      const body = { start: agenda.starts[0], mode: 'IN_PERSON', serviceId: 'cedolino-pensione', citizen: SOMEBODY };
      const appointments = `${agenda.day}/appointments`;

      // As it should be.
      const booked = await citizen.post(appointments, body, { key: 'a booking' });
      expect(booked).toMatchObject({ status: 201 });
      expect(JSON.stringify([...booked.headers])).not.toContain(fiscalCode);
      const sheet = `${agenda.day}/sheet?purpose=SPORTELLO&minPosition=${(booked.body as CommandAnswer).position}`;
      expect((await central.get(sheet)).body.items).toHaveLength(1);
      expect((await central.post(`${PRIVACY}/subjects`, { fiscalCode })).status).toBe(200);
      // Refused, in every way, by people who put it where it does not belong.
      const careless: readonly (readonly [status: number, request: Promise<{ status: number }>])[] = [
        [400, central.post(appointments, { ...body, citizen: { ...SOMEBODY, givenName: '' }, [fiscalCode]: 1 })],
        [400, central.post(appointments, { ...body, start: fiscalCode, serviceId: fiscalCode.repeat(9) })],
        [400, central.post(`/rest/agenda/v1/agendas/${fiscalCode}/opening-bands`, {})],
        [400, central.get(`/rest/agenda/v1/agendas?region=${fiscalCode}&${fiscalCode}=1`)],
        [400, central.get(`${PRIVACY}/access-log?subject=${fiscalCode}`)],
        [400, raw(`{"fiscalCode": ${fiscalCode}`)],
        [401, new Api(url, fiscalCode).get('/rest/agenda/v1/agendas')],
        [404, central.get(`/${fiscalCode}`)],
        [400, central.post(`/rest/operations/v1/projections/${fiscalCode.toLowerCase()}/rebuild`)],
        [405, fetch(`${url}/rest/agenda/v1/agendas?${fiscalCode}`, { method: 'DELETE' })],
        [400, citizen.post(appointments, body, { key: fiscalCode })],
        [409, citizen.post(appointments, { ...body, serviceId: 'obis-m' }, { key: 'a booking' })],
        [401, fetch(`${url}${PRIVACY}/subjects`, { method: 'POST', body: `fiscalCode=${fiscalCode}` })],
        [415, raw(`fiscalCode=${fiscalCode}`, 'text/plain')],
        [422, citizen.post(appointments, body)],
      ];
      for (const [status, request] of careless) expect((await request).status).toBe(status);
      // A failure of ours, which is logged with its cause.
      const rival = new DatabaseSync(join(directory, STORE_FILES.events));
      rival.exec('BEGIN EXCLUSIVE');
      const stranger = fictitiousPerson(515_151);
      expect((await central.post(appointments, { ...body, citizen: stranger })).status).toBe(503);
      rival.close();

      server.kill('SIGTERM');
      const { code, stdout, stderr } = await server.ended;
      expect(code).toBe(0);
      expect(stdout + stderr).toMatch(/POST \/rest\/agenda\/v1\/agendas\/:agendaId\/days\/:date\/appointments 201/);
      expect(stdout + stderr).toContain('answered 503 STORE_UNAVAILABLE');
      const secrets = [...CLEAR, { name: 'codice fiscale of a stranger', value: stranger.fiscalCode }];
      expect(tracesIn(stdout + stderr, secrets)).toEqual([]);

      // Streams, metadata, claims, access log and all the rest.
      expect(tracesInFiles(directory, secrets)).toEqual([]);
      const log = new DatabaseSync(join(directory, STORE_FILES.events), { readOnly: true });
      const texts = log.prepare(
        'SELECT stream || metadata || data AS text FROM events UNION ALL SELECT route FROM claims',
      );
      expect(texts.all().flatMap(({ text }) => tracesIn(String(text), CLEAR))).toEqual([]);
      log.close();

      function raw(text: string, mediaType = 'application/json'): Promise<Response> {
        return fetch(`${url}${PRIVACY}/subjects`, {
          method: 'POST',
          headers: { authorization: `Bearer ${central.token ?? ''}`, 'content-type': mediaType },
          body: text,
        });
      }
    },
    BUILD_TIMEOUT_MS,
  );
});
