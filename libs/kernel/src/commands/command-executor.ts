import type { Clock } from '../clock.ts';
import type { DomainEvent } from '../decider.ts';
import { isSystemError, logChanged, SystemError } from '../errors.ts';
import type { RecordedEvent } from '../events/envelope.ts';
import type { EventRegistry } from '../events/event-registry.ts';
import type { EventStore, IdempotencyClaim } from '../ports/event-store.ts';
import { START, type Position } from '../position.ts';
import { streamName, type StreamName } from '../stream-name.ts';
import type { Aggregate, DecisionContext } from './aggregate.ts';
import type { CommandOrigin } from './command-origin.ts';
import { pauseBeforeRetry } from './jitter.ts';
import { KeyedQueue } from './keyed-queue.ts';
import { expectedRevision, refuseElsewhere, type CommandTrace, type LoadedStream } from './loaded-stream.ts';
import { asRecorded, stamp } from './stamp.ts';
import { StreamCache } from './stream-cache.ts';

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
  readonly #streams: StreamCache;
  /** For `peek`, apart: a command that looks at a stream must not wait for the commands that queue on it. */
  readonly #peekQueue = new KeyedQueue();
  readonly #peeked: StreamCache;

  constructor({ store, registry, clock, cachedStreams = 5_000 }: ExecutorOptions) {
    this.#store = store;
    this.#registry = registry;
    this.#clock = clock;
    this.#streams = new StreamCache(store, registry, cachedStreams);
    this.#peeked = new StreamCache(store, registry, cachedStreams);
  }

  /**
   * Carries out one command.
   * @returns what it brought about; a command given before answers with what it brought about then
   * @throws DomainError when a rule forbids it
   * @throws SystemError STALE_REVISION | IDEMPOTENCY_KEY_REUSED | CONFLICT_RETRIES_EXHAUSTED | OUTCOME_UNKNOWN |
   *   STORE_UNAVAILABLE | LOG_CHANGED | STREAM_DELETED
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
          if (error.code === 'CLAIM_EXISTS') {
            refuseReusedKey(request.origin, error.facts.claim as IdempotencyClaim, stream);
          }
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
   * The state of an aggregate as the log has it now, for decisions about others. Read what you need before the next
   * `await`: the state goes on changing. It waits for no command, so two commands may look at each other's streams.
   */
  async peek<State, Event extends DomainEvent>(
    aggregate: Aggregate<State, never, Event, never>,
    id: string,
  ): Promise<{ readonly state: State; readonly revision: number; readonly hasRun: (commandId: string) => boolean }> {
    const stream = streamName(aggregate.category, id);
    const loaded = await this.#peekQueue.run(stream, () => this.#peeked.load(aggregate, stream));
    return { state: loaded.state, revision: loaded.revision, hasRun: (commandId) => loaded.commands.has(commandId) };
  }

  /** Forgets all folded streams, for a log that was changed by other means. */
  clearCache(): void {
    this.#streams.clear();
    this.#peeked.clear();
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
    await this.#refuseKeyOfOther(stream, request.origin);
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
    const loaded = await this.#streams.load(aggregate, stream);
    const answer = await this.#answerOf<Event>(stream, loaded, origin);
    if (answer) return { answer };
    const now = this.#clock.now();
    try {
      request.authorize?.(loaded.state, loaded.revision >= 0);
      refuseStale(stream, loaded.revision, request.ifRevision);
      const hasRun = (commandId: string): boolean => loaded.commands.has(commandId);
      const context = await request.context({ now, commandId: origin.commandId, hasRun });
      const decided = aggregate.decide(request.command, loaded.state, context);
      return { loaded, decided, now };
    } catch (refusal) {
      // A key spent on another stream is the better reason; an append would have found it.
      await this.#refuseKeyOfOther(stream, origin);
      throw refusal;
    }
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
    const expectedAt = expectedRevision(loaded);
    const first = loaded.revision + 1;
    const logId = await this.#store.logId();
    const claim = origin.idempotency && { commandId: origin.commandId, ...origin.idempotency, stream };
    try {
      const versions = step.decided.map((event) => this.#registry.validate(event, stream));
      const events = stamp(aggregate, loaded, { stream, events: step.decided, versions, now: step.now }, origin);
      const request = { stream, expectedRevision: expectedAt, events, ...(claim ? { claim } : {}) };
      const { revision, positions } = await this.#store.append(request);
      refuseElsewhere(request, revision);
      const position = positions.at(-1) ?? START;
      const last = events.at(-1);
      loaded.revision = revision;
      if (last) loaded.last = { eventId: last.eventId, position };
      loaded.recordedAt = last?.metadata.recordedAt ?? loaded.recordedAt;
      loaded.commands.set(origin.commandId, { firstRevision: first, lastRevision: revision, position });
      const recorded = events.map((event, index) =>
        asRecorded<Event>(event, stream, first + index, positions[index] ?? position),
      );
      return { logId, stream, revision, position, events: recorded };
    } catch (error) {
      this.#streams.forget(stream);
      if (!isSystemError(error, 'OUTCOME_UNKNOWN')) throw error;
      return await this.#readBack(aggregate, stream, origin, error);
    }
  }

  /** Never answers from memory when nobody knows what was written. */
  async #readBack<State, Event extends DomainEvent>(
    aggregate: Aggregate<State, never, Event, never>,
    stream: StreamName,
    origin: CommandOrigin,
    unknown: Error,
  ): Promise<CommandResult<Event>> {
    try {
      const answer = await this.#answerOf<Event>(stream, await this.#streams.load(aggregate, stream), origin);
      if (answer) return answer;
    } catch (error) {
      // That the store is down now does not mean that nothing was written.
      if (!isSystemError(error, 'STORE_UNAVAILABLE')) throw error;
    }
    throw unknown;
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
    if (claim) refuseReusedKey(origin, claim, stream);
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

  async #refuseKeyOfOther(stream: StreamName, origin: CommandOrigin): Promise<void> {
    const claim = origin.idempotency && (await this.#store.findClaim(origin.commandId));
    if (claim) refuseReusedKey(origin, claim, stream);
  }
}

/** Never answers from memory of events that the log no longer has. */
function refuseForgotten(
  stream: StreamName,
  { firstRevision, lastRevision }: CommandTrace,
  events: readonly RecordedEvent[],
  { commandId }: CommandOrigin,
): void {
  const isWhole = events.length === lastRevision - firstRevision + 1;
  const ends = [events.at(0), events.at(-1)];
  if (isWhole && ends.every((event) => event?.metadata.commandId === commandId)) return;
  throw logChanged(`${stream} no longer holds what a command wrote at revision ${firstRevision}`, { stream });
}

/**
 * Refuses an Idempotency-Key that stands for another request.
 * @param stream the one the request is for, when it is known
 * @throws SystemError IDEMPOTENCY_KEY_REUSED
 */
export function refuseReusedKey(
  { idempotency }: Pick<CommandOrigin, 'idempotency'>,
  claim: IdempotencyClaim,
  stream: StreamName = claim.stream,
): void {
  const sameRequest = idempotency?.route === claim.route && idempotency.bodyHash === claim.bodyHash;
  if (sameRequest && stream === claim.stream) return;
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
