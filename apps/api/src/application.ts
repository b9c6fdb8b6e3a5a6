import { join } from 'node:path';
import { Logger, type Type } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  ProcessRunner,
  ProjectionRunner,
  systemClock,
  type BuildProgress,
  type Clock,
  type CommandExecutor,
  type Position,
  type ProjectionReader,
} from '#kernel';
import {
  BodyHasher,
  externalIssuer,
  PlatformModule,
  TokenIssuer,
  type Configuration,
  type Environment,
  type PlatformParts,
  type SecretBox,
} from '#platform';
import { MasterKey, PersonalDataVault } from '#privacy';
import { commandDispatch } from './composition/command-dispatch.ts';
import type { Context } from './composition/context.ts';
import { contexts as productContexts } from './composition/contexts.ts';
import { eventCore, processesOf, projectionsOf, type EventCore } from './composition/event-core.ts';
import { followErasures } from './composition/follow-erasures.ts';
import { nestApplication } from './composition/nest-application.ts';
import { openStores, type Stores } from './composition/stores.ts';
import { OperationsModule } from './operations/operations.module.ts';
import { RUNNERS, type Runners } from './operations/runners.ts';

export interface ApplicationOptions {
  readonly configuration: Configuration;
  /** Open stores, which the application closes in the end; those of the data directory when absent. */
  readonly stores?: Stores;
  /** Where the master key may stand; `process.env` when absent. */
  readonly environment?: Environment;
  readonly clock?: Clock;
  /** Contexts beside those of the product, for specs. */
  readonly extraContexts?: readonly Context[];
  /** Nest modules beside those of the product, for benchmarks. */
  readonly extraModules?: readonly Type[];
  /** Told of every step of a read model that is built before the application is ready. */
  readonly onBuildProgress?: (projection: string, progress: BuildProgress, head: Position) => void;
}

/** An application whose commands and queries work, over HTTP once it listens. */
export interface Application {
  readonly app: NestFastifyApplication;
  readonly stores: Stores;
  readonly executor: CommandExecutor;
  readonly reader: ProjectionReader;
  readonly commands: CommandBus;
  readonly queries: QueryBus;
  readonly projections: ProjectionRunner;
  readonly processes: ProcessRunner;
  /** Undefined when an external issuer signs the tokens. */
  readonly tokens: TokenIssuer | undefined;
  /** @returns the URL it answers at */
  listen(): Promise<string>;
  /** Lets requests and batches in hand end, then closes the stores. May be called again. */
  close(): Promise<void>;
}

export interface RunningApplication extends Application {
  readonly url: string;
}

/** Opens the application and listens. */
export async function createApplication(options: ApplicationOptions): Promise<RunningApplication> {
  const application = await openApplication(options);
  try {
    return { ...application, url: await application.listen() };
  } catch (error) {
    await application.close();
    throw error;
  }
}

/**
 * Opens everything but the door: master key, erasures, read models (built when they are missing), process managers.
 * @throws MasterKeyError, SystemError LOG_REPLACED, and what the stores throw; then everything is closed again
 */
export async function openApplication(options: ApplicationOptions): Promise<Application> {
  const { configuration, clock = systemClock, extraModules = [] } = options;
  const stores = options.stores ?? openStores(configuration.dataDirectory);
  // What was opened is closed in the opposite order, also when a later step fails.
  const opened = new AsyncDisposableStack();
  opened.defer(() => stores.close());
  try {
    const contexts = [...productContexts, ...(options.extraContexts ?? [])];
    const secretBox = await openMasterKey(options, stores);
    const core = eventCore(stores, contexts, clock);
    const tokens = configuration.oidc ? undefined : await TokenIssuer.open(stores.keys, secretBox, clock);

    const app = await nestApplication(configuration, [
      PlatformModule.forRoot(await platformParts(options, stores, core, secretBox, tokens)),
      OperationsModule.forRoot((bus) => makeRunners(options, stores, core, contexts, bus)),
      ...contexts.map(({ module }) => module),
      ...extraModules,
    ]);
    let closed: Promise<void> | undefined;
    const closeDoor = (): Promise<void> => (closed ??= app.close());
    opened.defer(closeDoor);

    const vault = app.get(PersonalDataVault, { strict: false });
    opened.defer(await followErasures(stores, core.registry, vault));
    const { projections, processes } = app.get<Runners>(RUNNERS);
    opened.defer(() => projections.stop());
    await projections.start();
    opened.defer(() => processes.stop());
    await processes.start();
    // The door is closed first: what is behind it must still work for the requests in hand.
    opened.defer(closeDoor);

    return {
      app,
      stores,
      executor: core.executor,
      reader: core.reader,
      commands: app.get(CommandBus),
      queries: app.get(QueryBus),
      projections,
      processes,
      tokens,
      listen: () => listen(app, configuration),
      close: () => opened.disposeAsync(),
    };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}

async function openMasterKey(
  { configuration, environment = process.env }: ApplicationOptions,
  stores: Stores,
): Promise<MasterKey> {
  const masterKey = await MasterKey.load({ environment, file: join(configuration.dataDirectory, 'master.key') });
  await masterKey.check(stores.keys);
  return masterKey;
}

async function platformParts(
  { configuration, clock = systemClock }: ApplicationOptions,
  stores: Stores,
  { executor, claiming, reader }: EventCore,
  secretBox: SecretBox,
  tokens: TokenIssuer | undefined,
): Promise<PlatformParts> {
  const trustedIssuer = tokens?.trusted() ?? (configuration.oidc && externalIssuer(configuration.oidc));
  if (!trustedIssuer) throw new TypeError('there is no issuer of tokens');
  const bodyHasher = await BodyHasher.open(stores.keys, secretBox);
  const publicKeys = tokens?.jwks ?? { keys: [] };
  return {
    ...{ configuration, clock, executor, claiming, reader, secretBox, bodyHasher, trustedIssuer, publicKeys },
    eventStore: stores.eventStore,
    readModelStore: stores.readModels,
    workStore: stores.work,
    keyStore: stores.keys,
  };
}

function makeRunners(
  { clock = systemClock, onBuildProgress }: ApplicationOptions,
  stores: Stores,
  { registry, executor }: EventCore,
  contexts: readonly Context[],
  bus: CommandBus,
): Runners {
  const logger = new Logger('Runners');
  const onError = (error: unknown): void => logger.error(error instanceof Error ? error.stack : String(error));
  const shared = { log: stores.eventStore, registry, clock, onError };
  return {
    projections: new ProjectionRunner({
      ...shared,
      store: stores.readModels,
      projections: projectionsOf(contexts),
      ...(onBuildProgress ? { onBuildProgress } : {}),
    }),
    processes: new ProcessRunner({
      ...shared,
      work: stores.work,
      processes: processesOf(contexts),
      dispatch: commandDispatch(bus, executor, contexts),
    }),
  };
}

async function listen(app: NestFastifyApplication, { port, host }: Configuration): Promise<string> {
  await app.listen(port, host);
  return app.getUrl();
}
