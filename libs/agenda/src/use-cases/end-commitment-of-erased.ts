import { IsOptional, IsUUID } from 'class-validator';
import { defineCommandOn, draw } from '#use-cases';
import { agendaDay } from '../domain/agenda-day/agenda-day.ts';
import { activeTakings, type AgendaDay, type Appointment, type Hold } from '../domain/agenda-day/day-state.ts';
import { endOfHoldReofferAt, reofferAt } from '../domain/agenda-day/derived.ts';
import { appointmentMovingYet } from '../domain/agenda-day/moving.ts';
import { reasonOfErasure } from '../domain/agenda-day/reason-of-erasure.ts';
import { placeOf } from '../domain/agenda-day/taken.ts';
import type { AgendaDayEvent } from '../domain/events/agenda-day-events.ts';
import { SUBJECT_ERASED } from '../domain/vocabulary.ts';
import { ANY_DAY, dayId, OnAgendaDay, reofferDelay } from './on-agenda-day.ts';

/** Ends the hold or appointment that a commitment of an erased person is for. */
export class EndCommitmentOfErased extends OnAgendaDay {
  /** Id of the command that made the hold or booked the appointment. */
  @IsUUID()
  readonly commitmentId!: string;

  /** Who was erased; earlier versions knew one person for a commitment, and did not say. */
  @IsOptional()
  @IsUUID()
  readonly subject?: string;
}

/** Frees the place, unless it is past, or freed already: nothing is refused for good, as nobody asks. */
export const endCommitmentOfErased = defineCommandOn(agendaDay)({
  input: EndCommitmentOfErased,
  summary: 'Ends the hold or the future appointment of a person who was erased.',
  id: dayId,
  by: [],
  in: ANY_DAY,
  needs: { reoffer: reofferDelay, drawn: draw('reoffer') },
  refuses: [appointmentMovingYet],
  decide: ({ commitmentId, subject }, day, { now, reoffer, drawn }): AgendaDayEvent[] => {
    const taking = day.status === 'ABSENT' ? undefined : takingFor(day, commitmentId);
    if (day.status === 'ABSENT' || !taking || taking.startsAt <= now) return [];
    const place = placeOf(day, taking);
    if ('holdId' in taking) {
      const freed = { holdId: taking.holdId, reofferAt: endOfHoldReofferAt(taking, { now, reoffer, drawn }) };
      const end = { ...freed, reason: SUBJECT_ERASED } as const;
      return [{ type: 'SlotHoldReleased', data: { ...place, ...end } }];
    }
    // Where it stands in the end is decided first: it would be cancelled here and go on there.
    if (taking.moving) throw appointmentMovingYet({ appointmentId: taking.appointmentId });
    // Whoever is being received early is received to the end.
    if (taking.status === 'IN_SERVICE') return [];
    const { appointmentId } = taking;
    // What was displaced just before has no place to free.
    const freed = taking.status === 'DISPLACED' ? {} : { reofferAt: reofferAt(drawn, now, reoffer) };
    const reason = reasonOfErasure(taking, subject);
    return [{ type: 'AppointmentCancelled', data: { ...place, appointmentId, ...freed, by: 'SYSTEM', reason } }];
  },
});

/** What is for a commitment: a hold, or the appointment that was made of it, also where it has lost its place. */
function takingFor(day: AgendaDay, commitmentId: string): Hold | Appointment | undefined {
  const isFor = (taking: Hold | Appointment): boolean =>
    taking.commitmentId === commitmentId || taking.second?.commitmentId === commitmentId;
  for (const taking of activeTakings(day)) if (isFor(taking)) return taking;
  return [...day.appointments.values()].find((one) => one.status === 'DISPLACED' && isFor(one));
}
