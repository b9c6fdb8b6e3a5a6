import { nodesOf, type Breach, type Description, type Schema } from './description.ts';

// The Italian guidelines of interoperability (ModI, RAC_REST_FORMAT) and their security set want every value bounded: what
// has no bound can be sent without end. Expressed anew from what they ask for.

const FORMATS: Readonly<Record<string, readonly string[]>> = {
  integer: ['int32', 'int64'],
  number: ['float', 'double'],
};
/** Formats that bound the length of a text themselves. */
const BOUNDED_FORMATS = ['date', 'date-time', 'uuid'];

/** Breaches of the rules for schemas, wherever one stands. */
export function* schemaBreaches(description: Description): Generator<Breach> {
  for (const [at, node] of nodesOf(description)) {
    if (at.includes('/example')) continue;
    // A property called `type` is none.
    if (at.endsWith('/properties') || typeof node.type !== 'string' || 'in' in node) continue;
    for (const rule of breachesOf(node)) yield [rule, at];
  }
}

function* breachesOf(schema: Schema): Generator<string> {
  const formats = FORMATS[schema.type ?? ''];
  if (formats) {
    if (!formats.includes(schema.format ?? '')) yield `a number says its format: ${formats.join(' or ')}`;
    if (schema.minimum === undefined || schema.maximum === undefined) yield 'a number says its bounds';
  }
  if (schema.type === 'string' && !schema.enum && !BOUNDED_FORMATS.includes(schema.format ?? '')) {
    if (schema.maxLength === undefined) yield 'a text says how long it may be';
  }
  if (schema.type === 'array' && (schema.minItems === undefined || schema.maxItems === undefined)) {
    yield 'a list says how short and long it may be';
  }
  if (schema.type === 'object') {
    const { additionalProperties: more } = schema;
    if (more === undefined) yield 'an object says whether it may have more fields';
    else if (more !== false && (more === true || schema.maxProperties === undefined)) {
      yield 'an object that may have more fields says how many';
    }
  }
}
