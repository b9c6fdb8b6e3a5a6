import { rolesOf } from '#use-cases';
import { everyRoute, parametersOf, type PlacedRoute } from './support/routes.ts';
import { sampleInput } from './support/sample-input.ts';
import { expectProblem, type TestServer, type Answer } from './support/server.ts';
import { serverWithThings, type StandingThings } from './support/standing-things.ts';

/** Every route of the product that reads something which its path names. */
const reads = everyRoute.filter(({ path, route }) => route.method === 'GET' && path.includes(':'));
/** The centre reads all but what is for an integration alone, which is told alike of what is not there and of what belongs to another. */
const isForTheCentre = ({ route }: PlacedRoute): boolean => rolesOf(route.useCase.by)?.includes('central') ?? true;
/** A day is no id: whether one stands for something is for each route to say. */
const isId = (parameter: string): boolean => parameter !== 'date';
const named = reads.flatMap((one) =>
  parametersOf(one.path)
    .filter(isId)
    .map((parameter): [string, string, PlacedRoute] => [one.path, parameter, one]),
);

describe('an id in a path', () => {
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

  const idIn = (path: string, parameter: string): string => {
    const id = things.idIn(path, parameter);
    if (id === undefined) throw new Error(`${path}: add :${parameter} to support/standing-things.ts`);
    return id;
  };
  const read = (one: PlacedRoute, other: Readonly<Record<string, string>> = {}): Promise<Answer> => {
    const { path, route } = one;
    const filled = path.replaceAll(/:(\w+)/g, (_all, name: string) => other[name] ?? idIn(path, name));
    const sample = sampleInput(route.useCase.input);
    for (const name of parametersOf(path)) delete sample[name];
    const query = new URLSearchParams(sample as Record<string, string>).toString();
    return server.call('GET', query === '' ? filled : `${filled}?${query}`, {
      token: isForTheCentre(one) ? token : ofIntegration,
    });
  };
  const otherwise = (id: string): string => (id === id.toUpperCase() ? id.toLowerCase() : id.toUpperCase());

  it('stands in many routes', () => {
    expect(named.length).toBeGreaterThan(15);
  });

  it.each(reads.map((one): [string, PlacedRoute] => [one.path, one]))(
    'as it is, names what is there: GET %s',
    async (_path, one) => {
      expect((await read(one)).status).toBe(200);
    },
  );

  it.each(named)('in other letters names nothing: GET %s, :%s', async (path, parameter, one) => {
    const id = idIn(path, parameter);
    const other = otherwise(id);
    // Digits have no other letters: of those, one that is not there.
    const answer = await read(one, { [parameter]: other === id ? '0'.repeat(id.length) : other });

    if (!isForTheCentre(one)) {
      expectProblem(answer, 403, 'SUBSCRIPTION_OF_ANOTHER');
      return;
    }
    expect(answer.status).toBe(404);
    expect(expectProblem(answer, 404, answer.body.code as string).code).toMatch(/_(UNKNOWN|NOT_FOUND)$/);
  });

  it.each(named)(
    'with something before or after it names nothing either: GET %s, :%s',
    async (path, parameter, one) => {
      const id = idIn(path, parameter);
      for (const other of [`${id}%20`, `%20${id}`, `${id}%00`, `${id}.`, `%7B${id}%7D`, `urn:uuid:${id}`]) {
        expect(isForTheCentre(one) ? [400, 404] : [400, 403, 404]).toContain(
          (await read(one, { [parameter]: other })).status,
        );
      }
    },
  );
});
