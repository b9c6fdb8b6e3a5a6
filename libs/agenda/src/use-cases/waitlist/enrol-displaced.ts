import { IsUUID } from 'class-validator';
import { defineRefusals, deriveId, type Absent } from '#kernel/domain';
import { defineCommandOn, fact, IsRealDate } from '#use-cases';
import { agenda } from '../../domain/agenda/agenda.ts';
import { agendaDay, agendaDayId } from '../../domain/agenda-day/agenda-day.ts';
import { isOffered } from '../../domain/delivered-services.ts';
import type { WaitlistEvent } from '../../domain/events/waitlist-events.ts';
import { whose } from '../../domain/waitlist/waiting-entry.ts';
import type { WaitingEntry, Waitlist } from '../../domain/waitlist/waitlist-state.ts';
import { waitlist } from '../../domain/waitlist/waitlist.ts';
import { agendaId, OnAgenda } from '../on-agenda.ts';
import { ANY_LIST } from './on-waiting-list.ts';

/** Puts somebody on the list whose appointment was displaced. */
export class EnrolDisplaced extends OnAgenda {
  /** Day of the appointment, yyyy-mm-dd, in Rome. */
  @IsRealDate()
  readonly date!: string;

  /** Id of the appointment. */
  @IsUUID()
  readonly appointmentId!: string;
}

/**
 * Most of one list. What is freed in the horizon of an agenda would not reach more; the others stay on the list of those whom
 * the office calls.
 */
const MOST_DISPLACED = 1_000;

const refuse = defineRefusals({
  NOT_ENROLLED: [
    'The appointment is displaced no longer, or waits already, or is for what is not offered there, or the list is full: nothing is left to do.',
    'already-so',
  ],
});

/** They come before all others (A6), in the order in which they were displaced; from where, the last time counts. */
export const enrolDisplaced = defineCommandOn(waitlist)({
  input: EnrolDisplaced,
  summary: 'Puts somebody on the waiting list whose appointment was displaced.',
  id: agendaId,
  by: [],
  in: ANY_LIST,
  needs: {
    agenda: fact(
      agenda,
      ({ agendaId: id }: EnrolDisplaced) => id,
      (state) => state,
    ),
    day: fact(
      agendaDay,
      ({ agendaId: id, date }: EnrolDisplaced) => agendaDayId(id, date),
      (state) => state,
    ),
  },
  refuses: [refuse],
  decide: ({ agendaId: id, date, appointmentId }, list, { agenda: of, day, commandId }): WaitlistEvent[] => {
    const appointment = day.status === 'ABSENT' ? undefined : day.appointments.get(appointmentId);
    const waiting = list.status === 'ABSENT' ? [] : [...list.entries.values()].filter(({ displaced }) => displaced);
    const before = waiting.find(({ displaced }) => displaced?.appointmentId === appointmentId);
    const waits = before?.displaced?.date === date;
    const isDisplaced = appointment?.status === 'DISPLACED' && !appointment.lost;
    if (of.status === 'ABSENT' || !isDisplaced || waits || waiting.length >= MOST_DISPLACED)
      throw refuse.NOT_ENROLLED();
    // No place there would be theirs: the office tells them where it is had.
    if (!isOffered(appointment.booking.serviceId, of.profile)) throw refuse.NOT_ENROLLED();
    const { subject, mode, units, notified, booking } = appointment;
    const { channel, serviceId } = booking;
    const { region, province, unit, serviceLine } = of.profile;
    const turn = list.status === 'ABSENT' ? 1 : list.turns + 1;
    return [
      // It has moved since and was displaced again: what is offered for it where it was would be nobody's to take.
      ...left(list, before),
      {
        type: 'WaitlistJoined',
        data: {
          ...{ agendaId: id, entryId: deriveId('WaitlistEntry', commandId), subject, mode, units, turn },
          ...{ region, province, unit, serviceLine, channel, serviceId, displaced: { appointmentId, date } },
          ...(notified ? { notified } : {}),
        },
      },
    ];
  },
});

function left(list: Waitlist | Absent, entry: WaitingEntry | undefined): WaitlistEvent[] {
  if (list.status === 'ABSENT' || !entry) return [];
  return [{ type: 'WaitlistLeft', data: { ...whose(list, entry), because: 'DISPLACEMENT_OVER' } }];
}
