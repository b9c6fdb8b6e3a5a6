import pMap from 'p-map';
import type { CommandBus, QueryBus } from '@nestjs/cqrs';
import { deriveId, isDomainError, isSystemError } from '#kernel/domain';
import type { EventStore } from '#kernel/ports';
import type { ProcessRunner } from '#kernel/execution';
import { commandMessageOf, queryMessageOf } from '#platform';
import { actorOf, type AnyPrincipal, type CommandOutcome, type CommandUseCase, type QueryUseCase } from '#use-cases';
import type { DemoClock } from './demo-clock.ts';
import { LogTally } from './log-tally.ts';
import type { Random } from './random.ts';

/** As many commands at once as a busy morning brings. */
const CONCURRENCY = 64;

/** What became of the commands so far. */
export interface Tally {
  /** Events written by the commands of people. */
  readonly events: number;
  /** Refusals by code. */
  readonly refused: ReadonlyMap<string, number>;
}

/** What of an open application a demonstration is played with. */
export interface Played {
  readonly commands: CommandBus;
  readonly queries: QueryBus;
  readonly processes: ProcessRunner;
  readonly stores: { readonly eventStore: EventStore };
}

/** The stage of a demonstration: its clock, its choices, and the same command bus that HTTP uses. */
export class DemoStage {
  readonly #refused = new Map<string, number>();
  readonly log: LogTally;
  #events = 0;

  constructor(
    readonly application: Played,
    readonly clock: DemoClock,
    readonly random: Random,
    readonly seed: number,
    readonly onEvents: (events: number) => void,
  ) {
    this.log = new LogTally(application.stores.eventStore);
  }

  get tally(): Tally {
    return { events: this.#events, refused: this.#refused };
  }

  /**
   * Gives a command; a refusal is counted and gives undefined, any other failure ends the demonstration.
   * @param nth which of several that are alike: otherwise one is the repeat of another
   */
  async give<T extends object>(
    command: CommandUseCase<T>,
    data: T,
    principal: AnyPrincipal,
    nth = 1,
  ): Promise<CommandOutcome | undefined> {
    // Ids derive from the seed and the command, so that the same seed makes the same network in whatever order.
    const which = nth === 1 ? [] : [String(nth)];
    const said = [command.name, actorId(principal), JSON.stringify(data), ...which];
    const commandId = deriveId('demonstration', this.seed, ...said);
    const origin = { commandId, actor: actorOf(principal), correlationId: commandId, causationId: commandId };
    try {
      const Command = commandMessageOf(command);
      const result = await this.application.commands.execute(new Command({ data, origin, principal }));
      this.#events += result.events.length;
      return result;
    } catch (error) {
      if (!isDomainError(error) && !isSystemError(error, 'CONFLICT_RETRIES_EXHAUSTED')) throw error;
      this.#refused.set(error.code, (this.#refused.get(error.code) ?? 0) + 1);
      return undefined;
    }
  }

  /** Asks a query; a refusal ends the demonstration. */
  async ask<Input extends object, Answer>(
    query: QueryUseCase<Input, Answer>,
    input: Input,
    principal: AnyPrincipal,
  ): Promise<Answer> {
    const Query = queryMessageOf(query);
    return (await this.application.queries.execute(new Query({ input, principal }))) as Answer;
  }

  /** Does something for each item, many at once. Choices must be made before: the order of the work is not fixed. */
  async each<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
    const results = await this.all(items, work);
    this.onEvents(await this.log.readOn());
    return results;
  }

  /** The same, without looking at the log: for small pieces of work. */
  all<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
    return pMap(items, work, { concurrency: CONCURRENCY });
  }

  /** Moves the clock, and lets everything that follows from that happen. */
  async moveTo(time: number): Promise<void> {
    this.clock.playAt(time);
    const { processes } = this.application;
    for (;;) {
      await processes.settled();
      if ((await processes.fireDue()) === 0) break;
    }
    this.onEvents(await this.log.readOn());
  }

  /** How many events there are once everything has followed: counted earlier, their number is a matter of chance. */
  async eventsSettled(): Promise<number> {
    await this.application.processes.settled();
    return this.log.readOn();
  }
}

function actorId(principal: AnyPrincipal): string {
  return principal.role === 'policy' ? principal.name : principal.id;
}
