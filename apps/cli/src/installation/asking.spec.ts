import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Type } from '@sinclair/typebox';
import { asking } from './asking.ts';

class Asked {
  readonly on!: string;
}

describe('a server that is asked with a token', () => {
  const directory = mkdtempSync(join(tmpdir(), 'rete-punti-asking-'));
  const tokenFile = join(directory, 'token');
  const nowhere = join(directory, 'no-installation');
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    if (request.url?.includes('knownAt')) {
      const detail = 'on must be a day. knownAt must be a day.';
      response
        .writeHead(400, { 'content-type': 'application/problem+json' })
        .end(JSON.stringify({ code: 'X', detail }));
      return;
    }
    response.setHeader('content-type', 'application/json').end('{"answer":42}');
  });
  let url = '';

  beforeAll(async () => {
    writeFileSync(tokenFile, 'a-token\n');
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve));
    rmSync(directory, { recursive: true });
  });

  const question = {
    input: Asked,
    path: 'rest/x',
    fields: { on: '2026-03-02' },
    leaves: Type.Object({ answer: Type.Number() }),
    answer: (): Promise<{ answer: number }> => Promise.reject(new Error('not here')),
  };

  it('answers whoever has no installation of it on their machine', async () => {
    const answer = await asking({ server: url, tokenFile, data: nowhere }, (ask) => ask(question));
    expect(answer).toEqual({ answer: 42 });
    const [{ url: path, headers } = {} as IncomingMessage] = asked;
    expect([path, headers.authorization]).toEqual(['/rest/x?on=2026-03-02', 'Bearer a-token']);
  });

  it('what it refuses is said in the options of the command line, where there is one', async () => {
    const wrong = { ...question, fields: { on: 'x', knownAt: 'y' }, options: { knownAt: '--known-at' } };
    const answer = asking({ server: url, tokenFile, data: nowhere }, (ask) => ask(wrong));
    await expect(answer).rejects.toThrow(/on must be a day. --known-at must be a day/);
  });

  it('needs the installation where nobody gives a token, as that signs one', async () => {
    const without = asking({ server: url, data: nowhere }, (ask) => ask(question));
    await expect(without).rejects.toThrow('There is no installation in');
  });

  it('is not asked by whoever names no server: the stores are read, and must be there', async () => {
    const stored = asking({ tokenFile, data: nowhere }, (ask) => ask(question));
    await expect(stored).rejects.toThrow('There is no installation in');
  });
});
