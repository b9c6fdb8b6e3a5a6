import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import { checksOf, type Input } from './support/inputs.ts';
import { everyRoute } from './support/routes.ts';

/** Checks of what is no text once it is read, and a value as a query writes it. */
const WRITTEN: Readonly<Record<string, string>> = { isInt: '1', isNumber: '1', isBoolean: 'true' };

/** Each parameter of a GET that is no text. */
const parameters = everyRoute
  .filter(({ route }) => route.method === 'GET')
  .flatMap(({ path, route }) => {
    const input = route.useCase.input as Input;
    return [...checksOf(input)].flatMap(([name, checks]) => {
      const check = checks.map(({ name: type = '' }) => type).find((type) => type in WRITTEN);
      return check === undefined ? [] : ([[path, name, check, input]] as [string, string, string, Input][]);
    });
  });

describe('a number, or yes or no, in a query, where everything is text', () => {
  it('is asked for by many routes', () => {
    expect(parameters.length).toBeGreaterThan(30);
  });

  it.each(parameters)('is read as what it is: GET %s, %s', async (_path, name, check, input) => {
    const faults = await validate(plainToInstance(input, { [name]: WRITTEN[check] }));
    const ofField = faults.find(({ property }) => property === name);
    expect(Object.keys(ofField?.constraints ?? {})).not.toContain(check);
  });
});
