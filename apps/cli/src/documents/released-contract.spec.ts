import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { breakingChanges, contractOf, type Contract } from '#integration';
import { publishedTypes } from './published-page.ts';
import { RELEASED_CONTRACT } from './released-contract.ts';

const released = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../..', RELEASED_CONTRACT), 'utf8'),
) as Contract;

describe('what is published', () => {
  it('breaks nothing that receivers of the last release rely on', () => {
    expect(breakingChanges(released, contractOf(publishedTypes()))).toEqual([]);
  });

  it('says where every field comes from', () => {
    const lacking = publishedTypes().flatMap(({ name, schema, made }) =>
      Object.keys(schema.properties)
        .filter((field) => !made.some(({ fields }) => fields[field]))
        .map((field) => `${name} ${field}`),
    );
    expect(lacking).toEqual([]);
  });

  it('covers points, protocols, units, hosting bodies, agendas, appointments and erasures', () => {
    const kinds = new Set(publishedTypes().map(({ name }) => name.split('.')[3]));
    expect([...kinds].sort()).toEqual(
      ['agenda', 'appointment', 'host-body', 'person', 'protocol', 'service-point', 'territorial-unit'].sort(),
    );
  });
});
