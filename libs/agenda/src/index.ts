export { agendas } from './agenda.ts';
export { agendaDay, agendaDayId } from './domain/agenda-day/agenda-day.ts';
export type { AgendaDay } from './domain/agenda-day/day-state.ts';
export { agenda } from './domain/agenda/agenda.ts';
export type { Agenda } from './domain/agenda/agenda-state.ts';
export { isHoliday } from './domain/calendar/holidays.ts';
export {
  AppointmentBooked,
  AppointmentCancelled,
  CITIZEN_FIELD,
  type AgendaDayEvent,
  type DayPlan,
} from './domain/events/agenda-day-events.ts';
export type { AgendaEvent } from './domain/events/agenda-events.ts';
export { agendaCounters } from './read-models/agenda-counters.ts';
export { agendaDirectory, type AgendaDocument } from './read-models/agenda-directory.ts';
export { agendaWeekOf, AgendaWeekAnswer, GetAgendaWeek, type AgendaWeek } from './read-models/agenda-week.ts';
export { agendaFigures, NOTHING, type AgendaFigures, type AgendaSums } from './read-models/agenda-figures.ts';
export { plus } from './domain/agenda-day/day-outcomes.ts';
export { appointments, type AppointmentDocument } from './read-models/appointments.ts';
export { availability, type AvailabilityDocument } from './read-models/availability.ts';
export { alternativesFor, type Alternative, type AlternativesSought } from './read-models/free-places/alternatives.ts';
export { availabilityOf, GetAvailability } from './read-models/available-days.ts';
export { BookAppointment, bookAppointment } from './use-cases/book-appointment.ts';
export { cancelAppointment } from './use-cases/cancel-appointment.ts';
export { DefineOpeningBand, defineOpeningBand } from './use-cases/define-opening-band.ts';
export { holdSlot } from './use-cases/hold-slot.ts';
export { openDesk } from './use-cases/desks/open-desk.ts';
export { splitOpeningBand } from './use-cases/split-opening-band.ts';
export { OpenAgenda, openAgenda } from './use-cases/open-agenda.ts';
export { queue } from './read-models/queue.ts';
export { waitingLines } from './read-models/waitlist/waiting-lines.ts';
export { joinWaitlist } from './use-cases/waitlist/join-waitlist.ts';
export { WaitlistOffered } from './domain/events/waitlist-events.ts';
export { waitlist } from './domain/waitlist/waitlist.ts';
export { declareClosure } from './use-cases/declare-closure.ts';
export { declareUnitClosure } from './use-cases/declare-unit-closure.ts';
export { rescheduleAppointment } from './use-cases/reschedule-appointment.ts';
export { withdrawClosure } from './use-cases/withdraw-closure.ts';
export { withdrawOpeningBand } from './use-cases/withdraw-opening-band.ts';
export { callAccess } from './use-cases/desk/call-access.ts';
export { callAppointment } from './use-cases/desk/call-appointment.ts';
export { checkInAppointment } from './use-cases/desk/check-in-appointment.ts';
export { completeAccess } from './use-cases/desk/complete-access.ts';
export { completeAppointment } from './use-cases/desk/complete-appointment.ts';
export { markNoShow } from './use-cases/desk/mark-no-show.ts';
export { registerAccess } from './use-cases/desk/register-access.ts';
export { startAccess } from './use-cases/desk/start-access.ts';
export { startAppointment } from './use-cases/desk/start-appointment.ts';
export type { Channel as BookingChannel, Mode as AppointmentMode } from './domain/vocabulary.ts';
