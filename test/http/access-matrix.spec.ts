import { ANYONE, EVERY_ROLE, ROLES, type Grant, type Role } from '#use-cases';
import { everyRoute, parametersOf, type PlacedRoute } from './support/routes.ts';
import { sampleCall } from './support/sample-call.ts';
import { expectProblem, type TestServer, type Answer } from './support/server.ts';
import {
  NEEDS_MORE_THAN_ROLE,
  OF_ONE_PERSON,
  serverWithThings,
  WIDER_THAN,
  type StandingThings,
} from './support/standing-things.ts';

/** Roles that are bound to a territory or body; the others see all of Italy. */
const BOUND_ROLES: readonly Role[] = ['regional', 'provincial', 'desk-operator', 'host-operator'];

interface Declared extends PlacedRoute {
  readonly name: string;
  readonly parameters: readonly string[];
}

const declared = everyRoute.map((one): Declared => {
  return { ...one, name: one.route.useCase.name, parameters: parametersOf(one.path) };
});
const grantsOf = ({ route }: Declared): readonly Grant[] => (route.useCase.by === ANYONE ? [] : route.useCase.by);
const grantOf = (one: Declared, role: Role): Grant | undefined =>
  grantsOf(one).find(({ roles }) => roles.includes(role));

/** Every route with every role, of which a condition holds. */
const pairs = (holds: (one: Declared, role: Role) => boolean): [string, Role, Declared][] =>
  declared.flatMap((one) =>
    EVERY_ROLE.filter((role) => holds(one, role)).map((role): [string, Role, Declared] => [one.name, role, one]),
  );

describe('every use case over HTTP', () => {
  let server: TestServer;
  let things: StandingThings;
  const tokens = new Map<string, string>();

  beforeAll(async () => {
    ({ server, things } = await serverWithThings());
    for (const role of ROLES) {
      tokens.set(`${role} here`, await server.token(things.here(role)));
      tokens.set(`${role} elsewhere`, await server.token(things.elsewhere(role)));
    }
    tokens.set('self-service here', things.selfService.here);
    tokens.set('self-service elsewhere', things.selfService.elsewhere);
  });
  afterAll(() => server.close());

  const call = (one: Declared, who?: string): Promise<Answer> =>
    sampleCall(server, things, one, who === undefined ? undefined : tokens.get(who)!);

  it('has routes at all', () => {
    expect(declared.length).toBeGreaterThan(10);
  });

  it.each(declared.map((one) => [one.name, one] as const))(
    '%s is for nobody without a token, unless it is public',
    async (_name, one) => {
      const answer = await call(one);

      if (one.route.useCase.by === ANYONE) expect(answer.status).not.toBe(401);
      else expectProblem(answer, 401, 'TOKEN_MISSING');
    },
  );

  it.each(pairs((one, role) => one.route.useCase.by !== ANYONE && !grantOf(one, role)))(
    '%s is refused to the role %s',
    async (_name, role, one) => {
      const problem = expectProblem(await call(one, `${role} here`), 403, 'ROLE_NOT_ALLOWED');

      expect(problem.facts).toMatchObject({ role, allowed: grantsOf(one).flatMap(({ roles }) => roles) });
    },
  );

  const isWider = ({ name }: Declared, role: Role): boolean => WIDER_THAN[name]?.includes(role) === true;
  const isOpen = (one: Declared, role: Role): boolean =>
    one.route.useCase.by === ANYONE || grantOf(one, role) !== undefined;

  it.each(pairs(isWider))(
    '%s is refused to the role %s, whose territory is but a part of it',
    async (_name, role, one) => {
      expectProblem(await call(one, `${role} here`), 403, 'OUTSIDE_TERRITORY');
    },
  );

  const lacksMore = ({ name }: Declared, role: Role): boolean => NEEDS_MORE_THAN_ROLE[name]?.[role] !== undefined;
  it.each(pairs(lacksMore))('%s is refused to the role %s, which alone is not enough', async (name, role, one) => {
    expectProblem(await call(one, `${role} here`), 403, NEEDS_MORE_THAN_ROLE[name]![role]!);
  });

  it.each(pairs((one, role) => isOpen(one, role) && !isWider(one, role) && !lacksMore(one, role)))(
    '%s is open to the role %s where it belongs',
    async (_name, role, one) => {
      const { status, body } = await call(one, `${role} here`);

      expect([401, 403]).not.toContain(status);
      // A sample that the validation refuses would show nothing.
      expect(body.code).not.toBe('INVALID_REQUEST');
    },
  );
  const isBound = (one: Declared, role: Role): boolean =>
    BOUND_ROLES.includes(role) && grantOf(one, role)?.bound === 'territory';
  /** What it is for is named by its path, or stands where its input says, itself or by what it names. */
  const isForOneThing = ({ route, parameters }: Declared): boolean =>
    parameters.length > 0 || route.useCase.kind === 'command';

  it.each(pairs((one, role) => isBound(one, role) && isForOneThing(one)))(
    '%s is refused to the role %s of another territory or body, and nothing of it told',
    async (_name, role, one) => {
      const { facts, errors } = expectProblem(await call(one, `${role} elsewhere`), 403, 'OUTSIDE_TERRITORY');

      expect({ facts, errors }).toEqual({ facts: { role } });
    },
  );

  it.each(pairs((one, role) => isBound(one, role) && !isForOneThing(one)))(
    '%s shows nothing of here to the role %s of another territory or body',
    async (_name, role, one) => {
      const answer = await call(one, `${role} elsewhere`);

      if (answer.status === 200) expect(answer.body.items).toEqual([]);
      else expect(expectProblem(answer, 403, 'OUTSIDE_TERRITORY').facts).toEqual({ role });
    },
  );

  const isOfOnePerson = (one: Declared, role: Role): boolean =>
    grantOf(one, role)?.bound === 'own' && one.parameters.some((parameter) => OF_ONE_PERSON.includes(parameter));

  const owned = pairs(isOfOnePerson);
  if (owned.length > 0) {
    it.each(owned)('%s is refused to a %s whose it is not, and nothing of it told', async (_name, role, one) => {
      const { ownership } = grantOf(one, role)!;

      const { facts = {} } = expectProblem(await call(one, `${role} elsewhere`), 403, ownership!.refuse.code);
      // But what the request itself has named.
      for (const [name, value] of Object.entries(facts)) expect(value).toBe(things.ids[name]);
    });
  }
});
