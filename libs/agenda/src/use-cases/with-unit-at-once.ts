import { give, type Absent, type WantedCommand } from '#kernel/domain';
import type { AtOnce } from '#use-cases';
import type { Agenda } from '../domain/agenda/agenda-state.ts';
import type { UnitClosureEvent } from '../domain/events/unit-closure-events.ts';
import type { UnitClosure } from '../domain/unit-closure/unit-closure.ts';
import { isNewTo, plansAtOnce, type ChangedAppointment, type Previewed } from './plans-at-once.ts';
import { closeWithUnit, reopenWithUnit, type CloseWithUnit } from './with-unit.ts';

/** Name of the process manager that closes agendas with their unit, and opens them again; an instance is a unit. */
export const AGENDAS_FOLLOW_UNIT_CLOSURES = 'agendas-follow-unit-closures';

/** An appointment that the closure of a unit has displaced at one of its agendas, or given its places back. */
export interface ChangedAtAgenda extends ChangedAppointment {
  readonly agendaId: string;
}

/** What every agenda is told of the closure of its unit. */
type ToldOfClosure = Omit<CloseWithUnit, 'agendaId'>;

/** Closes an agenda with its unit. Neither this nor its opposite takes the place of the other: they are carried out in turn. */
export function closing(agendaId: string, closure: ToldOfClosure): WantedCommand {
  const { unitClosureId, from, until, hours, reason } = closure;
  const period = { from, until, ...(hours ? { hours } : {}), reason };
  return give(closeWithUnit, { agendaId, unitClosureId, ...period }, `closing ${unitClosureId} ${agendaId}`);
}

/** Opens an agenda again that was closed with its unit. */
export function reopening(agendaId: string, unitClosureId: string): WantedCommand {
  return give(reopenWithUnit, { agendaId, unitClosureId }, `reopening ${unitClosureId} ${agendaId}`);
}

type WithUnitAtOnce = AtOnce<UnitClosure | Absent, UnitClosureEvent, object, ChangedAtAgenda>;

const withUnit = {
  as: AGENDAS_FOLLOW_UNIT_CLOSURES,
  instance: ({ data: { unit } }) => unit,
  tells: (agenda: Agenda | Absent, _event, { previewed }: Previewed, told) => {
    if (agenda.status === 'ABSENT') return [];
    const { agendaId } = agenda.profile;
    return (told as readonly ChangedAppointment[]).map((change) => ({
      ...{ ...change, agendaId },
      isNew: isNewTo(previewed, change.appointmentId),
    }));
  },
} satisfies Omit<WithUnitAtOnce, 'gives' | 'wanted'>;

/** The desks are closed, and their days planned, before the closure of their unit is answered for (A3). */
export const closesWithUnitAtOnce: WithUnitAtOnce = {
  ...withUnit,
  gives: { ...closeWithUnit, atOnce: plansAtOnce },
  wanted: ({ event: { type, data } }) =>
    type === 'UnitClosureDeclared' ? (data.agendas ?? []).map((agendaId) => closing(agendaId, data)) : [],
};

/** They receive again, and whom the closure displaced has their places back, before its withdrawal is answered for (A7). */
export const reopensWithUnitAtOnce: WithUnitAtOnce = {
  ...withUnit,
  gives: { ...reopenWithUnit, atOnce: plansAtOnce },
  wanted: ({ event: { type, data } }) =>
    type === 'UnitClosureWithdrawn'
      ? (data.agendas ?? []).map((agendaId) => reopening(agendaId, data.unitClosureId))
      : [],
};
