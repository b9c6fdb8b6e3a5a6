import { ROLES, rolesOf, type Role } from '#use-cases';
import { accepted } from '../e2e/support/agenda.ts';
import { Api } from '../e2e/support/api.ts';
import { everyRoute, type PlacedRoute } from './support/routes.ts';
import { sampleCall } from './support/sample-call.ts';
import { expectProblem, type TestServer, type Answer } from './support/server.ts';
import { HERE, serverWithThings, type StandingThings } from './support/standing-things.ts';

const INTEGRATIONS = '/rest/integration/v1/integrations';

const rolesAt = ({ route }: PlacedRoute): readonly Role[] => rolesOf(route.useCase.by) ?? [];
const isForEveryRole = (one: PlacedRoute): boolean => ROLES.every((role) => rolesAt(one).includes(role));
const forIntegrations = everyRoute.filter((one) => rolesAt(one).includes('integration'));

/** What is published of the network, and its subscriptions; the sample of a new one is for another integration anyway. */
const own = forIntegrations.filter((one) => !isForEveryRole(one) && one.route.useCase.name !== 'OpenSubscription');
/** What everyone may know of the network (T5). */
const facts = forIntegrations.filter(isForEveryRole);
const named = (routes: readonly PlacedRoute[]) => routes.map((one) => [one.route.useCase.name, one] as const);

describe('an integration', () => {
  let server: TestServer;
  let things: StandingThings;
  let central: Api;
  let token: string;
  /** Of one whose scope is another region than that of the things. */
  let elsewhere: string;

  beforeAll(async () => {
    ({ server, things } = await serverWithThings());
    central = new Api(server.running.url, await server.token());
    const scope = { nation: false, regions: ['08'] };
    const { id } = await accepted(central.post(INTEGRATIONS, { name: 'Prova', contact: 'Ufficio', scope }));
    elsewhere = await server.token({ role: 'integration', integration: id });
    token = await server.token(things.here('integration'));
    await server.running.projections.caughtUp(things.last.position);
  });
  afterAll(() => server.close());

  const call = (one: PlacedRoute, as: string): Promise<Answer> => sampleCall(server, things, one, as);

  it('has rights of both kinds', () => {
    expect(own.length).toBeGreaterThan(15);
    expect(facts.length).toBeGreaterThan(5);
  });

  it.each([
    '/rest/protocols/v1/protocols',
    '/rest/protocols/v1/point-coverages',
    '/rest/protocols/v1/framework-agreements',
    '/rest/service-points/v1/punti-cliente',
    '/rest/service-points/v1/punti-inps',
    '/rest/organisation/v1/host-bodies',
    '/rest/organisation/v1/territorial-units',
    `/rest/audit/v1/points?region=${HERE.region}`,
    `/rest/audit/v1/regions/${HERE.region}/dashboard`,
    '/rest/service-points/v1/network-overview/nation',
    '/rest/agenda/v1/agendas',
  ])('reads nothing at %s, whatever its scope', async (path) => {
    for (const as of [elsewhere, token]) {
      expectProblem(await server.call('GET', path, { token: as }), 403, 'ROLE_NOT_ALLOWED');
    }
  });

  it('is told in its feed what its scope is, and no more', async () => {
    const events = '/rest/integration/v1/events';
    const there = await server.call('GET', events, { token: elsewhere });
    expect([there.status, there.body]).toEqual([200, []]);
    expect((await server.call('GET', `${events}?limit=1`, { token })).body).toHaveLength(1);
  });

  describe('that was withdrawn', () => {
    beforeAll(async () => {
      const { integration } = things.here('integration');
      await accepted(central.post(`${INTEGRATIONS}/${integration!}/withdrawal`, { reason: 'Prova' }));
    });

    it.each(named(own))('is refused %s', async (_name, one) => {
      const { status, body } = await call(one, token);

      expect([status, body.code]).toEqual(
        one.route.useCase.kind === 'query' ? [403, 'INTEGRATION_WITHDRAWN'] : [422, 'INTEGRATION_STATE_FORBIDS'],
      );
    });

    it.each(named(facts))('reads what everyone may know: %s', async (_name, one) => {
      expect([401, 403]).not.toContain((await call(one, token)).status);
    });
  });
});
