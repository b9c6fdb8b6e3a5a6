import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { contexts } from '#composition';
import { schemaOf } from '#integration';
import { CloudEvent } from '#use-cases';
import { fictitiousPerson } from '../e2e/support/people.ts';
import { EXAMPLES } from './examples-file.ts';
import { freshExamples } from './fresh-examples.ts';

const published = contexts.flatMap(({ publishes }) => publishes);
const text = readFileSync(EXAMPLES, 'utf8');
const examples = JSON.parse(text) as readonly CloudEvent[];

describe('the examples of what is published', () => {
  it('are one of each type, and of no other', () => {
    expect(examples.map(({ type }) => type)).toEqual(published.map(({ name }) => name).toSorted());
  });

  it('are what a fresh run tells (else run npm run contract:examples)', async () => {
    expect(await freshExamples()).toEqual(examples);
  });

  it.each(examples.map((event) => [event.type, event] as const))('are as the schema says: %s', (type, event) => {
    const ajv = new Ajv2020({ strict: false, formats: { int32: true } });
    const { schema } = published.find(({ name }) => name === type)!;
    expect([ajv.validate(schemaOf(CloudEvent), event), ajv.errors]).toEqual([true, null]);
    expect([ajv.validate(schemaOf(schema), event.data), ajv.errors]).toEqual([true, null]);
  });

  it('name nobody', () => {
    for (const number of [1, 2, 3, 4, 5, 93, 94, 95]) {
      const { fiscalCode, familyName } = fictitiousPerson(number);
      for (const trace of [fiscalCode, familyName]) expect(text).not.toContain(trace);
    }
  });
});
