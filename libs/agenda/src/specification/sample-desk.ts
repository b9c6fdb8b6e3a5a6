import type { DeskEvent } from '../domain/events/desk-events.ts';
import type { PlannedSlot } from '../domain/calendar/day-plan.ts';
import { at, taken } from './sample-day.ts';

/* What happens at the desk on the sample day, for specifications. */

function ofAppointment(first: PlannedSlot, subject: string) {
  return { ...taken(first, subject), appointmentId: `ap-${subject}` };
}

export function checkedIn(first: PlannedSlot, subject: string, queueNumber = 1): DeskEvent {
  return { type: 'AppointmentCheckedIn', data: { ...ofAppointment(first, subject), queueNumber } };
}

/** Called, so many minutes after nine may it be taken that nobody comes. */
export function called(first: PlannedSlot, subject: string, attempt: number, missedIn: number): DeskEvent {
  const data = { ...ofAppointment(first, subject), attempt, noShowFrom: at(missedIn) };
  return { type: 'AppointmentCalled', data };
}

export function started(first: PlannedSlot, subject: string): DeskEvent {
  return { type: 'AppointmentStarted', data: ofAppointment(first, subject) };
}

export function completed(first: PlannedSlot, subject: string): DeskEvent {
  const data = { ...ofAppointment(first, subject), servicesDelivered: ['quesito'], solved: true };
  return { type: 'AppointmentCompleted', data };
}

export function missed(first: PlannedSlot, subject: string): DeskEvent {
  return { type: 'AppointmentMarkedNoShow', data: ofAppointment(first, subject) };
}

export function lapsed(first: PlannedSlot, subject: string, reason: 'NOT_RECEIVED' | 'NOT_CALLED'): DeskEvent {
  return { type: 'AppointmentLapsed', data: { ...ofAppointment(first, subject), reason } };
}

function ofAccess(number: number) {
  return { agendaId: 'a', date: '2026-03-02', accessId: `access-${number}` };
}

/** Somebody comes without an appointment. */
export function access(number: number): DeskEvent {
  return {
    type: 'AccessRegistered',
    data: { ...ofAccess(number), queueNumber: number, serviceId: 'cedolino-pensione' },
  };
}

export function accessCompleted(number: number, solved: boolean): DeskEvent {
  return { type: 'AccessCompleted', data: { ...ofAccess(number), servicesDelivered: ['quesito'], solved } };
}

export function abandoned(number: number): DeskEvent {
  return { type: 'AccessAbandoned', data: ofAccess(number) };
}

/** The usual rule of no-shows. */
export const noShow = { calls: 3, minutes: 10, byPolicy: true };

export function accessCalled(number: number, attempt: number): DeskEvent {
  return { type: 'AccessCalled', data: { ...ofAccess(number), attempt } };
}

export function accessStarted(number: number): DeskEvent {
  return { type: 'AccessStarted', data: ofAccess(number) };
}
