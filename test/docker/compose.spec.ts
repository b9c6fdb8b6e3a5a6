import { existsSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { DOCKER, readCompose, sourceOf } from './support/compose-file.ts';
import { COMPOSITIONS, isOurs } from './support/compositions.ts';
import { readDockerfile, textsOf } from './support/dockerfile.ts';

// The schema of the Compose Specification (Apache-2.0), as dclint ships it.
const SCHEMA = new URL('schemas/compose.schema.json', import.meta.resolve('dclint/package.json'));
const FILES = ['compose.yaml', 'compose.tls.yaml', 'compose.stores.yaml'];

describe('the schema of the Compose Specification', () => {
  // Ajv knows draft 7 by another name, and has it as its default.
  const { $schema: _draft, ...schema } = JSON.parse(readFileSync(SCHEMA, 'utf8')) as Record<string, unknown>;
  const ajv = new Ajv({ strict: false, allErrors: true });
  const complaints = (composition: unknown): unknown => {
    ajv.validate(schema, composition);
    return ajv.errors?.map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
  };

  it.each(FILES)('admits %s', (file) => {
    expect(complaints(readCompose(file))).toBeUndefined();
  });

  it('refuses what is none', () => {
    expect(complaints({ services: { api: { imgae: 'a:1' } } })).toEqual([
      '/services/api must NOT have additional properties',
    ]);
  });
});

describe.each(COMPOSITIONS)('%s', (_name, composition) => {
  const { services } = composition;
  const each = Object.entries(services);
  const volumesOf = (mounts: readonly string[] = []): string[] => mounts.map((mount) => mount.split(':')[0]!);

  it('names only what it declares, and declares nothing that it does not use', () => {
    const used = {
      networks: each.flatMap(([, { networks = [] }]) => networks),
      volumes: each.flatMap(([, { volumes }]) => volumesOf(volumes)),
      configs: each.flatMap(([, { configs = [] }]) => configs.map(sourceOf)),
      secrets: each.flatMap(([, { secrets = [] }]) => secrets.map(sourceOf)),
    };
    for (const kind of ['networks', 'volumes', 'configs', 'secrets'] as const) {
      expect([kind, [...new Set(used[kind])].sort()]).toEqual([kind, Object.keys(composition[kind]).sort()]);
    }
  });

  it('has every service on a network', () => {
    expect(each.filter(([, { networks = [] }]) => networks.length === 0)).toEqual([]);
  });

  it('waits only for services that are there and can be what they are waited for', () => {
    for (const [name, { depends_on: waited = {} }] of each) {
      for (const [other, { condition }] of Object.entries(waited)) {
        const service = services[other];
        expect([name, other, condition, service !== undefined]).toEqual([
          name,
          other,
          service?.restart === 'no' ? 'service_completed_successfully' : 'service_healthy',
          true,
        ]);
      }
    }
  });

  it('knows the health of every service that goes on', () => {
    const image = readDockerfile(new URL('Dockerfile', DOCKER)).at(-1)!;
    const imageSays = textsOf(image, 'HEALTHCHECK').length === 1;
    for (const [name, service] of each) {
      const known = isOurs(service) ? imageSays : service.healthcheck !== undefined;
      // One that does its work and ends is known by its exit code.
      expect([name, known || service.restart === 'no']).toEqual([name, true]);
    }
  });

  it('has one that goes on wait for each that ends: "up --wait" would take its end for a failure', () => {
    const ending = each.filter(([, { restart }]) => restart === 'no').map(([name]) => name);
    const awaited = each
      .filter(([, { restart }]) => restart !== 'no')
      .flatMap(([, { depends_on: on }]) => Object.keys(on ?? {}));

    expect(ending.filter((name) => !awaited.includes(name))).toEqual([]);
  });

  it('starts every service again that is not meant to end', () => {
    for (const [name, { restart }] of each) {
      expect([name, restart]).toEqual([name, name.endsWith('-init') ? 'no' : 'unless-stopped']);
    }
  });

  it('takes images of a known line of versions', () => {
    for (const [, { image }] of each) expect(image).toMatch(/^[a-z/-]+:\d+(\.\d+)*(-[a-z]+)?$/);
  });

  it('publishes ports on loopback alone', () => {
    const ports = each.flatMap(([, { ports: published = [] }]) => published);

    expect(ports.length).toBeGreaterThan(0);
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
  });

  it('mounts configurations that are in the project, and secrets that git leaves alone', () => {
    const ignored = readFileSync(new URL('.gitignore', DOCKER), 'utf8').split('\n');
    for (const { file } of Object.values(composition.configs)) {
      expect([file, existsSync(new URL(file, DOCKER))]).toEqual([file, true]);
    }
    for (const { file } of Object.values(composition.secrets)) {
      const path = file.replace(/^\.\//, '');
      expect([file, ignored.some((line) => line === path || (line.endsWith('/') && path.startsWith(line)))]).toEqual([
        file,
        true,
      ]);
    }
  });
});
