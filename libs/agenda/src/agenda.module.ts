import { Module, type DynamicModule } from '@nestjs/common';
import { AgendaDayExecutor } from './application/agenda-day-executor.ts';
import { agendaHandlers } from './application/agenda-handlers.ts';
import { AGENDA_RULES, DEFAULT_AGENDA_RULES, type AgendaRules } from './application/agenda-rules.ts';
import { appointmentHandlers } from './application/appointment-handlers.ts';
import { dayHandlers } from './application/day-handlers.ts';
import { queryHandlers } from './application/query-handlers.ts';
import { AgendaDaysController } from './http/agenda-days.controller.ts';
import { AgendasController } from './http/agendas.controller.ts';
import { AppointmentsController } from './http/appointments.controller.ts';

/** Agendas, their days and the appointments on them. */
@Module({
  controllers: [AgendasController, AgendaDaysController, AppointmentsController],
  providers: [
    { provide: AGENDA_RULES, useValue: DEFAULT_AGENDA_RULES },
    AgendaDayExecutor,
    ...agendaHandlers,
    ...dayHandlers,
    ...appointmentHandlers,
    ...queryHandlers,
  ],
})
export class AgendaModule {
  /** The module with rules of the installation's own; what is left out stays as it is. */
  static with(rules: Partial<AgendaRules>): DynamicModule {
    return {
      module: AgendaModule,
      providers: [{ provide: AGENDA_RULES, useValue: { ...DEFAULT_AGENDA_RULES, ...rules } }],
    };
  }
}
