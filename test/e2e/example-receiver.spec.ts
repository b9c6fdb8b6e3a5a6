import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { regions } from '#italy';
import { accepted } from './support/agenda.ts';
import type { Api } from './support/api.ts';
import { startApplication, type TestApplication } from './support/application.ts';
import { BUILD_TIMEOUT_MS, ensureBuilt } from './support/build.ts';
import { startProgram, type ProductProcess } from './support/processes.ts';
import { until } from './support/until.ts';

const SUBSCRIPTIONS = '/rest/integration/v1/subscriptions';
const RECEIVER = 'docs/examples/receive-webhooks.ts';
const UNIT = { name: 'Prova', pec: 'prova@example.org', aooCode: 'INPS' };
const REGIONS = regions()
  .map(({ code }) => code)
  .slice(0, 12);

describe('the example of a receiver of webhooks', () => {
  let application: TestApplication;
  let owner: Api;
  let subscription: string;
  let arguments_: readonly string[];
  let environment: Readonly<Record<string, string>>;
  let state: string;
  let port: string;
  let printed = '';

  const at = (path: string): string => `${SUBSCRIPTIONS}/${subscription}/${path}`;
  const start = (): ProductProcess => startProgram(RECEIVER, [...arguments_, port], environment);
  const numberHad = (): number =>
    existsSync(state) ? (JSON.parse(readFileSync(state, 'utf8')) as { readonly number: number }).number : 0;
  const killed = async (receiver: ProductProcess): Promise<void> => {
    receiver.kill('SIGKILL');
    printed += (await receiver.ended).stdout;
  };
  const establish = async (...codes: readonly string[]): Promise<void> => {
    const central = await application.as();
    for (const region of codes) {
      const unit = { ...UNIT, code: `DR-${region}`, kind: 'DIREZIONE_REGIONALE', parent: 'DC', region };
      await accepted(central.post('/rest/organisation/v1/territorial-units', unit));
    }
  };

  beforeAll(async () => {
    // Before the server is there, which stands still meanwhile.
    ensureBuilt();
    application = await startApplication({ environment: { RETE_PUNTI_WEBHOOK_PRIVATE: 'on' } });
    const central = await application.as();
    await accepted(
      central.post('/rest/organisation/v1/territorial-units', { ...UNIT, code: 'DC', kind: 'DIREZIONE_CENTRALE' }),
    );
    const integration = { name: 'Prova', contact: 'Ufficio', scope: { nation: true } };
    const { id: integrationId } = await accepted(central.post('/rest/integration/v1/integrations', integration));
    owner = await application.as({ role: 'integration', integration: integrationId });
    const opened = { integrationId, serial: 1, name: 'Prova', filter: {} };
    subscription = (await accepted(owner.post(SUBSCRIPTIONS, opened))).id;
    port = await freePort();
    await accepted(owner.post(at('endpoint'), { url: `http://127.0.0.1:${port}/` }));
    const { shared } = (await owner.post(at('endpoint/secrets'), {})).body as { readonly shared: string };
    environment = { WEBHOOK_SECRET: shared, RETE_PUNTI_TOKEN: owner.token! };
    state = join(application.directory, 'received.json');
    arguments_ = [application.url, subscription, state];
  }, BUILD_TIMEOUT_MS);
  afterAll(async () => {
    await application.close();
    rmSync(application.directory, { recursive: true });
  });

  it('is sent everything, killed as it is at any moment, and has a receipt for it', async () => {
    const first = start();
    await until(async () => {
      const { status } = await owner.post(at('endpoint/proof'), {});
      return status === 200 || undefined;
    });
    await establish(...REGIONS.slice(0, 4));
    await first.said(/"number":1,/);
    await killed(first);
    await establish(...REGIONS.slice(4));

    const second = start();
    // What failed meanwhile is tried at once, whatever it waits for.
    await accepted(owner.post(at('deliveries/pause'), { reason: 'Prova' }));
    await accepted(owner.post(at('deliveries/resumption'), {}));
    await until(() => numberHad() === REGIONS.length || undefined);
    await killed(second);

    const told = printed
      .split('\n')
      .filter((line) => line.endsWith('}'))
      .map((line) => (JSON.parse(line) as { readonly number: number }).number);
    expect([...new Set(told)].sort((a, b) => a - b)).toEqual(REGIONS.map((_, index) => index + 1));
    const receipt = await startProgram(RECEIVER, [...arguments_, 'receipt'], environment).ended;
    expect(JSON.parse(receipt.stdout)).toHaveProperty('statement');
  });

  it('takes nothing that another has signed', async () => {
    const receiver = startProgram(RECEIVER, [...arguments_, port], { WEBHOOK_SECRET: `whsec_${'A'.repeat(44)}` });
    const sent = await until(async () => {
      const { body } = await owner.post(at('endpoint/example'), {});
      return (body as { readonly status: number | null }).status ?? undefined;
    });
    expect(sent).toBe(401);
    receiver.kill('SIGKILL');
    await receiver.ended;
  });
});

/** A port of the loopback that nobody listens on. */
async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return String(port);
}
