import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { isSystemError } from '#kernel/domain';
import { TestServer } from './support/server.ts';

const BOOTHS = '/rest/booths/v1/booths';
const GOOD = { region: '08', opening: { from: '2026-03-02', capacity: 2 } };

describe('a server', () => {
  let server: TestServer;

  beforeEach(async () => {
    server = await TestServer.start();
  });
  afterEach(() => server.close());

  const refusalOf = (start: Promise<unknown>): Promise<unknown> =>
    start.then(
      () => 'it started',
      (error: unknown) => error,
    );

  it('is the only one of its directory', async () => {
    await expect(new TestServer(server.directory).start()).rejects.toThrow(/is in use by the server with process id/);
  });

  it('does not start on a port that is taken, and gives its directory back', async () => {
    const { port } = new URL(server.running.url);
    const second = new TestServer();
    const error = await refusalOf(second.start({}, { RETE_PUNTI_PORT: port }));

    expect(error).toMatchObject({ code: 'EADDRINUSE' });
    await second.start();
    await second.close();
  });

  it('does not start under another master key than that of its keys', async () => {
    await server.stop();
    const environment = { RETE_PUNTI_MASTER_KEY: Buffer.alloc(32, 7).toString('base64') };

    await expect(server.start({ environment })).rejects.toThrow(/the master key is not the one/);
    await server.start();
  });

  it('does not start on a restored, shorter log beside newer read models', async () => {
    const events = join(server.directory, 'events.db');
    const token = await server.token();
    await server.call('POST', BOOTHS, { token, body: GOOD });
    await server.stop();
    copyFileSync(events, `${events}.backup`);
    await server.start();
    const { body } = await server.call('POST', BOOTHS, { token, body: GOOD });
    await server.running.projections.caughtUp(body.position);
    await server.stop();
    server.removeFile('events.db');
    copyFileSync(`${events}.backup`, events);
    const error = await refusalOf(server.start());

    expect(isSystemError(error, 'LOG_REPLACED')).toBe(true);
  });

  it('finishes what it has in hand when it is told to end', async () => {
    const token = await server.token();
    const requests = Array.from({ length: 30 }, () => server.call('POST', BOOTHS, { token, body: GOOD }));
    await Promise.race(requests);
    await server.stop();
    const answers = await Promise.allSettled(requests);
    const accepted = answers.filter((answer) => answer.status === 'fulfilled' && answer.value.status === 201);
    await server.start();

    expect(accepted.length).toBeGreaterThan(0);
    expect(await server.events()).toBeGreaterThanOrEqual(accepted.length);
  });

  it('may be told so twice', async () => {
    const { running } = server;

    await Promise.all([running.close(), running.close()]);
  });
});
