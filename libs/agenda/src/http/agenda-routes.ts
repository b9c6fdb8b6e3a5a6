import { Type } from '@sinclair/typebox';
import { create, get, post, routes, search } from '#use-cases';
import { Id, LocalDate, LocalTime, Timestamp, Word, explained, listOf, whole } from '#vocabulary';
import { MAX_CALLS } from '../agenda-settings.ts';
import { getAgenda, listAgendas } from '../read-models/agenda-directory.ts';
import { getClosure, getOpeningBand } from '../read-models/agenda-parts.ts';
import { getAppointmentCalendar } from '../read-models/appointment-calendar.ts';
import { getAgendaWeek } from '../read-models/agenda-week.ts';
import { searchAppointments } from '../read-models/appointment-search.ts';
import { getAppointment, listOwnAppointments } from '../read-models/appointments.ts';
import { listAppointmentsAsSecondPerson } from '../read-models/as-second-person.ts';
import { listAppointmentsOfCompetence, listBookings } from '../read-models/booked-elsewhere.ts';
import { getAvailability } from '../read-models/available-days.ts';
import { listAlternatives } from '../read-models/free-places/list-alternatives.ts';
import { listFirstFree } from '../read-models/free-places/list-first-free.ts';
import { listFreePlaces } from '../read-models/free-places/list-free-places.ts';
import { getDaySheet } from '../read-models/day-sheet.ts';
import { listDisplaced } from '../read-models/displaced.ts';
import { getDesk, listDesks } from '../read-models/desk-directory.ts';
import { getHold, listHolds, listOwnHolds } from '../read-models/holds.ts';
import { getSelfServiceAppointment, openSelfService } from '../read-models/self-service.ts';
import { getAccess, getQueue, listUnbookedAccesses } from '../read-models/queue.ts';
import { listAgendaLoads } from '../read-models/loads/list-agenda-loads.ts';
import { getRegionLoad } from '../read-models/loads/region-load.ts';
import {
  previewAgendaEnd,
  previewBandSplit,
  previewBandWithdrawal,
  previewCapacity,
  previewClosure,
} from '../read-models/previews.ts';
import { previewServicesOfPuntoInps } from '../read-models/preview-services.ts';
import { previewUnitClosure } from '../read-models/preview-unit-closure.ts';
import { listServicesForReview } from '../read-models/services-for-review.ts';
import { listServiceLines, listServices } from '../read-models/service-catalogue.ts';
import { getUnitClosure, listUnitClosures } from '../read-models/unit-closures.ts';
import { declareUnitClosure, withdrawUnitClosure } from '../use-cases/declare-unit-closure.ts';
import { getStaffing } from '../read-models/staffing.ts';
import { bookAppointment } from '../use-cases/book-appointment.ts';
import { cancelAppointment } from '../use-cases/cancel-appointment.ts';
import { changeAgendaCapacity } from '../use-cases/change-agenda-capacity.ts';
import { closeAgenda } from '../use-cases/close-agenda.ts';
import { declareClosure } from '../use-cases/declare-closure.ts';
import { defineOpeningBand } from '../use-cases/define-opening-band.ts';
import { abandonAccess } from '../use-cases/desk/abandon-access.ts';
import { callAccess } from '../use-cases/desk/call-access.ts';
import { callAppointment } from '../use-cases/desk/call-appointment.ts';
import { checkInAppointment } from '../use-cases/desk/check-in-appointment.ts';
import { completeAccess } from '../use-cases/desk/complete-access.ts';
import { completeAppointment } from '../use-cases/desk/complete-appointment.ts';
import { markNoShow } from '../use-cases/desk/mark-no-show.ts';
import { registerAccess } from '../use-cases/desk/register-access.ts';
import { startAccess } from '../use-cases/desk/start-access.ts';
import { startAppointment } from '../use-cases/desk/start-appointment.ts';
import { closeDesk } from '../use-cases/desks/close-desk.ts';
import { openDesk } from '../use-cases/desks/open-desk.ts';
import { holdSlot } from '../use-cases/hold-slot.ts';
import { openAgenda } from '../use-cases/open-agenda.ts';
import { releaseHold } from '../use-cases/release-hold.ts';
import { rescheduleAppointment } from '../use-cases/reschedule-appointment.ts';
import { splitOpeningBand } from '../use-cases/split-opening-band.ts';
import { withdrawClosure } from '../use-cases/withdraw-closure.ts';
import { withdrawOpeningBand } from '../use-cases/withdraw-opening-band.ts';
import { tellingChanges, tellingChangesOfUnit } from './changed-appointments.ts';
import { told } from './told.ts';

const held = {
  tell: told('SlotHeld', ({ holdId: id, startsAt, endsAt, expiresAt }) => ({
    id,
    fields: { startsAt, endsAt, expiresAt },
  })),
  fields: Type.Object({
    startsAt: Timestamp,
    endsAt: explained(Timestamp, 'This moment not included.'),
    expiresAt: explained(Timestamp, 'Book it before (this moment not included).'),
  }),
};

const booked = {
  tell: told('AppointmentBooked', ({ appointmentId: id, bookingCode, startsAt, endsAt }) => ({
    id,
    fields: { bookingCode, startsAt, endsAt },
  })),
  fields: Type.Object({
    bookingCode: explained(Word, 'What is shown at the desk.'),
    startsAt: Timestamp,
    endsAt: explained(Timestamp, 'This moment not included.'),
  }),
};

const queueNumber = explained(whole(1, 1_000_000), 'What the person is called by.');
const checkedIn = {
  tell: told('AppointmentCheckedIn', ({ appointmentId: id, queueNumber }) => ({ id, fields: { queueNumber } })),
  fields: Type.Object({ queueNumber }),
};

const registered = {
  tell: told('AccessRegistered', ({ accessId: id, queueNumber }) => ({ id, fields: { queueNumber } })),
  fields: Type.Object({ queueNumber }),
};

const called = {
  tell: told('AppointmentCalled', ({ appointmentId: id, attempt, noShowFrom }) => ({
    id,
    fields: { attempt, noShowFrom },
  })),
  fields: Type.Object({
    attempt: explained(whole(1, MAX_CALLS), 'How often the person was called by now.'),
    noShowFrom: explained(Timestamp, 'From when on the appointment may count as missed, once called often enough.'),
  }),
};

const ofBand = tellingChanges(({ bandId }: { readonly bandId: string }) => bandId);
const ofClosure = tellingChanges(({ closureId }: { readonly closureId: string }) => closureId);
const ofAgenda = tellingChanges(({ agendaId }: { readonly agendaId: string }) => agendaId);
const divided = tellingChanges(({ bandId }: { readonly bandId: string }) => bandId, {
  fields: { parts: listOf(Id, 2, 'Ids of the bands that it became, in the order of their hours.') },
  of: ({ parts }: { readonly parts: readonly { readonly bandId: string }[] }) => ({
    parts: parts.map(({ bandId }) => bandId),
  }),
});

const moved = {
  tell: told('AppointmentRescheduled', ({ appointmentId: id, agendaId, date, start, startsAt, endsAt }) => ({
    id,
    fields: { agendaId, date, start, startsAt, endsAt },
  })),
  fields: Type.Object({
    agendaId: Id,
    date: LocalDate,
    start: LocalTime,
    startsAt: Timestamp,
    endsAt: explained(Timestamp, 'This moment not included.'),
  }),
};

export const agendaRoutes = routes('agenda', 'rest/agenda/v1/agendas', [
  get('', listAgendas),
  create('', openAgenda),
  get(':agendaId', getAgenda),
  get(':agendaId/availability', getAvailability),
  get(':agendaId/week', getAgendaWeek),
  create(':agendaId/opening-bands', defineOpeningBand, ofBand),
  get(':agendaId/alternatives', listAlternatives),
  get(':agendaId/opening-bands/:bandId', getOpeningBand),
  post(':agendaId/opening-bands/:bandId/withdrawal', withdrawOpeningBand, ofBand),
  search(':agendaId/opening-bands/:bandId/withdrawal/preview', previewBandWithdrawal),
  search(':agendaId/opening-bands/:bandId/split/preview', previewBandSplit),
  search(':agendaId/opening-bands/:bandId/capacity/preview', previewCapacity),
  search(':agendaId/termination/preview', previewAgendaEnd),
  post(':agendaId/opening-bands/:bandId/split', splitOpeningBand, divided),
  post(':agendaId/opening-bands/:bandId/capacity', changeAgendaCapacity, ofBand),
  create(':agendaId/closures', declareClosure, ofClosure),
  search(':agendaId/closures/preview', previewClosure),
  get(':agendaId/closures/:closureId', getClosure),
  post(':agendaId/closures/:closureId/withdrawal', withdrawClosure, ofClosure),
  post(':agendaId/termination', closeAgenda, ofAgenda),
  get(':agendaId/days/:date/holds', listHolds),
  create(':agendaId/days/:date/holds', holdSlot, held),
  get(':agendaId/days/:date/holds/:holdId', getHold),
  post(':agendaId/days/:date/holds/:holdId/release', releaseHold),
  create(':agendaId/days/:date/appointments', bookAppointment, booked),
  get(':agendaId/days/:date/appointments/:appointmentId', getAppointment),
  get(':agendaId/days/:date/appointments/:appointmentId/calendar', getAppointmentCalendar),
  post(':agendaId/days/:date/appointments/:appointmentId/cancellation', cancelAppointment),
  post(':agendaId/days/:date/appointments/:appointmentId/rescheduling', rescheduleAppointment, moved),
  post(':agendaId/days/:date/appointments/:appointmentId/check-in', checkInAppointment, checkedIn),
  post(':agendaId/days/:date/appointments/:appointmentId/calls', callAppointment, called),
  post(':agendaId/days/:date/appointments/:appointmentId/start', startAppointment),
  post(':agendaId/days/:date/appointments/:appointmentId/completion', completeAppointment),
  post(':agendaId/days/:date/appointments/:appointmentId/no-show', markNoShow),
  get(':agendaId/days/:date/accesses', listUnbookedAccesses),
  create(':agendaId/days/:date/accesses', registerAccess, registered),
  get(':agendaId/days/:date/accesses/:accessId', getAccess),
  post(':agendaId/days/:date/accesses/:accessId/calls', callAccess),
  post(':agendaId/days/:date/accesses/:accessId/start', startAccess),
  post(':agendaId/days/:date/accesses/:accessId/completion', completeAccess),
  post(':agendaId/days/:date/accesses/:accessId/abandonment', abandonAccess),
  get(':agendaId/days/:date/queue', getQueue),
  get(':agendaId/days/:date/sheet', getDaySheet),
]);

export const deskRoutes = routes('agenda', 'rest/agenda/v1/desks', [
  get('', listDesks),
  create('', openDesk),
  get(':deskId', getDesk),
  post(':deskId/termination', closeDesk),
]);

export const holdRoutes = routes('agenda', 'rest/agenda/v1/holds', [get('mine', listOwnHolds)]);

export const appointmentRoutes = routes('agenda', 'rest/agenda/v1/appointments', [
  get('mine', listOwnAppointments),
  get('as-second-person', listAppointmentsAsSecondPerson),
  get('booked', listBookings),
  get('of-competence', listAppointmentsOfCompetence),
  search('search', searchAppointments),
]);

export const selfServiceRoutes = routes('agenda', 'rest/agenda/v1/self-service', [
  search('tokens', openSelfService),
  get('appointment', getSelfServiceAppointment),
]);

export const unitClosureRoutes = routes('agenda', 'rest/agenda/v1/unit-closures', [
  get('', listUnitClosures),
  create('', declareUnitClosure, tellingChangesOfUnit),
  search('preview', previewUnitClosure),
  get(':unitClosureId', getUnitClosure),
  post(':unitClosureId/withdrawal', withdrawUnitClosure, tellingChangesOfUnit),
]);

export const catalogueRoutes = routes('agenda', 'rest/agenda/v1', [
  get('services', listServices),
  get('service-lines', listServiceLines),
  get('first-free', listFirstFree),
  get('free-places', listFreePlaces),
  get('punti-inps/:puntoInpsId/staffing', getStaffing),
  search('punti-inps/:puntoInpsId/services/preview', previewServicesOfPuntoInps),
  get('services-for-review', listServicesForReview),
  get('displaced-appointments', listDisplaced),
]);

export const loadRoutes = routes('agenda', 'rest/agenda/v1', [
  get('loads', listAgendaLoads),
  get('regions/:region/load', getRegionLoad),
]);
