import { isDomainError, isSystemError } from '../errors.ts';
import type { Clock } from '../clock.ts';
import type { DomainEvent } from '../events/domain-event.ts';
import type { EventStore } from '../ports/event-store.ts';
import { START } from '../position.ts';
import type { StreamName } from '../stream-name.ts';
import { commandAbandoned } from './abandonment.ts';
import type { Aggregate } from './aggregate.ts';
import type { Claim } from './claim.ts';
import type { CarriedOut, Wanted } from './command-request.ts';
import type { ContestedStreams } from './contested-streams.ts';
import type { ClaimStep, EventWriter } from './event-writer.ts';
import type { Attempt, FirstClaim, HeldClaims } from './held-claims.ts';
import type { KeyedQueue, Turn } from './keyed-queue.ts';
import type { LoadedStream } from './loaded-stream.ts';
import { refuseStale } from './refusals.ts';
import type { StoredAnswers } from './stored-answers.ts';
import type { StreamCache } from './stream-cache.ts';

interface Parts {
  readonly store: EventStore;
  readonly clock: Clock;
  /** In which commands on one stream wait for each other. */
  readonly queue: KeyedQueue;
  readonly streams: StreamCache;
  readonly contested: ContestedStreams;
  readonly answers: StoredAnswers;
  readonly writer: EventWriter;
}

/** What was decided on a stream as it was loaded, and what it rests on. */
interface Decided<State, Event extends DomainEvent> {
  readonly stream: StreamName;
  readonly loaded: LoadedStream<State>;
  readonly decided: readonly Event[];
  readonly claims: readonly Claim[];
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** See `EventWriter`. */
  readonly passOn?: (() => void) | undefined;
}

/** What the stream as the log has it tells better than what is known of it; other failures have nothing to do with that. */
const TOLD_BY_THE_LOG = ['WRONG_EXPECTED_REVISION', 'IDEMPOTENCY_RECORD_EXISTS', 'STALE_REVISION'] as const;

/** Single attempts at a command, each in the turn of its stream: decide, and write what was decided. */
export class CommandAttempts {
  readonly #store: EventStore;
  readonly #clock: Clock;
  readonly #queue: KeyedQueue;
  readonly #streams: StreamCache;
  readonly #contested: ContestedStreams;
  readonly #answers: StoredAnswers;
  readonly #writer: EventWriter;

  constructor({ store, clock, queue, streams, contested, answers, writer }: Parts) {
    this.#store = store;
    this.#clock = clock;
    this.#queue = queue;
    this.#streams = streams;
    this.#contested = contested;
    this.#answers = answers;
    this.#writer = writer;
  }

  /**
   * Decides on the stream as it is known, without reading it, where that leads to an append: the log takes it only if
   * nobody has written there since. Nothing else is concluded from what the log has not confirmed. Where the log takes appends in
   * their order, the next command has its turn while this one's append is under way.
   * @returns undefined where the stream has to be read
   */
  async onKnown<State, Event extends DomainEvent>(
    aggregate: Aggregate<State, Event>,
    request: Wanted<State, Event>,
    stream: StreamName,
    held: HeldClaims,
    turn: Turn,
  ): Promise<Attempt<CarriedOut<Event>> | undefined> {
    const known = this.#known<State>(stream) ?? (request.onNewStream ? this.#begin(aggregate, stream) : undefined);
    if (!known || known.commands.has(request.origin.commandId)) return undefined;
    const isConfirmed = known.underWay === 0;
    try {
      const step = await this.#decide(request, stream, known);
      if (step.decided.length === 0) return undefined;
      const { cameAt = Infinity } = request;
      const passOn = this.#store.appendTogether ? turn.pass : undefined;
      return await this.#goOn(
        aggregate,
        { ...request, stream, ...step, passOn },
        held,
        isConfirmed && known.askedAt >= cameAt,
      );
    } catch (error) {
      if (isSystemError(error) && !isSystemError(error, ...TOLD_BY_THE_LOG)) throw error;
      // What it went on from was refused, perhaps: nobody else has written then.
      if (isConfirmed) this.#noteConflict(error);
      return undefined;
    }
  }

  /** What is known of a stream, unless others write there, too. */
  #known<State>(stream: StreamName): LoadedStream<State> | undefined {
    return this.#contested.has(stream) ? undefined : this.#streams.known<State>(stream);
  }

  /** A stream without events, unless something is known of it. */
  #begin<State, Event extends DomainEvent>(
    aggregate: Aggregate<State, Event>,
    stream: StreamName,
  ): LoadedStream<State> | undefined {
    return this.#contested.has(stream) ? undefined : this.#streams.begin(aggregate, stream);
  }

  #noteConflict(error: unknown): void {
    if (isSystemError(error, 'WRONG_EXPECTED_REVISION')) this.#contested.note(error.facts.stream as StreamName);
  }

  /** Decides on the stream as the log has it now. */
  async onLog<State, Event extends DomainEvent>(
    aggregate: Aggregate<State, Event>,
    request: Wanted<State, Event>,
    stream: StreamName,
    held: HeldClaims,
  ): Promise<Attempt<CarriedOut<Event>>> {
    const { origin } = request;
    const loaded = await this.#streams.load(aggregate, stream);
    const answer = await this.#answers.of<Event>(stream, loaded, origin);
    if (answer) return { result: { answer, isWrittenNow: false } };
    const step = await this.#decide(request, stream, loaded);
    const going = step.decided.length > 0 && (await this.#goOn(aggregate, { ...request, stream, ...step }, held, true));
    if (going) return going;
    await this.#answers.refuseKeyOfOther(stream, origin);
    const logId = await this.#store.logId();
    const nothing = { logId, stream, revision: loaded.revision, position: START, events: [] };
    return { result: { answer: nothing, isWrittenNow: false } };
  }

  /**
   * Writes what was decided, if the claims that it needs are held or can be had with it.
   * @param mayClaim whether others may be claimed for it: what is claimed for an act that is refused then has it abandoned
   * @returns undefined where they may not
   */
  async #goOn<State, Event extends DomainEvent>(
    aggregate: Aggregate<State, Event>,
    act: Decided<State, Event> & Pick<Wanted<State, Event>, 'origin' | 'authorizeScope'>,
    held: HeldClaims,
    mayClaim: boolean,
  ): Promise<Attempt<CarriedOut<Event>> | undefined> {
    const { claims } = act;
    if (held.cover(claims)) return { result: await this.#writer.write(aggregate, act), claims };
    const together = await this.#actWithClaims(aggregate, act, held);
    if (together) return { result: together };
    if (!mayClaim) return undefined;
    await this.#writer.rehearse(aggregate, act);
    return { unclaimed: claims };
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
  ): Promise<CarriedOut<Event> | undefined> {
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
    const loaded = this.#known<unknown>(stream) ?? (await this.#streams.load(on, stream));
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
    request: Wanted<State, Event>,
    stream: StreamName,
    loaded: LoadedStream<State>,
  ): Promise<Omit<Decided<State, Event>, 'stream'>> {
    const { origin } = request;
    const { commandId } = origin;
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
