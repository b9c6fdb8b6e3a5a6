import { existsSync, readFileSync } from 'node:fs';
import { masterKeyFile } from '#composition';
import { readConfiguration, type Configuration, type Environment } from '#platform';
import { DOCKER, type Service } from './support/compose-file.ts';
import { COMPOSITIONS, INSTALLATIONS, isOurs, ourServices } from './support/compositions.ts';
import { environmentOf, readDockerfile } from './support/dockerfile.ts';

const ROOT = new URL('../', DOCKER);
const image = readDockerfile(new URL('Dockerfile', DOCKER)).at(-1)!;
const WORKER = 'dist/apps/worker/src/main.js';

/** The variables that a process finds: those of its image and those of its service. */
function environment({ environment: own = {} }: Service): Record<string, string> {
  const texts = Object.entries(own).map(([name, value]) => [name, String(value)] as const);
  return { ...environmentOf(image), ...Object.fromEntries(texts) };
}

/** Reads a configuration, and notes which variables that looked at. */
function observe(given: Environment): { configuration: Configuration; known: ReadonlySet<string> } {
  const known = new Set<string>();
  const observed = new Proxy(given, {
    get: (target, name) => {
      known.add(String(name));
      return target[String(name)];
    },
  });
  return { configuration: readConfiguration(observed), known };
}

/** The hosts and ports of a connection string with one or several of them. */
function hostsOf(url = ''): readonly string[] {
  return (/^[\w+]+:\/\/(?:[^@/]*@)?([^/?]+)/.exec(url)?.[1] ?? '').split(',');
}

const replicaSetOf = (url = ''): string | null => new URL(url.replace(/,[^/]*/, '')).searchParams.get('replicaSet');

describe.each(INSTALLATIONS)('the installation of %s', (_name, composition) => {
  const { services, networks, secrets } = composition;
  const ours = ourServices(composition);
  const configurations = ours.map(([name, service]) => [name, observe(environment(service)).configuration] as const);

  it('has two servers and two workers, which name what the build makes', () => {
    const commands = ours.map(([, { command = [] }]) => command);

    expect(commands.filter((command) => command.length === 0)).toHaveLength(2);
    expect(commands.filter(([first]) => first === WORKER)).toHaveLength(2);
    expect(ours).toHaveLength(4);
    expect(existsSync(new URL('apps/worker/src/main.ts', ROOT))).toBe(true);
  });

  it('builds its image from the project', () => {
    for (const [, { build, image: tag }] of ours) {
      expect([build, tag]).toEqual([{ context: '..', dockerfile: 'docker/Dockerfile' }, 'rete-punti:0.1']);
    }
  });

  it('sets only variables that the configuration reads', () => {
    for (const [name, service] of ours) {
      const { known } = observe(environment(service));
      const unknown = Object.keys(environment(service)).filter(
        (variable) => variable.startsWith('RETE_PUNTI_') && !known.has(variable),
      );
      expect([name, unknown]).toEqual([name, []]);
    }
  });

  it('is clustered, listens where the others reach it, and shares one installation', () => {
    for (const [name, { host, port, cluster }] of configurations) {
      expect([name, host, port, cluster?.installation]).toEqual([name, '0.0.0.0', 3000, 'rete-punti']);
    }
    expect(new Set(configurations.map(([, { cluster }]) => cluster?.mongoDb)).size).toBe(1);
    expect(new Set(configurations.map(([, { cluster }]) => cluster?.eventStoreDb)).size).toBe(1);
  });

  it('gives workers the names of their services', () => {
    const named = configurations.filter(([, { cluster }]) => cluster?.workerName !== undefined);

    expect(named.map(([name]) => name)).toEqual(
      ours.filter(([, { command }]) => command?.[0] === WORKER).map(([name]) => name),
    );
    expect(named.every(([name, { cluster }]) => cluster?.workerName === name)).toBe(true);
  });

  it('takes client addresses from the balancer where only the balancer comes, which is at the servers', () => {
    expect(configurations.filter(([, { trustedProxies }]) => trustedProxies.length > 0).map(([name]) => name)).toEqual(
      ours.filter(([, { command }]) => command === undefined).map(([name]) => name),
    );
    expect(ours.filter(([, { ports }]) => ports !== undefined)).toEqual([]);
    expect(Object.entries(services).filter(([, { ports }]) => ports !== undefined)).toHaveLength(1);
  });

  it('puts the master key where the program looks for it', () => {
    for (const [index, [name, service]] of ours.entries()) {
      const file = masterKeyFile(configurations[index]![1]);
      const mounted = service.secrets?.find((secret) => typeof secret !== 'string' && secret.target === file);
      expect([name, mounted]).toEqual([name, { source: 'master-key', target: file }]);
    }
    expect(secrets['master-key']).toBeDefined();
  });

  it('connects to its own stores, which are reached by no one else', () => {
    const { cluster } = configurations[0]![1];
    const stores = [...hostsOf(cluster?.eventStoreDb), ...hostsOf(cluster?.mongoDb)].map((host) => host.split(':')[0]!);

    expect(stores).toEqual(['eventstoredb', 'mongo-1', 'mongo-2', 'mongo-3']);
    for (const store of stores) expect([store, services[store]?.networks]).toEqual([store, ['stores']]);
    expect(networks.stores?.internal).toBe(true);
    expect(services.balancer?.networks).toEqual(['processes']);
  });

  it('connects to the replica set that it makes', () => {
    const { cluster } = configurations[0]![1];

    expect(services['mongo-init']?.environment?.MEMBERS).toBe(hostsOf(cluster?.mongoDb).join(','));
    expect(replicaSetOf(cluster?.mongoDb)).toBe('rete-punti');
  });

  it('runs as nobody in particular, on files that it cannot change', () => {
    for (const [name, { user, privileged, read_only: fixed, cap_drop: dropped }] of ours) {
      expect([name, user, privileged, fixed, dropped]).toEqual([name, undefined, undefined, true, ['ALL']]);
    }
  });
});

describe('EventStoreDB with TLS', () => {
  const [, plain] = COMPOSITIONS[0]!;
  const [, secured] = COMPOSITIONS[1]!;

  it('replaces what the example leaves open, in the server and in all who use it', () => {
    const { EVENTSTORE_INSECURE: insecure } = secured.services.eventstoredb!.environment!;

    expect(insecure).toBe('false');
    expect(plain.services.eventstoredb!.environment!.EVENTSTORE_INSECURE).toBe('true');
    for (const [, service] of ourServices(secured)) {
      expect(environment(service).RETE_PUNTI_EVENTSTOREDB).toMatch(/^esdb:\/\/admin:pw@eventstoredb:2113\?tls=true&/);
    }
  });

  it('mounts the files that its settings name', () => {
    const files = (service: Service): string[] =>
      (service.secrets ?? []).map((secret) => (typeof secret === 'string' ? `/run/secrets/${secret}` : secret.target));
    const server = secured.services.eventstoredb!;
    const settings = server.environment!;

    expect(files(server)).toContain(settings.EVENTSTORE_CERTIFICATE_FILE);
    expect(files(server)).toContain(settings.EVENTSTORE_CERTIFICATE_PRIVATE_KEY_FILE);
    expect(files(server)).toContain(`${settings.EVENTSTORE_TRUSTED_ROOT_CERTIFICATES_PATH ?? ''}/ca.crt`);
    for (const [, service] of ourServices(secured)) {
      const authority = /tlsCAFile=([^&]+)/.exec(environment(service).RETE_PUNTI_EVENTSTOREDB!)?.[1];
      expect(files(service)).toContain(authority);
    }
  });
});

describe('the stores for development', () => {
  const [, { services }] = COMPOSITIONS[2]!;
  const text = readFileSync(new URL('compose.stores.yaml', DOCKER), 'utf8');
  const option = (name: string): string | undefined => new RegExp(`--${name} '([^']+)'`).exec(text)?.[1];
  const { cluster } = readConfiguration({
    RETE_PUNTI_MODE: 'clustered',
    RETE_PUNTI_EVENTSTOREDB: option('eventstoredb'),
    RETE_PUNTI_MONGODB: option('mongodb'),
  });
  const published = (service: string): string[] =>
    (services[service]?.ports ?? []).map((port) => port.split(':').slice(0, 2).join(':'));

  it('are published where the command in their file looks for them', () => {
    expect(published('eventstoredb')).toEqual(hostsOf(cluster?.eventStoreDb));
    expect(published('mongo-1')).toEqual(hostsOf(cluster?.mongoDb));
  });

  it('know their replica set by the name that the machine reaches it under, and make it', () => {
    const { environment: variables, healthcheck } = services['mongo-1'] ?? {};

    expect(variables?.MEMBERS).toBe(hostsOf(cluster?.mongoDb).join(','));
    expect(replicaSetOf(cluster?.mongoDb)).toBe('rete-punti');
    expect(healthcheck?.test).toEqual(['CMD', 'mongosh', '--quiet', '/replica-set.js']);
  });

  it('have nothing of ours with them', () => {
    expect(Object.values(services).filter(isOurs)).toEqual([]);
  });
});
