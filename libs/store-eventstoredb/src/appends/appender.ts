import { isSystemError, SystemError, wrongExpectedRevision } from '#kernel/domain';
import type { AppendResult } from '#kernel/ports';
import { failureOf, isPassing, streamDeleted, unavailable } from '../connection/failure.ts';
import { positionOf, type LogServer } from '../connection/log-server.ts';
import type { Patience } from '../connection/patience.ts';
import type { Append } from './append-message.ts';
import type { Accepted } from './append-stream.ts';
import { tooLarge } from './proposal.ts';

export interface Writing extends Append {
  /** Its name in messages. */
  readonly stream: string;
  /** Asked before it is sent once more: throws LOG_CHANGED when the server has come back with another log. */
  readonly refuseOther?: (patience: Patience) => Promise<void>;
}

/**
 * Writes events, and does not rest before it knows what became of them. The server takes the same ids at the same
 * expected revision for a repetition and writes nothing, so a call of unknown outcome is simply made again. No other append
 * has these ids: what the server accepts, or has where they must stand, is what was sent here.
 */
export class Appender {
  readonly #server: LogServer;

  constructor(server: LogServer) {
    this.#server = server;
  }

  /** @throws SystemError WRONG_EXPECTED_REVISION | OUTCOME_UNKNOWN | STORE_UNAVAILABLE | STREAM_DELETED | LOG_CHANGED */
  async write(writing: Writing): Promise<AppendResult> {
    const patience = this.#server.patience();
    let maybeWritten = false;
    for (;;) {
      try {
        const accepted = await this.#server.append(writing);
        maybeWritten = true;
        return await this.#confirm(writing, accepted, patience);
      } catch (error) {
        switch (failureOf(error)) {
          case 'wrong-revision':
            return await this.#wrongRevision(writing, error, maybeWritten ? patience : undefined);
          case 'stream-deleted':
            throw streamDeleted(writing.stream, error);
          case 'too-large':
            throw tooLarge(writing.stream, writing.proposals, limitIn(error), error);
          case 'denied':
          case 'refused':
            throw this.#end(writing, error, maybeWritten);
          case 'unknown':
            maybeWritten = true;
            break;
          case 'not-sent':
          case 'not-ready':
            break;
          default:
            if (!(error instanceof SystemError)) throw this.#unknown(writing, error);
            if (error.code !== 'STORE_UNAVAILABLE') throw error;
            // Closed before it was sent, or not read back.
            throw this.#end(writing, error, maybeWritten);
        }
        if (!(await this.#server.again(patience))) throw this.#end(writing, error, maybeWritten);
        await writing.refuseOther?.(patience).catch((found: unknown) => {
          throw isSystemError(found, 'LOG_CHANGED') ? found : this.#end(writing, found, maybeWritten);
        });
      }
    }
  }

  /** The server tells the place of the last event alone: of several, all are read back for theirs. */
  async #confirm(
    writing: Writing,
    { nextExpectedRevision, position }: Accepted,
    patience: Patience,
  ): Promise<AppendResult> {
    const { stream, proposals } = writing;
    if (position === undefined) throw streamDeleted(stream);
    // In a stream that was emptied in the server this is not what the expected revision leads to.
    const revision = Number(nextExpectedRevision);
    if (proposals.length === 1) return { revision, positions: [String(position.commit)] };
    const written = await this.#readBack(writing, revision - proposals.length + 1, patience);
    if (written) return written;
    throw this.#unknown(writing, new Error('what was acknowledged is not there'));
  }

  /** @param patience for reading back; undefined when nothing can have been written */
  async #wrongRevision(writing: Writing, error: unknown, patience: Patience | undefined): Promise<AppendResult> {
    if (patience) {
      const written = await this.#readBack(writing, firstRevision(writing), patience).catch((unread: unknown) => {
        throw this.#unknown(writing, unread);
      });
      if (written) return written;
    }
    const { actualVersion } = error as { actualVersion?: unknown };
    const actual = typeof actualVersion === 'bigint' && actualVersion >= 0n ? Number(actualVersion) : 'no-stream';
    throw wrongExpectedRevision(writing.stream, writing.expectedRevision, actual);
  }

  /** Where these very events stand, if they do. */
  async #readBack({ outer, proposals }: Writing, from: number, patience: Patience): Promise<AppendResult | undefined> {
    const read = () => this.#server.readStream(outer, { from, count: proposals.length });
    const stored = await this.#server.persist(read, isPassing, patience);
    const stand = proposals.every(({ id }, index) => {
      const event = stored[index]?.event;
      return event?.id === id && Number(event.revision) === from + index;
    });
    if (!stand) return undefined;
    return { revision: from + proposals.length - 1, positions: stored.map((event) => String(positionOf(event))) };
  }

  /** The last word on a write that was not answered. */
  #end(writing: Writing, error: unknown, maybeWritten: boolean): SystemError {
    return maybeWritten ? this.#unknown(writing, error) : unavailable(this.#server.name, error);
  }

  #unknown({ stream }: Writing, cause: unknown): SystemError {
    const { message } = unavailable(this.#server.name, cause);
    return new SystemError(
      'OUTCOME_UNKNOWN',
      `nobody knows whether the events for ${stream} were written: ${message}; give the command again, with the same key`,
      { stream },
      { cause },
    );
  }
}

function limitIn(error: unknown): number | undefined {
  const { maxAppendSize } = error as { maxAppendSize?: unknown };
  return typeof maxAppendSize === 'number' ? maxAppendSize : undefined;
}

function firstRevision({ expectedRevision }: Writing): number {
  return expectedRevision === 'no-stream' ? 0 : expectedRevision + 1;
}
