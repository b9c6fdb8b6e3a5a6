import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { binaryEvent, EventStoreDBClient } from '@eventstore/db-client';
import { all, converse, counted, numbered, refusal, revisions, type Conversation } from './conversation.ts';

/** As a real 24.6.0 server answered. */
describe('the test EventStoreDB, batches that carry something bad', () => {
  let talk: Conversation;
  beforeEach(async () => {
    talk = await converse();
  });
  afterEach(() => talk.close());

  const sized = (bytes: number) => binaryEvent({ type: 'Large', data: new Uint8Array(bytes) });
  const good = (count: number): Promise<unknown>[] =>
    Array.from({ length: count }, () => talk.client.appendToStream(talk.fresh(), counted(0)));

  it.each([
    ['a wrong revision', () => talk.client.appendToStream(talk.fresh(), counted(0), { expectedRevision: 7n })],
    ['a mebibyte too many', () => talk.client.appendToStream(talk.fresh(), sized(1_200_000))],
  ])('%s hurts no other append', async (_name, bad) => {
    const [others, hurt] = [good(49), refusal(bad())];
    expect((await Promise.allSettled(others)).filter(({ status }) => status === 'fulfilled')).toHaveLength(49);
    expect(await hurt).toHaveProperty('type');
  });

  it('a message beyond what the server takes rejects every append in flight, and the client goes on', async () => {
    await talk.client.appendToStream(talk.fresh(), counted(0));
    const appends = await Promise.allSettled([talk.client.appendToStream(talk.fresh(), sized(20_000_000)), ...good(1)]);
    expect(appends[0]).toMatchObject({ status: 'rejected', reason: { type: 'unknown', code: 8 } });
    expect(await talk.client.appendToStream(talk.fresh(), counted(0))).toMatchObject({ success: true });
  });
});

describe('the test EventStoreDB, as a process', () => {
  it('prints where it is, keeps its file when killed, and ends when told to', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'test-eventstoredb-'));
    const main = join(import.meta.dirname, 'main.ts');
    const file = join(directory, 'events.log');
    const start = async () => {
      const child = spawn(process.execPath, ['--conditions=rete-punti-src', main, '--file', file], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const [url] = (await once(createInterface(child.stdout), 'line')) as [string];
      return { child, ended: once(child, 'exit'), client: EventStoreDBClient.connectionString(url) };
    };

    const first = await start();
    await first.client.appendToStream('S', numbered(0, 3));
    first.child.kill('SIGKILL');
    await first.ended;

    const second = await start();
    expect(revisions(await all(second.client.readStream('S')))).toEqual([0, 1, 2]);
    second.child.kill('SIGTERM');
    expect(await second.ended).toEqual([0, null]);
    await rm(directory, { recursive: true });
  });
});
