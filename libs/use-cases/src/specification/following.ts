import {
  claimDispatch,
  CommandAbandoned,
  reservationEvents,
  type ClaimTarget,
  type Clock,
  type EventDefinition,
  type ProcessManager,
} from '#kernel/domain';
import type { EventStore, WorkStore } from '#kernel/ports';
import { EventRegistry, ProcessRunner, type Dispatch } from '#kernel/execution';
import type { PolicyPrincipal } from '../access/principal.ts';
import type { CommandUseCase } from '../commands/define-command.ts';
import type { Commands } from './giving.ts';

/** Process managers, and what their commands are carried out with. */
interface Followers {
  readonly store: EventStore;
  readonly events: readonly EventDefinition[];
  readonly clock: Clock;
  readonly over: Pick<Commands, 'executor' | 'give'>;
  readonly processes: readonly ProcessManager[];
  /** Those that the process managers give. */
  readonly commands: readonly CommandUseCase[];
  /** Those that claims are made for. */
  readonly aggregates: readonly ClaimTarget[];
}

/** Process managers over a store, as production has them, without HTTP. */
export interface Following {
  readonly dispatch: Dispatch;
  /** A runner that is not started yet. */
  runnerOver(work: WorkStore): ProcessRunner;
  /**
   * A runner goes on until nothing is left to do now, and stops.
   * @param killed ends it wherever it is
   */
  follow(work: WorkStore, killed?: Promise<unknown>): Promise<void>;
}

export function followersOver({ store, events, clock, over, processes, commands, aggregates }: Followers): Following {
  const byName = new Map(commands.map((command) => [command.name, command]));
  const dispatch = claimDispatch(over.executor, aggregates, async (name, data, { commandId, actor }) => {
    const command = byName.get(name);
    if (!command) throw new TypeError(`nobody here carries out ${name}`);
    const as: PolicyPrincipal = { role: 'policy', name: actor.kind === 'policy' ? actor.name : 'nobody' };
    await over.give(command, data as object, { as, commandId });
  });
  const runnerOver = (work: WorkStore): ProcessRunner => {
    const registry = new EventRegistry([CommandAbandoned, ...reservationEvents, ...events]);
    return new ProcessRunner({ log: store, registry, work, processes, dispatch, clock });
  };
  return {
    dispatch,
    runnerOver,
    follow: async (work, killed) => {
      const runner = runnerOver(work);
      await runner.start();
      await Promise.race([settle(runner), ...(killed ? [killed] : [])]);
      await runner.stop();
    },
  };
}

/** Lets a runner go on until nothing is left to do now, and specifies that nothing waits for a person. */
export async function settle(runner: ProcessRunner): Promise<void> {
  await runner.caughtUp();
  do await runner.settled();
  while ((await runner.fireDue()) > 0);
  await runner.settled();
  expect((await runner.status()).flatMap(({ parked }) => parked)).toEqual([]);
}
