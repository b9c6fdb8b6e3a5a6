import { randomBytes } from 'node:crypto';
import { createApplication, type Part, type RunningApplication, type Stores } from '#composition';
import type { EventStore, LogBatch, SubscribeOptions } from '#kernel/ports';
import { readConfiguration, type HealthReport, type TokenRequest } from '#platform';
import {
  MemoryAccessLog,
  MemoryEventStore,
  MemoryKeyStore,
  MemoryLeaseStore,
  MemoryReadModelStore,
  MemoryWorkStore,
} from '#store-memory';
import { accepted, freePlaces, seedAgenda, type SeededAgenda } from './support/agenda.ts';
import { Api, expectProblem } from './support/api.ts';
import { eventsOf } from './support/log.ts';
import { fictitiousPerson } from './support/people.ts';
import { until } from './support/until.ts';

const WHY = { ground: 'CONSENT_WITHDRAWN', reason: 'Richiesta scritta' };
const DESK = { role: 'desk-operator', id: 'desk-clerk', province: '058' } as const;
const MASTER_KEY = randomBytes(32).toString('base64');

/** A log of which a process hears nothing new for as long as it is told. */
class LateLog {
  #mayHear = Promise.withResolvers<undefined>();
  readonly log: EventStore;

  constructor(log: EventStore) {
    const late = this.#late.bind(this, log);
    this.log = new Proxy(log, {
      get: (target, name) => {
        if (name === 'subscribe') return late;
        const member: unknown = Reflect.get(target, name, target);
        return typeof member === 'function' ? (member.bind(target) as unknown) : member;
      },
    });
    this.hear();
  }

  hear(): void {
    this.#mayHear.resolve(undefined);
  }

  hearNothing(): void {
    this.#mayHear = Promise.withResolvers();
  }

  async *#late(log: EventStore, options: SubscribeOptions): AsyncGenerator<LogBatch> {
    const ended = new Promise((resolve) => options.signal.addEventListener('abort', resolve));
    for await (const batch of log.subscribe(options)) {
      await Promise.race([this.#mayHear.promise, ended]);
      yield batch;
    }
  }
}

describe('an erasure', () => {
  const leases = new MemoryLeaseStore();
  const shared = {
    eventStore: new MemoryEventStore(),
    readModels: new MemoryReadModelStore(),
    work: new MemoryWorkStore(),
    accessLog: new MemoryAccessLog(),
    keys: new MemoryKeyStore(),
  };
  const late = new LateLog(shared.eventStore);
  const started: RunningApplication[] = [];
  let here: RunningApplication;
  let elsewhere: RunningApplication;
  let worker: RunningApplication;
  let agendas: readonly [SeededAgenda, SeededAgenda];
  let number = 9_000;

  async function start(part: Part, eventStore: EventStore = shared.eventStore): Promise<RunningApplication> {
    const environment = {
      RETE_PUNTI_MODE: 'clustered',
      // Never reached: the stores are given, and shared as servers would share them.
      RETE_PUNTI_EVENTSTOREDB: 'esdb://127.0.0.1:1',
      RETE_PUNTI_MONGODB: 'mongodb://127.0.0.1:1',
      RETE_PUNTI_LEASE_SECONDS: '1',
      RETE_PUNTI_MASTER_KEY: MASTER_KEY,
      RETE_PUNTI_LOG: 'off',
      RETE_PUNTI_PORT: '0',
    };
    const stores: Stores = {
      ...{ ...shared, eventStore, leases: new MemoryLeaseStore({ sharedWith: leases }) },
      close: async () => undefined,
    };
    const application = await createApplication({
      part,
      stores,
      environment,
      configuration: readConfiguration(environment),
    });
    started.push(application);
    return application;
  }
  const as = async ({ url, tokens }: RunningApplication, request: TokenRequest) =>
    new Api(url, await tokens?.issue(request, 3_600));
  const central = () => as(here, { role: 'central', id: 'central-officer' });

  beforeAll(async () => {
    here = await start('api');
    elsewhere = await start('api', late.log);
    worker = await start('worker');
    await until(async () => (await (await central()).get('/health/ready')).status === 200 || undefined);
    agendas = [
      await seedAgenda(await central(), { slots: 3, capacity: 2 }),
      await seedAgenda(await central(), { slots: 3, capacity: 2, serviceLine: 'CONTRIBUTI' }),
    ];
  });
  afterAll(async () => {
    late.hear();
    for (const application of started.reverse()) await application.close();
  });

  it('cancels also what is booked afterwards by a process that has not heard of it, and stands as the cause', async () => {
    const person = fictitiousPerson((number += 1));
    const [one, other] = agendas;
    const desk = await as(elsewhere, DESK);
    const held = await accepted(
      desk.post(`${one.day}/holds`, {
        start: one.starts[0],
        mode: 'IN_PERSON',
        citizen: { fiscalCode: person.fiscalCode },
      }),
    );
    const own = { start: other.starts[1], mode: 'IN_PERSON', serviceId: other.serviceId, citizen: person };
    await accepted(desk.post(`${other.day}/appointments`, own));

    late.hearNothing();
    // Nobody carries out what follows from the log before the booking stands.
    await worker.close();
    await accepted((await central()).post('/rest/privacy/v1/erasures', { fiscalCode: person.fiscalCode, ...WHY }));
    await accepted(
      desk.post(`${one.day}/appointments`, { holdId: held.id, serviceId: 'cedolino-pensione', citizen: person }),
    );
    worker = await start('worker');

    const ended = () => eventsOf(shared.eventStore, 'AppointmentCancelled');
    await until(async () => (await ended()).length === 2 || undefined);
    const [erased] = await eventsOf(shared.eventStore, 'SubjectErased');
    for (const { data, metadata } of await ended()) {
      expect(data).toMatchObject({ reason: 'SUBJECT_ERASED' });
      expect(metadata).toMatchObject({
        $causationId: erased?.eventId,
        actor: { kind: 'policy', name: 'erasure-consequences' },
      });
    }
    for (const { agendaId, date, places } of agendas) {
      const api = await central();
      // Freed places are offered again later: how many are taken is what the day's plan lacks for good.
      await until(async () => ((await freePlaces(api, agendaId, date)) ?? 0) >= places - 1 || undefined);
    }
  });

  it('counts at once in the process that was asked, also for a token that it knows', async () => {
    const { fiscalCode } = fictitiousPerson((number += 1));
    const citizen = await as(here, { role: 'citizen', fiscalCode });
    const [{ day, starts }] = agendas;
    await accepted(citizen.post(`${day}/holds`, { start: starts[2], mode: 'IN_PERSON' }));

    await accepted((await central()).post('/rest/privacy/v1/erasures', { fiscalCode, ...WHY }));
    const again = await accepted(citizen.post(`${day}/holds`, { start: starts[2], mode: 'IN_PERSON' }));
    expect(again.revision).toBeGreaterThan(0);
    const holds = await eventsOf(shared.eventStore, 'SlotHeld');
    const [before, after] = holds.slice(-2).map(({ data }) => (data as { subject: string }).subject);
    expect(after).not.toBe(before);
  });

  it('that a process may not have heard of bars it from all that is personal after five seconds, until it has', async () => {
    const { fiscalCode } = fictitiousPerson((number += 1));
    const citizen = await as(elsewhere, { role: 'citizen', fiscalCode });
    const desk = await as(elsewhere, DESK);
    const [{ day, starts }] = agendas;
    const mine = '/rest/agenda/v1/appointments/mine';
    const sheet = `${day}/sheet?purpose=SPORTELLO`;
    const person = fictitiousPerson((number += 1));
    const booking = { start: starts[1], mode: 'IN_PERSON', serviceId: 'cedolino-pensione', citizen: person };
    late.hear();
    await accepted((await as(here, DESK)).post(`${day}/appointments`, booking));
    await until(async () => ((await desk.get(sheet)).body.items as unknown[]).length > 0 || undefined);
    expect((await citizen.get(mine)).status).toBe(200);
    const { body: health } = await until(async () => {
      const answer = await desk.get('/health');
      return answer.status === 200 ? answer : undefined;
    });
    expect((health as { erasures: object }).erasures).toEqual({ lag: expect.any(Number), isBehind: false });

    late.hearNothing();
    await accepted((await central()).post('/rest/privacy/v1/erasures', { fiscalCode, ...WHY }));
    const unready = await until(async () => {
      const answer = await desk.get('/health/ready');
      return (answer.body as { facts?: HealthReport }).facts?.erasures.isBehind ? answer : undefined;
    });
    expectProblem(unready, 503, 'NOT_READY');
    const refused = await citizen.get(mine);
    expectProblem(refused, 503, 'ERASURES_BEHIND');
    expect(refused.headers.get('retry-after')).toBe('2');
    expectProblem(await desk.get(sheet), 503, 'ERASURES_BEHIND');
    const another = { ...booking, citizen: fictitiousPerson((number += 1)) };
    expectProblem(await desk.post(`${day}/appointments`, another), 503, 'ERASURES_BEHIND');
    // What is nobody's is answered.
    expect((await desk.get(`/rest/agenda/v1/agendas`)).status).toBe(200);

    late.hear();
    await until(async () => (await desk.get('/health/ready')).status === 200 || undefined);
    expect((await citizen.get(mine)).status).toBe(200);
    expect((await desk.get(sheet)).status).toBe(200);
  }, 180_000);
});
