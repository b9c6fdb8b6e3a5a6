import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import { getMetadataStorage } from 'class-validator';
import { namedValues, type FieldDescription, type InputClass } from '#use-cases';
import { describedByChecks, type Check } from './described-checks.ts';

const described = new Set<object>();

/**
 * Tells what describes the API how the fields of an input are bounded, from the checks that bound them, and how their
 * values are called: each list of words is then a component of its own. To be called before a class is divided into path
 * and body, which copies what is known of it.
 */
export function describeFields(input: InputClass<object>): void {
  if (described.has(input)) return;
  described.add(input);
  const words = wordsOf(input.prototype as object);
  const values = new Map(Object.entries(new input()));
  for (const [property, checks] of checksOf(input)) {
    const named = words.get(property);
    const options = named ?? optionsOf(checks);
    const value: unknown = values.get(property);
    // What has a value when it is left out may be left out.
    const omitted = value === undefined ? {} : { required: false, default: value };
    const shape = defaultMetadataStorage.findTypeMetadata(input, property)?.typeFunction;
    // Of a field that a class has from another, nothing else says what is in its list.
    const objects = shape && isListOfObjects(checks) ? { type: () => [shape()] } : {};
    ApiProperty({ ...options, ...objects, ...omitted } as ApiPropertyOptions)(input.prototype as object, property);
    if (shape) describeFields(shape() as InputClass<object>);
  }
}

interface FieldCheck extends Check {
  readonly propertyName: string;
  readonly each?: boolean;
}

function checksOf(input: InputClass<object>): Map<string, FieldCheck[]> {
  const all = getMetadataStorage().getTargetValidationMetadatas(input, '', true, false) as unknown as FieldCheck[];
  return Map.groupBy(all, ({ propertyName }) => propertyName);
}

function isListOfObjects(checks: readonly FieldCheck[]): boolean {
  return checks.some(({ name }) => name === 'isJsonObjects');
}

function optionsOf(checks: readonly FieldCheck[]): ApiPropertyOptions {
  const isList = isListOfObjects(checks) || checks.some(({ name = '' }) => name.startsWith('array'));
  const whole = describedByChecks(checks.filter(({ each }) => each !== true));
  if (!isList) return whole as ApiPropertyOptions;
  const item = describedByChecks(checks.filter(({ each }) => each === true));
  const { minItems = 0, ...rest } = whole;
  const items = Object.keys(item).length > 0 ? { type: 'array', items: { type: 'string', ...item } } : {};
  return { ...rest, minItems, ...items } as ApiPropertyOptions;
}

/** The fields whose values have a name, of a class and of what it extends. */
function wordsOf(prototype: object): Map<string, ApiPropertyOptions> {
  const words = new Map<string, ApiPropertyOptions>();
  for (const [owner, fields] of namedValues()) {
    if (owner !== prototype && !Object.prototype.isPrototypeOf.call(owner, prototype)) continue;
    for (const { property, values, name, isArray } of fields) {
      const bounds: FieldDescription = isArray ? { minItems: 1, maxItems: values.length } : {};
      words.set(property, { enum: [...values], enumName: name, isArray, ...bounds } as ApiPropertyOptions);
    }
  }
  return words;
}
