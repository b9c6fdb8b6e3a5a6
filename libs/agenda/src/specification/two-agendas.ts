import { idOf, type CommandOrigin } from '#kernel/domain';
import type { EventStore, WorkStore } from '#kernel/ports';
import { organisation, territorialUnit, type TerritorialUnitEvent } from '#organisation';
import type { AnyPrincipal } from '#use-cases';
import { commandsOver, followersOver } from '#use-cases/specification';
import { agendas } from '../agenda.ts';
import { agenda } from '../domain/agenda/agenda.ts';
import type { Agenda } from '../domain/agenda/agenda-state.ts';
import { desk, type Desk } from '../domain/desks/desk.ts';
import { deskSweeper, deskTimes } from '../processes/desk-times.ts';
import { defineOpeningBand, type DefineOpeningBand } from '../use-cases/define-opening-band.ts';
import { openDesk } from '../use-cases/desks/open-desk.ts';
import { openAgenda } from '../use-cases/open-agenda.ts';

/*
 * A unit with a desk, at which two of its agendas want to receive, through their own rules over a store: for specifications of
 * who has the desk when.
 */

const contexts = [organisation, agendas];
const events = contexts.flatMap((context) => context.events);
const UNIT = 'DP-RIETI';
export const office: AnyPrincipal = { id: 'director', role: 'provincial', province: '057' };

/** Hours that a band is defined with. */
export type Wanted = Omit<DefineOpeningBand, 'agendaId'>;

/**
 * A process over the log, as offices give commands, and as process managers follow.
 * @param name tells one process from another
 */
export function officeOver(store: EventStore, clock = { now: () => Date.parse('2026-03-02T08:00:00Z') }, name = 'a') {
  const { executor, give } = commandsOver({ store, events, clock });
  let given = 0;
  const as = (what: string) => ({ as: office, key: `${name} ${what} ${(given += 1)}` });

  const followers = followersOver({
    ...{ store, events, clock, over: { executor, give }, processes: [deskTimes, deskSweeper] },
    commands: contexts.flatMap((context) => context.commands),
    aggregates: [agenda],
  });

  return {
    give,
    as,
    establish: async (unit = UNIT): Promise<void> => {
      const established: TerritorialUnitEvent = {
        type: 'TerritorialUnitEstablished',
        data: {
          ...{ code: unit, name: 'Rieti', kind: 'DIREZIONE_PROVINCIALE', aooCode: 'AOO', pec: 'x@pec.example.it' },
          ...{ region: '12', province: '057', municipality: 'H282', parent: 'DR' },
        },
      };
      await executor.execute(territorialUnit, { id: unit, origin: originOf(unit), decide: () => [established] });
    },
    openDesk: async (unit = UNIT): Promise<string> =>
      idOf((await give(openDesk, { owner: { unit }, name: 'Sportello 3' }, as('desk'))).stream),
    openAgenda: async (): Promise<string> => {
      const owner = { kind: 'UNIT_DESK' as const, unit: UNIT };
      const what = { name: 'Sportello', serviceLine: 'PENSIONI', slotMinutes: 20, modes: ['IN_PERSON' as const] };
      return idOf((await give(openAgenda, { owner, ...what }, as('agenda'))).stream);
    },
    define: (agendaId: string, wanted: Wanted) => give(defineOpeningBand, { agendaId, ...wanted }, as('band')),
    desk: (id: string): Promise<Desk> => executor.look(desk, id, (state) => structuredClone(state) as Desk),
    agenda: (id: string): Promise<Agenda> => executor.look(agenda, id, (state) => structuredClone(state) as Agenda),
    /** What follows at desks runs until nothing is left to do. */
    follow: (work: WorkStore): Promise<void> => followers.follow(work),
  };
}

function originOf(commandId: string): CommandOrigin {
  const actor = { kind: 'policy', name: 'specification' } as const;
  return { commandId, actor, correlationId: commandId, causationId: commandId };
}
