import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { openMasterKey, openStores, type Stores } from '#composition';
import { systemClock } from '#kernel/domain';
import { readConfiguration, TokenIssuer, type Configuration, type TokenRequest } from '#platform';
import { Api } from '../../e2e/support/api.ts';
import { temporaryDirectory } from '../../e2e/support/application.ts';
import { runCli, runCliForJsonIn, startProgram, type ProductProcess } from '../../e2e/support/processes.ts';
import { until } from '../../e2e/support/until.ts';
import { dropInstallation, freshInstallation } from '../../mongodb/mongo-harness.ts';
import { startLogServer, type LogServer } from './log-server.ts';
import { isSettled } from './settled.ts';

/** How long a worker may be silent, in the clusters of specifications. */
export const LEASE_SECONDS = 2;
const TOKEN_LIFETIME_SECONDS = 3_600;
const CENTRAL = { role: 'central', id: 'central-officer' } as const;

/** What workers take turns at. */
const LEASES = ['projections', 'processes'] as const;

/** A server or worker that answers. */
export interface PartProcess extends ProductProcess {
  readonly url: string;
}

export interface WorkerProcess extends PartProcess {
  /** Resolves when it has taken all there is to do over: with the time of that, by the clock of the machine. */
  tookAll(): Promise<number>;
  /** Resolves when it has taken over one thing there is to do: `books` or `deliveries`. */
  took(lease: string): Promise<void>;
  /** Resolves when it knows that it has nothing to do any more. */
  gaveUpAll(): Promise<void>;
  /** The same of one thing there is to do. */
  gaveUp(lease: string): Promise<void>;
}

/** An installation of several processes over servers that they share, and a look into its stores from here. */
export class Cluster {
  /** What every process of it is started with. */
  readonly environment: Readonly<Record<string, string>>;
  readonly configuration: Configuration;
  readonly #mongoUrl: string;
  readonly #directory: string;
  readonly #logServer: LogServer;
  readonly #processes: ProductProcess[] = [];
  #stores: Stores | undefined;
  #tokens: TokenIssuer | undefined;
  #workers = 0;

  private constructor(
    mongoUrl: string,
    directory: string,
    logServer: LogServer,
    chosen: Readonly<Record<string, string>>,
  ) {
    this.#mongoUrl = mongoUrl;
    this.#directory = directory;
    this.#logServer = logServer;
    this.environment = {
      RETE_PUNTI_MODE: 'clustered',
      RETE_PUNTI_EVENTSTOREDB: logServer.connectionString,
      RETE_PUNTI_MONGODB: mongoUrl,
      RETE_PUNTI_INSTALLATION: freshInstallation(),
      RETE_PUNTI_LEASE_SECONDS: String(LEASE_SECONDS),
      RETE_PUNTI_MASTER_KEY: randomBytes(32).toString('base64'),
      RETE_PUNTI_DATA: directory,
      RETE_PUNTI_PORT: '0',
      RETE_PUNTI_LOG: 'json',
      // A few clients of a specification ask as much as a day of many thousands.
      RETE_PUNTI_RATE_LIMIT: '0',
      RETE_PUNTI_ADDRESS_RATE_LIMIT: '0',
      ...chosen,
    };
    this.configuration = readConfiguration({ ...this.environment, RETE_PUNTI_LOG: 'off' });
  }

  /**
   * Starts the log's server, and nothing of the product yet.
   * @param chosen what this installation has chosen
   */
  static async over(mongoUrl: string, chosen: Readonly<Record<string, string>> = {}): Promise<Cluster> {
    const directory = temporaryDirectory();
    return new Cluster(mongoUrl, directory, await startLogServer(directory), chosen);
  }

  get installation(): string {
    return this.configuration.cluster?.installation ?? '';
  }

  /** Whether the log can be put back to what it was. */
  get mayBackUp(): boolean {
    return this.#logServer.backUp !== undefined;
  }

  /**
   * Copies the log.
   * @returns what puts the copy back under whatever runs
   */
  backUpLog(): () => Promise<void> {
    if (!this.#logServer.backUp) throw new Error('this run may not put the log back: unset EVENTSTOREDB_URL');
    return this.#logServer.backUp();
  }

  /** What a server complained of that did not start. */
  async refusedServer(): Promise<string> {
    const started = startProgram('dist/apps/api/src/main.js', [], this.environment);
    const { code, stderr } = await started.ended;
    expect(code).toBe(1);
    return stderr;
  }

  /** Opens the stores here, as one more process would. */
  async stores(): Promise<Stores> {
    return (this.#stores ??= await openStores(this.configuration));
  }

  startServer(): Promise<PartProcess> {
    return this.#start('api', {});
  }

  async startWorker(): Promise<WorkerProcess> {
    const name = `worker-${String((this.#workers += 1))}`;
    const worker = await this.#start('worker', { RETE_PUNTI_WORKER_NAME: name });
    const said = async (what: string): Promise<number> => {
      const [, time] = await worker.said(new RegExp(`"timestamp":(\\d+),[^\\n]*"${name}/\\S+ ${what}`));
      return Number(time);
    };
    const took = (lease: string): Promise<number> => said(`runs the ${lease} from now on`);
    const gaveUp = (lease: string): Promise<number> => said(`no longer runs the ${lease}`);
    return {
      ...worker,
      tookAll: async () => Math.max(...(await Promise.all(LEASES.map(took)))),
      took: async (lease) => {
        await took(lease);
      },
      gaveUpAll: async () => {
        await Promise.all(LEASES.map(gaveUp));
      },
      gaveUp: async (lease) => {
        await gaveUp(lease);
      },
    };
  }

  /** Starts a worker, and waits until it has all there is to do. */
  async startActiveWorker(): Promise<WorkerProcess> {
    const worker = await this.startWorker();
    await worker.tookAll();
    return worker;
  }

  /** A client of a server, with a token of its own: central's unless told otherwise. */
  async as({ url }: PartProcess, request: TokenRequest = CENTRAL): Promise<Api> {
    const { keys } = await this.stores();
    this.#tokens ??= await TokenIssuer.open(
      keys,
      await openMasterKey(this.configuration, keys, this.environment),
      systemClock,
    );
    return new Api(url, await this.#tokens.issue(request, TOKEN_LIFETIME_SECONDS));
  }

  /** Resolves when every read model has a build that answers. */
  async ready(server: PartProcess): Promise<void> {
    await until(async () => (await new Api(server.url).get('/health/ready')).status === 200 || undefined);
  }

  /**
   * Resolves when everything has happened that follows from what was done, and every read model has seen it.
   * @param worker the one that has everything
   */
  async settled({ url }: WorkerProcess): Promise<Stores> {
    const stores = await this.stores();
    await until(async () => (await isSettled(stores, new Api(url))) || undefined);
    return stores;
  }

  /** What a command with `--json` printed; its options say which installation it is about. */
  cli<T>(...args: readonly string[]): Promise<T> {
    return runCliForJsonIn<T>(this.#masterKey, ...args, ...this.#options);
  }

  /** What a command complained of that was refused. */
  async refusedCli(...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await runCli([...args, ...this.#options], this.#masterKey);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    return stderr;
  }

  get #options(): string[] {
    const { cluster, dataDirectory: data } = this.configuration;
    const { eventStoreDb: eventstoredb, mongoDb: mongodb, installation } = cluster ?? {};
    const options = { mode: 'clustered', eventstoredb, mongodb, installation, data };
    return Object.entries(options).flatMap(([name, value]) => [`--${name}`, value ?? '']);
  }

  get #masterKey(): Readonly<Record<string, string>> {
    return { RETE_PUNTI_MASTER_KEY: this.environment.RETE_PUNTI_MASTER_KEY ?? '' };
  }

  /** Tells processes to end, and expects that they do so in order. */
  async end(...processes: readonly ProductProcess[]): Promise<void> {
    for (const one of processes) one.kill('SIGTERM');
    for (const { ended } of processes) {
      const { code, signal, stderr } = await ended;
      expect({ code, signal, stderr }).toEqual({ code: 0, signal: null, stderr: expect.any(String) });
    }
  }

  /** Ends what runs, and removes everything. */
  async close(): Promise<void> {
    for (const one of this.#processes) one.kill('SIGKILL');
    await Promise.all(this.#processes.map(({ ended }) => ended));
    await this.#stores?.close();
    await this.#logServer.close();
    await dropInstallation(this.#mongoUrl, this.installation);
    rmSync(this.#directory, { recursive: true });
  }

  async #start(part: 'api' | 'worker', environment: Readonly<Record<string, string>>): Promise<PartProcess> {
    const started = startProgram(`dist/apps/${part}/src/main.js`, [], { ...this.environment, ...environment });
    this.#processes.push(started);
    const [, url = ''] = await started.said(/answers at (http:[^\s"]+)/);
    return { ...started, url };
  }
}
