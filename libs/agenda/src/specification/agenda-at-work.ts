import { randomBytes } from 'node:crypto';
import { CommandAbandoned, reservationEvents, type CommandOrigin } from '#kernel/domain';
import { CommandExecutor, EventRegistry } from '#kernel/execution';
import type { AccessLog, EventStore, KeyStore, WorkStore } from '#kernel/ports';
import { organisation, territorialUnit, unitDependants, type TerritorialUnitEvent } from '#organisation';
import { MasterKey, PersonalDataVault, privacy } from '#privacy';
import { servicePoints } from '#service-points';
import { commandsOver, followersOver, settle } from '#use-cases/specification';
import { SPEC_NOW } from '#kernel/specification';
import { agendas } from '../agenda.ts';
import { agenda } from '../domain/agenda/agenda.ts';
import type { AgendaEvent, AgendaProfile } from '../domain/events/agenda-events.ts';

/*
 * Days of agendas at work, through their own rules and with all process managers, over stores in memory, for specifications
 * of what no single rule shows.
 */

// The events of points and units, because process managers of agendas follow them.
const events = [privacy, organisation, servicePoints, agendas].flatMap((context) => context.events);
const contexts = [privacy, agendas];

type Band = Extract<AgendaEvent, { type: 'OpeningBandDefined' }>['data'];

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
  const origin = (commandId: string): CommandOrigin => {
    const actor = { kind: 'policy', name: 'specification' } as const;
    return { commandId, actor, correlationId: commandId, causationId: commandId };
  };
  return {
    ...{ store, registry, vault, executor, give, time },
    /** The unit whose desks they are. */
    establishUnit: async (unit: string): Promise<void> => {
      const established: TerritorialUnitEvent = {
        type: 'TerritorialUnitEstablished',
        data: {
          ...{ code: unit, name: 'Rieti', kind: 'DIREZIONE_PROVINCIALE', aooCode: 'AOO', pec: 'x@pec.example.it' },
          ...{ region: '12', province: '057', municipality: 'H282', parent: 'DR' },
        },
      };
      await executor.execute(territorialUnit, { id: unit, origin: origin(unit), decide: () => [established] });
    },
    /** An agenda with one band of hours; its days follow. */
    openAgenda: async (profile: AgendaProfile, band: Omit<Band, 'agendaId'>): Promise<void> => {
      const { agendaId } = profile;
      const opened: AgendaEvent[] = [
        { type: 'AgendaOpened', data: profile },
        { type: 'OpeningBandDefined', data: { agendaId, ...band } },
      ];
      await executor.execute(unitDependants, {
        ...{ id: profile.owner.unit, origin: origin(`${agendaId} needs its unit`) },
        decide: () => [
          { type: 'UnitDependantEntered' as const, data: { dependant: { kind: 'AGENDA', id: agendaId } } },
        ],
      });
      await executor.execute(agenda, { id: agendaId, origin: origin(agendaId), decide: () => opened });
    },
    /** Until process managers have nothing left to do now. */
    settled: () => settle(runner),
    stop: () => runner.stop(),
  };
}
