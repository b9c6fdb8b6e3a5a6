import { randomUUID } from 'node:crypto';
import { isSystemError, logChanged, SystemError } from '#kernel/domain';
import type { ExpectedRevision } from '#kernel/ports';
import type { Appender } from '../appends/appender.ts';
import type { Proposal } from '../appends/proposal.ts';
import { isPassing } from '../connection/failure.ts';
import type { LogServer } from '../connection/log-server.ts';
import type { Patience } from '../connection/patience.ts';
import type { Namespace } from './namespace.ts';

const TYPE = 'LogIdentified';

/** So long, in milliseconds, an identity is taken for what it was: another process may renew it, or another log come. */
const KNOWN_FOR = 5_000;

interface Standing {
  readonly logId: string | undefined;
  readonly revision: ExpectedRevision;
}

interface Parts {
  readonly server: LogServer;
  readonly appender: Appender;
  readonly namespace: Namespace;
  /** A log that has no identity is not given one. */
  readonly readOnly: boolean;
}

/** The identity of the log, kept in the server in a stream of its own: the last event of it holds. */
export class LogIdentity {
  readonly #server: LogServer;
  readonly #appender: Appender;
  readonly #stream: string;
  readonly #installation: string;
  readonly #readOnly: boolean;
  #known: { readonly logId: string; readonly until: number } | undefined;
  /** As it was last. A log that no longer has one was replaced: it is not given another. */
  #last: string | undefined;

  constructor({ server, appender, namespace, readOnly }: Parts) {
    this.#server = server;
    this.#appender = appender;
    this.#stream = namespace.identityStream;
    this.#installation = namespace.prefix;
    this.#readOnly = readOnly;
  }

  /**
   * The identity, made at the first call on a new log.
   * @throws SystemError LOG_CHANGED when it was there and is gone; STORE_UNAVAILABLE when there is none, and this is
   *   opened to read
   */
  async get(): Promise<string> {
    if (this.#known && performance.now() < this.#known.until) return this.#known.logId;
    return this.read();
  }

  /** The server may have another log by now: it is asked at the next call. */
  doubt(): void {
    this.#known = undefined;
  }

  /**
   * @param patience of the request that it is part of
   * @throws SystemError LOG_CHANGED when the server has another log than the last time it was asked; STORE_UNAVAILABLE
   */
  async refuseOther(patience: Patience): Promise<void> {
    const { logId } = await this.#standing(patience);
    if (logId !== this.#last) throw this.#gone();
  }

  /** The identity as the server has it now, if it has one. */
  async find(): Promise<string | undefined> {
    const { logId } = await this.#standing();
    if (logId !== undefined) return this.#remember(logId);
    this.#known = undefined;
    return undefined;
  }

  /** The identity as the server has it now, made on a new log. @throws SystemError as `get` */
  async read(): Promise<string> {
    const { logId, revision } = await this.#standing();
    if (logId !== undefined) return this.#remember(logId);
    this.#known = undefined;
    if (this.#last !== undefined) throw this.#gone();
    if (this.#readOnly) throw this.#missing();
    const written = await this.#write(revision);
    return written === undefined ? this.read() : this.#remember(written);
  }

  async renew(): Promise<string> {
    for (;;) {
      const { revision } = await this.#standing();
      const logId = await this.#write(revision);
      if (logId !== undefined) return this.#remember(logId);
    }
  }

  async #standing(patience?: Patience): Promise<Standing> {
    const read = () => this.#server.readStream(this.#stream, { last: true });
    const [last] = await this.#server.persist(read, isPassing, patience);
    if (!last?.event) return { logId: undefined, revision: 'no-stream' };
    const { data } = last.event;
    const logId = typeof data === 'object' && 'logId' in data ? data.logId : undefined;
    if (typeof logId === 'string') return { logId, revision: Number(last.event.revision) };
    throw new SystemError(
      'STORE_UNAVAILABLE',
      `the stream ${this.#stream} does not say which log this is: it was written by something else; choose another name of the installation`,
      { stream: this.#stream },
    );
  }

  /** @returns undefined when another process was faster */
  async #write(expectedRevision: ExpectedRevision): Promise<string | undefined> {
    const logId = randomUUID();
    const proposal: Proposal = { id: randomUUID(), type: TYPE, data: JSON.stringify({ logId }), metadata: '{}' };
    const place = { outer: this.#stream, stream: this.#stream, expectedRevision };
    try {
      await this.#appender.write({ ...place, proposals: [proposal] });
      return logId;
    } catch (error) {
      if (isSystemError(error, 'WRONG_EXPECTED_REVISION')) return undefined;
      throw error;
    }
  }

  #missing(): SystemError {
    return new SystemError(
      'STORE_UNAVAILABLE',
      `EventStoreDB at ${this.#server.name} has no log of the installation ${this.#installation}: check its name, or start the installation once`,
      { installation: this.#installation },
    );
  }

  #gone(): SystemError {
    const why = `EventStoreDB at ${this.#server.name} has no log of the installation ${this.#installation} any more`;
    return logChanged(why, { installation: this.#installation });
  }

  #remember(logId: string): string {
    this.#last = logId;
    this.#known = { logId, until: performance.now() + KNOWN_FOR };
    return logId;
  }
}
