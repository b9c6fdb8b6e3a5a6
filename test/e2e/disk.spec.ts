import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openEmbeddedStores, STORE_FILES } from '#store-embedded';
import { accepted, freePlaces, seedAgenda, type SeededAgenda } from './support/agenda.ts';
import { Api, expectProblem, type Answer } from './support/api.ts';
import { startApplication, temporaryDirectory, type TestApplication } from './support/application.ts';
import { BUILD_TIMEOUT_MS } from './support/build.ts';
import { expectSameAsRebuilt } from './support/documents.ts';
import { expectHealthy } from './support/health.ts';
import { eventsOf } from './support/log.ts';
import { fictitiousPerson } from './support/people.ts';
import { runCliForJson } from './support/processes.ts';
import { smallDisks } from './support/small-disk.ts';
import { until } from './support/until.ts';

/** More than a small disk holds. */
const MOST_BOOKINGS = 5_000;

/** A booking that may be sent again as it was. */
interface Wish {
  readonly key: string;
  readonly body: object;
}

function wishOf({ starts }: SeededAgenda, number: number): Wish {
  const start = starts[number % starts.length];
  const body = { start, mode: 'IN_PERSON', serviceId: 'cedolino-pensione', citizen: fictitiousPerson(number) };
  return { key: randomUUID(), body };
}

function expectUnavailable(answer: Answer): void {
  expectProblem(answer, 503, 'STORE_UNAVAILABLE');
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
}

describe('a file that another program has locked', () => {
  const directory = temporaryDirectory();
  let application: TestApplication;
  let central: Api;
  let agenda: SeededAgenda;
  let rival: DatabaseSync;
  let people = 0;

  beforeAll(async () => {
    const stores = openEmbeddedStores(directory, { busyTimeout: 20 });
    application = await startApplication({ directory, stores });
    central = await application.as();
    agenda = await seedAgenda(central, { slots: 2, capacity: 20 });
    await application.processes.settled();
  });
  afterEach(() => rival.close());
  afterAll(async () => {
    await application.close();
    rmSync(directory, { recursive: true });
  });

  function lock(file: keyof typeof STORE_FILES): void {
    rival = new DatabaseSync(join(directory, STORE_FILES[file]));
    rival.exec('BEGIN EXCLUSIVE');
  }
  const send = ({ key, body }: Wish): Promise<Answer> => central.post(`${agenda.day}/appointments`, body, { key });
  const log = () => eventsOf(application.stores.eventStore);

  it.each(['events', 'keys'] as const)(
    'makes commands answer 503 while it is %s.db, with nothing half-written, and go through afterwards',
    async (file) => {
      const wish = wishOf(agenda, (people += 1));
      const before = await log();
      lock(file);
      expectUnavailable(await send(wish));
      expectUnavailable(await send(wish));
      expect(await log()).toEqual(before);
      // What is only read is still read.
      expect(await freePlaces(central, agenda.agendaId, agenda.date)).toBe(agenda.places - people + 1);

      rival.exec('ROLLBACK');
      const { id, position } = await accepted(send(wish));
      expect(await accepted(send(wish))).toMatchObject({ id, position });
      const booked = (await log()).slice(before.length).filter(({ type }) => type === 'AppointmentBooked');
      expect(booked).toHaveLength(1);
      expect(await freePlaces(central, agenda.agendaId, agenda.date, position)).toBe(agenda.places - people);
    },
  );

  it('shows nobody personal data while the access log is locked', async () => {
    const { position } = await accepted(send(wishOf(agenda, (people += 1))));
    const sheet = `${agenda.day}/sheet?purpose=SPORTELLO&minPosition=${position}`;
    expect((await central.get(sheet)).status).toBe(200);
    lock('work');
    expectUnavailable(await central.get(sheet));
    rival.exec('ROLLBACK');
    expect((await central.get(sheet)).body.items).toHaveLength(people);
  });

  it('lets commands through while it is read-models.db, and says that it is behind', async () => {
    lock('readModels');
    const { position } = await accepted(send(wishOf(agenda, (people += 1))));
    const path = `${agenda.day}/sheet?purpose=SPORTELLO&minPosition=${position}`;
    const behind = await central.get(path);
    expectProblem(behind, 503, 'PROJECTION_BEHIND');
    expect(Number(behind.headers.get('retry-after'))).toBeGreaterThan(0);

    rival.exec('ROLLBACK');
    const caughtUp = await until(async () => {
      const answer = await central.get(path);
      return answer.status === 200 ? answer : undefined;
    });
    expect(caughtUp.body.items).toHaveLength(people);
    await application.processes.settled();
    await application.projections.caughtUp(await application.stores.eventStore.head());
    await expectSameAsRebuilt(application.stores.eventStore, application.stores.readModels);
  });
});

describe.each(smallDisks())('%s', (_name, makeDisk) => {
  it(
    'makes commands answer 503; with room again, a new start finds every acknowledged one and nothing else',
    async () => {
      const disk = makeDisk();
      try {
        const cramped = await disk.serve();
        const { token } = await runCliForJson<{ token: string }>(
          'token',
          '--data',
          disk.directory,
          '--role',
          'central',
        );
        const central = new Api(cramped.url, token);
        const agenda = await seedAgenda(central, { slots: 30, capacity: 1_000 });
        const acknowledged = new Map<string, Wish>();
        const refused: Wish[] = [];
        for (let number = 1; refused.length < 5; number += 1) {
          if (number > MOST_BOOKINGS) throw new Error('the disk is not small');
          const wish = wishOf(agenda, number);
          const answer = await central.post(`${agenda.day}/appointments`, wish.body, { key: wish.key });
          if (answer.status === 201) acknowledged.set(answer.body.id as string, wish);
          else {
            expectUnavailable(answer);
            refused.push(wish);
          }
        }
        expect(acknowledged.size).toBeGreaterThan(10);
        expect((await central.get('/health/live')).status).toBe(200);
        expect((await cramped.end()).code).toBe(0);

        disk.makeRoom();
        const roomy = await disk.serve();
        const again = central.at(roomy.url);
        await expectBooked(disk.directory, [...acknowledged.keys()]);
        for (const [id, { key, body }] of acknowledged) {
          expect((await accepted(again.post(`${agenda.day}/appointments`, body, { key }))).id).toBe(id);
        }
        for (const { key, body } of refused) {
          acknowledged.set((await accepted(again.post(`${agenda.day}/appointments`, body, { key }))).id, { key, body });
        }
        await expectBooked(disk.directory, [...acknowledged.keys()]);
        await until(() => hasReadAll(again));
        await expectHealthy(again);
        expect((await roomy.end()).code).toBe(0);

        const stores = openEmbeddedStores(disk.directory, { readOnly: true });
        await expectSameAsRebuilt(stores.eventStore, stores.readModels);
        await stores.close();
      } finally {
        await disk.remove();
      }
    },
    BUILD_TIMEOUT_MS,
  );
});

/** Expects that the log holds these appointments and no other. */
async function expectBooked(directory: string, ids: readonly string[]): Promise<void> {
  const { eventStore, close } = openEmbeddedStores(directory, { readOnly: true });
  const booked = (await eventsOf(eventStore, 'AppointmentBooked')).map(
    ({ data }) => (data as { appointmentId: string }).appointmentId,
  );
  await close();
  expect(booked.sort()).toEqual([...ids].sort());
}

/** Once every part has read to the end of the log. */
async function hasReadAll(api: Api): Promise<true | undefined> {
  const { status, body } = await api.get('/health/ready');
  if (status !== 200) return undefined;
  const parts = [...(body.projections as Part[]), ...(body.processes as Part[])];
  return parts.every(({ position, head }) => position === head) || undefined;
}

interface Part {
  readonly position: string;
  readonly head: string;
}
