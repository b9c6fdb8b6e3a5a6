import type { Aggregate, DecisionContext } from '../commands/aggregate.ts';
import { commandAbandoned } from '../commands/abandonment.ts';
import type { CommandExecutor } from '../commands/command-executor.ts';
import type { CommandRequest, CommandResult } from '../commands/command-request.ts';
import type { CommandOrigin } from '../commands/command-origin.ts';
import { deriveId } from '../commands/command-id.ts';
import { KeyedQueue } from '../commands/keyed-queue.ts';
import type { DomainEvent } from '../decider.ts';
import { isDomainError, isSystemError } from '../errors.ts';
import type { AbandonCommand } from './claims.ts';

/** One claim that a command needs on another stream. Taking and releasing are idempotent. */
export interface ClaimStep {
  /** Takes the claim, or finds that this command took it before; throws a DomainError when the other stream refuses. */
  take(origin: CommandOrigin): Promise<unknown>;
  /** True when the claim stands now, for this command and this very act. */
  stands(): Promise<boolean>;
  /** Gives it back. */
  release(origin: CommandOrigin): Promise<unknown>;
}

/**
 * Carries out commands that need claims on other streams: rehearse, claim, act; when the act is refused, abandon and
 * release. A process that dies on the way leaves claims that a claim sweeper resolves.
 */
export class ClaimingExecutor {
  readonly #inFlight = new KeyedQueue();

  constructor(readonly executor: CommandExecutor) {}

  /**
   * @param aggregate the target, whose events say that the command was carried out
   * @param claims what must be claimed first, in this order
   * @returns and throws what {@link CommandExecutor.execute} does, and what the claims throw
   * @throws DomainError COMMAND_ABANDONED (conflict) when a claim that the command took before was released since, or
   *   stands for another act
   */
  execute<State, Command, Event extends DomainEvent, Context extends DecisionContext>(
    aggregate: Aggregate<State, Command | AbandonCommand, Event, Context>,
    request: CommandRequest<State, Command, Context>,
    claims: readonly ClaimStep[],
  ): Promise<CommandResult<Event>> {
    // The same command twice at once (a client's retry): the second waits, and finds the answer of the first.
    return this.#inFlight.run(request.origin.commandId, async () => {
      const answer = await this.executor.rehearse(aggregate, request);
      if (answer) return answer;
      const taken: ClaimStep[] = [];
      try {
        for (const claim of claims) {
          await claim.take(stepOrigin(request.origin, 'claim', taken.length));
          // Taken before, it may be answered from the log: that says nothing of now, nor of what it was taken for.
          if (!(await claim.stands())) throw commandAbandoned(request.origin.commandId);
          taken.push(claim);
        }
        return await this.executor.execute(aggregate, request);
      } catch (refusal) {
        // Of other failures nobody knows whether the act was written: the claims stay, for a retry or the sweeper.
        if (taken.length === 0 || !isRefusal(refusal)) throw refusal;
        // Another process may have carried it out meanwhile: then its answer stands, or its key is found spent.
        if (!(await this.#abandon(aggregate, request))) return await this.executor.execute(aggregate, request);
        for (const [index, claim] of taken.entries()) await claim.release(stepOrigin(request.origin, 'release', index));
        throw refusal;
      }
    });
  }

  /** @returns false when the command was carried out after all */
  async #abandon<State, Command, Event extends DomainEvent, Context extends DecisionContext>(
    aggregate: Aggregate<State, Command | AbandonCommand, Event, Context>,
    request: CommandRequest<State, Command, Context>,
  ): Promise<boolean> {
    try {
      const { id, origin } = request;
      await this.executor.abandon(aggregate, id, origin.commandId, stepOrigin(origin, 'abandon', 0));
      return true;
    } catch (error) {
      if (isDomainError(error, 'COMMAND_ALREADY_CARRIED_OUT')) return false;
      throw error;
    }
  }
}

/** The origin of a step of a command: an id of its own, no claim on the Idempotency-Key, which belongs to the act. */
function stepOrigin(origin: CommandOrigin, step: string, index: number): CommandOrigin {
  const { idempotency: _act, ...rest } = origin;
  return { ...rest, commandId: deriveId(origin.commandId, step, index), causationId: origin.commandId };
}

function isRefusal(error: unknown): boolean {
  return isDomainError(error) || isSystemError(error, 'STALE_REVISION', 'IDEMPOTENCY_KEY_REUSED');
}
