import { everyRoute } from './support/routes.ts';
import { sampleCall } from './support/sample-call.ts';
import { type TestServer } from './support/server.ts';
import { serverWithThings, type StandingThings } from './support/standing-things.ts';

const EVENTS = '/rest/integration/v1/events';

const reads = everyRoute.filter(({ route }) => route.method === 'GET');

describe('HEAD', () => {
  let server: TestServer;
  let things: StandingThings;
  let token: string;
  let ofIntegration: string;

  beforeAll(async () => {
    ({ server, things } = await serverWithThings());
    token = await server.token();
    ofIntegration = await server.token(things.here('integration'));
  });
  afterAll(() => server.close());

  it.each(reads.map((one) => [one.path, one] as const))(
    'is answered as GET is, without content: %s',
    async (_path, one) => {
      for (const who of [token, ofIntegration]) {
        const got = await sampleCall(server, things, one, who);
        const head = await sampleCall(server, things, one, who, 'HEAD');
        expect(head.status).toBe(got.status);
        expect(head.headers.get('content-type')).toBe(got.headers.get('content-type'));
        expect(head.body).toBe('');
      }
    },
  );

  it('is told no event, and so waits for none: of the stream, and of what waits until there is one', async () => {
    const end = await server.call('GET', `${EVENTS}/end`, { token });
    const { lastEventId } = end.body as { readonly lastEventId: string };
    const { subscriptionId } = things.ids;
    const waiting = ['/stream', `/stream?lastEventId=${lastEventId}`, `?lastEventId=${lastEventId}&timeout=60000`];
    const places = [
      ...waiting.map((place) => `${EVENTS}${place}`),
      `/rest/integration/v1/subscriptions/${subscriptionId!}/events?timeout=60000`,
    ];
    for (const place of places) {
      const { status, body } = await server.call('HEAD', place, { token: ofIntegration });
      expect([place, status, body]).toEqual([place, 200, '']);
    }
    const refused = await server.call('HEAD', `${EVENTS}/stream`, {
      token: await server.token(things.here('analyst')),
    });
    expect(refused.status).toBe(403);
  }, 20_000);
});
