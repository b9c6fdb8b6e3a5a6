import { Server, ServerCredentials } from '@grpc/grpc-js';
import { DEFAULT_LIMITS, type AppendLimits } from './append-limits.ts';
import { EventLog } from './event-log.ts';
import { Faults } from './faults.ts';
import { FrontDoor } from './front-door.ts';
import { LogFile } from './log-file.ts';
import { persistentService } from './persistent-service.ts';
import { GossipService, PersistentSubscriptionsService, ServerFeaturesService, StreamsService } from './protocol.ts';
import { DEFAULT_RELEASE, type Release } from './release.ts';
import { featuresHandler, gossipHandler } from './server-features.ts';
import { streamsService } from './streams-service.ts';
import { Subscriptions } from './subscribing.ts';
import { SubscriptionGroups } from './subscription-groups.ts';
import { Traffic } from './traffic.ts';

/** Beyond it a message ends its call. */
const LARGEST_MESSAGE_BYTES = 17 * 1024 * 1024;

export interface TestEventStoreDbOptions {
  /** Holds the events; in memory when absent. */
  readonly file?: string | undefined;
  /** A free one when absent or 0. */
  readonly port?: number | undefined;
  /** Whose way it has of telling how far a subscription is. */
  readonly release?: Release | undefined;
  /** As those of 24.6 when absent. */
  readonly limits?: AppendLimits | undefined;
}

/** A server for tests that speaks as EventStoreDB does, and misbehaves when told to. */
export async function startTestEventStoreDb(options: TestEventStoreDbOptions = {}): Promise<TestEventStoreDb> {
  const server = new TestEventStoreDb(options);
  await server.up();
  return server;
}

export class TestEventStoreDb {
  /** Faults of the calls to come. */
  readonly faults: Faults;
  /** Reads of streams and appends, for whoever counts them. */
  readonly traffic = new Traffic();
  readonly release: Release;
  readonly #file: string | undefined;
  readonly #limits: AppendLimits;
  readonly #door: FrontDoor;
  readonly #groups = new SubscriptionGroups();
  #log: EventLog | undefined;
  #subscriptions: Subscriptions | undefined;
  #grpc: Server | undefined;
  #sharedAppendCalls = 0;

  constructor({ file, port = 0, release = DEFAULT_RELEASE, limits = DEFAULT_LIMITS }: TestEventStoreDbOptions) {
    this.release = release;
    this.#file = file;
    this.#limits = limits;
    this.#door = new FrontDoor(port);
    this.faults = new Faults(() => this.#door.cut());
  }

  /** Stays the same over restarts. */
  get port(): number {
    return this.#door.port;
  }

  get connectionString(): string {
    return `esdb://127.0.0.1:${this.port}?tls=false`;
  }

  /** How many calls were made to carry many appends each. */
  get sharedAppendCalls(): number {
    return this.#sharedAppendCalls;
  }

  /** How many subscriptions are open, persistent ones aside. */
  get openSubscriptions(): number {
    return this.#subscriptions?.count ?? 0;
  }

  /** Accepts connections and answers nothing, as a process that was stopped. */
  freeze(): void {
    this.#door.freeze();
  }

  /** Answers nothing on the connections that stand now; new ones are answered, as by another node. */
  stall(): void {
    this.#door.stall();
  }

  /** Goes on where it was frozen or stalled. */
  thaw(): void {
    this.#door.thaw();
  }

  /** Breaks every connection; new ones are accepted. */
  cutConnections(): void {
    this.#door.cut();
  }

  /** Ends every subscription, persistent ones too; their connections stay. */
  cutSubscriptions(): void {
    this.#subscriptions?.cut();
    this.#groups.cut();
  }

  /** Every open subscription gets its last events once more. @param count how many */
  redeliver(count: number): void {
    this.#subscriptions?.redeliver(count);
  }

  /** Starts, on the port and with the data of before. */
  async up(): Promise<void> {
    if (this.#grpc) return;
    const log = (this.#log ??= new EventLog(this.#file === undefined ? undefined : new LogFile(this.#file)));
    this.#subscriptions = new Subscriptions(log, this.release);
    this.#groups.goOnIn(log);
    this.#grpc = this.#serve(log, this.#subscriptions);
    await this.#door.open(await listening(this.#grpc));
  }

  /** Dies: connections break, and the port refuses new ones. */
  async down(): Promise<void> {
    await this.#door.close();
    this.#grpc?.forceShutdown();
    this.#grpc = undefined;
    // What is in a file is read again: that is what a restart is to show.
    if (this.#file !== undefined) this.#forgetLog();
  }

  /** @param keepData false for a server that has lost everything */
  async restart({ keepData = true }: { keepData?: boolean } = {}): Promise<void> {
    await this.down();
    if (!keepData) {
      this.#forgetLog();
      this.#groups.clear();
      if (this.#file !== undefined) LogFile.clear(this.#file);
    }
    await this.up();
  }

  /**
   * Copies the log, as a backup does.
   * @returns what puts the copy back and starts on it, as an operator would
   */
  backUp(): () => Promise<void> {
    const file = this.#file;
    if (file === undefined) throw new Error('a log in memory cannot be backed up: give the server a file');
    const copy = LogFile.copy(file);
    return async () => {
      await this.down();
      LogFile.putBack(file, copy);
      await this.up();
    };
  }

  async stop(): Promise<void> {
    this.faults.clear();
    await this.down();
    this.#forgetLog();
  }

  #forgetLog(): void {
    this.#log?.close();
    this.#log = undefined;
  }

  #serve(log: EventLog, subscriptions: Subscriptions): Server {
    const server = new Server({
      'grpc.max_receive_message_length': LARGEST_MESSAGE_BYTES,
      'grpc.max_send_message_length': -1,
    });
    const countBatch = (): void => {
      this.#sharedAppendCalls += 1;
    };
    const { faults, traffic } = this;
    const streams = streamsService({ log, faults, traffic, subscriptions, limits: this.#limits }, countBatch);
    server.addService(StreamsService, streams);
    server.addService(PersistentSubscriptionsService, persistentService(this.#groups, this.faults));
    server.addService(ServerFeaturesService, { getSupportedMethods: featuresHandler(this.faults, this.release) });
    server.addService(GossipService, { read: gossipHandler(() => this.port) });
    return server;
  }
}

function listening(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
      if (error) reject(error);
      else resolve(port);
    });
  });
}
