import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Random } from '#demonstration';
import { accepted } from './support/agenda.ts';
import { Api } from './support/api.ts';
import { temporaryDirectory } from './support/application.ts';
import { BUILD_TIMEOUT_MS } from './support/build.ts';
import { SEED } from './support/crowd.ts';
import { fictitiousBodyCode } from './support/people.ts';
import {
  endProcesses,
  runCliForJson,
  startProgram,
  startServerProcess,
  type ProductProcess,
  type ServerProcess,
} from './support/processes.ts';
import { until } from './support/until.ts';

const INTEGRATION = '/rest/integration/v1';
const RECEIVER = 'docs/examples/follow-subscription.ts';
const ROUNDS = 4;
/** Things that are opened in a round; the server is killed in the midst of them. */
const OPENED_AT_ONCE = 12;
const HERE = { region: '12', province: '058' };

interface Taken {
  readonly number: number;
  readonly id: string;
  readonly type: string;
}

describe(`a subscription, where server and receiver are killed ${String(ROUNDS)} times (seed ${String(SEED)})`, () => {
  const directory = temporaryDirectory();
  const state = join(directory, 'receiver.json');
  const random = new Random(SEED);
  /** Everything that receivers said, one after the other. */
  let said = '';
  let server: ServerProcess;
  let central: Api;
  let reader: Api;
  let subscription: string;

  const tokenOf = async (...who: string[]): Promise<string> => {
    return (await runCliForJson<{ token: string }>('token', '--data', directory, ...who)).token;
  };
  const receiver = (...what: string[]): ProductProcess =>
    startProgram(RECEIVER, [server.url, subscription, state, ...what], { RETE_PUNTI_TOKEN: reader.token! });
  const ended = async (one: ProductProcess): Promise<void> => {
    one.kill('SIGKILL');
    said += (await one.ended).stdout;
  };
  const lastNumber = async (): Promise<number> => {
    const { body } = await reader.get(`${INTEGRATION}/subscriptions/${subscription}`);
    return (body as { readonly lastNumber: number }).lastNumber;
  };

  beforeAll(async () => {
    server = await startServerProcess(directory);
    central = new Api(server.url, await tokenOf('--role', 'central', '--id', 'officer'));
    const host = await accepted(
      central.post('/rest/organisation/v1/host-bodies', {
        ...{ kind: 'PUBLIC_ADMINISTRATION', name: 'Comune di Prova', fiscalCode: fictitiousBodyCode(1) },
        ...{ ipaCode: 'c_prova', ...HERE },
      }),
    );
    const integration = await accepted(
      central.post(`${INTEGRATION}/integrations`, { name: 'Prova', contact: 'Ufficio', scope: { nation: true } }),
    );
    reader = new Api(server.url, await tokenOf('--role', 'integration', '--integration', integration.id));
    const opened = { integrationId: integration.id, serial: 1, name: 'Prova', filter: {} };
    subscription = (await accepted(reader.post(`${INTEGRATION}/subscriptions`, opened))).id;

    for (let round = 0; round < ROUNDS; round += 1) {
      const reading = receiver();
      const killAfter = random.integer(1, OPENED_AT_ONCE - 1);
      const opening = Array.from({ length: OPENED_AT_ONCE }, async (_, index) => {
        // What is answered by nobody may be there or not: the feed knows.
        await central
          .post('/rest/service-points/v1/punti-cliente', {
            ...{ hostBodyId: host.id, kind: 'INFORMATIVO', ...HERE, municipality: 'H501' },
            address: { street: `Via ${String(round)} ${String(index)}`, postalCode: '00100' },
          })
          .catch(() => undefined);
        if (index === killAfter) server.kill('SIGKILL');
      });
      await Promise.all(opening);
      expect(await server.ended).toMatchObject({ signal: 'SIGKILL' });
      await ended(reading);
      server = await startServerProcess(directory);
      [central, reader] = [central.at(server.url), reader.at(server.url)];
    }
    const reading = receiver();
    // Once all that was published is numbered, and the receiver has written down that it has it.
    const last = await until(async () => {
      const [number, feed] = [await lastNumber(), await feedOf()];
      return number > 0 && number === feed.length ? number : undefined;
    });
    await until(() => (numberIn(state) === last ? true : undefined));
    await ended(reading);
  }, BUILD_TIMEOUT_MS + 60_000);
  afterAll(async () => {
    await endProcesses();
    rmSync(directory, { recursive: true, force: true });
  });

  /** All that was published since the subscription was opened, as the feed has it. */
  const feedOf = async (): Promise<readonly Taken[]> => {
    const { body } = await reader.get(`${INTEGRATION}/subscriptions/${subscription}`);
    const { opensAfter } = body as { readonly opensAfter: string };
    const answer = await reader.get(`${INTEGRATION}/events?limit=1000&lastEventId=${opensAfter}`);
    return answer.body as readonly Taken[];
  };

  it('has given each event one number, in the order of the feed, and its receiver has omitted none', async () => {
    const feed = await feedOf();
    expect(feed.length).toBeGreaterThan(ROUNDS);
    const lines = said.split('\n').filter((line) => line.endsWith('}'));
    const taken = lines.map((line) => JSON.parse(line) as Taken);
    const distinct = new Map(taken.map(({ number, id, type }) => [number, { number, id, type }]));
    for (const { number, id } of taken) expect(distinct.get(number)?.id).toBe(id);
    expect([...distinct.values()]).toEqual(feed.map(({ id, type }, at) => ({ number: at + 1, id, type })));
  });

  it('is given a receipt that says so, and that its receiver verifies', async () => {
    const { code, stdout, stderr } = await receiver('receipt').ended;
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({ subscription, number: (await feedOf()).length });
  });

  it('is told by which number a receiver that has lost an event differs', async () => {
    const { body } = await reader.get(`${INTEGRATION}/subscriptions/${subscription}`);
    const { book, lastNumber: number } = body as { readonly book: string; readonly lastNumber: number };
    const answer = await reader.post(`${INTEGRATION}/subscriptions/${subscription}/receipts`, {
      ...{ book, number, hash: 'f'.repeat(64), points: [{ number: 1, hash: 'e'.repeat(64) }] },
    });
    expect(answer).toMatchObject({ status: 409, body: { code: 'BOOKS_DIFFER', facts: { agreesTo: 0, differsBy: 1 } } });
  });
});

/** How far a receiver says that it has come. */
function numberIn(state: string): number {
  return existsSync(state) ? (JSON.parse(readFileSync(state, 'utf8')) as Taken).number : 0;
}
