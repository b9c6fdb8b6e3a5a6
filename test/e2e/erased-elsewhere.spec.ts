import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createApplication, type Part, type RunningApplication, type Stores } from '#composition';
import type { EventStore, LogBatch, SubscribeOptions } from '#kernel/ports';
import { readConfiguration, type TokenRequest } from '#platform';
import {
  MemoryAccessLog,
  MemoryEventStore,
  MemoryKeyStore,
  MemoryLeaseStore,
  MemoryReadModelStore,
  MemoryWorkStore,
} from '#store-memory';
import { accepted, freePlaces, seedAgenda, type SeededAgenda } from './support/agenda.ts';
import { Api } from './support/api.ts';
import { eventsOf } from './support/log.ts';
import { fictitiousPerson } from './support/people.ts';
import { until } from './support/until.ts';

const WHY = { ground: 'CONSENT_WITHDRAWN', reason: 'Richiesta scritta' };
const DESK = { role: 'desk-operator', id: 'desk-clerk', province: '058' } as const;
const MASTER_KEY = randomBytes(32).toString('base64');

/** A log of which a process hears nothing new for as long as it is told. */
class LateLog {
  readonly #heard = Promise.withResolvers<undefined>();
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
  }

  hear(): void {
    this.#heard.resolve(undefined);
  }

  async *#late(log: EventStore, options: SubscribeOptions): AsyncGenerator<LogBatch> {
    await Promise.race([this.#heard.promise, once(options.signal, 'abort')]);
    yield* log.subscribe(options);
  }
}

describe('an erasure, in a process that has not heard of it yet', () => {
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

  it('cancels what was booked there afterwards, gives every place back, and stands as the cause', async () => {
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
    const own = { start: other.starts[1], mode: 'IN_PERSON', serviceId: 'pension', citizen: person };
    await accepted(desk.post(`${other.day}/appointments`, own));

    // Nobody carries out what follows from the log before the booking stands.
    await worker.close();
    await accepted((await central()).post('/rest/privacy/v1/erasures', { fiscalCode: person.fiscalCode, ...WHY }));
    await accepted(desk.post(`${one.day}/appointments`, { holdId: held.id, serviceId: 'pension', citizen: person }));
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
});
