import { gzipSync } from 'node:zlib';
import { contexts } from '#composition';
import { checksOf, inputIn, type Check, type Input } from './support/inputs.ts';
import { expectProblem, TestServer, wrongFields } from './support/server.ts';

const BOOTHS = '/rest/booths/v1/booths';
const DRAFTS = '/rest/protocols/v1/protocols';
const GOOD = JSON.stringify({ region: '08', opening: { from: '2026-03-02', capacity: 2 } });
const JSON_TYPE = { 'content-type': 'application/json' };

describe('a body', () => {
  let server: TestServer;
  let token: string;

  beforeAll(async () => {
    server = await TestServer.start();
    token = await server.token();
  });
  afterAll(() => server.close());

  const send = (path: string, raw: string, headers: Readonly<Record<string, string>> = JSON_TYPE) =>
    server.call('POST', path, { token, raw, headers });

  it.each([
    ['objects', `{"officers":[${'{},'.repeat(79_999)}{}]}`],
    ['lists', `[${'[],'.repeat(79_999)}[]]`],
    ['numbers', `{"points":[${'1,'.repeat(100_000)}1]}`],
    ['fields', `{${Array.from({ length: 20_000 }, (_, n) => `"f${n}":1`).join()}}`],
    ['characters in a text', JSON.stringify({ region: 'x'.repeat(200_000) })],
    ['characters in a name', JSON.stringify({ ['x'.repeat(200_000)]: 1 })],
    ['digits', `{"durationMonths":${'1'.repeat(200_000)}}`],
  ])(
    'within the bytes that are taken, but of very many %s, is refused before anything is made of it',
    async (_, raw) => {
      expectProblem(await send(DRAFTS, raw), 400, 'BODY_OUT_OF_BOUNDS');
    },
  );

  it('may have all that is asked for with one, lists at their longest', async () => {
    const { facts } = expectProblem(await send(DRAFTS, `[${'1,'.repeat(80_000)}1]`), 400, 'BODY_OUT_OF_BOUNDS');
    const routes = contexts.flatMap(({ routes: groups }) => groups.flatMap((group) => group.routes));
    const asked = routes.filter(({ method }) => method === 'POST').map(({ useCase }) => useCase);
    const largest = asked.map(({ name, input }) => ({ name, values: mostValues(input as Input) }));

    expect(largest.length).toBeGreaterThan(50);
    expect(facts).toMatchObject({ bound: 'values' });
    expect(largest.filter(({ values }) => values > Number(facts?.most))).toEqual([]);
  });

  it('with a list of more items than its field takes names that list, and none of its items', async () => {
    const body = { officers: Array.from({ length: 1_900 }, () => ({})) };

    const problem = expectProblem(await send(DRAFTS, JSON.stringify(body)), 400, 'INVALID_REQUEST');
    expect(wrongFields(problem)).toEqual(['officers']);
  });

  it.each(['{"region":"08","region":"09"}', '{"region":"08","opening":{"capacity":1,"\\u0063apacity":2}}'])(
    'that says a field twice is refused, not read by its last: %s',
    async (raw) => {
      expectProblem(await send(BOOTHS, raw), 400, 'MALFORMED_JSON');
    },
  );

  it.each(['iso-8859-1', 'utf-16', '"windows-1252"', 'utf-8x'])('in the charset %s gets 415', async (charset) => {
    const headers = { 'content-type': `application/json; charset=${charset}` };

    expectProblem(await send(BOOTHS, GOOD, headers), 415, 'CHARSET_UNSUPPORTED');
  });

  it.each(['application/json; charset=utf-8', 'application/json;charset="UTF-8"', 'Application/JSON; v=1'])(
    'of the media type %s is read',
    async (mediaType) => {
      expect((await send(BOOTHS, GOOD, { 'content-type': mediaType })).status).toBe(201);
    },
  );

  it.each(['gzip', 'br', 'deflate', 'identity, gzip', 'none'])('encoded as %s gets 415', async (encoding) => {
    const answer = await send(BOOTHS, gzipSync(GOOD).toString('latin1'), {
      ...JSON_TYPE,
      'content-encoding': encoding,
    });

    expectProblem(answer, 415, 'CONTENT_ENCODING_UNSUPPORTED');
    expect(answer.headers.get('accept-encoding')).toBe('identity');
  });
});

describe('a query', () => {
  let server: TestServer;
  let token: string;

  beforeAll(async () => {
    server = await TestServer.start();
    token = await server.token();
  });
  afterAll(() => server.close());

  it.each(['0x10', '%205', '5%20', '1e1', '', '05', '%2B5', '5.0'])(
    'has a number in decimal digits alone, and not %s',
    async (limit) => {
      const answer = await server.call('GET', `${BOOTHS}?limit=${limit}`, { token });

      expect(wrongFields(expectProblem(answer, 400, 'INVALID_REQUEST'))).toEqual(['limit']);
    },
  );

  it.each(['colour', '__proto__', 'constructor', 'toString', '__proto__[limit]', 'Limit'])(
    'has no parameter that is not described: %s',
    async (name) => {
      const answer = await server.call('GET', `${BOOTHS}?${name}=5`, { token });

      expect(wrongFields(expectProblem(answer, 400, 'INVALID_REQUEST'))).toEqual([name]);
    },
  );

  it.each(['a&', 'limit=5&', 'limit=5&a=1&'])('has a few parameters, and not thousands: %s', async (parameters) => {
    const query = parameters.repeat(8_000 / parameters.length);

    const problem = expectProblem(await server.call('GET', `${BOOTHS}?${query}`), 400, 'INVALID_REQUEST');
    expect(wrongFields(problem)).toEqual(['query']);
  });

  it.each([
    ['POST', BOOTHS],
    ['GET', '/rest/operations/v1/projections'],
    ['GET', '/rest/operations/v1/processes'],
    ['GET', '/rest/operations/v1/projections/agenda-day/parked'],
    ['POST', '/rest/operations/v1/projections/agenda-day/retry'],
  ])('is refused where none is described, whatever it is called: %s %s', async (method, path) => {
    const call = method === 'POST' ? { token, raw: GOOD, headers: JSON_TYPE } : { token };
    for (const name of ['limit', '__proto__', 'constructor', 'toString']) {
      const answer = await server.call(method, `${path}?${name}=5`, call);

      expect(wrongFields(expectProblem(answer, 400, 'INVALID_REQUEST'))).toEqual([name]);
    }
  });
});

interface DeclaredList {
  readonly field: string;
  readonly most: number | undefined;
}

/** The list that stands in a field, if its checks say that one does. */
function listIn(field: string, own: readonly Check[]): DeclaredList | undefined {
  if (!own.some(({ name = '', each }) => each || name === 'isArray' || name.startsWith('array'))) return undefined;
  const most: unknown = own.find(({ name }) => name === 'arrayMaxSize')?.constraints[0];
  return { field, most: typeof most === 'number' ? most : undefined };
}

/** What stands in a field, or in each place of its list, where that is an object. */
function objectIn(input: Input, field: string, own: readonly Check[]): Input | undefined {
  return own.some(({ type }) => type === 'nestedValidation') ? inputIn(input, field) : undefined;
}

/** The lists of an input, at any depth. */
function listsOf(input: Input): DeclaredList[] {
  return [...checksOf(input)].flatMap(([field, own]) => {
    const nested = objectIn(input, field, own);
    return [listIn(field, own) ?? [], nested ? listsOf(nested) : []].flat();
  });
}

/** Values of a body that has everything that its input takes, the names of fields among them: lists are at their longest. */
function mostValues(input: Input): number {
  return [...checksOf(input)].reduce((sum, [field, own]) => {
    const nested = objectIn(input, field, own);
    const each = nested ? mostValues(nested) : 1;
    const list = listIn(field, own);
    return sum + 1 + (list ? 1 + (list.most ?? Infinity) * each : each);
  }, 1);
}

describe('every list that a command takes', () => {
  const commands = contexts.flatMap(({ commands: declared }) => declared);
  const lists = commands.flatMap(({ name, input }) =>
    listsOf(input as Input).map((list) => ({ command: name, ...list })),
  );

  it('says how many items it may have', () => {
    expect(lists.length).toBeGreaterThan(3);
    expect(lists.filter(({ most }) => most === undefined)).toEqual([]);
  });
});
