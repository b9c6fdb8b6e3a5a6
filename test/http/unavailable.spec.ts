import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { CommandAnswer } from '#platform';
import { openEmbeddedStores } from '#store-embedded';
import { expectProblem, TestServer } from './support/server.ts';

const BOOTHS = '/rest/booths/v1/booths';
const GOOD = { region: '08', opening: { from: '2026-03-02', capacity: 2 } };

describe('a store that cannot write', () => {
  let server: TestServer;
  let token: string;
  let rival: DatabaseSync;

  beforeEach(async () => {
    server = new TestServer();
    await server.start({ stores: openEmbeddedStores(server.directory, { busyTimeout: 50 }) });
    token = await server.token();
    rival = new DatabaseSync(join(server.directory, 'events.db'));
  });
  afterEach(async () => {
    rival.close();
    await server.close();
  });

  it('makes commands answer 503, with nothing half-written, and the same command go through later', async () => {
    const key = randomUUID();
    rival.exec('BEGIN IMMEDIATE');
    const refused = await server.call('POST', BOOTHS, { token, key, body: GOOD });

    expectProblem(refused, 503, 'STORE_UNAVAILABLE');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await server.events()).toBe(0);

    rival.exec('ROLLBACK');
    expect((await server.call('POST', BOOTHS, { token, key, body: GOOD })).status).toBe(201);
    expect(await server.events()).toBe(1);
  });

  it('is still read', async () => {
    const { id, position } = (await server.call('POST', BOOTHS, { token, body: GOOD })).body as CommandAnswer;
    rival.exec('BEGIN IMMEDIATE');

    const { status } = await server.call('GET', `${BOOTHS}/${id}?minPosition=${position}`, { token });
    expect(status).toBe(200);
  });
});
