import type { ICommand } from '@nestjs/cqrs';
import type { ProcessManager, Projection } from '#kernel';
import type { CommandEnvelope } from '#platform';
import { ExpireHold, PlanDay } from './application/commands.ts';
import { agendaDays } from './application/processes/agenda-days.ts';
import { commitmentRelease } from './application/processes/commitment-release.ts';
import { commitmentSweeper } from './application/processes/commitment-sweeper.ts';
import { holdExpiry } from './application/processes/hold-expiry.ts';
import { agendaDay } from './domain/agenda-day/agenda-day.ts';
import { agendaDayEventDefinitions } from './domain/events/agenda-day-events.ts';
import { agendaEventDefinitions } from './domain/events/agenda-events.ts';
import { agendaDirectory } from './projections/agenda-directory.ts';
import { appointments } from './projections/appointments.ts';
import { availability } from './projections/availability.ts';

export { AgendaModule } from './agenda.module.ts';

export const agendaEvents = [...agendaEventDefinitions, ...agendaDayEventDefinitions] as const;
export const agendaProjections: readonly Projection[] = [agendaDirectory, availability, appointments];
export const agendaProcesses: readonly ProcessManager[] = [
  agendaDays,
  holdExpiry,
  commitmentRelease,
  commitmentSweeper,
];
/** Commands that policies may give, by name. */
export const agendaCommands: Readonly<Record<string, new (envelope: CommandEnvelope<never>) => ICommand>> = {
  PlanDay,
  ExpireHold,
};
/** Aggregates that claims are made for. */
export const agendaClaimTargets = [agendaDay] as const;

export { AGENDA_RULES, DEFAULT_AGENDA_RULES, type AgendaRules } from './application/agenda-rules.ts';
export * from './application/commands.ts';
export * from './application/queries.ts';
export type { PlanDayData } from './application/processes/agenda-days.ts';

export { agendaDay, agendaDayId } from './domain/agenda-day/agenda-day.ts';
export type { AgendaDayState } from './domain/agenda-day/day-state.ts';
export type { AgendaState } from './domain/agenda/agenda-state.ts';
export { agenda } from './domain/agenda/agenda.ts';
export { isHoliday } from './domain/calendar/italian-holidays.ts';
export { CITIZEN_FIELD, type AgendaDayEvent, type Citizen, type DayPlan } from './domain/events/agenda-day-events.ts';
export type { AgendaEvent, AgendaOwner, AgendaProfile } from './domain/events/agenda-events.ts';
export {
  CANCELLATION_REASONS,
  CHANNELS,
  MODES,
  OWNER_KINDS,
  type CancellationReason,
  type Channel,
  type Mode,
  type OwnerKind,
} from './domain/events/schemas.ts';

export { agendaDirectory, listAgendas, type AgendaDocument } from './projections/agenda-directory.ts';
export { appointments, type AppointmentDocument } from './projections/appointments.ts';
export { availability, availabilityOf, type AvailabilityDocument } from './projections/availability.ts';
