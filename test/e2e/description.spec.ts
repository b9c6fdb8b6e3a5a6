import { rmSync } from 'node:fs';
import type { Description, Schema } from './support/api-rules/description.ts';
import { temporaryDirectory } from './support/application.ts';
import { BUILD_TIMEOUT_MS } from './support/build.ts';
import { endProcesses } from './support/processes.ts';
import { servedDescription } from './support/served-description.ts';

/** A parameter or a field: the one says itself whether it must be there, the other its object. */
type Field = Omit<Schema, 'required'> & { readonly required?: unknown };

/** What may end on the day or at the moment that is named, or just before. */
const ENDS = /(until|^to|^ends(At|On)|^expires(At|On)|^closedFrom|^deactivatedOn|^verifiesUntil)$/i;
/** Names that begin something in one place and end it in another. */
const ENDING_CLASSES: Readonly<Record<string, string>> = {
  TerminateProtocolBody: 'effectiveDate',
  CloseAgendaBody: 'effectiveDate',
};
/** Where such a name says where something goes. */
const PLACES: Readonly<Record<string, string>> = { RescheduleAppointmentBody: 'to' };

describe('the description of the API, as it is served', () => {
  const directory = temporaryDirectory();
  let document: Description;

  beforeAll(async () => {
    document = (await servedDescription(directory)).description;
    await endProcesses();
  }, BUILD_TIMEOUT_MS);
  afterAll(() => rmSync(directory, { recursive: true }));

  /** Every parameter and field, by where it stands. */
  function* fields(): Generator<[string, string, Field]> {
    for (const [path, operations] of Object.entries(document.paths)) {
      for (const [method, { parameters = [] }] of Object.entries(operations)) {
        for (const { name, schema, ...rest } of parameters) yield [`${method} ${path}`, name, { ...schema, ...rest }];
      }
    }
    for (const [name, { properties = {} }] of Object.entries(document.components.schemas)) {
      for (const [field, schema] of Object.entries(properties)) yield [name, field, schema];
    }
  }

  it('says of everything that ends something whether the day or the moment is included', () => {
    const ending = [...fields()].filter(
      ([owner, name]) => (ENDS.test(name) && PLACES[owner] !== name) || ENDING_CLASSES[owner] === name,
    );
    const silent = ending.filter(
      ([, , { description = '' }]) => !/\bthis (day|moment) (not )?included/i.test(description),
    );

    expect(ending.length).toBeGreaterThan(10);
    expect(ending.map(([owner]) => owner)).toEqual(expect.arrayContaining(Object.keys(ENDING_CLASSES)));
    expect(silent.map(([owner, name]) => `${owner} ${name}`)).toEqual([]);
  });

  it('asks for nothing that has a default, in parameters and in bodies', () => {
    const bodies = Object.entries(document.components.schemas).flatMap(([name, { properties = {}, required = [] }]) =>
      required.filter((field) => properties[field]?.default !== undefined).map((field) => `${name} ${field}`),
    );
    const parameters = [...fields()].filter(([, , one]) => 'in' in one && one.default !== undefined);

    expect(document.components.schemas.SearchAppointments).toMatchObject({ properties: { limit: { default: 50 } } });
    expect(bodies).toEqual([]);
    expect(parameters.length).toBeGreaterThan(5);
    expect(parameters.filter(([, , one]) => one.required !== false)).toEqual([]);
  });

  it('says within which years a date that is sent must lie', () => {
    const dates = [...fields()].filter(([, , { format }]) => format === 'date');

    expect(dates.length).toBeGreaterThan(15);
    for (const [owner, name, { pattern = '' }] of dates) {
      const years = ['0001', '1899', '1900', '2199', '2200', '9999'].map((year) =>
        new RegExp(pattern, 'u').test(`${year}-03-02`),
      );
      const isOld = owner === 'RecognitionActInput';
      expect([owner, name, years]).toEqual([owner, name, [false, isOld, true, true, false, false]]);
    }
  });
});
