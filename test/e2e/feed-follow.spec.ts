import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CloudEvent } from '#use-cases';
import { accepted } from './support/agenda.ts';
import type { Api } from './support/api.ts';
import { startApplication, type TestApplication } from './support/application.ts';
import { BUILD_TIMEOUT_MS } from './support/build.ts';
import { runCli, startCli, type ProductProcess } from './support/processes.ts';
import { until } from './support/until.ts';

const UNITS = 12;

describe('published events at the command line', () => {
  let application: TestApplication;
  let central: Api;
  let environment: Readonly<Record<string, string>>;

  const establish = async (name: string): Promise<void> => {
    await accepted(
      central.post('/rest/organisation/v1/territorial-units', {
        ...{ code: name, kind: 'DIREZIONE_CENTRALE', name: 'Direzione' },
        ...{ aooCode: `AOO-${name}`, pec: `${name.toLowerCase()}@pec.example.org` },
      }),
    );
    await application.settled();
  };
  const placeFile = (name: string): string => join(application.directory, name);
  /** The arguments of whoever keeps its place in a file. */
  const following = (file: string): string[] => ['feed', 'follow', '--url', application.url, '--state', file];
  const start = (file: string): ProductProcess => startCli([...following(file), '--from-start'], environment);
  const isWritten = (file: string): Promise<true> => until(() => existsSync(file) || undefined);
  /** Kills one, and tells the events of the whole lines that it printed. */
  const killed = async (running: ProductProcess): Promise<readonly CloudEvent[]> => {
    running.kill('SIGKILL');
    const lines = (await running.ended).stdout.split('\n').slice(0, -1);
    return lines.map((line) => JSON.parse(line) as CloudEvent);
  };

  beforeAll(async () => {
    application = await startApplication();
    central = await application.as();
    const integration = { name: 'Prova', contact: 'Ufficio', scope: { nation: true } };
    const { id } = await accepted(central.post('/rest/integration/v1/integrations', integration));
    environment = { RETE_PUNTI_TOKEN: (await application.as({ role: 'integration', integration: id })).token! };
    for (let n = 0; n < UNITS; n += 1) await establish(`DC-${String(n)}`);
  }, BUILD_TIMEOUT_MS);
  afterAll(async () => {
    await application.close();
    rmSync(application.directory, { recursive: true });
  });

  it('are printed in order, and whoever is killed goes on from where it ended: it may repeat some, and omits none', async () => {
    const file = placeFile('killed.json');
    const early = start(file);
    await early.said(/\n/);
    const printed = [...(await killed(early))];
    await establish('DX-0');
    const placed = start(file);
    await placed.said(/DX-0/);
    await isWritten(file);
    printed.push(...(await killed(placed)));
    await establish('DX-1');
    const last = start(file);
    await last.said(/DX-1/);
    const goingOn = await killed(last);
    printed.push(...goingOn);
    const { body } = await central.get('/rest/integration/v1/events?limit=1000');
    const all = (body as readonly CloudEvent[]).map(({ id }) => id);
    expect([...new Set(printed.map(({ id }) => id))]).toEqual(all);
    expect(goingOn.length).toBeLessThan(all.length);
  }, 60_000);

  it('are printed from the first start on, whoever asked for what comes and was killed before anything came', async () => {
    const file = placeFile('fresh.json');
    const early = startCli(following(file), environment);
    await isWritten(file);
    expect(await killed(early)).toEqual([]);
    await establish('DX-2');
    const late = startCli(following(file), environment);
    await late.said(/\n/);
    const [first, ...others] = await killed(late);
    expect([first?.subject, others]).toEqual(['DX-2', []]);
  }, 60_000);

  it('are read again after they could not be printed: how far was read is written down only then', async () => {
    const file = placeFile('unprinted.json');
    const running = start(file);
    running.stopListening();
    const { code, stderr } = await running.ended;
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^Events cannot be printed any more \(.*\n$/)]);
    expect(existsSync(file)).toBe(false);
  }, 60_000);

  it('are for who has a token of an integration, and a place that belongs to them', async () => {
    const file = placeFile('other.json');
    const follow = following(file);
    const without = await runCli(follow, { RETE_PUNTI_TOKEN: '' });
    expect([without.code, without.stderr]).toEqual([1, expect.stringContaining('token of an integration')]);
    // Given as an argument, too, where the variable holds none.
    const one = startCli([...follow, '--token', environment.RETE_PUNTI_TOKEN!], { RETE_PUNTI_TOKEN: '' });
    await isWritten(file);
    await killed(one);
    const other = await runCli([...follow, '--types', 'it.inps.retepunti.agenda.opened.v1'], environment);
    expect([other.code, other.stderr]).toEqual([1, expect.stringContaining('is of another server or of other types')]);
    const refused = await runCli(
      ['feed', 'follow', '--url', application.url, '--from-start', '--types', 'nothing'],
      environment,
    );
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('PUBLISHED_TYPE_UNKNOWN')]);
  }, 60_000);
});
