import type { Position } from '#kernel/domain';
import { FactWriter, type Fact } from '../audit/support/fact-writer.ts';
import {
  activated,
  approvedPoint,
  BOLOGNA,
  forwarded,
  hostNamed,
  morningOf,
  protocolInForce,
  startOf,
} from '../audit/support/network-facts.ts';
import { TestServer, type Answer } from './support/server.ts';

const [EARLIER, LATER] = ['4f6c1f0e-1111-4d0a-9b57-3f7c2a1e8d44', '4f6c1f0e-2222-4d0a-9b57-3f7c2a1e8d44'];
const [POINT, NEWER] = ['4f6c1f0e-3333-4d0a-9b57-3f7c2a1e8d44', '4f6c1f0e-4444-4d0a-9b57-3f7c2a1e8d44'];
const PUNTO_INPS = '4f6c1f0e-5555-4d0a-9b57-3f7c2a1e8d44';
const [WRONG, RIGHT] = ['Comune di Sbaglio', 'Comune giusto'];
/** The day on which the name is corrected. */
const CORRECTED = '2026-05-01';

/** What the host lends to a Punto INPS, agreed while it stood under the wrong name. */
function premisesLent(): Fact[] {
  const stream = `PuntoInps-${PUNTO_INPS}`;
  const at = { stream, recordedAt: morningOf('2026-02-01'), effectiveAt: startOf('2026-02-01'), scope: { ...BOLOGNA } };
  const address = { street: 'Via Roma 1', postalCode: '40100' };
  const proposed = { puntoInpsId: PUNTO_INPS, name: 'Punto INPS', ...BOLOGNA, address, proposedBy: 'DR-08' };
  const premises = { yearlyCostCents: 100, from: '2026-02-01', until: '2027-01-31' };
  const [{ data }] = approvedPoint(POINT, BOLOGNA, '2026-02-01') as [Fact];
  const { host } = data as { readonly host: object };
  return [
    {
      ...{ ...at, type: 'PuntoInpsProposed' },
      data: { ...proposed, ground: 'LOW_COMPLEXITY', referenceUnit: 'DP-037', proposedOn: '2026-02-01' },
    },
    {
      ...{ ...at, type: 'PuntoInpsHostPremisesAgreed' },
      data: { host, ...premises, act: { authority: 'Comune', number: '7', date: '2026-02-01' } },
    },
  ];
}

describe('a hosting body whose name was corrected', () => {
  let server: TestServer;
  let token: string;
  let minPosition: Position;

  beforeAll(async () => {
    server = await TestServer.start();
    token = await server.token();
    const log = new FactWriter(server.running.stores.eventStore);
    const concluded = (id: string, point: string, from: string) => [
      ...protocolInForce(id, '08', from, { points: [point], expiresOn: '2026-12-31' }),
      ...approvedPoint(point, BOLOGNA, from),
      activated(point, id, from),
      forwarded(id, from),
    ];
    await log.write(hostNamed(WRONG, '2026-01-01'), ...concluded(EARLIER, POINT, '2026-02-01'), ...premisesLent());
    await log.write(hostNamed(RIGHT, CORRECTED, true));
    // Whoever wrote this down still had the wrong name before them.
    minPosition = await log.write(...concluded(LATER, NEWER, '2026-06-01'));
  });
  afterAll(() => server.close());

  const ask = (path: string, query: Record<string, string> = {}): Promise<Answer> =>
    server.call('GET', `${path}?${new URLSearchParams({ minPosition, ...query }).toString()}`, { token });
  const hostsIn = async (path: string, query?: Record<string, string>): Promise<string[]> => {
    const { body } = await ask(path, query);
    return (body.items as { host: { name: string } }[]).map(({ host }) => host.name);
  };

  it.each([
    ['points', '/rest/service-points/v1/punti-cliente'],
    ['protocols', '/rest/protocols/v1/protocols'],
  ])('stands under its present name in the list of %s, and in each of them', async (_what, path) => {
    await expect(hostsIn(path, { region: '08' })).resolves.toEqual([RIGHT, RIGHT]);
    const one = path.endsWith('protocols') ? EARLIER : POINT;
    expect((await ask(`${path}/${one}`)).body.host).toMatchObject({ id: 'host-1', name: RIGHT });
  });

  it('stands under its present name among forwardings, in the inbox, and with the premises that it lends', async () => {
    await expect(hostsIn('/rest/protocols/v1/forwardings', { state: 'FORWARDED' })).resolves.toEqual([RIGHT, RIGHT]);
    const inbox = await ask('/rest/inbox/v1/items');
    expect((inbox.body.items as { label: string }[]).map(({ label }) => label)).toEqual([RIGHT, RIGHT]);
    const lent = await ask(`/rest/service-points/v1/punti-inps/${PUNTO_INPS}`);
    expect(lent.body.premises).toMatchObject([{ host: { name: RIGHT } }]);
  });

  it.each([
    ['now under its present name', {}, RIGHT],
    ['as it was known before the correction, under the one of then', { knownAt: '2026-04-30' }, WRONG],
    ['as it was known once it was corrected, under its present one', { knownAt: CORRECTED }, RIGHT],
  ])('stands in audits, their tables and dashboards %s', async (_rule, known, name) => {
    const asked = { region: '08', on: '2026-03-01', ...known };
    await expect(hostsIn('/rest/audit/v1/points', asked)).resolves.toEqual([name]);
    const table = await ask('/rest/audit/v1/points', { ...asked, format: 'csv' });
    expect(String(table.body).split('\r\n')[1]).toContain(`,${name},`);
    const dashboard = await ask('/rest/audit/v1/regions/08/dashboard', { on: '2026-03-01', within: '365', ...known });
    expect(dashboard.body.expiring.items).toMatchObject([{ id: EARLIER, host: name }]);
  });

  it('stands under its present name in the dashboard of all regions', async () => {
    const { body } = await ask('/rest/audit/v1/dashboard', { on: '2026-06-15', within: '365' });
    expect((body.expiring.items as { host: string }[]).map(({ host }) => host)).toEqual([RIGHT, RIGHT]);
  });
});
