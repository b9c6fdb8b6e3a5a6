import { aroundEvent, type Around } from './around-event.ts';
import type { Clock } from '../clock.ts';
import type { DomainEvent } from '../events/domain-event.ts';
import { isSystemError, SystemError } from '../errors.ts';
import type { EventRegistry } from '../events/event-registry.ts';
import type { EventStore, IdempotencyRecord } from '../ports/event-store.ts';
import { START, type Position } from '../position.ts';
import { idOf, streamName, type StreamName } from '../stream-name.ts';
import { decideAbandon } from './abandonment.ts';
import type { Aggregate } from './aggregate.ts';
import { CommandAttempts } from './command-attempts.ts';
import type { CommandOrigin } from './command-origin.ts';
import type { CarriedOut, CommandResult, DecisionRequest, Wanted } from './command-request.ts';
import { ContestedStreams } from './contested-streams.ts';
import { EventWriter } from './event-writer.ts';
import { HeldClaims, type Attempt } from './held-claims.ts';
import { pauseBeforeRetry } from './jitter.ts';
import { KeyedQueue } from './keyed-queue.ts';
import type { LoadedStream } from './loaded-stream.ts';
import { refuseReusedKey, wasTried } from './refusals.ts';
import { StoredAnswers } from './stored-answers.ts';
import { StreamCache } from './stream-cache.ts';

/** Where a stream stands that was looked at. */
interface Seen {
  /** False for a stream without events. */
  readonly exists: boolean;
  /** Of the last event; -1 without events. */
  readonly revision: number;
  /** Of the last event; START without events. */
  readonly position: Position;
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
  readonly #queue = new KeyedQueue();
  /** Commands that need claims, by command id. */
  readonly #inFlight = new KeyedQueue();
  readonly #streams: StreamCache;
  readonly #answers: StoredAnswers;
  readonly #attempts: CommandAttempts;
  /** For `look`, apart: a command that looks at a stream must not wait for the commands that queue on it. */
  readonly #lookQueue = new KeyedQueue();
  readonly #lookedAt: StreamCache;

  constructor({ store, registry, clock, cachedStreams = 5_000 }: ExecutorOptions) {
    this.#store = store;
    this.#registry = registry;
    const folds = { store, registry, clock, capacity: cachedStreams };
    const contested = new ContestedStreams(clock, cachedStreams);
    this.#streams = new StreamCache({ ...folds, onEventsOfOthers: (stream) => contested.note(stream) });
    this.#answers = new StoredAnswers(store, registry);
    const written = { store, streams: this.#streams, answers: this.#answers };
    const writer = new EventWriter({ ...written, registry });
    this.#attempts = new CommandAttempts({
      ...written,
      ...{ writer, clock, queue: this.#queue, contested },
    });
    this.#lookedAt = new StreamCache(folds);
  }

  /**
   * Carries out one command: claims first, if it needs any, then the act.
   * @returns what it brought about; a command given before answers with what it brought about then
   * @throws DomainError when a rule forbids it, here or where it claims; COMMAND_ABANDONED (conflict) when a claim that it
   *   took before was released since, or stands for another act
   * @throws SystemError STALE_REVISION | IDEMPOTENCY_KEY_REUSED | CONFLICT_RETRIES_EXHAUSTED | OUTCOME_UNKNOWN |
   *   STORE_UNAVAILABLE | LOG_CHANGED | STREAM_DELETED
   */
  async execute<State, Event extends DomainEvent>(
    aggregate: Aggregate<State, Event>,
    request: DecisionRequest<State, NoInfer<Event>>,
  ): Promise<CommandResult<Event>> {
    return (await this.step(aggregate, request)).answer;
  }

  /**
   * Carries out a step of another command, which goes on from whether it was written now.
   * @throws as {@link execute}
   */
  step<State, Event extends DomainEvent>(
    aggregate: Aggregate<State, Event>,
    request: DecisionRequest<State, NoInfer<Event>>,
  ): Promise<CarriedOut<Event>> {
    const decide: Wanted<State, Event>['decide'] = ({ state }, known) => request.decide(state, known);
    return this.#carryOut(aggregate, { ...request, decide });
  }

  /**
   * Refuses a command that needs claims for a reason that was known before it came here.
   * @returns the answer of an earlier attempt whose act stands
   * @throws the refusal; what an earlier attempt claimed is then given back, by the sweeper
   */
  async refuse<State, Event extends DomainEvent>(
    aggregate: Aggregate<State, Event>,
    { id, origin }: Pick<DecisionRequest<State, Event>, 'id' | 'origin'>,
    refusal: unknown,
  ): Promise<CommandResult<Event>> {
    if (!(await wasTried(origin, streamName(aggregate.category, id)))) throw refusal;
    const decide = (): never => {
      throw refusal;
    };
    return this.execute(aggregate, { id, origin, decide, claims: () => [] });
  }

  /**
   * Refuses a command from now on, so that what was claimed for it can be released.
   * @param id of the aggregate that the command was for
   * @param origin of the abandoning, which has a command id of its own
   * @throws DomainError COMMAND_ALREADY_CARRIED_OUT (already-so) when its act stands
   * @throws SystemError as {@link execute}
   */
  async abandon<State, Event extends DomainEvent>(
    aggregate: Aggregate<State, Event>,
    id: string,
    abandonedCommandId: string,
    origin: CommandOrigin,
  ): Promise<CommandResult> {
    const { answer } = await this.#carryOut<State, DomainEvent>(aggregate, {
      id,
      origin,
      decide: (loaded) => decideAbandon(abandonedCommandId, loaded),
    });
    return answer;
  }

  async #carryOut<State, Event extends DomainEvent>(
    aggregate: Aggregate<State, Event>,
    request: Wanted<State, Event>,
  ): Promise<CarriedOut<Event>> {
    const { id, origin } = request;
    const stream = streamName(aggregate.category, id);
    const standing = origin.idempotency?.standing;
    // An append that its key refuses takes with it all that went on from it.
    if (standing) await refuseReusedKey(origin, standing, stream);
    const held = new HeldClaims(this, origin, { category: aggregate.category, id });
    const carryOut = (): Promise<CarriedOut<Event>> =>
      held.carryOut({
        attempt: (onLog) => this.#act(aggregate, request, stream, held, onLog !== undefined),
        wasTried: async () => request.claims !== undefined && wasTried(origin, stream),
        abandon: (step) => this.abandon(aggregate, id, origin.commandId, step),
      });
    // The same command twice at once (a client's retry): the second waits, and finds the answer of the first.
    return request.claims ? this.#inFlight.run(origin.commandId, carryOut) : carryOut();
  }

  async #act<State, Event extends DomainEvent>(
    aggregate: Aggregate<State, Event>,
    request: Wanted<State, Event>,
    stream: StreamName,
    held: HeldClaims,
    onLog: boolean,
  ): Promise<Attempt<CarriedOut<Event>>> {
    const attempt = await this.#queue.run(stream, async (turn) => {
      const settled = onLog ? undefined : await this.#attempts.onKnown(aggregate, request, stream, held, turn);
      if (settled || turn.hasPassed) return settled;
      await turn.alone();
      return this.#actOnLog(aggregate, request, stream, held);
    });
    // What it had decided did not come about, and others have had their turn since: it takes another one.
    return attempt ?? this.#act(aggregate, request, stream, held, true);
  }

  /** In a turn of its own: nothing is under way on the stream. */
  async #actOnLog<State, Event extends DomainEvent>(
    aggregate: Aggregate<State, Event>,
    request: Wanted<State, Event>,
    stream: StreamName,
    held: HeldClaims,
  ): Promise<Attempt<CarriedOut<Event>>> {
    let given = request;
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      try {
        return await this.#attempts.onLog(aggregate, given, stream, held);
      } catch (error) {
        if (!isSystemError(error, 'WRONG_EXPECTED_REVISION', 'IDEMPOTENCY_RECORD_EXISTS')) throw error;
        if (error.code === 'IDEMPOTENCY_RECORD_EXISTS') {
          const record = error.facts.record as IdempotencyRecord;
          await refuseReusedKey(given.origin, record, stream);
          given = { ...given, origin: underRecord(given.origin, record) };
        }
        await pauseBeforeRetry(attempt);
      }
    }
    throw new SystemError(
      'CONFLICT_RETRIES_EXHAUSTED',
      `${stream} changed under ${MAX_ATTEMPTS} attempts in a row; send the command again`,
      { stream },
    );
  }

  /**
   * Looks at an aggregate as the log has it now, for decisions about others. It waits for no command, so two commands may
   * look at each other's streams.
   * @param read takes what is needed out of the state, which goes on changing afterwards
   * @returns what `read` returns
   */
  async look<State, Event extends DomainEvent, T>(
    aggregate: Aggregate<State, Event>,
    id: string,
    read: (state: State, at: Seen) => T,
  ): Promise<T> {
    const stream = streamName(aggregate.category, id);
    return this.#lookQueue.run(stream, async () => {
      const loaded = await this.#loadToLook(aggregate, stream);
      return read(loaded.state, seenIn(loaded));
    });
  }

  /**
   * An aggregate as it stood before and after one of its events, read from its whole history.
   * @param revision of the event
   */
  around<State, Event extends DomainEvent>(
    aggregate: Aggregate<State, Event>,
    id: string,
    revision: number,
  ): Promise<Around<State>> {
    const log = { store: this.#store, registry: this.#registry };
    return aroundEvent(aggregate, streamName(aggregate.category, id), revision, log);
  }

  /**
   * Looks at an aggregate for a command that may have been carried out on it before: one read of the log for both. It waits
   * for no other command.
   * @param read as that of {@link look}; not called where there is an answer
   * @returns the stored answer, or what `read` returns
   * @throws SystemError IDEMPOTENCY_KEY_REUSED when its key stands for another request; what `read` throws
   */
  async lookUnlessAnswered<State, Event extends DomainEvent, T>(
    aggregate: Aggregate<State, Event>,
    id: string,
    origin: CommandOrigin,
    read: (state: State, at: Seen) => T,
  ): Promise<{ readonly answer: CommandResult<Event> } | { readonly seen: T }> {
    const stream = streamName(aggregate.category, id);
    return this.#lookQueue.run(stream, async () => {
      const loaded = await this.#loadToLook(aggregate, stream);
      const answer = await this.#answers.of<Event>(stream, loaded, origin);
      return answer ? { answer } : { seen: read(loaded.state, seenIn(loaded)) };
    });
  }

  /**
   * Which aggregate a request under this Idempotency-Key was carried out on: what the request names may lead to another
   * by now, or to none.
   * @returns its id; undefined when no such request was carried out
   * @throws SystemError IDEMPOTENCY_KEY_REUSED when the key stands for another request
   */
  async carriedOutOn(
    { category }: Pick<Aggregate<unknown, DomainEvent>, 'category'>,
    origin: CommandOrigin,
  ): Promise<string | undefined> {
    const record = origin.idempotency && (await this.#store.findIdempotencyRecord(origin.commandId));
    if (!record) return undefined;
    const id = idOf(record.stream);
    await refuseReusedKey(origin, record, streamName(category, id));
    return id;
  }

  async #loadToLook<State, Event extends DomainEvent>(
    aggregate: Aggregate<State, Event>,
    stream: StreamName,
  ): Promise<LoadedStream<State>> {
    const loaded = await this.#lookedAt.load(aggregate, stream);
    this.#streams.sawOnLog(stream, loaded);
    return loaded;
  }
}

function seenIn({ revision, last }: LoadedStream<unknown>): Seen {
  return { exists: revision >= 0, revision, position: last?.position ?? START };
}

/**
 * The same request under the record that stands for it: a log compares records byte by byte, and what is made of the
 * body now may be another (the record is of an older version, or the key of a person in it was destroyed since).
 */
function underRecord(origin: CommandOrigin, { bodyHash }: IdempotencyRecord): CommandOrigin {
  if (!origin.idempotency) return origin;
  const { idempotency } = origin;
  const body = { ...idempotency.body, hash: async () => bodyHash };
  return { ...origin, idempotency: { ...idempotency, body } };
}
