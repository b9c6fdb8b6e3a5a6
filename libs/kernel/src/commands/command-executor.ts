import type { Claim } from './claim.ts';
import { HeldClaims, type Attempt } from './held-claims.ts';
import type { Clock } from '../clock.ts';
import type { DomainEvent } from '../decider.ts';
import { isSystemError, SystemError } from '../errors.ts';
import type { EventRegistry } from '../events/event-registry.ts';
import type { EventStore, IdempotencyClaim, NewEvent } from '../ports/event-store.ts';
import { START } from '../position.ts';
import { idOf, streamName, type StreamName } from '../stream-name.ts';
import { decideAbandon, refuseAbandoned } from './abandonment.ts';
import type { Aggregate, AggregateDefinition } from './aggregate.ts';
import type { CommandOrigin } from './command-origin.ts';
import {
  decisionOf,
  type CommandRequest,
  type CommandResult,
  type DecisionRequest,
  type Wanted,
} from './command-request.ts';
import { pauseBeforeRetry } from './jitter.ts';
import { KeyedQueue } from './keyed-queue.ts';
import { expectedRevision, refuseElsewhere, type LoadedStream } from './loaded-stream.ts';
import { refuseReusedKey, refuseStale } from './refusals.ts';
import { asRecorded, stamp } from './stamp.ts';
import { StoredAnswers } from './stored-answers.ts';
import { StreamCache } from './stream-cache.ts';

interface ExecutorOptions {
  readonly store: EventStore;
  readonly registry: EventRegistry;
  readonly clock: Clock;
  /** How many streams stay folded in memory. */
  readonly cachedStreams?: number;
}

/** What was decided on a stream as it was loaded. */
interface Step<State, Event extends DomainEvent> extends Pick<Wanted<State, Event>, 'origin' | 'authorizeScope'> {
  readonly stream: StreamName;
  readonly loaded: LoadedStream<State>;
  readonly decided: readonly Event[];
  /** Milliseconds since the epoch. */
  readonly now: number;
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
  /** Commands that need claims, by command id. */
  readonly #inFlight = new KeyedQueue();
  readonly #streams: StreamCache;
  readonly #answers: StoredAnswers;
  /** For `peek`, apart: a command that looks at a stream must not wait for the commands that queue on it. */
  readonly #peekQueue = new KeyedQueue();
  readonly #peeked: StreamCache;

  constructor({ store, registry, clock, cachedStreams = 5_000 }: ExecutorOptions) {
    this.#store = store;
    this.#registry = registry;
    this.#clock = clock;
    this.#streams = new StreamCache(store, registry, cachedStreams);
    this.#answers = new StoredAnswers(store, registry);
    this.#peeked = new StreamCache(store, registry, cachedStreams);
  }

  /**
   * Carries out one command: claims first, if it needs any, then the act.
   * @returns what it brought about; a command given before answers with what it brought about then
   * @throws DomainError when a rule forbids it, here or where it claims; COMMAND_ABANDONED (conflict) when a claim that it
   *   took before was released since, or stands for another act
   * @throws SystemError STALE_REVISION | IDEMPOTENCY_KEY_REUSED | CONFLICT_RETRIES_EXHAUSTED | OUTCOME_UNKNOWN |
   *   STORE_UNAVAILABLE | LOG_CHANGED | STREAM_DELETED
   */
  execute<State, Event extends DomainEvent>(
    aggregate: AggregateDefinition<State, Event>,
    request: DecisionRequest<State, NoInfer<Event>>,
  ): Promise<CommandResult<Event>>;
  execute<State, Command, Event extends DomainEvent, Context>(
    aggregate: Aggregate<State, Command, Event, Context>,
    request: CommandRequest<State, Command, Context>,
  ): Promise<CommandResult<Event>>;
  execute<State, Command, Event extends DomainEvent, Context>(
    aggregate: AggregateDefinition<State, Event> | Aggregate<State, Command, Event, Context>,
    request: DecisionRequest<State, Event> | CommandRequest<State, Command, Context>,
  ): Promise<CommandResult<Event>> {
    return this.#carryOut(aggregate, wantedOf(aggregate, request));
  }

  /**
   * Refuses a command from now on, so that what was claimed for it can be released.
   * @param id of the aggregate that the command was for
   * @param origin of the abandoning, which has a command id of its own
   * @throws DomainError COMMAND_ALREADY_CARRIED_OUT (already-so) when its act stands
   * @throws SystemError as {@link execute}
   */
  abandon<State, Event extends DomainEvent>(
    aggregate: AggregateDefinition<State, Event>,
    id: string,
    abandonedCommandId: string,
    origin: CommandOrigin,
  ): Promise<CommandResult> {
    return this.#carryOut<State, DomainEvent>(aggregate, {
      id,
      origin,
      decide: (_state, known) => decideAbandon({ abandonedCommandId }, known.abandoned, known),
    });
  }

  async #carryOut<State, Event extends DomainEvent>(
    aggregate: AggregateDefinition<State, Event>,
    request: Wanted<State, Event>,
  ): Promise<CommandResult<Event>> {
    const { id, origin } = request;
    const held = new HeldClaims(this, origin, { category: aggregate.category, id });
    const carryOut = (): Promise<CommandResult<Event>> =>
      held.carryOut({
        attempt: () => this.#act(aggregate, request, held),
        abandon: (step) => this.abandon(aggregate, id, origin.commandId, step),
      });
    // The same command twice at once (a client's retry): the second waits, and finds the answer of the first.
    return request.claims ? this.#inFlight.run(origin.commandId, carryOut) : carryOut();
  }

  async #act<State, Event extends DomainEvent>(
    aggregate: AggregateDefinition<State, Event>,
    request: Wanted<State, Event>,
    held: HeldClaims,
  ): Promise<Attempt<CommandResult<Event>>> {
    const stream = streamName(aggregate.category, request.id);
    return this.#queue.run(stream, async () => {
      for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
        try {
          return await this.#attempt(aggregate, request, stream, held);
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
   * Looks at an aggregate as the log has it now, for decisions about others. It waits for no command, so two commands may
   * look at each other's streams.
   * @param read takes what is needed out of the state, which goes on changing afterwards
   * @returns what `read` returns
   */
  async look<State, Event extends DomainEvent, T>(
    aggregate: AggregateDefinition<State, Event>,
    id: string,
    read: (state: State, at: { readonly exists: boolean; readonly revision: number }) => T,
  ): Promise<T> {
    const stream = streamName(aggregate.category, id);
    return this.#peekQueue.run(stream, async () => {
      const { state, revision } = await this.#peeked.load(aggregate, stream);
      return read(state, { exists: revision >= 0, revision });
    });
  }

  /**
   * The stored answer of a command, if this aggregate has carried it out. It waits for no other command.
   * @throws SystemError IDEMPOTENCY_KEY_REUSED when its key stands for another request
   */
  async answerOf<State, Event extends DomainEvent>(
    aggregate: AggregateDefinition<State, Event>,
    id: string,
    origin: CommandOrigin,
  ): Promise<CommandResult<Event> | undefined> {
    const stream = streamName(aggregate.category, id);
    return this.#peekQueue.run(stream, async () =>
      this.#answers.of<Event>(stream, await this.#peeked.load(aggregate, stream), origin),
    );
  }

  /**
   * Which aggregate a request under this Idempotency-Key was carried out on: what the request names may lead to another
   * by now, or to none.
   * @returns its id; undefined when no such request was carried out
   * @throws SystemError IDEMPOTENCY_KEY_REUSED when the key stands for another request
   */
  async carriedOutOn(
    { category }: Pick<AggregateDefinition<unknown, DomainEvent>, 'category'>,
    origin: CommandOrigin,
  ): Promise<string | undefined> {
    const claim = origin.idempotency && (await this.#store.findClaim(origin.commandId));
    if (!claim) return undefined;
    const id = idOf(claim.stream);
    refuseReusedKey(origin, claim, streamName(category, id));
    return id;
  }

  /**
   * The state of an aggregate as the log has it now, for decisions about others. Read what you need before the next
   * `await`: the state goes on changing. It waits for no command, so two commands may look at each other's streams.
   */
  async peek<State, Event extends DomainEvent>(
    aggregate: AggregateDefinition<State, Event>,
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
      const step = await this.#decide(aggregate, wantedOf(aggregate, request), stream);
      return 'answer' in step ? step.answer : undefined;
    });
  }

  async #attempt<State, Event extends DomainEvent>(
    aggregate: AggregateDefinition<State, Event>,
    request: Wanted<State, Event>,
    stream: StreamName,
    held: HeldClaims,
  ): Promise<Attempt<CommandResult<Event>>> {
    const step = await this.#decide(aggregate, request, stream);
    if ('answer' in step) return { result: step.answer };
    const { loaded, decided, claims } = step;
    if (decided.length === 0) {
      await this.#answers.refuseKeyOfOther(stream, request.origin);
      return {
        result: { logId: await this.#store.logId(), stream, revision: loaded.revision, position: START, events: [] },
      };
    }
    if (!held.cover(claims)) {
      await this.#rehearse(aggregate, { ...request, stream, ...step });
      return { unclaimed: claims };
    }
    return { result: await this.#append(aggregate, { ...request, stream, ...step }), claims };
  }

  async #decide<State, Event extends DomainEvent>(
    aggregate: AggregateDefinition<State, Event>,
    request: Wanted<State, Event>,
    stream: StreamName,
  ): Promise<
    | { answer: CommandResult<Event> }
    | { loaded: LoadedStream<State>; decided: readonly Event[]; claims: readonly Claim[]; now: number }
  > {
    const { origin } = request;
    const loaded = await this.#streams.load(aggregate, stream);
    const answer = await this.#answers.of<Event>(stream, loaded, origin);
    if (answer) return { answer };
    const now = this.#clock.now();
    try {
      refuseAbandoned(origin.commandId, loaded.abandoned);
      const exists = loaded.revision >= 0;
      request.authorize?.(loaded.state, exists);
      refuseStale(stream, loaded.revision, request.ifRevision);
      const { commands, abandoned } = loaded;
      const hasRun = (commandId: string): boolean => commands.has(commandId);
      const known = { now, commandId: origin.commandId, exists, hasRun, abandoned };
      const decided = await request.decide(loaded.state, known);
      const claims = request.claims?.(loaded.state, known) ?? [];
      return { loaded, decided, claims, now };
    } catch (refusal) {
      // A key spent on another stream is the better reason; an append would have found it.
      await this.#answers.refuseKeyOfOther(stream, origin);
      throw refusal;
    }
  }

  async #append<State, Event extends DomainEvent>(
    aggregate: AggregateDefinition<State, Event>,
    step: Step<State, Event>,
  ): Promise<CommandResult<Event>> {
    const { origin, stream, loaded } = step;
    const expectedAt = expectedRevision(loaded);
    const first = loaded.revision + 1;
    const logId = await this.#store.logId();
    const claim = origin.idempotency && { commandId: origin.commandId, ...origin.idempotency, stream };
    try {
      const events = await this.#prepare(aggregate, step);
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

  /** Makes what was decided ready for the log, which moves the state of the stream on. */
  async #prepare<State, Event extends DomainEvent>(
    aggregate: AggregateDefinition<State, Event>,
    { origin, stream, loaded, decided, now, authorizeScope }: Step<State, Event>,
  ): Promise<NewEvent[]> {
    const versions = decided.map((event) => this.#registry.validate(event, stream));
    const events = stamp(aggregate, loaded, { stream, events: decided, versions, now }, origin);
    try {
      for (const { metadata } of events) authorizeScope?.(metadata.scope);
    } catch (refusal) {
      await this.#answers.refuseKeyOfOther(stream, origin);
      throw refusal;
    }
    return events;
  }

  /** Before anything is claimed, on a copy: most states are small, and what cannot move is not asked where it stands. */
  async #rehearse<State, Event extends DomainEvent>(
    aggregate: AggregateDefinition<State, Event>,
    step: Step<State, Event>,
  ): Promise<void> {
    if (!step.authorizeScope || (aggregate.moves === false && step.loaded.revision >= 0)) return;
    const loaded = { ...step.loaded, state: structuredClone(step.loaded.state) };
    await this.#prepare(aggregate, { ...step, loaded });
  }

  /** Never answers from memory when nobody knows what was written. */
  async #readBack<State, Event extends DomainEvent>(
    aggregate: AggregateDefinition<State, Event>,
    stream: StreamName,
    origin: CommandOrigin,
    unknown: Error,
  ): Promise<CommandResult<Event>> {
    try {
      const answer = await this.#answers.of<Event>(stream, await this.#streams.load(aggregate, stream), origin);
      if (answer) return answer;
    } catch (error) {
      // That the store is down now does not mean that nothing was written.
      if (!isSystemError(error, 'STORE_UNAVAILABLE')) throw error;
    }
    throw unknown;
  }
}

function wantedOf<State, Command, Event extends DomainEvent, Context>(
  aggregate: AggregateDefinition<State, Event> | Aggregate<State, Command, Event, Context>,
  request: DecisionRequest<State, Event> | CommandRequest<State, Command, Context>,
): Wanted<State, Event> {
  if ('decide' in request) return request;
  return decisionOf(aggregate as Aggregate<State, Command, Event, Context>, request);
}
