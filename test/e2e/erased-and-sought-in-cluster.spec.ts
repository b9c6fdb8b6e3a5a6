import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { BSON, MongoClient, type Binary, type Document } from 'mongodb';
import { createApplication, type RunningApplication } from '#composition';
import { readConfiguration, type TokenRequest } from '#platform';
import { MasterKey } from '#privacy';
import { startTestEventStoreDb, type TestEventStoreDb } from '../eventstoredb/server.ts';
import { dropInstallation, freshInstallation } from '../mongodb/mongo-harness.ts';
import { describeWithServer, serverUnderTest } from '../mongodb/server-under-test.ts';
import { accepted, seedAgenda } from './support/agenda.ts';
import { Api } from './support/api.ts';
import { Attacker, codesLike } from './support/attacker.ts';
import { eventsOf } from './support/log.ts';
import { guessesOf, leaveTraces, SOUGHT } from './support/sought-person.ts';

const mongo = await serverUnderTest();
const CODES = codesLike(SOUGHT.fiscalCode, [SOUGHT.fiscalCode.slice(0, 6)]);
const LONGEST_MS = 300_000;

describeWithServer(mongo, 'somebody who holds the log in EventStoreDB, all of MongoDB and every key', () => {
  const url = mongo?.url ?? '';
  const installation = freshInstallation();
  const client = new MongoClient(url);
  let log: TestEventStoreDb;
  let environment: Record<string, string>;
  let application: RunningApplication;

  beforeAll(async () => {
    log = await startTestEventStoreDb();
    environment = {
      RETE_PUNTI_MODE: 'clustered',
      RETE_PUNTI_EVENTSTOREDB: log.connectionString,
      RETE_PUNTI_MONGODB: url,
      RETE_PUNTI_INSTALLATION: installation,
      RETE_PUNTI_MASTER_KEY: randomBytes(32).toString('base64'),
      RETE_PUNTI_PORT: '0',
      RETE_PUNTI_LOG: 'off',
    };
    application = await createApplication({ configuration: readConfiguration(environment), environment });
  }, LONGEST_MS);
  afterAll(async () => {
    await application.close();
    await client.close();
    await dropInstallation(url, installation);
    await log.stop();
    await mongo?.close();
  });

  const as = async (request: TokenRequest | null = { role: 'central', id: 'central-officer' }): Promise<Api> =>
    new Api(application.url, (request && (await application.tokens?.issue(request, 3_600))) ?? undefined);

  /** Everything of the installation that stands in MongoDB, by collection. */
  async function documents(): Promise<ReadonlyMap<string, readonly Document[]>> {
    const { databases } = await client.db().admin().listDatabases({ nameOnly: true });
    const found = new Map<string, readonly Document[]>();
    for (const { name } of databases.filter((database) => database.name.startsWith(installation))) {
      for (const collection of await client.db(name).collections()) {
        const title = `${name.slice(installation.length + 1)}/${collection.collectionName}`;
        found.set(title, await collection.find().toArray());
      }
    }
    return found;
  }

  async function attacker(): Promise<Attacker> {
    const stored = await documents();
    const events = await eventsOf(application.stores.eventStore);
    const bytesOf = (binary: unknown): Uint8Array => Uint8Array.from((binary as Binary).value());
    return new Attacker(
      [
        ...[...stored.values()].flat().map((document) => BSON.serialize(document)),
        ...events.map((event) =>
          Buffer.from(JSON.stringify([event.eventId, event.stream, event.data, event.metadata])),
        ),
      ],
      {
        secrets: (stored.get('keys/secrets') ?? []).map(({ _id, wrapped }) => ({
          name: String(_id),
          wrapped: bytesOf(wrapped),
        })),
        subjectKeys: (stored.get('keys/subjects') ?? [])
          .filter(({ wrappedKey }) => wrappedKey !== undefined)
          .map(({ _id, wrappedKey }) => ({ subject: String(_id), wrapped: bytesOf(wrappedKey) })),
      },
      await MasterKey.load({ environment, file: '/nowhere', missing: 'refuse' }),
    );
  }

  it(
    'finds a person by trying the codes of a birth year and place, and after their erasure nobody',
    async () => {
      const central = await as();
      const traces = await leaveTraces({ as }, [
        await seedAgenda(central, { slots: 3, capacity: 4, serviceLine: 'SERVIZI_GENERALI' }),
        await seedAgenda(central, { slots: 2, capacity: 4, serviceLine: 'CONTRIBUTI' }),
      ]);
      await application.processes.settled();
      const guesses = guessesOf(traces);
      const before = (await attacker()).find(CODES, guesses);
      expect(new Set(before.map(({ code }) => code))).toEqual(new Set([SOUGHT.fiscalCode]));
      // By the pseudonym, and by the marks in the idempotency records.
      expect(before.map(({ by }) => by)).toEqual(
        expect.arrayContaining([
          'HMAC under pepper of the code',
          expect.stringMatching(/^HMAC under mark of subject-key/),
        ]),
      );

      await accepted(traces.erase());
      await application.processes.settled();
      const after = await attacker();
      expect(after.keyNames).toContain('pepper');
      expect(after.find(CODES, guesses)).toEqual([]);
    },
    LONGEST_MS,
  );
});
