import { everyRoute } from './support/routes.ts';
import { TestServer } from './support/server.ts';
import { standingThings, type StandingThings } from './support/standing-things.ts';

/** Every route that creates something of the product, by its path. */
const CREATING = everyRoute.filter(({ route }) => route.kind === 'command' && route.creates).map(({ path }) => path);

/** Every route that brings something into being, but those that tell nobody whether they did. */
const BRINGING = everyRoute.filter(
  ({ route }) => route.kind === 'command' && route.useCase.in.join() === 'ABSENT' && !route.useCase.conceals,
);

it('is answered by every route that brings something into being', () => {
  expect(BRINGING.length).toBeGreaterThan(8);
  expect(BRINGING.map(({ path }) => path).filter((path) => !CREATING.includes(path))).toEqual([]);
});

describe('the Location of what was created', () => {
  let server: TestServer;
  let things: StandingThings;
  let central: string;
  /** What the server said is at a place, by the route that created it. */
  const locations = new Map<string, string>();

  beforeAll(async () => {
    server = await TestServer.start({ environment: { RETE_PUNTI_AGENDA_MAX_OPEN_PER_SERVICE_LINE: '2' } });
    const realFetch = globalThis.fetch;
    globalThis.fetch = async (input, init) => {
      const response = await realFetch(input, init);
      const location = response.headers.get('location');
      const path = new URL(response.url).pathname;
      const template = templateOf(path);
      // The first of a kind: that of the person whose things they are.
      if (response.status === 201 && location !== null && !locations.has(template)) locations.set(template, location);
      return response;
    };
    try {
      things = await standingThings(server);
    } finally {
      globalThis.fetch = realFetch;
    }
    central = await server.token();
    await server.running.projections.caughtUp(things.last.position);
  });
  afterAll(() => server.close());

  /** The route that a path is one of. */
  const templateOf = (path: string): string =>
    CREATING.find((template) => new RegExp(`^${template.replaceAll(/:\w+/g, '[^/]+')}$`).test(path)) ?? path;

  it.each(CREATING)('%s answers GET, and nobody under an id in other letters', async (template) => {
    const location = locations.get(template);
    expect(location).toBeDefined();
    const answer = await server.call('GET', location!, { token: central });

    expect(answer.status).toBe(200);
    const id = location!.split('/').at(-1)!;
    const otherwise = id === id.toUpperCase() ? id.toLowerCase() : id.toUpperCase();
    const other = await server.call('GET', location!.replace(/[^/]+$/, otherwise), { token: central });
    expect([404, 400]).toContain(other.status);
  });

  it('is there for whose it is, and for the office, and for nobody else', async () => {
    const [hold, appointment] = ['holds', 'appointments'].map((kind) =>
      locations.get(CREATING.find((template) => template.endsWith(`/days/:date/${kind}`))!)!,
    );
    const owner = await server.token(things.here('citizen'));
    const other = await server.token(things.elsewhere('citizen'));
    for (const [path, code] of [
      [hold!, 'HOLD_OF_ANOTHER_PERSON'],
      [appointment!, 'APPOINTMENT_OF_ANOTHER_PERSON'],
    ] as const) {
      expect((await server.call('GET', path, { token: owner })).status).toBe(200);
      expect((await server.call('GET', path, { token: other })).body.code).toBe(code);
    }
    const mine = await server.call('GET', '/rest/agenda/v1/holds/mine', { token: owner });
    expect(mine.body.items).toMatchObject([{ holdId: things.ids.holdId, state: 'HELD' }]);
    const list = await server.call('GET', hold!.replace(/\/[^/]+$/, ''), { token: central });
    expect(list.body.items).toMatchObject([{ holdId: things.ids.holdId }]);
    expect(JSON.stringify([mine.body, list.body])).not.toContain('subject');
  });
});
