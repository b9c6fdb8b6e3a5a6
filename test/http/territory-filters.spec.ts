import { checksOf } from './support/inputs.ts';
import { everyRoute, type PlacedRoute } from './support/routes.ts';
import { sampleInput } from './support/sample-input.ts';
import { expectProblem, TestServer, wrongFields } from './support/server.ts';

interface Read extends PlacedRoute {
  readonly fields: readonly string[];
}

/** Every route that answers, without a parameter in its path, and what can be asked of it. */
const lists = everyRoute
  .filter(({ path, route }) => route.method === 'GET' && !path.includes(':'))
  .map((one): Read => ({ ...one, fields: [...checksOf(one.route.useCase.input).keys()] }));
const asking = (field: string): [string, Read][] =>
  lists.filter(({ fields }) => fields.includes(field)).map((one) => [one.path, one]);

describe('a list of what stands in a region or a province', () => {
  let server: TestServer;
  let token: string;
  beforeAll(async () => {
    server = await TestServer.start();
    token = await server.token();
  });
  afterAll(() => server.close());

  /** Some lists are always of one region. */
  const ofOneRegion = async (one: Read): Promise<Readonly<Record<string, string>>> => {
    const isOptional = !one.fields.includes('region') || (await ask(one, {})).status === 200;
    return isOptional ? {} : { region: '12' };
  };
  const ask = ({ path, route }: Read, asked: Readonly<Record<string, string>>) => {
    const query = new URLSearchParams({ ...(sampleInput(route.useCase.input) as Record<string, string>), ...asked });
    for (const field of ['region', 'province']) if (!(field in asked)) query.delete(field);
    return server.call('GET', `${path}?${query.toString()}`, { token });
  };

  it('is asked for by several routes', () => {
    expect(asking('region').length).toBeGreaterThan(4);
    expect(asking('province').length).toBeGreaterThan(2);
  });

  it.each(asking('region'))('%s refuses a region that does not exist, and takes one that does', async (_path, one) => {
    for (const region of ['99', '00', '1', '021']) {
      const problem = expectProblem(await ask(one, { region }), 400, 'INVALID_REQUEST');
      expect(wrongFields(problem)).toEqual(['region']);
    }
    expect((await ask(one, { region: '12' })).status).toBe(200);
  });

  it.each(asking('province'))(
    '%s refuses a province that does not exist, or stands in another region than the one that is asked for',
    async (_path, one) => {
      const usual = await ofOneRegion(one);
      for (const asked of [{ province: '999' }, { province: '000' }, { region: '08', province: '058' }]) {
        const problem = expectProblem(await ask(one, { ...usual, ...asked }), 400, 'INVALID_REQUEST');
        expect(wrongFields(problem)).toEqual(['province']);
      }
      for (const asked of [{ province: '058' }, { region: '12', province: '058' }]) {
        expect((await ask(one, { ...usual, ...asked })).status).toBe(200);
      }
    },
  );
});
