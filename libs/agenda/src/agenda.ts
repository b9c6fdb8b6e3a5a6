import { defineContext } from '#use-cases';
import { agendaSettings } from './agenda-settings.ts';
import { citizenSettings } from './citizen-settings.ts';
import { agendaDemand } from './domain/demand/agenda-demand.ts';
import { agendaDemandEvents } from './domain/demand/events.ts';
import { agendaDay } from './domain/agenda-day/agenda-day.ts';
import { agenda } from './domain/agenda/agenda.ts';
import { waitlistEventDefinitions } from './domain/events/waitlist-events.ts';
import { waitlist } from './domain/waitlist/waitlist.ts';
import { desk } from './domain/desks/desk.ts';
import { DeskOpened, desksEventDefinitions } from './domain/desks/events.ts';
import { agendaDayEventDefinitions } from './domain/events/agenda-day-events.ts';
import {
  agendaEventDefinitions,
  AgendaOpened,
  OpeningBandDefined,
  OpeningBandSplit,
} from './domain/events/agenda-events.ts';
import {
  agendaRoutes,
  appointmentRoutes,
  catalogueRoutes,
  deskRoutes,
  holdRoutes,
  unitClosureRoutes,
  selfServiceRoutes,
  loadRoutes,
} from './http/agenda-routes.ts';
import { appointmentReminders } from './processes/appointment-reminders.ts';
import { waitingRoutes } from './http/waiting-routes.ts';
import { citizenMails } from './mails/citizen-mails.ts';
import { offerMail } from './mails/offer-mail.ts';
import { waitingEndedMail } from './mails/waiting-ended-mail.ts';
import { waitingRestoredMail } from './mails/waiting-restored-mail.ts';
import { agendaDays } from './processes/agenda-days.ts';
import { agendasFollowPuntoInps } from './processes/agendas-follow-punto-inps.ts';
import { agendasFollowSeat } from './processes/agendas-follow-seat.ts';
import { agendasOfferAsPuntoInps } from './processes/agendas-offer-as-punto-inps.ts';
import { agendasOfAgencies } from './processes/agendas-of-agencies.ts';
import { appointmentsFollowPoint } from './processes/appointments-follow-point.ts';
import { deskSweeper, deskTimes } from './processes/desk-times.ts';
import { agendasOfUnits, desksOfUnits } from './processes/agendas-of-units.ts';
import { commitmentRelease } from './processes/commitment-release.ts';
import { commitmentSweeper } from './processes/commitment-sweeper.ts';
import { displacedFollowErasures } from './processes/displaced-follow-erasures.ts';
import { displacementsEnd } from './processes/displacements-end.ts';
import { erasureConsequences } from './processes/erasure-consequences.ts';
import { reinstatementsOfDays } from './processes/reinstatements.ts';
import { holdExpiry } from './processes/hold-expiry.ts';
import { noShows } from './processes/no-shows.ts';
import { oldPlaces } from './processes/old-places.ts';
import { publishedAgendas } from './published/published-agendas.ts';
import { publishedAppointments } from './published/published-appointments.ts';
import { agendaCounters } from './read-models/agenda-counters.ts';
import { agendaDirectory, getAgenda, listAgendas } from './read-models/agenda-directory.ts';
import { getAgendaWeek } from './read-models/agenda-week.ts';
import { agendaFigures } from './read-models/agenda-figures.ts';
import { agendaLoads } from './read-models/loads/agenda-loads.ts';
import { getClosure, getOpeningBand } from './read-models/agenda-parts.ts';
import { getAppointmentCalendar } from './read-models/appointment-calendar.ts';
import { searchAppointments } from './read-models/appointment-search.ts';
import { appointments, getAppointment, listOwnAppointments } from './read-models/appointments.ts';
import { listAppointmentsAsSecondPerson } from './read-models/as-second-person.ts';
import { listAppointmentsOfCompetence, listBookings } from './read-models/booked-elsewhere.ts';
import { availability } from './read-models/availability.ts';
import { getAvailability } from './read-models/available-days.ts';
import { readDaysAhead } from './read-models/free-places/days-ahead.ts';
import { listAlternatives } from './read-models/free-places/list-alternatives.ts';
import { listFirstFree } from './read-models/free-places/list-first-free.ts';
import { listFreePlaces } from './read-models/free-places/list-free-places.ts';
import { getDaySheet } from './read-models/day-sheet.ts';
import { displacedAppointments, listDisplaced } from './read-models/displaced.ts';
import { deskDirectory, getDesk, listDesks } from './read-models/desk-directory.ts';
import { getHold, holds, listHolds, listOwnHolds } from './read-models/holds.ts';
import { getAccess, getQueue, listUnbookedAccesses, queue } from './read-models/queue.ts';
import { getUnitClosure, listUnitClosures, unitClosures } from './read-models/unit-closures.ts';
import { previews } from './read-models/previews.ts';
import { listServicesForReview } from './read-models/services-for-review.ts';
import { getSelfServiceAppointment, openSelfService } from './read-models/self-service.ts';
import { getStaffing } from './read-models/staffing.ts';
import { listAgendaLoads } from './read-models/loads/list-agenda-loads.ts';
import { getRegionLoad } from './read-models/loads/region-load.ts';
import { listServiceLines, listServices } from './read-models/service-catalogue.ts';
import { waitingFollowsErasures } from './processes/waitlist/waiting-follows-erasures.ts';
import { waitingEnds } from './processes/waitlist/waiting-ends.ts';
import { waitingFollowsServices } from './processes/waitlist/waiting-follows-services.ts';
import { waitlistOffers } from './processes/waitlist/waitlist-offers.ts';
import { listFreedPlaces } from './read-models/freed-places.ts';
import { waitingEntries } from './read-models/waitlist/waiting-entries.ts';
import { waitingLines } from './read-models/waitlist/waiting-lines.ts';
import { getWaitingEntry, listOwnWaiting, listWaiting } from './read-models/waitlist/waiting-queries.ts';
import { acceptOffer } from './use-cases/waitlist/accept-offer.ts';
import { endOffer } from './use-cases/waitlist/end-offer.ts';
import { endWaiting } from './use-cases/waitlist/end-waiting.ts';
import { restoreWaiting } from './use-cases/waitlist/restore-waiting.ts';
import { enrolDisplaced } from './use-cases/waitlist/enrol-displaced.ts';
import { holdForWaiting } from './use-cases/waitlist/hold-for-waiting.ts';
import { joinWaitlist } from './use-cases/waitlist/join-waitlist.ts';
import { leaveWaitlist } from './use-cases/waitlist/leave-waitlist.ts';
import { settleOffer } from './use-cases/waitlist/settle-offer.ts';
import { transferWaitlist } from './use-cases/waitlist/transfer-waitlist.ts';
import { bookAppointment } from './use-cases/book-appointment.ts';
import { cancelAppointment } from './use-cases/cancel-appointment.ts';
import { changeAgendaCapacity } from './use-cases/change-agenda-capacity.ts';
import { closeDisplacement } from './use-cases/close-displacement.ts';
import { closeAgenda } from './use-cases/close-agenda.ts';
import { declareUnitClosure, withdrawUnitClosure } from './use-cases/declare-unit-closure.ts';
import { closeWithUnit, reopenWithUnit } from './use-cases/with-unit.ts';
import { agendasFollowUnitClosures } from './processes/agendas-follow-unit-closures.ts';
import { unitClosureEventDefinitions } from './domain/events/unit-closure-events.ts';
import { unitClosure } from './domain/unit-closure/unit-closure.ts';
import { declareClosure } from './use-cases/declare-closure.ts';
import { defineOpeningBand } from './use-cases/define-opening-band.ts';
import { abandonAccess } from './use-cases/desk/abandon-access.ts';
import { callAccess } from './use-cases/desk/call-access.ts';
import { callAppointment } from './use-cases/desk/call-appointment.ts';
import { checkInAppointment } from './use-cases/desk/check-in-appointment.ts';
import { completeAccess } from './use-cases/desk/complete-access.ts';
import { completeAppointment } from './use-cases/desk/complete-appointment.ts';
import { markMissedByPolicy } from './use-cases/desk/mark-missed-by-policy.ts';
import { markNoShow } from './use-cases/desk/mark-no-show.ts';
import { registerAccess } from './use-cases/desk/register-access.ts';
import { startAccess } from './use-cases/desk/start-access.ts';
import { startAppointment } from './use-cases/desk/start-appointment.ts';
import { closeDesk } from './use-cases/desks/close-desk.ts';
import { endDeskTime, releaseDeskTime, transferDesk } from './use-cases/desks/keep-desk-time.ts';
import { openDesk } from './use-cases/desks/open-desk.ts';
import { displaceFromPoint } from './use-cases/displace-from-point.ts';
import { endCommitmentOfErased } from './use-cases/end-commitment-of-erased.ts';
import { expireHold } from './use-cases/expire-hold.ts';
import { holdSlot } from './use-cases/hold-slot.ts';
import { noteSearchesFoundNothing, searchesFoundNothing } from './use-cases/note-searches-found-nothing.ts';
import { openAgenda } from './use-cases/open-agenda.ts';
import { planDay } from './use-cases/plan-day.ts';
import { remindOfAppointment } from './use-cases/remind-of-appointment.ts';
import { reinstateAppointment, reinstateAtPoint } from './use-cases/reinstate.ts';
import { leaveOldPlace } from './use-cases/leave-old-place.ts';
import { releaseHold } from './use-cases/release-hold.ts';
import { releaseMove } from './use-cases/release-move.ts';
import { rescheduleAppointment } from './use-cases/reschedule-appointment.ts';
import { splitOpeningBand } from './use-cases/split-opening-band.ts';
import { relocateAgenda } from './use-cases/relocate-agenda.ts';
import { transferAgenda } from './use-cases/transfer-agenda.ts';
import {
  endAgendaWithPoint,
  offerAsPoint,
  openBookingsWithPoint,
  reopenAgendaWithPoint,
  shutAgendaWithPoint,
} from './use-cases/with-punto-inps.ts';
import { withdrawClosure } from './use-cases/withdraw-closure.ts';
import { withdrawOpeningBand } from './use-cases/withdraw-opening-band.ts';

/** Agendas, their days and the appointments on them. */
export const agendas = defineContext({
  name: 'agenda',
  about: 'Agendas with their opening bands and closures, free places, holds and appointments.',
  aggregates: [agenda, agendaDay, waitlist, agendaDemand, desk, unitClosure],
  events: [
    ...[...agendaEventDefinitions, ...agendaDayEventDefinitions],
    ...[...waitlistEventDefinitions, ...agendaDemandEvents, ...desksEventDefinitions],
    ...unitClosureEventDefinitions,
  ],
  acts: [AgendaOpened, OpeningBandDefined, OpeningBandSplit, DeskOpened],
  commands: [
    openAgenda,
    defineOpeningBand,
    withdrawOpeningBand,
    splitOpeningBand,
    ...[openDesk, closeDesk, releaseDeskTime, endDeskTime, transferDesk],
    changeAgendaCapacity,
    declareClosure,
    withdrawClosure,
    closeAgenda,
    ...[declareUnitClosure, withdrawUnitClosure, closeWithUnit, reopenWithUnit],
    ...[openBookingsWithPoint, shutAgendaWithPoint, reopenAgendaWithPoint, endAgendaWithPoint, transferAgenda],
    relocateAgenda,
    offerAsPoint,
    planDay,
    holdSlot,
    releaseHold,
    expireHold,
    bookAppointment,
    remindOfAppointment,
    cancelAppointment,
    ...[checkInAppointment, callAppointment, startAppointment, completeAppointment, markNoShow, markMissedByPolicy],
    ...[registerAccess, callAccess, startAccess, completeAccess, abandonAccess],
    endCommitmentOfErased,
    ...[rescheduleAppointment, leaveOldPlace, releaseMove, closeDisplacement],
    displaceFromPoint,
    ...[reinstateAtPoint, reinstateAppointment],
    noteSearchesFoundNothing,
    ...[joinWaitlist, leaveWaitlist, enrolDisplaced, holdForWaiting, settleOffer],
    ...[acceptOffer, endOffer, endWaiting, restoreWaiting, transferWaitlist],
  ],
  queries: [
    ...[listServices, listServiceLines, getStaffing, listDesks, getDesk, getAgendaWeek],
    ...[listAgendas, getAgenda, getOpeningBand, getClosure, getAvailability],
    ...[getHold, listHolds, listOwnHolds, getAppointment, getDaySheet, listOwnAppointments, searchAppointments],
    ...previews,
    ...[listUnitClosures, getUnitClosure],
    ...[listServicesForReview, listDisplaced, listAppointmentsAsSecondPerson],
    ...[getAppointmentCalendar, openSelfService, getSelfServiceAppointment],
    ...[getQueue, listUnbookedAccesses, getAccess],
    ...[listFirstFree, listFreePlaces, listAlternatives, listBookings, listAppointmentsOfCompetence],
    ...[listAgendaLoads, getRegionLoad],
    ...[getWaitingEntry, listWaiting, listOwnWaiting, listFreedPlaces],
  ],
  projections: [
    ...[agendaDirectory, deskDirectory, availability, holds, appointments, agendaFigures, agendaLoads, queue],
    ...[displacedAppointments, unitClosures, waitingEntries, waitingLines],
  ],
  counters: agendaCounters,
  unitDependences: [agendasOfUnits, desksOfUnits],
  processes: [
    agendaDays,
    ...[holdExpiry, noShows],
    commitmentRelease,
    commitmentSweeper,
    ...[oldPlaces, displacementsEnd],
    ...[erasureConsequences, displacedFollowErasures],
    appointmentsFollowPoint,
    appointmentReminders,
    reinstatementsOfDays,
    ...[agendasFollowUnitClosures, agendasFollowSeat],
    ...[agendasFollowPuntoInps, agendasOfferAsPuntoInps, agendasOfAgencies, deskTimes, deskSweeper],
    ...[waitlistOffers, waitingFollowsErasures, waitingEnds, waitingFollowsServices],
  ],
  tallies: [searchesFoundNothing],
  preparations: [readDaysAhead],
  mails: [...citizenMails, offerMail, waitingEndedMail, waitingRestoredMail],
  publishes: [...publishedAgendas, ...publishedAppointments],
  routes: [
    ...[agendaRoutes, unitClosureRoutes, deskRoutes, waitingRoutes, holdRoutes, appointmentRoutes],
    ...[catalogueRoutes, selfServiceRoutes, loadRoutes],
  ],
  settings: [agendaSettings, citizenSettings],
});
