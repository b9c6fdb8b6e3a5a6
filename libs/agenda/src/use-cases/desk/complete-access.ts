import { IsBoolean } from 'class-validator';
import { defineCommandOn } from '#use-cases';
import { agendaDay } from '../../domain/agenda-day/agenda-day.ts';
import { accessIn, accessRefusals } from '../../domain/agenda-day/known-access.ts';
import { IsServiceIds } from '../fields.ts';
import { dayId, STAFF } from '../on-agenda-day.ts';
import { ofAccess, OnAccess, PLANNED } from './on-access.ts';
import { outcomeRefusals, requireOutcome } from './outcome.ts';

/** Ends the reception of somebody without an appointment. */
export class CompleteAccess extends OnAccess {
  /** Ids of the services that were delivered, of the catalogue; none where nothing could be done. */
  @IsServiceIds()
  readonly servicesDelivered!: string[];

  /** Whether nothing of what the person came for is left to do. */
  @IsBoolean()
  readonly solved!: boolean;
}

export const completeAccess = defineCommandOn(agendaDay)({
  input: CompleteAccess,
  example: { servicesDelivered: ['cedolino-pensione'], solved: true },
  summary: 'Ends the reception of somebody without an appointment, with the services that were delivered.',
  id: dayId,
  by: [STAFF],
  in: PLANNED,
  refuses: [...outcomeRefusals, ...accessRefusals('IN_SERVICE')],
  decide: ({ accessId, servicesDelivered, solved }, day) => {
    accessIn(day, accessId, 'IN_SERVICE');
    requireOutcome({ servicesDelivered, solved });
    return [{ type: 'AccessCompleted', data: { ...ofAccess(day, { accessId }), servicesDelivered, solved } }];
  },
});
