import { Validator } from '@seriousme/openapi-schema-validator';
import { rmSync } from 'node:fs';
import {
  operationsOf,
  resolved,
  type Breach,
  type Description,
  type NamedOperation,
} from './support/api-rules/description.ts';
import { documentBreaches } from './support/api-rules/document-rules.ts';
import { operationBreaches } from './support/api-rules/operation-rules.ts';
import { schemaBreaches } from './support/api-rules/schema-rules.ts';
import { temporaryDirectory } from './support/application.ts';
import { BUILD_TIMEOUT_MS } from './support/build.ts';
import { Api } from './support/api.ts';
import { endProcesses, runCliForJson } from './support/processes.ts';
import { servedDescription } from './support/served-description.ts';

/** Each rule with the places where it is broken. */
function byRule(breaches: Iterable<Breach>): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const [rule, where] of breaches) (found[rule] ??= []).push(where);
  return found;
}

describe('the description of the API, by the rules for APIs of public administrations', () => {
  const directory = temporaryDirectory();
  let description: Description;
  let centre: Api;

  beforeAll(async () => {
    const served = await servedDescription(directory);
    ({ description } = served);
    const { token } = await runCliForJson<{ token: string }>('token', '--data', directory, '--role', 'central');
    centre = new Api(served.url, token);
  }, BUILD_TIMEOUT_MS);
  afterAll(async () => {
    await endProcesses();
    rmSync(directory, { recursive: true });
  });

  /** The path of an operation, its parameters filled in. */
  const pathOf = ({ path, operation }: NamedOperation, ids: Readonly<Record<string, string>> = {}): string =>
    path.replace(/\{(\w+)\}/g, (_match, name: string) => {
      const schema = operation.parameters?.find((one) => one.name === name)?.schema;
      return ids[name] ?? String(schema?.example ?? schema?.enum?.[0]);
    });
  const exampleOf = ({ operation }: NamedOperation): unknown =>
    operation.requestBody?.content['application/json']?.example;
  const operation = (id: string): NamedOperation =>
    operationsOf(description).find((one) => one.operation.operationId === id)!;

  it('is valid OpenAPI 3.0', async () => {
    expect(
      await new Validator().validate(structuredClone(description) as unknown as Record<string, unknown>),
    ).toMatchObject({ valid: true });
  });

  it('says of itself what a catalogue of APIs needs', () => {
    expect(byRule(documentBreaches(description))).toEqual({});
  });

  it('bounds every value', () => {
    expect(byRule(schemaBreaches(description))).toEqual({});
  });

  it('describes how each operation is asked, answered and refused', () => {
    expect(byRule(operationBreaches(description))).toEqual({});
  });

  it('leads from what is created, by its examples and links alone, to what may be done with it', async () => {
    for (const [creation, then] of [
      ['RegisterHostBody', 'GetHostBody'],
      ['EstablishTerritorialUnit', 'GetTerritorialUnit'],
    ] as const) {
      const made = operation(creation);
      const { status, body } = await centre.post(made.path, exampleOf(made));
      expect([status, body.code]).toEqual([201, undefined]);
      const link = resolved(description, made.operation.responses['201']!).links?.[then];
      const [[name, from] = []] = Object.entries(link?.parameters ?? {});
      expect(from).toBe('$response.body#/id');
      const ids = { [String(name)]: String(body.id) };
      const place = pathOf(operation(then), ids);
      const found = await centre.get(`${place}${place.includes('?') ? '&' : '?'}minPosition=${String(body.position)}`);
      expect(found.status).toBe(200);
    }
  });

  it('gives an example of every body, which passes all checks of its fields', async () => {
    const wrong: unknown[] = [];
    for (const one of operationsOf(description).filter(({ method }) => method === 'post')) {
      const { body } = await centre.post(pathOf(one), exampleOf(one));
      if (body.errors) wrong.push([one.name, body.errors]);
    }
    expect(wrong).toEqual([]);
  });
});
