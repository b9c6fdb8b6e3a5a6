import { randomBytes } from 'node:crypto';
import { CommandAbandoned, reservationEvents } from '#kernel/domain';
import { CommandExecutor, EventRegistry } from '#kernel/execution';
import type { AccessLog, EventStore, KeyStore, WorkStore } from '#kernel/ports';
import { MasterKey, PersonalDataVault, privacy } from '#privacy';
import { servicePoints } from '#service-points';
import { commandsOver, followersOver, settle } from '#use-cases/specification';
import { agendas } from '../agenda.ts';
import { SPEC_NOW } from '#kernel/specification';

/*
 * Days of agendas at work, through their own rules and with all process managers, over stores in memory, for specifications
 * of what no single rule shows.
 */

// The events of points, because process managers of agendas follow them.
const events = [privacy, servicePoints, agendas].flatMap((context) => context.events);
const contexts = [privacy, agendas];

interface Stores {
  readonly store: EventStore;
  readonly work: WorkStore;
  readonly keyStore: KeyStore;
  readonly accessLog: AccessLog;
}

/** Everything but HTTP; time stands still until it is moved. */
export async function agendaAtWork({ store, work, keyStore, accessLog }: Stores) {
  const time = { now: SPEC_NOW };
  const clock = { now: () => time.now };
  const registry = new EventRegistry([...events, CommandAbandoned, ...reservationEvents]);
  const vault = await PersonalDataVault.open({
    keyStore,
    accessLog,
    box: new MasterKey(randomBytes(32)),
    executor: new CommandExecutor({ store, registry, clock }),
    clock,
  });
  const { executor, give } = commandsOver({ store, events, clock, personalData: vault });
  const runner = followersOver({
    ...{ store, events, clock, over: { executor, give } },
    processes: contexts.flatMap((context) => context.processes),
    commands: contexts.flatMap((context) => context.commands),
    aggregates: contexts.flatMap(({ aggregates }) => aggregates),
  }).runnerOver(work);
  await runner.start();
  return {
    ...{ store, registry, vault, executor, give, time },
    /** Until process managers have nothing left to do now. */
    settled: () => settle(runner),
    stop: () => runner.stop(),
  };
}
