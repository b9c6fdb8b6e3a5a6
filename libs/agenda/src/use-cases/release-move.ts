import { IsUUID } from 'class-validator';
import { defineCommandOn } from '#use-cases';
import { agendaDay } from '../domain/agenda-day/agenda-day.ts';
import { releaseOfMove } from '../domain/agenda-day/moving.ts';
import { ANY_DAY, dayId, OnAgendaDay } from './on-agenda-day.ts';

/** Gives an appointment back that was to move and does not. */
export class ReleaseMove extends OnAgendaDay {
  /** Id of the appointment. */
  @IsUUID()
  readonly appointmentId!: string;

  /** Id of the command that was to move it. */
  @IsUUID()
  readonly moveId!: string;
}

/** Nothing is left to do where it has moved, or been given back: there is nothing to refuse, as nobody asks. */
export const releaseMove = defineCommandOn(agendaDay)({
  input: ReleaseMove,
  summary: 'Gives an appointment back whose move was abandoned.',
  id: dayId,
  by: [],
  in: ANY_DAY,
  decide: ({ appointmentId, moveId }, day) => releaseOfMove(day, appointmentId, moveId),
});
