import { expectProblem, TestServer, type Answer } from './support/server.ts';

const BOOTHS = '/rest/booths/v1/booths';

describe('reading over HTTP', () => {
  let server: TestServer;
  let token: string;
  let last: { id: string; logId: string; position: string };

  beforeAll(async () => {
    server = await TestServer.start();
    token = await server.token();
    for (const region of ['08', '12', '03', '08', '01']) {
      const body = { region, opening: { from: '2026-03-02', capacity: 2 } };
      last = (await server.call('POST', BOOTHS, { token, body })).body as typeof last;
    }
  });
  afterAll(() => server.close());

  const list = (query: Record<string, string>): Promise<Answer> =>
    server.call('GET', `${BOOTHS}?${new URLSearchParams(query).toString()}`);

  it('sees what a command wrote when given its position', async () => {
    const { status, body } = await list({ minPosition: last.position, logId: last.logId });

    expect(status).toBe(200);
    expect(body.items).toHaveLength(5);
    expect(body.nextCursor).toBeNull();
  });

  it('gives lists page by page, each item once, in order', async () => {
    const regions: string[] = [];
    let cursor: string | null = null;
    let pages = 0;
    do {
      const { body }: Answer = await list({ limit: '2', minPosition: last.position, ...(cursor ? { cursor } : {}) });
      regions.push(...(body.items as { region: string }[]).map(({ region }) => region));
      cursor = body.nextCursor as string | null;
      pages += 1;
    } while (cursor);

    expect({ pages, regions }).toEqual({ pages: 3, regions: ['01', '03', '08', '08', '12'] });
  });

  it('is refused with 409 for a position of another log', async () => {
    expectProblem(await list({ minPosition: '1', logId: 'another' }), 409, 'LOG_REPLACED');
  });

  it('is refused with 409 for a position past the end of the log', async () => {
    expectProblem(await list({ minPosition: '999999' }), 409, 'LOG_REPLACED');
  });

  it.each(['nonsense', 'e30', '"'])('is refused with 400 for a cursor that is none: %s', async (cursor) => {
    expectProblem(await list({ cursor }), 400, 'CURSOR_INVALID');
  });

  it.each([
    { limit: '0' },
    { limit: '201' },
    { limit: '1.5' },
    { limit: 'ten' },
    { limit: '' },
    { minPosition: '01' },
    { minPosition: '-1' },
    { cursor: '' },
    { logId: '' },
    { order: 'asc' },
  ])('is refused with 400 for %j', async (query) => {
    expectProblem(await list(query), 400, 'INVALID_REQUEST');
  });

  it('is kept by no cache on the way', async () => {
    expect((await list({})).headers.get('cache-control')).toBe('no-store');
  });
});
