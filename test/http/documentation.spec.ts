import { problemTable } from '#platform';
import { everyRoute } from './support/routes.ts';
import { TestServer } from './support/server.ts';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly schema?: { readonly $ref?: string; readonly default?: unknown };
}
interface Response {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, { schema: object; examples?: object }>>;
}
interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly responses: Readonly<Record<string, Response>>;
  readonly security: readonly object[];
}
interface OpenApi {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Record<string, object>;
    readonly responses: Record<string, Response>;
    readonly securitySchemes: object;
  };
}

/** Of requests that reach no operation, and of policies, which send none. */
const OF_NO_OPERATION = [
  'MALFORMED_URL',
  'METHOD_NOT_ALLOWED',
  'METHOD_UNKNOWN',
  'PATH_UNKNOWN',
  'POLICY_NOT_ALLOWED',
  'REQUEST_REFUSED',
];
const OF_TOKENS = ['TOKEN_MISSING', 'TOKEN_REVOKED', 'ERASURES_BEHIND'];
const OF_BODIES = ['BODY_OUT_OF_BOUNDS', 'BODY_TOO_LARGE', 'CHARSET_UNSUPPORTED', 'CONTENT_ENCODING_UNSUPPORTED'];

/** They ask by what must not stand in a URL, and change nothing. */
const IN_PAGES = 'post /rest/agenda/v1/appointments/search';
const AGENDA = 'post /rest/agenda/v1/agendas/{agendaId}';
const SEARCHES = [
  `${AGENDA}/opening-bands/{bandId}/withdrawal/preview`,
  `${AGENDA}/opening-bands/{bandId}/split/preview`,
  `${AGENDA}/opening-bands/{bandId}/capacity/preview`,
  `${AGENDA}/termination/preview`,
  `${AGENDA}/closures/preview`,
  'post /rest/agenda/v1/unit-closures/preview',
  IN_PAGES,
  'post /rest/agenda/v1/punti-inps/{puntoInpsId}/services/preview',
  'post /rest/agenda/v1/self-service/tokens',
  'post /rest/integration/v1/subscriptions/{subscriptionId}/receipts',
  'post /rest/integration/v1/subscriptions/{subscriptionId}/endpoint/example',
];

describe('the description of the API', () => {
  let server: TestServer;
  let document: OpenApi;

  /** An answer, where several operations share it. */
  const resolved = (response: Response): Response =>
    document.components.responses[response.$ref?.split('/').at(-1) ?? ''] ?? response;

  beforeAll(async () => {
    server = await TestServer.start();
    document = (await server.call('GET', '/docs/openapi.json')).body as OpenApi;
  });
  afterAll(() => server.close());

  const operations = (): [string, Operation][] =>
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]): [string, Operation] => [`${method} ${path}`, operation]),
    );

  it('is OpenAPI 3 with bearer tokens', () => {
    expect(document.openapi).toMatch(/^3\./);
    expect(document.components.securitySchemes).toEqual({
      bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: expect.any(String) },
    });
  });

  it('asks for an Idempotency-Key on every POST but a search, and on nothing else', () => {
    for (const [name, { parameters = [] }] of operations()) {
      const key = parameters.find((parameter) => parameter.name === 'Idempotency-Key');

      expect([name, key?.in, key?.required]).toEqual(
        name.startsWith('post ') && !SEARCHES.includes(name) ? [name, 'header', true] : [name, undefined, undefined],
      );
    }
  });

  it('says of a search that it takes no If-Match, answers 200 alone, and may refuse a cursor where it is asked in pages', () => {
    const searches = operations().filter(([name]) => SEARCHES.includes(name));

    expect(searches.map(([name]) => name)).toEqual(SEARCHES);
    for (const [name, { parameters = [], responses }] of searches) {
      expect(parameters.filter((parameter) => parameter.in !== 'path')).toEqual([]);
      expect(Object.keys(responses).filter((status) => Number(status) < 400)).toEqual(['200']);
      const described = JSON.stringify(resolved(responses['400']!));
      expect(described.includes('CURSOR_INVALID')).toBe(name === IN_PAGES);
      expect(described).not.toContain('IDEMPOTENCY');
    }
  });

  it('describes the problem of every route', () => {
    const reference = { $ref: '#/components/schemas/Problem' };

    expect(document.components.schemas.Problem).toBeDefined();
    for (const [, { responses }] of operations()) {
      const refusals = Object.entries(responses).filter(([status]) => Number(status) >= 400);
      expect(refusals.map(([status]) => status)).toEqual(expect.arrayContaining(['400', '429', '500', '503']));
      for (const [, refusal] of refusals) {
        expect(resolved(refusal).content?.['application/problem+json']?.schema).toEqual(reference);
      }
    }
  });

  it('names each refusal of the server and of its stores where it may come', () => {
    const codesOf = ({ responses }: Operation): string[] =>
      Object.values(responses).flatMap((response) =>
        Object.values(resolved(response).content ?? {}).flatMap(({ examples = {} }) => Object.keys(examples)),
      );
    const named = new Set(operations().flatMap(([, operation]) => codesOf(operation)));
    const missing = problemTable([])
      .map(({ code }) => code)
      .filter((code) => !named.has(code));

    expect(missing.sort()).toEqual(OF_NO_OPERATION);
    for (const [name, operation] of operations()) {
      const codes = codesOf(operation);
      expect([name, codes]).toEqual([name, expect.arrayContaining(['SHUTTING_DOWN', 'URI_TOO_LONG'])]);
      const isPublic = operation.security.every((scheme) => Object.keys(scheme).length === 0);
      if (!isPublic) expect([name, codes]).toEqual([name, expect.arrayContaining(OF_TOKENS)]);
      if (name.startsWith('post ')) expect([name, codes]).toEqual([name, expect.arrayContaining(OF_BODIES)]);
    }
  });

  it('names the words that fields may have, once for all fields', () => {
    for (const name of ['PointKind', 'Party', 'OfficerRole', 'SignatureFormat', 'HostBodyKind', 'UnitKind']) {
      expect(document.components.schemas[name]).toMatchObject({ type: 'string', enum: expect.any(Array) });
    }
  });

  it('asks for no parameter that has a value when it is left out, and says which unless it names the words', () => {
    const reads = everyRoute.filter(({ route }) => route.method === 'GET');
    const withValues = reads.flatMap(({ path, route: { useCase } }) => {
      const { parameters = [] } = document.paths[path.replaceAll(/:(\w+)/g, '{$1}')]!.get!;
      return Object.entries(new useCase.input())
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => {
          const described = parameters.find((one) => one.name === name);
          return { at: `${path} ${name}`, value: value as unknown, described };
        });
    });

    expect(withValues.length).toBeGreaterThan(20);
    for (const { at, value, described } of withValues) {
      const { $ref, default: told } = described?.schema ?? {};
      expect([at, described?.required, $ref === undefined ? told : value]).toEqual([at, false, value]);
    }
  });

  it('keeps no mark of how it was made', () => {
    expect(JSON.stringify(document)).not.toContain('x-rete-punti');
  });

  it('can be read and tried on a page', async () => {
    const page = await server.call('GET', '/docs');
    const files = [...String(page.body).matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path!);

    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
    expect(files.length).toBeGreaterThan(2);
    for (const path of files) expect((await server.call('GET', path)).status).toBe(200);
  });
});
