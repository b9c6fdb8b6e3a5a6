import { once } from 'node:events';
import { openApplication, partOfServers, readInstallation, type Application } from '#composition';
import { isAfter, START, type Position } from '#kernel/domain';
import type { BuildProgress } from '#kernel/execution';
import type { Configuration, Environment } from '#platform';
import { LogProgress } from '#terminal';
import { isHalfPlayed } from '../demo/directory.ts';
import { installationEnvironment, type InstallationOptions } from '../installation/installation-options.ts';
import { announceServer, withdrawServer } from '../installation/running-server.ts';

export interface ServeOptions extends InstallationOptions {
  readonly port?: string;
  readonly host?: string;
}

/**
 * Runs the server until it is told to end (SIGINT, SIGTERM): that of a data directory with all that works behind it, or
 * one of several that share their stores and leave that work to workers.
 */
export async function serve(options: ServeOptions): Promise<void> {
  const configuration = readInstallation(environmentWith(options));
  tellHalfPlayed(configuration);
  const progress = new BuildProgressBar();
  const application = await openApplication({
    configuration,
    part: partOfServers(configuration),
    onBuildProgress: (projection, done, head) => {
      progress.show(projection, done, head);
    },
  });
  progress.stop();
  await serveUntilTold(application, configuration, (url) => {
    process.stdout.write(`rete-punti answers at ${url} (description of the API: ${url}/docs). Ctrl-C ends it.\n`);
  });
}

/** Nobody is to take half a month for a month. */
function tellHalfPlayed({ dataDirectory }: Configuration): void {
  if (!isHalfPlayed(dataDirectory)) return;
  process.stderr.write(
    `The demonstration in ${dataDirectory} was interrupted before its month was over: what is served is what was played. ` +
      `"rete-punti demo --data ${dataDirectory}" plays it anew.\n`,
  );
}

/** Environment variables, overruled by options of the command line. */
export function environmentWith({ port, host, ...installation }: ServeOptions): Environment {
  return {
    ...installationEnvironment(installation),
    ...(port === undefined ? {} : { RETE_PUNTI_PORT: port }),
    ...(host === undefined ? {} : { RETE_PUNTI_HOST: host }),
  };
}

/**
 * Listens, announces the address beside the data of an installation of one process, and closes everything in order when
 * told to end.
 */
export async function serveUntilTold(
  application: Application,
  { dataDirectory, cluster }: Configuration,
  onListening: (url: string) => void,
): Promise<void> {
  const isOnlyServer = cluster?.mongoDb === undefined;
  try {
    const told = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
    const url = await application.listen();
    if (isOnlyServer) announceServer(dataDirectory, url);
    onListening(url);
    await told;
    if (isOnlyServer) withdrawServer(dataDirectory);
  } finally {
    await application.close();
  }
}

/** Shows how far read models that are missing have come, which are built together before the server is ready. */
class BuildProgressBar {
  readonly #reached = new Map<string, BuildProgress>();
  #bar: LogProgress | undefined;

  show(projection: string, progress: BuildProgress, head: Position): void {
    // An empty log is built in no time: nothing to show.
    if (head === START) return;
    this.#reached.set(projection, progress);
    this.#bar ??= new LogProgress('building read models', head);
    const [first = progress, ...others] = this.#reached.values();
    this.#bar.update(others.reduce((last, next) => (isAfter(last.position, next.position) ? next : last), first));
  }

  stop(): void {
    this.#bar?.stop();
  }
}
