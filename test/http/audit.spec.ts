import type { Position } from '#kernel/domain';
import { FactWriter } from '../audit/support/fact-writer.ts';
import {
  activated,
  approvedPoint,
  BOLOGNA,
  deactivated,
  forwarded,
  protocolInForce,
  protocolRectified,
} from '../audit/support/network-facts.ts';
import { expectProblem, TestServer, type Answer } from './support/server.ts';

const POINT_IDS = ['p-1', 'p-2', 'p-3'];
const PROTOCOL_ID = '4f6c1f0e-1111-4d0a-9b57-3f7c2a1e8d44';

describe('audits over HTTP', () => {
  let server: TestServer;
  let central: string;
  let minPosition: Position;

  beforeAll(async () => {
    server = await TestServer.start();
    central = await server.token();
    const log = new FactWriter(server.running.stores.eventStore);
    await log.write(...protocolInForce(PROTOCOL_ID, '08', '2026-02-01'), forwarded(PROTOCOL_ID, '2026-02-10'));
    for (const id of POINT_IDS) {
      await log.write(...approvedPoint(id, BOLOGNA, '2026-02-01'), activated(id, PROTOCOL_ID, '2026-03-01'));
    }
    const changes = { forwardedOn: '2026-02-11' };
    const correction = { rectifies: 6, of: 'ProtocolForwardedToCentralOrganisation', changes };
    await log.write(protocolRectified(PROTOCOL_ID, correction, '2026-08-01', '08'));
    minPosition = await log.write(deactivated('p-3', PROTOCOL_ID, '2026-06-01', { recorded: '2026-07-15' }));
  });
  afterAll(() => server.close());

  const ask = (path: string, query: Record<string, string>, token = central): Promise<Answer> =>
    server.call('GET', `/rest/audit/v1/${path}?${new URLSearchParams({ minPosition, ...query }).toString()}`, {
      token,
    });
  const points = (query: Record<string, string>, token?: string): Promise<Answer> =>
    ask('points', { region: '08', on: '2026-06-30', ...query }, token);

  const idsOf = ({ body }: Answer): string[] => (body.items as { id: string }[]).map(({ id }) => id);

  it('answer which points were active, as it is known and as it was', async () => {
    const now = await points({});
    expect(now).toMatchObject({ status: 200, body: { region: '08', on: '2026-06-30', knownAt: null } });
    expect(idsOf(now)).toEqual(['p-1', 'p-2']);
    const then = await points({ knownAt: '2026-07-14' });
    expect(idsOf(then)).toEqual(POINT_IDS);
  });

  it('answer as CSV, page by page, with the next page in a header', async () => {
    const first = await points({ knownAt: '2026-07-14', format: 'csv', limit: '2' });
    expect(first.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    const [headings, ...rows] = String(first.body).trim().split('\r\n');
    expect(headings).toMatch(/^point,state,kind,host,region,/);
    expect(rows.map((row) => row.split(',')[0])).toEqual(['p-1', 'p-2']);
    expect(rows[0]).toContain(',Direttore regionale,2026-02-01T00:00:00+01:00,INPS-08 2026/1,Sindaco,');
    const next = /^<(.*)>; rel="next"$/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    const second = await server.call('GET', next, { token: central });
    expect(String(second.body).trim().split('\r\n')[1]).toMatch(/^p-3,ACTIVE,/);
    expect(second.headers.has('link')).toBe(false);
  });

  it.each([
    ['a region that there is not', { region: '77' }],
    ['a time without an offset', { on: '2026-06-30T10:00:00' }],
    ['a day that there is not', { knownAt: '2026-02-30' }],
    ['more points than a page can tell of', { limit: '2001' }],
    ['another format', { format: 'xml' }],
  ])('refuse %s', async (_what, query) => {
    expectProblem(await points(query), 400, 'INVALID_REQUEST');
  });

  it('tell every event of a protocol with its two times, and who brought it about', async () => {
    const { status, body } = await ask(`protocols/${PROTOCOL_ID}`, {});
    expect(status).toBe(200);
    expect((body.events as { type: string }[]).map(({ type }) => type)).toEqual([
      ...['ProtocolDrafted', 'ProtocolSubmitted', 'ProtocolSignatureRecorded', 'ProtocolSignatureRecorded'],
      ...['ProtocolSigned', 'ProtocolEnteredIntoForce', 'ProtocolForwardedToCentralOrganisation', 'ProtocolRectified'],
    ]);
    expect(body.events[5]).toMatchObject({
      recordedAt: '2026-02-01T08:00:00.000Z',
      effectiveAt: '2026-01-31T23:00:00.000Z',
      legalDate: '2026-02-01',
      counts: true,
      rectified: null,
      rectifiedBy: [],
      actor: {
        kind: 'person',
        person: 'u-1',
        role: 'regional',
        office: '08',
        officeName: 'Direzione regionale Emilia-Romagna',
      },
    });
    const then = await ask(`protocols/${PROTOCOL_ID}`, { knownAt: '2026-02-09' });
    expect(then.body.events).toHaveLength(6);
    const csv = await ask(`protocols/${PROTOCOL_ID}`, { format: 'csv' });
    expect(String(csv.body).split('\r\n')[6]).toMatch(
      /^5,ProtocolEnteredIntoForce,2026-02-01T09:00:00\+01:00,2026-02-01T00:00:00\+01:00,2026-02-01,/,
    );
  });

  it('T2: show the wrong value beside the one that counts, the act that corrected it, and only once that was known', async () => {
    const { body } = await ask(`protocols/${PROTOCOL_ID}`, {});
    expect(body.events[6]).toMatchObject({
      data: { forwardedOn: '2026-02-10' },
      rectified: { data: { forwardedOn: '2026-02-11' } },
      rectifiedBy: [
        {
          revision: 7,
          recordedAt: '2026-08-01T08:00:00.000Z',
          changes: { forwardedOn: '2026-02-11' },
          annuls: false,
          reason: 'Dato errato',
          act: { authority: 'Direzione regionale', number: '7', date: '2026-08-01' },
        },
      ],
    });
    const before = await ask(`protocols/${PROTOCOL_ID}`, { knownAt: '2026-07-31' });
    expect(before.body.events[6]).toMatchObject({ rectified: null, rectifiedBy: [] });
    const forwardedOn = ({ body: { items } }: Answer): unknown => items[0].protocol.forwardedOn as unknown;
    expect(forwardedOn(await points({}))).toBe('2026-02-11');
    expect(forwardedOn(await points({ knownAt: '2026-07-31' }))).toBe('2026-02-10');
  });

  it('T4, T5: are for the directorate of the region, and tell another nothing of it', async () => {
    const other = await server.token({ role: 'regional', id: 'u-2', region: '09' });
    expectProblem(await points({}, other), 403, 'OUTSIDE_TERRITORY');
    expectProblem(await ask(`protocols/${PROTOCOL_ID}`, {}, other), 403, 'OUTSIDE_TERRITORY');
    const own = await server.token({ role: 'regional', id: 'u-3', region: '08' });
    expect((await points({}, own)).status).toBe(200);
    expect((await ask(`protocols/${PROTOCOL_ID}`, {}, own)).status).toBe(200);
  });

  it('know a protocol, or say that there is none', async () => {
    expectProblem(await ask('protocols/4f6c1f0e-2222-4d0a-9b57-3f7c2a1e8d44', {}), 404, 'PROTOCOL_NOT_FOUND');
  });
});
