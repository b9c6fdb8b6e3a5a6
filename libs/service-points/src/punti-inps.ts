import { defineContext } from '#use-cases';
import {
  puntoInpsEvents,
  PuntoInpsProposed,
  PuntoInpsRectified,
  PuntoInpsReferenceUnitChanged,
} from './domain/punto-inps/events.ts';
import { puntoInps } from './domain/punto-inps/punto-inps.ts';
import { publicPuntoInpsRoutes, puntoInpsRoutes } from './http/punto-inps-routes.ts';
import { agenciesOfPuntiInps } from './processes/agencies-of-punti-inps.ts';
import { agencyReservations } from './processes/agency-reservations.ts';
import { puntiInpsOfUnits } from './processes/punti-inps-of-units.ts';
import { puntoInpsSuspensionsEnd } from './processes/punto-inps-suspensions-end.ts';
import { staffFollowErasures } from './processes/staff-follow-erasures.ts';
import { datedPuntiInps } from './read-models/punto-inps/dated-punti-inps.ts';
import { puntoInpsCounters } from './read-models/punto-inps/punto-inps-counters.ts';
import { puntoInpsHistory } from './read-models/punto-inps/punto-inps-history.ts';
import {
  getPuntoInps,
  getPuntoInpsStaff,
  listPublicPuntiInps,
  listPuntiInps,
  listUserGroups,
} from './read-models/punto-inps/punto-inps-queries.ts';
import { groupsOfPuntiInps } from './read-models/punto-inps/groups-of-punti-inps.ts';
import { puntoInpsRegister } from './read-models/punto-inps/punto-inps-register.ts';
import { agreeHostPremisesOfPuntoInps } from './use-cases/punto-inps/agree-host-premises-of-punto-inps.ts';
import { assignStaffToPuntoInps } from './use-cases/punto-inps/assign-staff-to-punto-inps.ts';
import { changeReferenceUnitOfPuntoInps } from './use-cases/punto-inps/change-reference-unit-of-punto-inps.ts';
import { closePuntoInps } from './use-cases/punto-inps/close-punto-inps.ts';
import { endSuspensionOfPuntoInps } from './use-cases/punto-inps/end-suspension-of-punto-inps.ts';
import { establishPuntoInps } from './use-cases/punto-inps/establish-punto-inps.ts';
import { openPuntoInps } from './use-cases/punto-inps/open-punto-inps.ts';
import { proposePuntoInps } from './use-cases/punto-inps/propose-punto-inps.ts';
import { recordPuntoInpsDemandAnalysis } from './use-cases/punto-inps/record-punto-inps-demand-analysis.ts';
import { rectifyPuntoInps } from './use-cases/punto-inps/rectify-punto-inps.ts';
import { releaseStaffFromPuntoInps } from './use-cases/punto-inps/release-staff-from-punto-inps.ts';
import { releaseStaffOfErased } from './use-cases/punto-inps/release-staff-of-erased.ts';
import { resumePuntoInps } from './use-cases/punto-inps/resume-punto-inps.ts';
import { reviseServicesOfPuntoInps } from './use-cases/punto-inps/revise-services-of-punto-inps.ts';
import { suspendPuntoInps } from './use-cases/punto-inps/suspend-punto-inps.ts';

/** Punti INPS, from the proposal to their closure, with their staff and premises. */
export const puntiInps = defineContext({
  name: 'punti-inps',
  aggregates: [puntoInps],
  events: puntoInpsEvents,
  acts: [PuntoInpsProposed, PuntoInpsReferenceUnitChanged, PuntoInpsRectified],
  commands: [
    proposePuntoInps,
    recordPuntoInpsDemandAnalysis,
    establishPuntoInps,
    reviseServicesOfPuntoInps,
    assignStaffToPuntoInps,
    releaseStaffFromPuntoInps,
    releaseStaffOfErased,
    agreeHostPremisesOfPuntoInps,
    changeReferenceUnitOfPuntoInps,
    openPuntoInps,
    suspendPuntoInps,
    resumePuntoInps,
    endSuspensionOfPuntoInps,
    closePuntoInps,
    rectifyPuntoInps,
  ],
  queries: [listPuntiInps, getPuntoInps, getPuntoInpsStaff, listPublicPuntiInps, listUserGroups],
  projections: [puntoInpsRegister, puntoInpsHistory, groupsOfPuntiInps],
  processes: [puntoInpsSuspensionsEnd, staffFollowErasures, agenciesOfPuntiInps, agencyReservations],
  unitDependences: [puntiInpsOfUnits],
  counters: [puntoInpsCounters],
  dated: [datedPuntiInps],
  routes: [puntoInpsRoutes, publicPuntoInpsRoutes],
});
