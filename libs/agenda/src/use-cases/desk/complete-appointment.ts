import { IsBoolean } from 'class-validator';
import { defineCommandOn } from '#use-cases';
import { agendaDay } from '../../domain/agenda-day/agenda-day.ts';
import { placeOf } from '../../domain/agenda-day/taken.ts';
import { IsServiceIds } from '../fields.ts';
import { freesTimeAtOnce } from '../frees-time-at-once.ts';
import { ANY_DAY, dayId, STAFF } from '../on-agenda-day.ts';
import { appointmentIn, appointmentRefusals, OnAppointment } from './on-appointment.ts';
import { outcomeRefusals, requireOutcome } from './outcome.ts';

/** Ends the reception of the person of an appointment. */
export class CompleteAppointment extends OnAppointment {
  /** Ids of the services that were delivered, of the catalogue; none where nothing could be done. */
  @IsServiceIds()
  readonly servicesDelivered!: string[];

  /** Whether nothing of what the person came for is left to do. */
  @IsBoolean()
  readonly solved!: boolean;
}

const RECEIVED = ['IN_SERVICE'] as const;

/** Also on a later day: what was forgotten in the evening is written down in the morning. */
export const completeAppointment = defineCommandOn(agendaDay)({
  input: CompleteAppointment,
  example: { servicesDelivered: ['cedolino-pensione'], solved: true },
  summary: 'Ends the reception of the person of an appointment, with the services that were delivered.',
  id: dayId,
  by: [STAFF],
  in: ANY_DAY,
  refuses: [...outcomeRefusals, ...appointmentRefusals(RECEIVED)],
  atOnce: freesTimeAtOnce,
  decide: ({ appointmentId, servicesDelivered, solved }, state) => {
    const { day, appointment } = appointmentIn(state, appointmentId, RECEIVED);
    requireOutcome({ servicesDelivered, solved });
    const data = { ...placeOf(day, appointment), appointmentId, servicesDelivered, solved };
    return [{ type: 'AppointmentCompleted', data }];
  },
});
