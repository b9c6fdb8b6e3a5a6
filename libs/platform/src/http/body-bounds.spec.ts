import fc from 'fast-check';
import { HttpProblem } from '../problems/http-problem.ts';
import { boundedValues, MAX_DEPTH, MAX_NAME, MAX_TEXT, MAX_VALUES } from './body-bounds.ts';

function refusalOf(text: string): { readonly code: string | undefined; readonly fields: readonly string[] } {
  try {
    boundedValues(text);
  } catch (error) {
    if (!(error instanceof HttpProblem)) throw error;
    const { code, errors = [] } = error.problem;
    return { code, fields: errors.map(({ field }) => field) };
  }
  return { code: undefined, fields: [] };
}

/** Values of a document, as one counts them by hand. */
function valuesIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  const names = Array.isArray(value) ? 0 : Object.keys(value).length;
  return Object.values(value).reduce<number>((sum, member) => sum + valuesIn(member), 1 + names);
}

describe('the text of a body', () => {
  it('is let through, whatever it is, when JSON.stringify made it and it is within bounds', () => {
    const document = fc.jsonValue({ maxDepth: 6 }).filter((value) => !JSON.stringify(value).includes('__proto__'));
    fc.assert(
      fc.property(document, fc.constantFrom(0, 2), (value, indent) => {
        expect(boundedValues(JSON.stringify(value, undefined, indent))).toBe(valuesIn(value));
      }),
    );
  });

  it('is looked at to its end, whatever it is, and never fails of itself', () => {
    const pieces = fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '\\', 'a', '1', ' ', '\\u0061', 'è', '\0');
    fc.assert(fc.property(fc.array(pieces), (parts) => void refusalOf(parts.join(''))));
  });

  it.each([
    ['values in a list', (n: number) => `[${'0,'.repeat(n - 2)}0]`],
    ['objects without a field', (n: number) => `[${'{},'.repeat(n - 2)}{}]`],
    ['fields', (n: number) => `{${Array.from({ length: (n - 1) / 2 }, (_, at) => `"f${at}":1`).join(',')}}`],
  ])('is refused with too many %s', (_what, bodyOf) => {
    expect(refusalOf(bodyOf(MAX_VALUES - 1)).code).toBeUndefined();
    expect(refusalOf(bodyOf(MAX_VALUES + 3))).toEqual({ code: 'BODY_OUT_OF_BOUNDS', fields: ['body'] });
  });

  it('is refused when a text, a name or a number is too long', () => {
    expect(refusalOf(JSON.stringify(['x'.repeat(MAX_TEXT)])).code).toBeUndefined();
    // The longest text of a command, as encoders write it that write nothing but ASCII.
    for (const escaped of ['\\u00e8', '\\ud83d\\ude00']) {
      expect(refusalOf(`["${escaped.repeat(4_000)}"]`).code).toBeUndefined();
    }
    expect(refusalOf(JSON.stringify(['x'.repeat(MAX_TEXT + 1)])).code).toBe('BODY_OUT_OF_BOUNDS');
    expect(refusalOf(JSON.stringify({ ['x'.repeat(MAX_NAME)]: 1 })).code).toBe('BODY_OUT_OF_BOUNDS');
    expect(refusalOf(`[${'1'.repeat(100)}]`).code).toBe('BODY_OUT_OF_BOUNDS');
    expect(refusalOf(`["${'x'.repeat(MAX_TEXT + 2)}`).code).toBe('BODY_OUT_OF_BOUNDS');
  });

  it('is refused when it nests too deep', () => {
    expect(refusalOf('['.repeat(MAX_DEPTH) + ']'.repeat(MAX_DEPTH)).code).toBeUndefined();
    expect(refusalOf('['.repeat(MAX_DEPTH + 1)).code).toBe('BODY_TOO_DEEP');
  });

  it.each([
    '{"a":1,"a":1}',
    '{"a":1, "b":{} , "a" : 2}',
    '{"a":1,"\\u0061":2}',
    '[{"a":{"b":1,"b":2}}]',
    '{"":1,"":2}',
  ])('is refused when one object has two fields of one name: %s', (text) => {
    expect(refusalOf(text)).toEqual({ code: 'MALFORMED_JSON', fields: ['body'] });
  });

  it.each(['{"a":{"a":1}}', '[{"a":1},{"a":1}]', '{"a":"a","b":"a"}', '{"a":1,"A":2}', '{"a":["a","a"]}'])(
    'may have one name in two objects, and one text twice: %s',
    (text) => {
      expect(refusalOf(text).code).toBeUndefined();
    },
  );

  it.each(['{"__proto__":{}}', '{"a":[{"__proto__":1}]}', '{"\\u005f_proto__":1}'])(
    'is refused when a field has the name by which objects of the program inherit: %s',
    (text) => {
      expect(refusalOf(text).code).toBe('MALFORMED_JSON');
    },
  );
});
