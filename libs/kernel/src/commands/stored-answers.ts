import type { DomainEvent } from '../events/domain-event.ts';
import type { EventRegistry } from '../events/event-registry.ts';
import type { EventStore } from '../ports/event-store.ts';
import type { StreamName } from '../stream-name.ts';
import type { CommandOrigin } from './command-origin.ts';
import type { CommandResult } from './command-request.ts';
import type { LoadedStream } from './loaded-stream.ts';
import { refuseForgotten, refuseReusedKey } from './refusals.ts';

/** The answers of commands that were carried out, as the log has them. */
export class StoredAnswers {
  readonly #store: EventStore;
  readonly #registry: EventRegistry;

  constructor(store: EventStore, registry: EventRegistry) {
    this.#store = store;
    this.#registry = registry;
  }

  /**
   * The answer of a command that this stream has seen before.
   * @throws SystemError IDEMPOTENCY_KEY_REUSED when its key stands for another request; LOG_CHANGED when the log no longer
   *   has what it wrote
   */
  async of<Event extends DomainEvent>(
    stream: StreamName,
    loaded: LoadedStream<unknown>,
    origin: CommandOrigin,
  ): Promise<CommandResult<Event> | undefined> {
    const trace = loaded.commands.get(origin.commandId);
    if (!trace) return undefined;
    await this.refuseKeyOfOther(stream, origin);
    const stored = await this.#store.readStream(stream, trace.firstRevision);
    const events = stored
      .filter((event) => event.revision <= trace.lastRevision)
      .map((event) => this.#registry.decode<Event>(event));
    refuseForgotten(stream, trace, events, origin);
    return {
      logId: await this.#store.logId(),
      stream,
      revision: trace.lastRevision,
      position: trace.position,
      events,
    };
  }

  /** @throws SystemError IDEMPOTENCY_KEY_REUSED when the command's key stands for another request */
  async refuseKeyOfOther(stream: StreamName, origin: CommandOrigin): Promise<void> {
    const record = origin.idempotency && (await this.#store.findIdempotencyRecord(origin.commandId));
    if (record) await refuseReusedKey(origin, record, stream);
  }
}
