import { aroundEvent, type Around } from './around-event.ts';
import type { Claim } from './claim.ts';
import { HeldClaims, type Attempt, type FirstClaim } from './held-claims.ts';
import type { Clock } from '../clock.ts';
import type { DomainEvent } from '../events/domain-event.ts';
import { isDomainError, isSystemError, SystemError } from '../errors.ts';
import type { EventRegistry } from '../events/event-registry.ts';
import type { EventStore, IdempotencyRecord } from '../ports/event-store.ts';
import { START, type Position } from '../position.ts';
import { idOf, streamName, type StreamName } from '../stream-name.ts';
import { commandAbandoned, decideAbandon } from './abandonment.ts';
import type { Aggregate } from './aggregate.ts';
import type { CommandOrigin } from './command-origin.ts';
import type { CommandResult, DecisionRequest, Wanted } from './command-request.ts';
import { EventWriter, type ClaimStep } from './event-writer.ts';
import { pauseBeforeRetry } from './jitter.ts';
import { KeyedQueue } from './keyed-queue.ts';
import type { LoadedStream } from './loaded-stream.ts';
import { refuseReusedKey, refuseStale, wasTried } from './refusals.ts';
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

/** What was decided on a stream as it was loaded, and what it rests on. */
interface Decided<State, Event extends DomainEvent> {
  readonly stream: StreamName;
  readonly loaded: LoadedStream<State>;
  readonly decided: readonly Event[];
  readonly claims: readonly Claim[];
  /** Milliseconds since the epoch. */
  readonly now: number;
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
  /** Commands that need claims, by command id. */
  readonly #inFlight = new KeyedQueue();
  readonly #streams: StreamCache;
  readonly #answers: StoredAnswers;
  readonly #writer: EventWriter;
  /** For `look`, apart: a command that looks at a stream must not wait for the commands that queue on it. */
  readonly #lookQueue = new KeyedQueue();
  readonly #lookedAt: StreamCache;

  constructor({ store, registry, clock, cachedStreams = 5_000 }: ExecutorOptions) {
    this.#store = store;
    this.#registry = registry;
    this.#clock = clock;
    this.#streams = new StreamCache(store, registry, cachedStreams);
    this.#answers = new StoredAnswers(store, registry);
    this.#writer = new EventWriter({ store, registry, streams: this.#streams, answers: this.#answers });
    this.#lookedAt = new StreamCache(store, registry, cachedStreams);
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
    aggregate: Aggregate<State, Event>,
    request: DecisionRequest<State, NoInfer<Event>>,
  ): Promise<CommandResult<Event>> {
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
  abandon<State, Event extends DomainEvent>(
    aggregate: Aggregate<State, Event>,
    id: string,
    abandonedCommandId: string,
    origin: CommandOrigin,
  ): Promise<CommandResult> {
    return this.#carryOut<State, DomainEvent>(aggregate, {
      id,
      origin,
      decide: (loaded) => decideAbandon(abandonedCommandId, loaded),
    });
  }

  async #carryOut<State, Event extends DomainEvent>(
    aggregate: Aggregate<State, Event>,
    request: Wanted<State, Event>,
  ): Promise<CommandResult<Event>> {
    const { id, origin } = request;
    const held = new HeldClaims(this, origin, { category: aggregate.category, id });
    const carryOut = (): Promise<CommandResult<Event>> =>
      held.carryOut({
        attempt: () => this.#act(aggregate, request, held),
        wasTried: async () => request.claims !== undefined && wasTried(origin, streamName(aggregate.category, id)),
        abandon: (step) => this.abandon(aggregate, id, origin.commandId, step),
      });
    // The same command twice at once (a client's retry): the second waits, and finds the answer of the first.
    return request.claims ? this.#inFlight.run(origin.commandId, carryOut) : carryOut();
  }

  async #act<State, Event extends DomainEvent>(
    aggregate: Aggregate<State, Event>,
    request: Wanted<State, Event>,
    held: HeldClaims,
  ): Promise<Attempt<CommandResult<Event>>> {
    const stream = streamName(aggregate.category, request.id);
    return this.#queue.run(stream, async () => {
      let given = request;
      for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
        try {
          return await this.#attempt(aggregate, given, stream, held);
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
    });
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
      const { state, revision, last } = await this.#lookedAt.load(aggregate, stream);
      return read(state, { exists: revision >= 0, revision, position: last?.position ?? START });
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
   * The stored answer of a command, if this aggregate has carried it out. It waits for no other command.
   * @throws SystemError IDEMPOTENCY_KEY_REUSED when its key stands for another request
   */
  async answerOf<State, Event extends DomainEvent>(
    aggregate: Aggregate<State, Event>,
    id: string,
    origin: CommandOrigin,
  ): Promise<CommandResult<Event> | undefined> {
    const stream = streamName(aggregate.category, id);
    return this.#lookQueue.run(stream, async () =>
      this.#answers.of<Event>(stream, await this.#lookedAt.load(aggregate, stream), origin),
    );
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

  /** Forgets all folded streams, for a log that was changed by other means. */
  clearCache(): void {
    this.#streams.clear();
    this.#lookedAt.clear();
  }

  async #attempt<State, Event extends DomainEvent>(
    aggregate: Aggregate<State, Event>,
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
      const together = await this.#actWithClaims(aggregate, { ...request, stream, ...step }, held);
      if (together) return { result: together };
      await this.#writer.rehearse(aggregate, { ...request, stream, ...step });
      return { unclaimed: claims };
    }
    return { result: await this.#writer.write(aggregate, { ...request, stream, ...step }), claims };
  }

  /**
   * Claims and acts in one append, where the store can do that and nothing is out of the ordinary: then no attempt is left
   * with claims in hand, and nothing has to be asked twice. It waits for no queue, being in that of the target.
   * @returns undefined where the claims have to be taken first, one by one: somebody is at one of their streams, one cannot
   *   be had, or this command has claimed there before. Nothing was changed then
   */
  async #actWithClaims<State, Event extends DomainEvent>(
    aggregate: Aggregate<State, Event>,
    act: Decided<State, Event> & Pick<Wanted<State, Event>, 'origin' | 'authorizeScope'>,
    held: HeldClaims,
  ): Promise<CommandResult<Event> | undefined> {
    const firsts = this.#store.appendTogether && held.firstOf(act.claims);
    if (!firsts) return undefined;
    return this.#queue.runIfFree(
      firsts.map(({ stream }) => stream),
      async () => {
        const claims: ClaimStep[] = [];
        for (const first of firsts) {
          const claim = await this.#claimed(first, act.now);
          if (!claim) return undefined;
          claims.push(claim);
        }
        return this.#writer.writeTogether(aggregate, act, claims);
      },
    );
  }

  async #claimed({ on, stream, origin, decide }: FirstClaim, now: number): Promise<ClaimStep | undefined> {
    const loaded = await this.#streams.load(on, stream);
    // What it claimed before may have been released since: what stands has to be looked at.
    if (loaded.commands.has(origin.commandId) || loaded.abandoned.has(origin.commandId)) return undefined;
    try {
      const decided = decide(loaded.state, now);
      return decided.length > 0 ? { on, stream, origin, loaded, decided, now } : undefined;
    } catch (refusal) {
      // Told where claims are taken one by one, which knows what has to be given back.
      if (isDomainError(refusal)) return undefined;
      throw refusal;
    }
  }

  async #decide<State, Event extends DomainEvent>(
    aggregate: Aggregate<State, Event>,
    request: Wanted<State, Event>,
    stream: StreamName,
  ): Promise<{ answer: CommandResult<Event> } | Omit<Decided<State, Event>, 'stream'>> {
    const { origin } = request;
    const { commandId } = origin;
    const loaded = await this.#streams.load(aggregate, stream);
    const answer = await this.#answers.of<Event>(stream, loaded, origin);
    if (answer) return { answer };
    const now = this.#clock.now();
    try {
      if (loaded.abandoned.has(commandId)) throw commandAbandoned({ commandId });
      const exists = loaded.revision >= 0;
      request.authorize?.(loaded.state, exists);
      refuseStale(stream, loaded.revision, request.ifRevision);
      const known = { now, commandId, exists };
      const decided = await request.decide(loaded, known);
      const claims = request.claims?.(loaded.state, known) ?? [];
      return { loaded, decided, claims, now };
    } catch (refusal) {
      // A key spent on another stream is the better reason; an append would have found it.
      await this.#answers.refuseKeyOfOther(stream, origin);
      throw refusal;
    }
  }
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
