import {
  MongoClient,
  ReadConcern,
  type Collection,
  type Db,
  type MongoClientOptions,
  type ReadConcernLevel,
  type WriteConcern,
} from 'mongodb';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf, SystemError } from '#kernel/domain';
import { checkedCollection } from './checked-collection.ts';
import { Contact } from './contact.ts';
import type { Row } from './guarded-writes.ts';
import type { IndexBuilds } from './indexes.ts';
import { failureOf, unavailable } from './store-error.ts';

export interface MongoServerOptions {
  /** `mongodb://…` or `mongodb+srv://…`. */
  readonly url: string;
  /**
   * Milliseconds that a call waits for a server it can use, for example during a failover. Default what the connection
   * string says, or 3000.
   */
  readonly serverSelectionTimeout?: number | undefined;
  /** Milliseconds after which a server that does not answer is taken for dead. Default as above, or 20000. */
  readonly socketTimeout?: number | undefined;
  /** How often a call is tried while the server is unreachable or failing over. Default 3. */
  readonly attempts?: number | undefined;
}

/** What a database asks of a replica set. */
export interface Concerns {
  /** How many members must have a write: a number, or `majority`, the default. */
  readonly writeConcern?: number | 'majority' | undefined;
  /** Default `majority` where a majority has every write and there are several members to agree, else `local`. */
  readonly readConcern?: ReadConcernLevel | undefined;
}

const DEFAULT_SELECTION_MS = 3_000;
const DEFAULT_SOCKET_MS = 20_000;
const DEFAULT_ATTEMPTS = 3;
const FIRST_PAUSE_MS = 50;
/**
 * How long a server waits for the other members before it says that they have not confirmed a write, where the
 * connection string does not say.
 */
const CONFIRMED_WITHIN_MS = 10_000;
/** Much longer than any other request: indexes of a large build take minutes. */
const INDEXES_WITHIN_MS = 15 * 60_000;

/** A database as the stores use it. */
export class Database {
  readonly #db: Db;

  /** @param isReplicated whether there are, or may be, several members */
  constructor(
    db: Db,
    readonly isReplicated: boolean,
  ) {
    this.#db = db;
  }

  collection<R extends Row>(name: string): Collection<R> {
    return checkedCollection(this.#db.collection<R>(name));
  }

  async collectionNames(): Promise<readonly string[]> {
    const collections = await this.#db.listCollections({}, { nameOnly: true }).toArray();
    return collections.map(({ name }) => name);
  }
}

/** The one connection pool of a process, and how it persists when the server is away. */
export class MongoServer {
  /** Its hosts, for messages: never the connection string, which may hold a password. */
  readonly name: string;
  readonly contact = new Contact();
  readonly #client: MongoClient;
  readonly #options: MongoServerOptions;
  #replicated = false;

  private constructor(options: MongoServerOptions) {
    this.#options = options;
    this.#client = newClient(options);
    this.#client.on('topologyDescriptionChanged', ({ newDescription }) => this.contact.saw(newDescription));
    this.name = this.#client.options.srvHost ?? this.#client.options.hosts.map(String).join(', ');
  }

  /**
   * Connects, and learns whether there are several members that must agree.
   * @throws SystemError STORE_UNAVAILABLE, saying what to do, when the connection string is none, no server answers, or
   *   it refuses the credentials
   */
  static async connect(options: MongoServerOptions): Promise<MongoServer> {
    const server = new MongoServer(options);
    try {
      await server.ping();
      return server;
    } catch (error) {
      await server.close();
      throw error;
    }
  }

  /** @throws SystemError STORE_UNAVAILABLE when the server cannot be used now */
  async ping(): Promise<void> {
    const hello = await this.run(() => this.#client.db('admin').command({ hello: 1 }));
    this.#replicated = typeof hello.setName === 'string' || hello.msg === 'isdbgrid';
  }

  /** A database; everything is read from the primary. A writer must see what it wrote itself, whatever the concerns. */
  database(name: string, { writeConcern: w = 'majority', readConcern }: Concerns = {}): Database {
    const level = readConcern ?? (this.#replicated && w === 'majority' ? 'majority' : 'local');
    // The driver's types have one always; it has none where the connection string says nothing of it.
    const { writeConcern: said } = this.#client.options as { readonly writeConcern?: WriteConcern };
    const wtimeoutMS = said?.wtimeoutMS ?? CONFIRMED_WITHIN_MS;
    const db = this.#client.db(name, {
      writeConcern: { w, journal: true, wtimeoutMS },
      readConcern: new ReadConcern(level),
      readPreference: 'primary',
    });
    return new Database(db, this.#replicated);
  }

  /** How indexes are built here. A majority has to have built one before it counts, where there are members. */
  get indexBuilds(): IndexBuilds {
    return { timeoutMS: INDEXES_WITHIN_MS, ...(this.#replicated ? { commitQuorum: 'majority' } : {}) };
  }

  /**
   * Runs `action`, and again while the server is unreachable or failing over: it may be run twice although its first
   * try was carried out, so it must mean the same when repeated.
   * @throws SystemError STORE_UNAVAILABLE when that does not help
   */
  async run<T>(action: () => Promise<T>): Promise<T> {
    const { attempts = DEFAULT_ATTEMPTS } = this.#options;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await action();
      } catch (error) {
        const failure = failureOf(error);
        if (failure.kind === 'other') throw error;
        if (failure.kind === 'unavailable') throw unavailable(this.name, error, failure.advice);
        if (attempt >= attempts) throw unavailable(this.name, error, 'try again shortly');
        await sleep(FIRST_PAUSE_MS * 2 ** (attempt - 1) * (0.5 + Math.random()));
      }
    }
  }

  async close(): Promise<void> {
    await this.#client.close();
  }
}

function newClient({ url, serverSelectionTimeout, socketTimeout }: MongoServerOptions): MongoClient {
  const selection = serverSelectionTimeout ?? DEFAULT_SELECTION_MS;
  const said = namesOfOptions(url);
  const usual = {
    serverSelectionTimeoutMS: selection,
    connectTimeoutMS: selection,
    socketTimeoutMS: socketTimeout ?? DEFAULT_SOCKET_MS,
  };
  // What is handed to the driver beside a connection string stands above it: what that says is left to it.
  const unsaid = Object.entries(usual).filter(([name]) => !said.has(name.toLowerCase()));
  const options: MongoClientOptions = {
    appName: 'rete-punti',
    ...Object.fromEntries(unsaid),
    ignoreUndefined: false,
  };
  try {
    return new MongoClient(url, options);
  } catch (error) {
    throw new SystemError(
      'STORE_UNAVAILABLE',
      `the connection string of MongoDB cannot be used: ${messageOf(error)}; ` +
        'it should look like mongodb://user:password@host:27017/?authSource=admin',
      {},
      { cause: error },
    );
  }
}

/** Names of the options of a connection string, in lower case, as the driver compares them. */
function namesOfOptions(url: string): ReadonlySet<string> {
  const [, options = ''] = url.split('?');
  return new Set([...new URLSearchParams(options).keys()].map((name) => name.toLowerCase()));
}
