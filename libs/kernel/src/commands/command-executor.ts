import { LRUCache } from 'lru-cache';
import { toTimestamp, type Clock } from '../clock.ts';
import type { DomainEvent } from '../decider.ts';
import { isSystemError, SystemError } from '../errors.ts';
import type { Actor, EventMetadata, RecordedEvent } from '../events/envelope.ts';
import type { EventRegistry } from '../events/event-registry.ts';
import type { EventStore, IdempotencyClaim, NewEvent } from '../ports/event-store.ts';
import { START, type Position } from '../position.ts';
import { streamName, type StreamName } from '../stream-name.ts';
import type { Aggregate, DecisionContext } from './aggregate.ts';
import { deriveId } from './command-id.ts';
import { pauseBeforeRetry } from './jitter.ts';
import { KeyedQueue } from './keyed-queue.ts';
import { emptyStream, expectedRevision, extend, type LoadedStream } from './loaded-stream.ts';

/** Who gives a command, and why: what every event of it carries. */
export interface CommandOrigin {
  readonly commandId: string;
  readonly actor: Actor;
  /** Groups everything that one request set off. */
  readonly correlationId: string;
  /** What led to the command: the event before it, or the request. */
  readonly causationId: string;
  readonly purpose?: string;
  /** Present when the client gave an Idempotency-Key. */
  readonly idempotency?: { readonly route: string; readonly bodyHash: string };
}

export interface CommandRequest<State, Command, Context> {
  /** Id of the aggregate, without its category. */
  readonly id: string;
  readonly command: Command;
  readonly origin: CommandOrigin;
  /** Facts for the decision, looked up anew on every attempt. */
  readonly context: (known: DecisionContext) => Context | Promise<Context>;
  /** Refuses, by throwing, who may not command this aggregate. Not asked when the answer is a repeat. */
  readonly authorize?: (state: State, exists: boolean) => void;
  /** The revision the client has seen (If-Match). */
  readonly ifRevision?: number;
}

export interface CommandResult<Event extends DomainEvent = DomainEvent> {
  readonly logId: string;
  readonly stream: StreamName;
  /** Of the stream, after the command. */
  readonly revision: number;
  /** Wait for this position to read what the command wrote; START when it wrote nothing. */
  readonly position: Position;
  /** What the command brought about, now or the first time it was given. */
  readonly events: readonly RecordedEvent<Event>[];
}

interface ExecutorOptions {
  readonly store: EventStore;
  readonly registry: EventRegistry;
  readonly clock: Clock;
  /** How many streams stay folded in memory. */
  readonly cachedStreams?: number;
}

const MAX_ATTEMPTS = 8;

/**
 * Carries out commands: load, decide, append at the exact revision; on a conflict everything is loaded and decided
 * again. Commands on one stream queue inside the process, so conflicts remain only between processes.
 */
export class CommandExecutor {
  readonly #store: EventStore;
  readonly #registry: EventRegistry;
  readonly #clock: Clock;
  readonly #queue = new KeyedQueue();
  readonly #cache: LRUCache<StreamName, LoadedStream<unknown>>;

  constructor({ store, registry, clock, cachedStreams = 5_000 }: ExecutorOptions) {
    this.#store = store;
    this.#registry = registry;
    this.#clock = clock;
    this.#cache = new LRUCache({ max: cachedStreams });
  }

  /**
   * Carries out one command.
   * @returns what it brought about; a command given before answers with what it brought about then
   * @throws DomainError when a rule forbids it
   * @throws SystemError STALE_REVISION | IDEMPOTENCY_KEY_REUSED | CONFLICT_RETRIES_EXHAUSTED | OUTCOME_UNKNOWN |
   *   STORE_UNAVAILABLE
   */
  async execute<State, Command, Event extends DomainEvent, Context>(
    aggregate: Aggregate<State, Command, Event, Context>,
    request: CommandRequest<State, Command, Context>,
  ): Promise<CommandResult<Event>> {
    const stream = streamName(aggregate.category, request.id);
    return this.#queue.run(stream, async () => {
      for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
        try {
          return await this.#attempt(aggregate, request, stream);
        } catch (error) {
          if (!isSystemError(error, 'WRONG_EXPECTED_REVISION', 'CLAIM_EXISTS')) throw error;
          if (error.code === 'CLAIM_EXISTS') refuseReusedKey(request.origin, error.facts.claim as IdempotencyClaim);
          await pauseBeforeRetry(attempt);
        }
      }
      throw new SystemError(
        'CONFLICT_RETRIES_EXHAUSTED',
        `${stream} changed under ${MAX_ATTEMPTS} attempts in a row; send the command again`,
        { stream },
      );
    });
  }

  /**
   * The state of an aggregate now, for decisions about others. Read what you need before the next `await`: the state
   * goes on changing.
   */
  async peek<State, Event extends DomainEvent>(
    aggregate: Aggregate<State, never, Event, never>,
    id: string,
  ): Promise<{ readonly state: State; readonly revision: number; readonly hasRun: (commandId: string) => boolean }> {
    const stream = streamName(aggregate.category, id);
    const loaded = await this.#queue.run(stream, () => this.#load(aggregate, stream));
    return { state: loaded.state, revision: loaded.revision, hasRun: (commandId) => loaded.commands.has(commandId) };
  }

  /** Forgets all folded streams, for a log that was changed by other means. */
  clearCache(): void {
    this.#cache.clear();
  }

  /**
   * Decides without writing, so that a command of several steps is refused before its first one.
   * @returns the stored answer when the command was given before, else undefined
   * @throws what `execute` would throw on the stream as it stands
   */
  async rehearse<State, Command, Event extends DomainEvent, Context>(
    aggregate: Aggregate<State, Command, Event, Context>,
    request: CommandRequest<State, Command, Context>,
  ): Promise<CommandResult<Event> | undefined> {
    const stream = streamName(aggregate.category, request.id);
    return this.#queue.run(stream, async () => {
      const step = await this.#decide(aggregate, request, stream);
      return 'answer' in step ? step.answer : undefined;
    });
  }

  async #attempt<State, Command, Event extends DomainEvent, Context>(
    aggregate: Aggregate<State, Command, Event, Context>,
    request: CommandRequest<State, Command, Context>,
    stream: StreamName,
  ): Promise<CommandResult<Event>> {
    const step = await this.#decide(aggregate, request, stream);
    if ('answer' in step) return step.answer;
    if (step.decided.length > 0) return this.#append(aggregate, { origin: request.origin, stream, ...step });
    return { logId: await this.#store.logId(), stream, revision: step.loaded.revision, position: START, events: [] };
  }

  async #decide<State, Command, Event extends DomainEvent, Context>(
    aggregate: Aggregate<State, Command, Event, Context>,
    request: CommandRequest<State, Command, Context>,
    stream: StreamName,
  ): Promise<
    { answer: CommandResult<Event> } | { loaded: LoadedStream<State>; decided: readonly Event[]; now: number }
  > {
    const { origin } = request;
    const loaded = await this.#load(aggregate, stream);
    const answer = await this.#answerOf<Event>(stream, loaded, origin);
    if (answer) return { answer };

    request.authorize?.(loaded.state, loaded.revision >= 0);
    refuseStale(stream, loaded.revision, request.ifRevision);

    const now = this.#clock.now();
    const hasRun = (commandId: string): boolean => loaded.commands.has(commandId);
    const context = await request.context({ now, commandId: origin.commandId, hasRun });
    return { loaded, decided: aggregate.decide(request.command, loaded.state, context), now };
  }

  async #append<State, Event extends DomainEvent>(
    aggregate: Aggregate<State, never, Event, never>,
    step: {
      origin: CommandOrigin;
      stream: StreamName;
      loaded: LoadedStream<State>;
      decided: readonly Event[];
      now: number;
    },
  ): Promise<CommandResult<Event>> {
    const { origin, stream, loaded } = step;
    const expected = expectedRevision(loaded);
    const before = loaded.revision;
    const timestamp = toTimestamp(step.now);
    const recordedAt = timestamp > loaded.recordedAt ? timestamp : loaded.recordedAt;
    // The scope of an event is that of the state after it, so the state moves on before the append: from here on a
    // failure must drop it from the cache.
    const versions = step.decided.map((event) => this.#registry.validate(event, stream));
    const events = step.decided.map((event, index): NewEvent => {
      const schemaVersion = versions[index] ?? 1;
      loaded.state = aggregate.evolve(loaded.state, event);
      const metadata: EventMetadata = {
        schemaVersion,
        recordedAt,
        ...(event.effectiveAt === undefined ? {} : { effectiveAt: event.effectiveAt }),
        $correlationId: origin.correlationId,
        $causationId: origin.causationId,
        commandId: origin.commandId,
        actor: origin.actor,
        ...(origin.purpose === undefined ? {} : { purpose: origin.purpose }),
        scope: aggregate.scopeOf(loaded.state, event),
        subjects: [...(aggregate.subjectsOf?.(event) ?? [])],
      };
      return { eventId: deriveId(origin.commandId, index), type: event.type, data: event.data, metadata };
    });
    const claim = origin.idempotency && { commandId: origin.commandId, ...origin.idempotency, stream };
    try {
      const { revision, positions } = await this.#store.append({
        stream,
        expectedRevision: expected,
        events,
        ...(claim ? { claim } : {}),
      });
      const position = positions.at(-1) ?? START;
      loaded.revision = revision;
      loaded.recordedAt = recordedAt;
      loaded.commands.set(origin.commandId, { firstRevision: before + 1, lastRevision: revision, position });
      const recorded = events.map((event, index) =>
        asRecorded<Event>(event, stream, before + 1 + index, positions[index] ?? position),
      );
      return { logId: await this.#store.logId(), stream, revision, position, events: recorded };
    } catch (error) {
      this.#cache.delete(stream);
      if (!isSystemError(error, 'OUTCOME_UNKNOWN')) throw error;
      // Never answer from memory when nobody knows what was written: read it back.
      const answer = await this.#answerOf<Event>(stream, await this.#load(aggregate, stream), origin);
      if (answer) return answer;
      throw error;
    }
  }

  async #load<State, Event extends DomainEvent>(
    aggregate: Aggregate<State, never, Event, never>,
    stream: StreamName,
  ): Promise<LoadedStream<State>> {
    const loaded =
      (this.#cache.get(stream) as LoadedStream<State> | undefined) ?? emptyStream(aggregate.initialState());
    const tail = await this.#store.readStream(stream, loaded.revision + 1);
    const decoded = tail.map((event) => this.#registry.decode<Event>(event));
    for (const event of decoded) extend<State, Event>(loaded, event, (state, next) => aggregate.evolve(state, next));
    this.#cache.set(stream, loaded);
    return loaded;
  }

  /** The stored answer of a command that this stream has seen before. */
  async #answerOf<Event extends DomainEvent>(
    stream: StreamName,
    loaded: LoadedStream<unknown>,
    origin: CommandOrigin,
  ): Promise<CommandResult<Event> | undefined> {
    const trace = loaded.commands.get(origin.commandId);
    if (!trace) return undefined;
    const claim = origin.idempotency && (await this.#store.findClaim(origin.commandId));
    if (claim) refuseReusedKey(origin, claim);
    const stored = await this.#store.readStream(stream, trace.firstRevision);
    const events = stored
      .filter((event) => event.revision <= trace.lastRevision)
      .map((event) => this.#registry.decode<Event>(event));
    return {
      logId: await this.#store.logId(),
      stream,
      revision: trace.lastRevision,
      position: trace.position,
      events,
    };
  }
}

/**
 * Refuses an Idempotency-Key that stands for another request.
 * @throws SystemError IDEMPOTENCY_KEY_REUSED
 */
export function refuseReusedKey(origin: Pick<CommandOrigin, 'idempotency'>, claim: IdempotencyClaim): void {
  const given = origin.idempotency;
  if (given?.route === claim.route && given.bodyHash === claim.bodyHash) return;
  throw new SystemError('IDEMPOTENCY_KEY_REUSED', 'this Idempotency-Key was used for another request; use a new one', {
    route: claim.route,
  });
}

function refuseStale(stream: StreamName, actual: number, seen: number | undefined): void {
  if (seen === undefined || seen === actual) return;
  throw new SystemError('STALE_REVISION', `${stream} stands at revision ${actual}, not ${seen}; read it again`, {
    stream,
    actual,
    expected: seen,
  });
}

function asRecorded<Event extends DomainEvent>(
  event: NewEvent,
  stream: StreamName,
  revision: number,
  position: Position,
): RecordedEvent<Event> {
  const { eventId, type, data, metadata } = event;
  return {
    type,
    data,
    eventId,
    stream,
    revision,
    position,
    recordedAt: metadata.recordedAt,
    ...(metadata.effectiveAt === undefined ? {} : { effectiveAt: metadata.effectiveAt }),
    metadata,
  } as RecordedEvent<Event>;
}
