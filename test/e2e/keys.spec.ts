import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JSONWebKeySet } from 'jose';
import { openMasterKey } from '#composition';
import { EmbeddedKeyStore, openEmbeddedStores, STORE_FILES } from '#store-embedded';
import { seedAgenda } from './support/agenda.ts';
import { Api, expectProblem } from './support/api.ts';
import { startApplication, temporaryDirectory } from './support/application.ts';
import { BUILD_TIMEOUT_MS, ensureBuilt } from './support/build.ts';
import { fictitiousPerson } from './support/people.ts';
import {
  endProcesses,
  runCli,
  runCliForJson,
  startCli,
  startServerProcess,
  type ProductProcess,
} from './support/processes.ts';
import { until as answered } from './support/until.ts';

const LONGEST_MS = 180_000;
const PROJECTIONS = '/rest/operations/v1/projections';
const ISSUER = 'https://idp.example.org';

const until = (holds: () => Promise<boolean>): Promise<true> => answered(async () => (await holds()) || undefined);

/** A security event among the lines of a log, whether Nest wrote it or the command line. */
function eventsIn(log: string, name: string): Record<string, unknown>[] {
  return log
    .split('\n')
    .filter((line) => line.includes(`"${name}"`))
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .map((line) => (typeof line.message === 'object' ? (line.message as Record<string, unknown>) : line));
}

describe('keys and tokens of an installation that runs', () => {
  const directories: string[] = [];

  beforeAll(ensureBuilt, BUILD_TIMEOUT_MS);
  afterAll(async () => {
    await endProcesses();
    for (const directory of directories) rmSync(directory, { recursive: true });
  });

  function newDirectory(): string {
    const directory = temporaryDirectory();
    directories.push(directory);
    return directory;
  }

  async function inKeysOf<T>(directory: string, look: (keys: EmbeddedKeyStore) => Promise<T>): Promise<T> {
    const stores = openEmbeddedStores(directory, { readOnly: true });
    try {
      return await look(stores.keys);
    } finally {
      await stores.close();
    }
  }

  /** Adds persons to an installation that is stopped. */
  async function addSubjects(directory: string, count: number): Promise<void> {
    const keys = new EmbeddedKeyStore(join(directory, STORE_FILES.keys));
    const masterKey = await openMasterKey({ dataDirectory: directory }, keys, {});
    const add = (): Promise<string> => {
      const subject = randomUUID();
      return keys.addSubject(randomUUID(), subject, masterKey.wrap(randomBytes(32), `subject-key/${subject}`));
    };
    await Promise.all(Array.from({ length: count }, add));
    await keys.close();
  }

  const centralOf = (directory: string): Promise<{ token: string }> =>
    runCliForJson<{ token: string }>('token', '--data', directory, '--role', 'central', '--id', 'officer');
  const payloadOf = (token: string): { jti: string } =>
    JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as { jti: string };
  const kidsAt = async (url: string): Promise<(string | undefined)[]> =>
    ((await new Api(url).get('/.well-known/jwks.json')).body as JSONWebKeySet).keys.map(({ kid }) => kid);

  it(
    'signs with a new key after a rotation, takes tokens of the old one meanwhile, and is not started again for it',
    async () => {
      const server = await startServerProcess(newDirectory());
      const { token: before } = await centralOf(server.directory);
      const [first] = await kidsAt(server.url);

      const rotated = await runCli(['keys', 'rotate', 'token', '--data', server.directory, '--overlap', '0']);
      expect(rotated.code).toBe(0);
      expect(eventsIn(rotated.stderr, 'security.key_rotated')).toMatchObject([{ key: 'token', reason: 'ROTATED' }]);
      const again = await runCli(['keys', 'rotate', 'token', '--data', server.directory]);
      if (again.code !== 0) expect(again.stderr).toContain('A new key is announced already');

      await until(async () => (await kidsAt(server.url)).length >= 2);
      await until(async () => {
        const keys = await runCliForJson<{ kid: string; state: string }[]>('keys', 'list', '--data', server.directory);
        return keys.some(({ kid, state }) => state === 'signs' && kid !== first);
      });
      const { token: after } = await centralOf(server.directory);
      for (const token of [before, after]) expect((await new Api(server.url, token).get(PROJECTIONS)).status).toBe(200);

      await runCliForJson('keys', 'rotate', 'token', '--compromised', '--data', server.directory);
      await until(async () => (await new Api(server.url, before).get(PROJECTIONS)).status === 401);
      expectProblem(await new Api(server.url, after).get(PROJECTIONS), 401, 'TOKEN_INVALID');
      expect(await kidsAt(server.url)).toHaveLength(1);
    },
    LONGEST_MS,
  );

  it(
    'refuses a revoked token, and all of a revoked subject, within seconds, also to whoever waits with it',
    async () => {
      const server = await startServerProcess(newDirectory());
      const [one, other] = [await centralOf(server.directory), await centralOf(server.directory)];
      for (const { token } of [one, other])
        expect((await new Api(server.url, token).get(PROJECTIONS)).status).toBe(200);

      const feed = '/rest/integration/v1/events';
      const { body: end } = await new Api(server.url, one.token).get(`${feed}/end`);
      const { lastEventId } = end as { readonly lastEventId: string };
      const waiting = new Api(server.url, one.token).get(`${feed}?lastEventId=${lastEventId}&timeout=60000`);

      const revoke = ['token', 'revoke', '--data', server.directory];
      const told = await runCli([...revoke, '--id', payloadOf(one.token).jti]);
      expect(eventsIn(told.stderr, 'security.token_revoked')).toMatchObject([{ tokenId: payloadOf(one.token).jti }]);
      await until(async () => (await new Api(server.url, one.token).get(PROJECTIONS)).status === 401);
      expectProblem(await new Api(server.url, one.token).get(PROJECTIONS), 401, 'TOKEN_REVOKED');
      expectProblem(await waiting, 401, 'TOKEN_REVOKED');
      expect((await new Api(server.url, other.token).get(PROJECTIONS)).status).toBe(200);

      await runCliForJson(...revoke, '--subject', 'officer');
      await until(async () => (await new Api(server.url, other.token).get(PROJECTIONS)).status === 401);
      expectProblem(await new Api(server.url, other.token).get(PROJECTIONS), 401, 'TOKEN_REVOKED');
    },
    LONGEST_MS,
  );

  it('says what is to be revoked, and makes no directory that was mistyped', async () => {
    const directory = join(newDirectory(), 'mistyped');
    for (const [args, says] of [
      [['token', 'revoke', '--data', directory], '--id <jti>'],
      [['token', 'revoke', '--data', directory, '--subject', 'RSSMRA85T10A562S'], 'no codice fiscale'],
      [['token', 'revoke', '--data', directory, '--subject', 'x'], 'There is no installation in'],
      [['keys', 'rotate', 'token', '--data', directory], 'There is no installation in'],
    ] as const) {
      const { code, stderr } = await runCli(args);
      expect([code, stderr]).toEqual([1, expect.stringContaining(says)]);
    }
  });

  it(
    'tells a security monitor of every token issued and every refusal, without tokens, persons and addresses',
    async () => {
      const directory = newDirectory();
      const server = await startServerProcess(directory);
      const issued = await runCli([
        ...['token', '--data', directory, '--role', 'citizen', '--fiscal-code', 'RSSMRA80A01H501U'],
      ]);
      const citizen = issued.stdout.trim();
      for (let n = 0; n < 20; n += 1) await new Api(server.url, 'a.b.c').get(PROJECTIONS);
      expectProblem(await new Api(server.url, citizen).get(PROJECTIONS), 403, 'ROLE_NOT_ALLOWED');
      server.kill('SIGTERM');
      const { stdout: log } = await server.ended;

      expect(eventsIn(issued.stderr, 'security.token_issued')).toEqual([
        expect.objectContaining({ role: 'citizen', tokenId: payloadOf(citizen).jti, expiresAt: expect.any(String) }),
      ]);
      const route = `GET ${PROJECTIONS}`;
      const known = { event: 'security.login_refused', reason: 'TOKEN_INVALID', network: '127.0.0.0/24' };
      expect(eventsIn(log, 'security.login_refused')).toEqual([
        { ...known, route, requestId: expect.any(String) },
        { ...known, repeats: 19, seconds: expect.any(Number) },
      ]);
      expect(eventsIn(log, 'security.forbidden')).toEqual([
        {
          ...{
            event: 'security.forbidden',
            reason: 'ROLE_NOT_ALLOWED',
            principal: expect.stringMatching(/^[0-9a-f-]{36}$/),
          },
          ...{ role: 'citizen', route, requestId: expect.any(String) },
        },
      ]);
      for (const told of [issued.stderr, log]) {
        expect(told).not.toContain('RSSMRA');
        expect(told).not.toContain(citizen.split('.')[2]);
        expect(told).not.toContain('127.0.0.1/');
      }
    },
    LONGEST_MS,
  );

  it(
    'wraps everything under a new master key beside a running server, also when the command is killed half-way',
    async () => {
      const application = await startApplication({ directory: newDirectory() });
      const { directory } = application;
      const agenda = await seedAgenda(await application.as(), { slots: 1, capacity: 2 });
      await application.close();
      await addSubjects(directory, 20_000);
      const before = (await inKeysOf(directory, (keys) => keys.subjectsAfter('', 1)))[0]!;
      const server = await startServerProcess(directory);
      const { token } = await centralOf(directory);
      const central = new Api(server.url, token);
      const book = (number: number) =>
        central.post(`${agenda.day}/appointments`, {
          ...{ start: agenda.starts[0], mode: 'IN_PERSON', serviceId: 'cedolino-pensione' },
          citizen: fictitiousPerson(number),
        });
      const rotate = ['keys', 'rotate', 'master', '--data', directory];
      expect((await book(1)).status).toBe(201);

      const killed = startCli(rotate);
      await until(async () => {
        const [first] = await inKeysOf(directory, (keys) => keys.subjectsAfter('', 1));
        return !Buffer.from(first!.wrappedKey).equals(Buffer.from(before.wrappedKey));
      });
      killed.kill('SIGKILL');
      await killed.ended;
      expect((await book(2)).status).toBe(201);
      expect(existsSync(join(directory, 'master.key.next'))).toBe(true);

      const done = await runCli(rotate);
      expect([done.code, done.stdout]).toEqual([0, expect.stringContaining('The old one is in')]);
      expect(eventsIn(done.stderr, 'security.key_rotated')).toMatchObject([{ key: 'master' }]);
      expect(
        readdirSync(directory)
          .filter((name) => name.startsWith('master.key'))
          .sort(),
      ).toEqual(['master.key', expect.stringMatching(/^master\.key\.retired-[0-9a-f]{16}$/)]);
      const sheet = `${agenda.day}/sheet?purpose=SPORTELLO`;
      expect((await central.get(sheet)).status).toBe(200);
      server.kill('SIGTERM');
      await server.ended;

      // The old key is gone, and nothing is missed: names are read, tokens are taken.
      for (const name of readdirSync(directory)) if (name.includes('.retired-')) rmSync(join(directory, name));
      const again = await startServerProcess(directory);
      const answer = await central.at(again.url).get(sheet);
      expect([answer.status, (answer.body as { items: unknown[] }).items]).toEqual([200, expect.any(Array)]);
      expect(JSON.stringify(answer.body)).toContain(fictitiousPerson(1).fiscalCode);
    },
    LONGEST_MS,
  );

  it(
    'rotates for one command at a time: another one is told to wait, and makes and takes away no key file',
    async () => {
      const { directory } = await startServerProcess(newDirectory());
      const keyFiles = (): string[] => readdirSync(directory).filter((name) => name.startsWith('master.key'));
      const rotate = ['keys', 'rotate', 'master', '--data', directory];

      const first = startCli(rotate);
      await until(async () => existsSync(join(directory, 'master.key.next')));
      first.kill('SIGSTOP');
      for (const command of [rotate, ['keys', 'rotate', 'pepper', '--data', directory]]) {
        const { code, stdout, stderr } = await runCli(command);
        expect([code, stdout]).toEqual([1, '']);
        expect(stderr).toMatch(new RegExp(`process id ${first.pid} is rotating keys.* wait until it has ended`));
      }
      first.kill('SIGCONT');
      expect(await first.ended).toMatchObject({ code: 0, stdout: expect.stringContaining('The old one is in') });
      expect(keyFiles()).toHaveLength(2);
      expect((await runCli(rotate)).code).toBe(0);
      expect(keyFiles()).toHaveLength(3);
    },
    LONGEST_MS,
  );

  it(
    'puts everybody under a new pepper beside a running server, and everybody is who they were',
    async () => {
      const server = await startServerProcess(newDirectory());
      const { fiscalCode } = fictitiousPerson(3);
      const asCitizen = () =>
        runCliForJson<{ token: string }>(
          ...['token', '--data', server.directory, '--role', 'citizen', '--fiscal-code', fiscalCode],
        );
      const mine = '/rest/agenda/v1/appointments/mine';
      const [{ token: before }, subjects] = [
        await asCitizen(),
        () => inKeysOf(server.directory, (keys) => keys.subjectsAfter('', 10)),
      ];
      expect((await new Api(server.url, before).get(mine)).status).toBe(200);
      const [known] = await subjects();

      const done = await runCli(['keys', 'rotate', 'pepper', '--data', server.directory]);
      expect([done.code, done.stdout]).toEqual([0, expect.stringContaining('under the new pepper')]);
      expect(eventsIn(done.stderr, 'security.key_rotated')).toMatchObject([{ key: 'pepper' }]);
      const { token: after } = await asCitizen();
      expect((await new Api(server.url, after).get(mine)).status).toBe(200);
      expect((await subjects()).map(({ subject }) => subject)).toEqual([known!.subject]);
      expect((await subjects())[0]!.pseudonym).not.toBe(known!.pseudonym);
    },
    LONGEST_MS,
  );

  describe('with an external issuer', () => {
    let privateKey: CryptoKey;
    let environment: Record<string, string>;
    const issuer = createServer();

    beforeAll(async () => {
      const pair = await generateKeyPair('ES256');
      privateKey = pair.privateKey;
      const keys = [{ ...(await exportJWK(pair.publicKey)), kid: 'idp', alg: 'ES256' }];
      issuer.on('request', (_request, response) => response.end(JSON.stringify({ keys })));
      await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve));
      environment = {
        RETE_PUNTI_OIDC_ISSUER: ISSUER,
        RETE_PUNTI_OIDC_AUDIENCE: 'rete-punti',
        RETE_PUNTI_OIDC_JWKS_URL: `http://127.0.0.1:${(issuer.address() as AddressInfo).port}/jwks`,
      };
    });
    afterAll(() => issuer.close());

    const external = (): Promise<string> =>
      new SignJWT({ role: 'central' })
        .setProtectedHeader({ alg: 'ES256', kid: 'idp', typ: 'JWT' })
        .setIssuer(ISSUER)
        .setAudience('rete-punti')
        .setSubject('dcorg')
        .setIssuedAt()
        .setExpirationTime('1h')
        .sign(privateKey);

    async function start(directory: string): Promise<{ server: ProductProcess; url: string }> {
      const server = startCli(['serve', '--data', directory, '--port', '0'], environment);
      const [, url = ''] = await server.said(/answers at (http:\S+)/);
      return { server, url };
    }

    it(
      'the installation publishes no key, and signs for nobody, not even itself, but for who looks after one appointment',
      async () => {
        const directory = newDirectory();
        const { server, url } = await start(directory);

        expectProblem(await new Api(url).get('/.well-known/jwks.json'), 404, 'PATH_UNKNOWN');
        for (const command of [
          ['token', '--role', 'central'],
          ['keys', 'rotate', 'token'],
          ['keys', 'list'],
          ['projections', 'status'],
        ]) {
          const { code, stdout, stderr } = await runCli([...command, '--data', directory], environment);
          expect([code, stdout]).toEqual([1, '']);
          expect(stderr).toContain(`Tokens of this installation come from ${ISSUER}.`);
        }
        server.kill('SIGTERM');
        await server.ended;
        const stores = openEmbeddedStores(directory, { readOnly: true });
        const names = [...(await stores.keys.secrets()).keys()];
        await stores.close();
        // Its tokens are good for self-service alone, whatever else they say.
        const signing = names.filter((name) => name.startsWith('token-signing'));
        expect(signing).toEqual(['token-signing-key']);
      },
      LONGEST_MS,
    );

    it(
      'commands of operators work with a token that they are given, in a file or a variable, and revoke such tokens',
      async () => {
        const directory = newDirectory();
        const { url } = await start(directory);
        const token = await external();
        const file = join(directory, 'operator.token');
        writeFileSync(file, `${token}\n`, { mode: 0o600 });
        const status = ['projections', 'status', '--data', directory, '--json'];

        const byFile = await runCli([...status, '--token-file', file], environment);
        const byVariable = await runCli(status, { ...environment, RETE_PUNTI_TOKEN: token });
        for (const { code, stdout } of [byFile, byVariable]) {
          expect(code).toBe(0);
          expect(JSON.parse(stdout)).toContainEqual(expect.objectContaining({ state: 'live' }));
        }
        const missing = await runCli([...status, '--token-file', join(directory, 'none')], environment);
        expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('cannot be read')]);

        await runCli(['token', 'revoke', '--data', directory, '--subject', 'dcorg'], environment);
        await until(async () => (await new Api(url, token).get(PROJECTIONS)).status === 401);
        expectProblem(await new Api(url, token).get(PROJECTIONS), 401, 'TOKEN_REVOKED');
      },
      LONGEST_MS,
    );
  });
});
