import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError } from '#kernel';
import type { CommandEnvelope } from '#platform';
import { PersonalDataVault } from '#privacy';
import { knownAppointment } from '../domain/agenda-day/appointments.ts';
import type { AgendaDayState } from '../domain/agenda-day/day-state.ts';
import { wantedSlots } from '../domain/agenda-day/places.ts';
import { planOf } from '../domain/agenda-day/taken.ts';
import { CITIZEN_FIELD } from '../domain/events/agenda-day-events.ts';
import { AgendaDayExecutor } from './agenda-day-executor.ts';
import { bookedSubject, cancelledBy, channelOf, ownSubject, requireBookingRights } from './booking-party.ts';
import {
  BookAppointment,
  CancelAppointment,
  type AgendaDayResult,
  type BookFreeData,
  type BookHeldData,
} from './commands.ts';

/** Books from a hold, or free places. The citizen's data is sealed before anything is decided or written. */
@CommandHandler(BookAppointment)
export class BookAppointmentHandler implements ICommandHandler<BookAppointment> {
  constructor(
    private readonly days: AgendaDayExecutor,
    private readonly vault: PersonalDataVault,
  ) {}

  async execute({ envelope }: BookAppointment): Promise<AgendaDayResult> {
    const { data, principal } = envelope;
    const day = await this.days.dayFor(envelope);
    if ('answer' in day) return day.answer;
    requireBookingRights(principal, day.state, data.start);
    return data.holdId === undefined
      ? this.#bookFree({ ...envelope, data }, day.state)
      : this.#bookHeld({ ...envelope, data });
  }

  async #bookHeld(envelope: CommandEnvelope<BookHeldData>): Promise<AgendaDayResult> {
    const { data, principal } = envelope;
    const { holdId, mode, serviceId } = data;
    const how = { holdId, serviceId, ...channelOf(principal, data.channel), ...(mode === undefined ? {} : { mode }) };
    // The hold's claim on the person's time goes on: no new one.
    return this.days.execute(envelope, { type: 'BookAppointment', ...how, ...(await this.#sealed(envelope)) });
  }

  async #bookFree(envelope: CommandEnvelope<BookFreeData>, state: AgendaDayState): Promise<AgendaDayResult> {
    const { data, principal } = envelope;
    const { start, units = 1, mode, serviceId } = data;
    const plan = planOf(state, start);
    const { startsAt, endsAt } = wantedSlots(state, start, units);
    const times = { startsAt, endsAt };
    const how = { start, units, mode, serviceId, ...channelOf(principal, data.channel), claimed: times };
    const person = await this.#sealed(envelope);
    const command = { type: 'BookAppointment', ...how, ...person } as const;
    return this.days.take(envelope, command, { subject: person.subject, kind: 'APPOINTMENT', plan, times });
  }

  async #sealed(envelope: CommandEnvelope<BookHeldData | BookFreeData>) {
    const { citizen } = envelope.data;
    const subject = await bookedSubject(envelope, citizen, this.vault);
    return { subject, citizen: await this.vault.seal(subject, CITIZEN_FIELD, citizen) };
  }
}

@CommandHandler(CancelAppointment)
export class CancelAppointmentHandler implements ICommandHandler<CancelAppointment> {
  constructor(private readonly days: AgendaDayExecutor) {}

  async execute({ envelope }: CancelAppointment): Promise<AgendaDayResult> {
    const { principal } = envelope;
    const { appointmentId, reason } = envelope.data;
    const command = { type: 'CancelAppointment', appointmentId, by: cancelledBy(principal), reason } as const;
    return this.days.execute(envelope, command, (state) => {
      const appointment = knownAppointment(state, appointmentId);
      requireBookingRights(principal, state);
      if (principal.role === 'citizen' && appointment.subject !== ownSubject(principal)) {
        throw new DomainError('APPOINTMENT_OF_ANOTHER_PERSON', { appointmentId }, 'forbidden');
      }
    });
  }
}

export const appointmentHandlers = [BookAppointmentHandler, CancelAppointmentHandler];
