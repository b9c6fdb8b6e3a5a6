import { commandAbandoned } from './abandonment.ts';
import type { Aggregate } from './aggregate.ts';
import { deriveId } from './command-id.ts';
import type { CommandOrigin } from './command-origin.ts';
import type { CarriedOut, DecisionRequest } from './command-request.ts';
import type { DomainEvent } from '../events/domain-event.ts';
import { isDomainError, isSystemError, SystemError } from '../errors.ts';
import { streamName, type StreamName } from '../stream-name.ts';
import type { Claim, Claimant, ClaimFacts } from './claim.ts';

/** What the claims of a command need of the executor. */
export interface StreamAccess {
  step<State, Event extends DomainEvent>(
    aggregate: Aggregate<State, Event>,
    request: DecisionRequest<State, Event>,
  ): Promise<CarriedOut<Event>>;
  look<State, Event extends DomainEvent, T>(
    aggregate: Aggregate<State, Event>,
    id: string,
    read: (state: State, at: { readonly revision: number }) => T,
  ): Promise<T>;
}

/** What an attempt at an act came to. */
export type Attempt<Result> =
  /** `claims` are those that the act rests on; absent for a repeat, and when nothing was written. */
  | { readonly result: Result; readonly claims?: readonly Claim[] }
  /** It needs these claims, and does not hold all of them. */
  | { readonly unclaimed: readonly Claim[] };

/** The two sides of a command on its target. */
interface Act<Result> {
  /**
   * Decides and writes, if the claims that it then needs are held.
   * @param onLog whether the target is read first, whatever is known of it
   */
  attempt(onLog?: 'on the log'): Promise<Attempt<Result>>;
  /** True when an earlier attempt came as far as its append, so that it may have left claims. */
  wasTried(): Promise<boolean>;
  /** Has the target refuse the command; throws COMMAND_ALREADY_CARRIED_OUT when its act stands. */
  abandon(origin: CommandOrigin): Promise<unknown>;
}

interface Held {
  readonly claim: Claim;
  /** Of the claim's stream, when the claim was last seen to stand. */
  readonly revision: number;
}

/** How a claim is made on a stream where the command has claimed nothing yet. */
export interface FirstClaim {
  readonly on: Claim['on'];
  readonly stream: StreamName;
  readonly origin: CommandOrigin;
  /** The events that make it, none when it stands already; throws a `DomainError` when it cannot be had. */
  readonly decide: (state: unknown, now: number) => readonly DomainEvent[];
}

const MAX_ROUNDS = 8;

/**
 * The claims of one command on other streams, while it is carried out: claim, act; when the act is refused, abandon and
 * release. A process that dies on the way leaves claims that a claim sweeper resolves; so does an attempt that failed
 * after its claims, and whose repeat is refused before it claims: once abandoned, the sweeper gives them back.
 */
export class HeldClaims {
  readonly #streams: StreamAccess;
  readonly #origin: CommandOrigin;
  readonly #claimant: Claimant;
  readonly #held = new Map<StreamName, Held>();

  constructor(streams: StreamAccess, origin: CommandOrigin, target: Claimant['target']) {
    this.#streams = streams;
    this.#origin = origin;
    this.#claimant = { commandId: origin.commandId, target };
  }

  /** True when all of these are held. */
  cover(claims: readonly Claim[]): boolean {
    return claims.every((claim) => isSame(this.#held.get(streamOf(claim))?.claim, claim));
  }

  /**
   * How these claims are made, for whoever writes them together with the act.
   * @returns undefined where something is held already, which would have to be replaced
   */
  firstOf(claims: readonly Claim[]): readonly FirstClaim[] | undefined {
    if (this.#held.size > 0) return undefined;
    refuseTwoOnOneStream(claims);
    const byStream = new Map(claims.map((claim) => [streamOf(claim), claim]));
    return [...byStream].map(([stream, claim]) => ({
      on: claim.on,
      stream,
      origin: this.#stepOrigin('claim', stream),
      decide: (state, now) => claim.claim(state, { ...this.#claimant, now }),
    }));
  }

  /**
   * Attempts the act until its claims are held and it is written, or refused.
   * @throws what the act and the claims throw; DomainError COMMAND_ABANDONED (conflict) when a claim that the command took
   *   before was released since, or stands for another act; SystemError CONFLICT_RETRIES_EXHAUSTED
   */
  async carryOut<Result>(act: Act<Result>): Promise<Result> {
    try {
      for (let round = 1; round <= MAX_ROUNDS; round += 1) {
        const attempt = await act.attempt();
        if ('result' in attempt) return await this.#settle(attempt);
        const other = await this.#takeOrConfirm(attempt, act);
        if (other) return await this.#settle(other);
      }
      throw exhausted(this.#claimant);
    } catch (refusal) {
      // Of other failures nobody knows whether the act was written: the claims stay, for a retry or the sweeper.
      if (!isRefusal(refusal)) throw refusal;
      if (this.#held.size === 0 && !(await act.wasTried())) throw refusal;
      if (await this.#abandon(act)) {
        // The abandonment stands: what cannot be given back now, the sweeper gives back.
        await this.#releaseAllBut([]).catch(() => undefined);
        throw refusal;
      }
      // Another process has carried it out meanwhile: its answer stands, or its key is found spent.
      const answer = await act.attempt();
      if ('result' in answer) return answer.result;
      throw refusal;
    }
  }

  async #settle<Result>({ result, claims }: { result: Result; claims?: readonly Claim[] }): Promise<Result> {
    // The act is written, whatever fails now: what stays claimed in vain binds more than it need, never less.
    if (claims) await this.#releaseAllBut(claims).catch(() => undefined);
    return result;
  }

  /**
   * Takes what is missing. Before it is told that this cannot be had the target is read: the act may stand there, or need
   * something else by now.
   * @returns what came of the act, where it stands
   * @throws the refusal of a claim that the act needs still
   */
  async #takeOrConfirm<Result>(
    { unclaimed }: Extract<Attempt<Result>, { unclaimed: unknown }>,
    act: Act<Result>,
  ): Promise<Extract<Attempt<Result>, { result: unknown }> | undefined> {
    try {
      await this.#take(unclaimed);
      return undefined;
    } catch (refusal) {
      if (!isRefusal(refusal)) throw refusal;
      const confirmed = await act.attempt('on the log');
      if ('result' in confirmed) return confirmed;
      if (areSame(unclaimed, confirmed.unclaimed)) throw refusal;
      return undefined;
    }
  }

  async #take(claims: readonly Claim[]): Promise<void> {
    refuseTwoOnOneStream(claims);
    for (const claim of claims) {
      const before = this.#held.get(streamOf(claim));
      if (!before) await this.#claimFirst(claim);
      else if (!isSame(before.claim, claim)) await this.#replace(before, claim);
    }
  }

  /**
   * Under one id for whatever the command claims there: had it claimed before, it is answered from the log, which says
   * nothing of now, nor of what was claimed. Only what stands counts.
   */
  async #claimFirst(claim: Claim): Promise<void> {
    const made = await this.#step(claim, ['claim', streamOf(claim)], (state, known) => claim.claim(state, known));
    await this.#hold(claim, made);
  }

  /** Releases and claims in one append, so that no other command comes in between. */
  async #replace({ claim: before, revision }: Held, claim: Claim): Promise<void> {
    const replace = (state: unknown, known: ClaimFacts): readonly DomainEvent[] => {
      const released = before.release(state, known);
      const freed = released.reduce((copy, event) => claim.on.evolve(copy, event), structuredClone(state));
      return [...released, ...claim.claim(freed, known)];
    };
    let made: CarriedOut;
    try {
      made = await this.#step(
        claim,
        ['claim', streamOf(claim), JSON.stringify(claim.what), revision],
        replace,
        revision,
      );
    } catch (error) {
      if (!isSystemError(error, 'STALE_REVISION')) throw error;
      // Somebody wrote there since, perhaps this command in another process: the target is looked at again first.
      await this.#confirm(before);
      return;
    }
    await this.#hold(claim, made);
  }

  /** What was written now stands; of what was there before only a look tells whether it does still. */
  async #hold(claim: Claim, { isWrittenNow, answer: { revision } }: CarriedOut): Promise<void> {
    if (isWrittenNow) this.#held.set(streamOf(claim), { claim, revision });
    else await this.#confirm(claim);
  }

  async #confirm(claim: Claim): Promise<void> {
    const { stands, revision } = await this.#streams.look(claim.on, claim.id, (state, at) => ({
      stands: claim.stands(state, this.#claimant),
      revision: at.revision,
    }));
    if (!stands) throw commandAbandoned({ commandId: this.#claimant.commandId });
    this.#held.set(streamOf(claim), { claim, revision });
  }

  /**
   * On a target that everybody writes to it takes its turn for as long as the claims might: a refusal is better told than
   * tried again.
   * @returns false when the command was carried out after all
   */
  async #abandon(act: Act<unknown>): Promise<boolean> {
    for (let round = 1; ; round += 1) {
      try {
        await act.abandon(this.#stepOrigin('abandon'));
        return true;
      } catch (error) {
        if (isDomainError(error, 'COMMAND_ALREADY_CARRIED_OUT')) return false;
        if (!isSystemError(error, 'CONFLICT_RETRIES_EXHAUSTED') || round === MAX_ROUNDS) throw error;
      }
    }
  }

  async #releaseAllBut(needed: readonly Claim[]): Promise<void> {
    const kept = new Set(needed.map(streamOf));
    for (const [stream, { claim }] of this.#held) {
      if (kept.has(stream)) continue;
      await this.#step(claim, ['release', stream], (state, known) => claim.release(state, known));
    }
  }

  async #step(
    { on, id }: Claim,
    name: readonly (string | number)[],
    decide: (state: unknown, known: ClaimFacts) => readonly DomainEvent[],
    ifRevision?: number,
  ): Promise<CarriedOut> {
    return this.#streams.step(on, {
      id,
      origin: this.#stepOrigin(...name),
      decide: (state, { now }) => decide(state, { ...this.#claimant, now }),
      ...(ifRevision === undefined ? {} : { ifRevision }),
    });
  }

  /** The origin of a step: an id of its own, and not the Idempotency-Key, which belongs to the act. */
  #stepOrigin(...name: readonly (string | number)[]): CommandOrigin {
    const { idempotency: _act, ...rest } = this.#origin;
    const { commandId } = this.#claimant;
    return { ...rest, commandId: deriveId(commandId, ...name), causationId: commandId };
  }
}

function streamOf({ on, id }: Claim): StreamName {
  return streamName(on.category, id);
}

function isSame(one: Claim | undefined, other: Claim): boolean {
  return one !== undefined && JSON.stringify(one.what) === JSON.stringify(other.what);
}

function areSame(some: readonly Claim[], others: readonly Claim[]): boolean {
  return (
    some.length === others.length &&
    some.every((claim) => others.some((other) => streamOf(other) === streamOf(claim) && isSame(claim, other)))
  );
}

function refuseTwoOnOneStream(claims: readonly Claim[]): void {
  const seen = new Map<StreamName, Claim>();
  for (const claim of claims) {
    const stream = streamOf(claim);
    const first = seen.get(stream) ?? claim;
    if (!isSame(first, claim)) throw new TypeError(`a command claims two things in ${stream}; it may claim one`);
    seen.set(stream, claim);
  }
}

function isRefusal(error: unknown): boolean {
  return isDomainError(error) || isSystemError(error, 'STALE_REVISION', 'IDEMPOTENCY_KEY_REUSED');
}

function exhausted({ commandId, target: { category, id } }: Claimant): SystemError {
  return new SystemError(
    'CONFLICT_RETRIES_EXHAUSTED',
    `what a command on ${category}-${id} needs elsewhere changed ${MAX_ROUNDS} times in a row; send the command again`,
    { stream: `${category}-${id}`, commandId },
  );
}
