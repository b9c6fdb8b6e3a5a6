import { randomUUID } from 'node:crypto';
import { binaryEvent, EventStoreDBClient, type EventData } from '@eventstore/db-client';
import { credentials } from '@grpc/grpc-js';
import type { AppendLimits } from './append-limits.ts';
import { refusal } from './conversation.ts';
import { ServerFeaturesClient, shared } from './protocol.ts';
import { freshPrefix } from './server-under-test.ts';
import { startTestEventStoreDb } from './server.ts';

const LIMIT = 1024 * 1024;
const METADATA = new Uint8Array(1000);
const TYPE = 'Sized';
/** What is not counted where the data alone is. */
const BESIDES = METADATA.length + 2 * TYPE.length;

const sized = (bytes: number): EventData =>
  binaryEvent({ id: randomUUID(), type: TYPE, data: new Uint8Array(bytes), metadata: METADATA });

/** The way of most appends, and that of those with credentials, in a call of their own. */
const WAYS: readonly [string, Parameters<EventStoreDBClient['appendToStream']>[2]][] = [
  ['in a batch', {}],
  ['alone', { credentials: { username: 'admin', password: 'changeit' } }],
];

async function startWith(limits: AppendLimits) {
  const server = await startTestEventStoreDb({ limits });
  const client = EventStoreDBClient.connectionString(server.connectionString);
  const close = async (): Promise<void> => {
    await client.dispose();
    await server.stop();
  };
  return { client, close, count: limits.count };
}

/** A real server: its version tells what it counts. */
async function connectTo(url: string): Promise<Awaited<ReturnType<typeof startWith>>> {
  const features = new ServerFeaturesClient(new URL(url).host, credentials.createInsecure());
  const version = await new Promise<string>((resolve, reject) => {
    features.getSupportedMethods(new shared.Empty(), (error, answer) => {
      if (error) reject(error);
      else resolve(answer.getEventStoreServerVersion());
    });
  }).finally(() => features.close());
  const [year, month] = version.split('.').map(Number) as [number, number];
  const client = EventStoreDBClient.connectionString(url);
  const count = year > 24 || (year === 24 && month >= 10) ? 'everything' : 'data';
  return { client, close: () => client.dispose(), count };
}

const given = process.env.EVENTSTOREDB_URL;
const servers: [string, () => ReturnType<typeof startWith>][] = given
  ? [['of the given version', () => connectTo(given)]]
  : [
      ['that counts as 24.6', () => startWith({ count: 'data' })],
      ['that counts as 24.10', () => startWith({ count: 'everything' })],
    ];

/** As a real 24.6.0 and a real 24.10.4 server answered. */
describe.each(servers)('the test EventStoreDB, %s,', (_name, open) => {
  it.each(WAYS)('takes one mebibyte %s, and not a byte more', async (_way, way) => {
    const { client, close, count } = await open();
    const stream = `${freshPrefix()}.Stream`;
    const half = LIMIT / 2 - (count === 'data' ? 0 : BESIDES);

    await client.appendToStream(stream, [sized(half), sized(half)], way);
    const refused = await refusal(client.appendToStream(stream, [sized(half), sized(half + 1)], way));

    expect(refused).toMatchObject({ type: 'maximum-append-size-exceeded', maxAppendSize: LIMIT });
    expect(await client.appendToStream(stream, sized(1), way)).toMatchObject({ nextExpectedRevision: 2n });
    await close();
  });
});

describe('the test EventStoreDB, where one event may have less than an append,', () => {
  it.each(WAYS)('refuses that event, %s, in words that the client does not know', async (_way, way) => {
    const { client, close } = await startWith({ count: 'everything', largestEvent: 5000 });

    await client.appendToStream('S', [sized(5000 - BESIDES), sized(5000 - BESIDES)], way);
    const refused = await refusal(client.appendToStream('S', sized(5001 - BESIDES), way));

    expect(refused).toMatchObject({ type: 'unknown', message: expect.stringMatching(/Maximum ?Append ?Event ?Size/) });
    await close();
  });
});
