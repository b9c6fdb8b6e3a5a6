import { Logger, type Type } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { isSystemError, systemClock, type Clock, type Position } from '#kernel/domain';
import {
  RebuildRecords,
  type BuildProgress,
  type CommandExecutor,
  type ProcessRunner,
  type ProjectionReader,
  type ProjectionRunner,
  type RebuildJobs,
  type WatchedLog,
} from '#kernel/execution';
import {
  ConfigurationError,
  contextModule,
  PlatformModule,
  platformTags,
  type ApiOutline,
  problemTable,
  tellOutages,
  type TokenIssuer,
  type Configuration,
  type Environment,
  type Lines,
} from '#platform';
import { ErasureWatch, PersonalDataVault } from '#privacy';
import { Tallies, type ContextDefinition, type Draws } from '#use-cases';
import { FeedModule } from './feed/feed.module.ts';
import { stopDeliveryOver } from './feed/stop-delivery.ts';
import { openFeed, type OpenFeed } from './feed/open-feed.ts';
import { openMailing } from './mail/open-mailing.ts';
import { makeRunners, type Sharing } from './runners/make-runners.ts';
import { RUNNERS, type Runners } from './runners/runners.ts';
import { prepareAnswers } from './runners/prepare-answers.ts';
import { writeTallies } from './runners/write-tallies.ts';
import { checkComposition } from './contexts/check-composition.ts';
import { commandDispatch } from './contexts/command-dispatch.ts';
import { contexts as productContexts } from './contexts/contexts.ts';
import { eventCore, processesOf, projectionsOf, type EventCore } from './contexts/event-core.ts';
import { applyErasures } from './stores/follow-erasures.ts';
import { installationHealth } from './health/installation-health.ts';
import { refuseLostStores, refuseOlderSecrets } from './stores/lost-stores.ts';
import { openMasterKey } from './stores/master-key.ts';
import { tellOpenToOthers } from './stores/open-to-others.ts';
import { boundHeapGrowth } from './process/heap-growth.ts';
import { nestApplication } from './process/nest-application.ts';
import { platformParts } from './process/platform-parts.ts';
import { forgetRecords } from './stores/forget-records.ts';
import { openStores } from './stores/open-stores.ts';
import { SeenKeys } from './stores/seen-keys.ts';
import { openTokens } from './stores/open-tokens.ts';
import { refusalToStart, refuseRestoredLog } from './log/restored-log.ts';
import { settingsOf } from './contexts/settings.ts';
import type { Stores } from './stores/stores.ts';
import { signHeads } from './log/sign-heads.ts';
import { lookAtIntervals, watchLog } from './log/watch-log.ts';
import { OperationsModule } from './operations/operations.module.ts';

/** A worker has the handlers of all commands, as process managers give them, but is asked by those who look after it. */
const WORKER_PATHS = ['/status', '/health', '/rest/operations'];

/** What a process does: answer, work behind the answers, or both. */
export type Part = 'everything' | 'api' | 'worker';

export interface ApplicationOptions {
  readonly configuration: Configuration;
  /** What this process does; everything when absent. Where several processes share stores, workers take turns by lease. */
  readonly part?: Part;
  /** Open stores, which the application closes in the end; those of the configuration when absent. */
  readonly stores?: Stores;
  /** Where the master key may stand; `process.env` when absent. */
  readonly environment?: Environment;
  readonly clock?: Clock;
  /** What chance decides; it follows from a secret of the installation when absent. */
  readonly draws?: Draws;
  /** Contexts beside those of the product, for specs. */
  readonly extraContexts?: readonly ContextDefinition[];
  /** What it answers, for specs that ask nothing of it; all that its part does when absent. */
  readonly onlyPaths?: readonly string[];
  /** Nest modules beside those of the product, for benchmarks. */
  readonly extraModules?: readonly Type[];
  /** Where to tell that a server of the stores was lost or is back; the log when absent. */
  readonly outages?: Lines;
  /** Told of every step of a read model that is built before the application is ready. */
  readonly onBuildProgress?: (projection: string, progress: BuildProgress, head: Position) => void;
}

/** What a server does beside answering: nothing, where it shares its stores with workers. */
export function partOfServers({ cluster }: Configuration): Part {
  return cluster?.mongoDb === undefined ? 'everything' : 'api';
}

/** An application whose commands and queries work, over HTTP once it listens. */
export interface Application {
  readonly app: NestFastifyApplication;
  readonly stores: Stores;
  readonly executor: CommandExecutor;
  readonly reader: ProjectionReader;
  readonly commands: CommandBus;
  readonly queries: QueryBus;
  /** @throws SystemError RUNS_ELSEWHERE, as `rebuilds` and `processes` do, when another process has them */
  readonly projections: ProjectionRunner;
  /** Rebuilds that go on without whoever asked for them. */
  readonly rebuilds: RebuildJobs;
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
    const url = await application.listen();
    // Not a copy: what runs here changes with the lease.
    return Object.assign(application, { url });
  } catch (error) {
    await application.close();
    throw error;
  }
}

/**
 * Opens everything but the door: master key, erasures, read models (built when they are missing), process managers.
 * @throws MasterKeyError, SystemError LOG_REPLACED | STORE_LOST, and what the stores throw; then everything is closed again
 */
export async function openApplication(options: ApplicationOptions): Promise<Application> {
  const { configuration, part = 'everything', clock = systemClock, extraModules = [] } = options;
  const onlyPaths = part === 'worker' ? WORKER_PATHS : options.onlyPaths;
  const contexts = [...productContexts, ...(options.extraContexts ?? [])];
  checkComposition(contexts);
  boundHeapGrowth(configuration.heapGrowth);
  const opened = options.stores ?? (await openStores(configuration));
  const log = watchLog(opened);
  const stores: Stores = { ...opened, eventStore: log };
  // What was opened is closed in the opposite order, also when a later step fails.
  const steps = new AsyncDisposableStack();
  steps.defer(() => opened.close());
  try {
    const sharing = sharingOf(part, configuration, stores);
    await refuseLostStores(stores, configuration);
    await refuseRestoredLog(stores, contexts);
    steps.defer(lookAtIntervals(log));
    const core = eventCore(log, stores.readModels, contexts, clock);
    const erasures = new ErasureWatch({ log });
    // Before anything is made under keys that may not be the ones of this log.
    const applied = await applyErasures(stores, core.registry, erasures, configuration);
    await refuseOlderSecrets(stores, configuration);
    const seen = new SeenKeys(stores, log);
    await seen.take();
    const secretBox = await openMasterKey(configuration, stores.keys, options.environment);
    const vault = await PersonalDataVault.open({
      erasures,
      keyStore: stores.keys,
      accessLog: stores.accessLog,
      box: secretBox,
      executor: core.executor,
      clock,
    });
    const { keys } = stores;
    const tokens = await openTokens(configuration, { keys, masterKey: secretBox, vault, seen, clock });
    steps.defer(tokens.stop);

    const settings = settingsOf(contexts, options.environment ?? process.env);
    const mailing = openMailing({ log, core, contexts, settings, clock });
    const published = productContexts.flatMap(({ publishes }) => publishes);
    const opening = { stores, log, core, types: published, settings, vault, erasures, secretBox, clock };
    const { feed, numbers, webhooks, makeNumbering, makeDeliverer, stop: stopFeed } = await openFeed(opening);
    const tallies = new Tallies();
    const surroundings = {
      stores,
      log,
      core,
      settings,
      mailing,
      vault,
      tokens,
      secretBox,
      tallies,
      feed,
      numbers,
      webhooks,
    };
    const modules = [
      PlatformModule.forRoot(await platformParts(options, surroundings)),
      OperationsModule.forRoot({
        makeRunners: (bus) =>
          runnersOf(options, { stores, log, core, contexts, sharing, makeNumbering, makeDeliverer }, bus),
        rebuildRecords: new RebuildRecords({ log, work: stores.work }),
        makeHealth: (runners) => installationHealth({ stores, log, erasures, contexts, runners, configuration }),
      }),
      ...contexts.map(contextModule),
      FeedModule,
      ...extraModules,
    ];
    const app = await nestApplication(configuration, modules, {
      tags: tagsOf(contexts),
      problems: problemTable(contexts),
      published,
      ...(onlyPaths ? { onlyPaths } : {}),
    });
    let closed: Promise<void> | undefined;
    const closeDoor = (): Promise<void> => (closed ??= app.close());
    steps.defer(closeDoor);
    tellOpenToOthers(configuration, new Logger('Directory'));
    steps.defer(signHeads(stores, configuration, clock));
    if (part !== 'api') steps.defer(forgetRecords(opened, configuration, clock));
    steps.defer(tellOutages([...(stores.servers ?? []), ...mailing.servers], options.outages ?? new Logger('Stores')));

    steps.defer(applied.follow(vault));
    const { projections, processes, books, deliveries } = app.get<Runners>(RUNNERS);
    steps.defer(() => projections.stop());
    await projections.start();
    steps.defer(() => processes.stop());
    steps.defer(() => mailing.stop());
    // Leases go to whoever is started on the log that is there now.
    log.changed.addEventListener(
      'abort',
      () => void Promise.all([projections, processes, books, deliveries].map((one) => one.stop())),
    );
    await processes.start();
    steps.defer(() => books.stop());
    await books.start();
    steps.defer(() => deliveries.stop());
    await deliveries.start();
    if (part === 'everything') {
      await Promise.all([projections, processes, books, deliveries].map((one) => one.running()));
      await processes.find()?.caughtUp();
    }
    if (part !== 'worker') steps.defer(prepareAnswers(contexts, { reader: core.reader, clock }));
    // The door is closed first: what is behind it must still work for the requests in hand.
    steps.defer(closeDoor);
    // Whoever waits for events is answered, so that the door can close.
    steps.defer(stopFeed);
    steps.defer(writeTallies(tallies, app.get(CommandBus), contexts));

    return {
      app,
      stores,
      executor: core.executor,
      reader: core.reader,
      commands: app.get(CommandBus),
      queries: app.get(QueryBus),
      get projections() {
        return projections.get().runner;
      },
      get rebuilds() {
        return projections.get().rebuilds;
      },
      get processes() {
        return processes.get();
      },
      tokens: tokens.issuer,
      listen: () => listen(app, configuration),
      close: () => steps.disposeAsync(),
    };
  } catch (error) {
    await steps.disposeAsync();
    throw isSystemError(error, 'LOG_REPLACED') ? refusalToStart(error, configuration) : error;
  }
}

/**
 * How this process shares the work behind the answers with others.
 * @throws ConfigurationError when the stores cannot be shared
 */
function sharingOf(part: Part, { cluster }: Configuration, { leases }: Stores): Sharing {
  if (cluster && leases) return part === 'api' ? 'elsewhere' : { leases, cluster };
  if (part === 'everything') return 'alone';
  throw new ConfigurationError([
    `A process that is only the ${part} shares its stores with others: set RETE_PUNTI_MODE to clustered, and ` +
      'RETE_PUNTI_EVENTSTOREDB and RETE_PUNTI_MONGODB to the servers that they share.',
  ]);
}

interface RunnerSurroundings {
  readonly stores: Stores;
  readonly log: WatchedLog;
  readonly core: EventCore;
  readonly contexts: readonly ContextDefinition[];
  readonly sharing: Sharing;
  readonly makeNumbering: OpenFeed['makeNumbering'];
  readonly makeDeliverer: OpenFeed['makeDeliverer'];
}

function runnersOf(
  { clock = systemClock, onBuildProgress }: ApplicationOptions,
  { stores, log, core, contexts, sharing, makeNumbering, makeDeliverer }: RunnerSurroundings,
  bus: CommandBus,
): Runners {
  const { registry, executor } = core;
  const { readModels, work } = stores;
  return makeRunners(
    {
      ...{ log, readModels, work, registry, clock },
      projections: projectionsOf(contexts),
      processes: processesOf(contexts),
      dispatch: commandDispatch(bus, executor, contexts),
      makeNumbering,
      makeDeliverer: (how) => makeDeliverer({ ...how, stopDelivery: stopDeliveryOver(bus) }),
      onLogReplaced: (error) => log.sawOther(error),
      ...(onBuildProgress ? { onBuildProgress } : {}),
    },
    sharing,
  );
}

async function listen(app: NestFastifyApplication, { port, host }: Configuration): Promise<string> {
  await app.listen(port, host);
  return app.getUrl();
}

function tagsOf(contexts: readonly ContextDefinition[]): ApiOutline['tags'] {
  const described = contexts.filter(({ about }) => about !== '');
  return [...described.map(({ name, about }) => ({ name, description: about })), ...platformTags];
}
