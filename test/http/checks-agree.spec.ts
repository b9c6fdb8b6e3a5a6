import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import { contexts } from '#composition';
import { isFlawless } from '#platform';
import { checksOf, inputIn, type Input } from './support/inputs.ts';
import { sampleInput } from './support/sample-input.ts';

type Fields = Readonly<Record<string, unknown>>;

/** As a request is checked. */
const OPTIONS = { whitelist: true, forbidNonWhitelisted: true, stopAtFirstError: true };

/** What fields are given in turn: right for some of them, wrong for most. */
const VALUES: readonly unknown[] = [
  ...[undefined, true, 0, 1, 1.5, 100_000, '', 'campione', '08', '058', 'H501', '5', 'x'.repeat(5_000)],
  ...['2026-03-02', '2026-02-29', '09:00', '2026-03-02T09:00:00+01:00', 'IN_PERSON', 'PENSIONI'],
  ...['a4a70900-24e1-5ff1-9ec1-1dd0d6c1b2f9', 'campione@pec.example.org', 'ab'.repeat(32), 'RSSMRA80A01H501U'],
  ...[[], ['campione'], ['2026-03-02', '2026-03-02'], [{}], {}, Array.from({ length: 200 }, () => 'campione')],
];

const inputs = [
  ...new Set(contexts.flatMap(({ commands, queries }) => [...commands, ...queries].map(({ input }) => input as Input))),
];

/** The samples of an input that differ from one which is right in one field alone, however deep. */
function* variants(input: Input, sample: Fields): Generator<Fields> {
  yield sample;
  yield { ...sample, unheardOf: 1 };
  for (const [property, checks] of checksOf(input)) {
    const { [property]: own, ...others } = sample;
    yield others;
    for (const value of VALUES) yield { ...sample, [property]: value };
    if (!checks.some(({ type }) => type === 'nestedValidation')) continue;
    const nested = inputIn(input, property);
    const sampled = (Array.isArray(own) ? own[0] : own) as Fields | undefined;
    for (const one of variants(nested, sampled ?? sampleInput(nested))) {
      yield { ...sample, [property]: checks.some(({ each }) => each) ? [one] : one };
    }
  }
}

describe('what a request is let through by at once', () => {
  /** Those of which some sample was right, and another wrong. */
  const tried: string[] = [];

  it.each(inputs.map((input) => [input.name, input] as const))(
    'is what class-validator lets through, of %s',
    async (name, input) => {
      const answers = new Set<boolean>();
      for (const sent of variants(input, sampleInput(input))) {
        const made = plainToInstance(input, sent);
        const isRight = (await validate(made, OPTIONS)).length === 0;
        if (isFlawless(made) !== isRight) throw new Error(`${JSON.stringify(sent).slice(0, 500)}: ${String(isRight)}`);
        answers.add(isRight);
      }
      if (answers.size === 2) tried.push(name);
    },
  );

  it('was tried with samples of both kinds of nearly every input', () => {
    expect(tried.length).toBeGreaterThan(inputs.length * 0.9);
  });

  it('is no class that declares nothing, and no plain object', () => {
    class Undeclared {
      readonly text = 'x';
    }
    expect([isFlawless({}), isFlawless(new Undeclared())]).toEqual([false, false]);
  });
});
