import { RouteInput } from '#platform';
import { checksOf, inputIn, type Input } from './support/inputs.ts';
import { everyRoute, parametersOf } from './support/routes.ts';
import { sampleInput } from './support/sample-input.ts';

type Fields = Readonly<Record<string, unknown>>;

const ID = 'a4a70900-24e1-5ff1-9ec1-1dd0d6c1b2f9';

/** Wherever a route is sent an id, in query or body, however deep. */
const places = everyRoute.flatMap(({ path, route }) => {
  const { input } = route.useCase;
  const inPath = parametersOf(path);
  const sample = without(sampleInput(input), inPath);
  return [...sentWithId(input as Input, sample)]
    .filter(({ field }) => !inPath.includes(field))
    .map((place) => ({ ...place, input, inPath, name: `${route.method} ${path}: ${place.field}` }));
});

interface Place {
  /** Dotted. */
  readonly field: string;
  /** What is sent, with an id there. */
  readonly withId: (id: string) => Fields;
}

function* sentWithId(input: Input, sample: Fields): Generator<Place> {
  for (const [field, checks] of checksOf(input)) {
    const isList = checks.some(({ each }) => each) || checks.some(({ name }) => name?.startsWith('array'));
    const placed = (value: unknown): Fields => ({ ...sample, [field]: isList ? [value] : value });
    if (checks.some(({ name }) => name === 'isUuid')) yield { field, withId: placed };
    if (!checks.some(({ type }) => type === 'nestedValidation')) continue;
    const nested = inputIn(input, field);
    for (const one of sentWithId(nested, sampleInput(nested))) {
      yield { field: `${field}${isList ? '.0' : ''}.${one.field}`, withId: (id) => placed(one.withId(id)) };
    }
  }
}

function without(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}

describe('an id that is sent', () => {
  const refusedIn = async ({ input, inPath, withId }: (typeof places)[number], id: string): Promise<unknown[]> => {
    const path = Object.fromEntries(
      Object.entries(sampleInput(input as Input)).filter(([name]) => inPath.includes(name)),
    );
    try {
      await new RouteInput().of(input, { sent: withId(id), path: path as Record<string, string> });
      return [];
    } catch (error) {
      return (error as { problem: { errors: { field: string }[] } }).problem.errors.map(({ field }) => field);
    }
  };

  it('is sent to many routes', () => {
    expect(places.length).toBeGreaterThan(60);
  });

  it.each(places.map((place) => [place.name, place] as const))(
    'is taken as it is answered, and refused in other letters, by which nothing would be found: %s',
    async (_name, place) => {
      const { field } = place;
      expect(await refusedIn(place, ID)).not.toContain(field);
      expect(await refusedIn(place, ID.toUpperCase())).toContain(field);
    },
  );
});
