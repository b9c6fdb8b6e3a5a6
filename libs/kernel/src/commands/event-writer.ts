import type { DomainEvent } from '../events/domain-event.ts';
import { isSystemError } from '../errors.ts';
import type { EventRegistry } from '../events/event-registry.ts';
import type { AppendRequest, AppendResult, EventStore, IdempotencyRecord, NewEvent } from '../ports/event-store.ts';
import { START } from '../position.ts';
import type { StreamName } from '../stream-name.ts';
import type { Aggregate } from './aggregate.ts';
import type { CommandOrigin } from './command-origin.ts';
import type { CarriedOut, CommandResult, Wanted } from './command-request.ts';
import { assume, confirm, expectation, refuseElsewhere, type LoadedStream } from './loaded-stream.ts';
import { asRecorded, stamp } from './stamp.ts';
import type { StoredAnswers } from './stored-answers.ts';
import type { StreamCache } from './stream-cache.ts';

interface Parts {
  readonly store: EventStore;
  readonly registry: EventRegistry;
  readonly streams: StreamCache;
  readonly answers: StoredAnswers;
}

/** What was decided on a stream as it was loaded. */
interface Step<State, Event extends DomainEvent> extends Pick<Wanted<State, Event>, 'origin' | 'authorizeScope'> {
  readonly stream: StreamName;
  readonly loaded: LoadedStream<State>;
  readonly decided: readonly Event[];
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** To be told once the append is under way, where the next one may go on from it. */
  readonly passOn?: (() => void) | undefined;
}

/** A claim, decided on the stream that it stands in. */
export interface ClaimStep extends Step<unknown, DomainEvent> {
  readonly on: Aggregate<unknown, DomainEvent>;
}

/** Writes what was decided on a stream, and keeps what is folded of it in step with the log. */
export class EventWriter {
  readonly #store: EventStore;
  readonly #registry: EventRegistry;
  readonly #streams: StreamCache;
  readonly #answers: StoredAnswers;

  constructor({ store, registry, streams, answers }: Parts) {
    this.#store = store;
    this.#registry = registry;
    this.#streams = streams;
    this.#answers = answers;
  }

  /**
   * Appends what was decided, where the stream then stands.
   * @throws SystemError WRONG_EXPECTED_REVISION | IDEMPOTENCY_RECORD_EXISTS (nothing written) | OUTCOME_UNKNOWN; what
   *   `authorizeScope` throws
   */
  async write<State, Event extends DomainEvent>(
    aggregate: Aggregate<State, Event>,
    step: Step<State, Event>,
  ): Promise<CarriedOut<Event>> {
    const { origin, stream, passOn } = step;
    const logId = await this.#store.logId();
    try {
      const request = await this.#requestOf(aggregate, step);
      const appended = this.#store.append(request);
      passOn?.();
      const answer = { logId, ...written(step, request, await appended) };
      return { answer, isWrittenNow: true };
    } catch (error) {
      this.#streams.forget(stream);
      if (!isSystemError(error, 'OUTCOME_UNKNOWN')) throw error;
      return await this.#readBack(aggregate, stream, origin, error);
    }
  }

  /**
   * Appends claims and the act that rests on them, in this order: all of it or nothing.
   * @returns what came of the act
   * @throws as {@link write}
   */
  async writeTogether<State, Event extends DomainEvent>(
    aggregate: Aggregate<State, Event>,
    act: Step<State, Event>,
    claims: readonly ClaimStep[],
  ): Promise<CarriedOut<Event>> {
    const { origin, stream } = act;
    const logId = await this.#store.logId();
    try {
      const requests: AppendRequest[] = [];
      for (const claim of claims) requests.push(await this.#requestOf(claim.on, claim));
      const acting = await this.#requestOf(aggregate, act);
      const appended = this.#store.appendTogether?.([...requests, acting]);
      act.passOn?.();
      const results = (await appended) ?? [];
      for (const [index, claim] of claims.entries()) {
        written(claim, requests[index] as AppendRequest, results[index] as AppendResult);
      }
      const answer = { logId, ...written(act, acting, results.at(-1) as AppendResult) };
      return { answer, isWrittenNow: true };
    } catch (error) {
      for (const { stream: moved } of [...claims, act]) this.#streams.forget(moved);
      if (!isSystemError(error, 'OUTCOME_UNKNOWN')) throw error;
      return await this.#readBack(aggregate, stream, origin, error);
    }
  }

  /** Moves the state of the stream on: if it is not written after all, the stream must be forgotten. */
  async #requestOf<State, Event extends DomainEvent>(
    aggregate: Aggregate<State, Event>,
    step: Step<State, Event>,
  ): Promise<AppendRequest> {
    const { origin, stream, loaded } = step;
    const events = await this.#prepare(aggregate, step);
    const idempotency = origin.idempotency && (await recordOf(stream, events, origin.commandId, origin.idempotency));
    const request = { stream, ...expectation(loaded), events, ...(idempotency ? { idempotency } : {}) };
    assume(loaded, request, origin.commandId);
    return request;
  }

  /** Makes what was decided ready for the log, which moves the state of the stream on. */
  async #prepare<State, Event extends DomainEvent>(
    aggregate: Aggregate<State, Event>,
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
  async rehearse<State, Event extends DomainEvent>(
    aggregate: Aggregate<State, Event>,
    step: Step<State, Event>,
  ): Promise<void> {
    if (!step.authorizeScope || (aggregate.moves === false && step.loaded.revision >= 0)) return;
    const loaded = { ...step.loaded, state: structuredClone(step.loaded.state) };
    await this.#prepare(aggregate, { ...step, loaded });
  }

  /** Never answers from memory when nobody knows what was written. */
  async #readBack<State, Event extends DomainEvent>(
    aggregate: Aggregate<State, Event>,
    stream: StreamName,
    origin: CommandOrigin,
    unknown: Error,
  ): Promise<CarriedOut<Event>> {
    try {
      const answer = await this.#answers.of<Event>(stream, await this.#streams.load(aggregate, stream), origin);
      if (answer) return { answer, isWrittenNow: false };
    } catch (error) {
      // That the store is down now does not mean that nothing was written.
      if (!isSystemError(error, 'STORE_UNAVAILABLE')) throw error;
    }
    throw unknown;
  }
}

/**
 * What came of an append, by which what is known of its stream was moved on.
 * @throws SystemError STREAM_DELETED when it was written elsewhere than it must stand
 */
function written<State, Event extends DomainEvent>(
  { origin, loaded }: Step<State, Event>,
  request: AppendRequest,
  { revision, positions }: AppendResult,
): Omit<CommandResult<Event>, 'logId'> {
  refuseElsewhere(request, revision);
  const { stream, events } = request;
  const first = revision - events.length + 1;
  const position = positions.at(-1) ?? START;
  confirm(loaded, request, origin.commandId, position);
  const recorded = events.map((event, index) =>
    asRecorded<Event>(event, stream, first + index, positions[index] ?? position),
  );
  return { stream, revision, position, events: recorded };
}

/** The memory of the key that a command was given under, which is kept with what it brought about. */
async function recordOf(
  stream: StreamName,
  events: readonly NewEvent[],
  commandId: string,
  { route, body }: NonNullable<CommandOrigin['idempotency']>,
): Promise<IdempotencyRecord> {
  const subjects = [...new Set(events.flatMap(({ metadata }) => metadata.subjects))];
  return { commandId, route, bodyHash: await body.hash(subjects), stream };
}
