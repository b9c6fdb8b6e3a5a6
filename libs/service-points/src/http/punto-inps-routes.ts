import type { CommandResult } from '#kernel/domain';
import { create, get, post, routes, type Telling } from '#use-cases';
import type { PuntoInpsEvent } from '../domain/punto-inps/events.ts';
import {
  getPuntoInps,
  getPuntoInpsStaff,
  listPublicPuntiInps,
  listPuntiInps,
  listUserGroups,
} from '../read-models/punto-inps/punto-inps-queries.ts';
import { agreeHostPremisesOfPuntoInps } from '../use-cases/punto-inps/agree-host-premises-of-punto-inps.ts';
import { assignStaffToPuntoInps } from '../use-cases/punto-inps/assign-staff-to-punto-inps.ts';
import { changeReferenceUnitOfPuntoInps } from '../use-cases/punto-inps/change-reference-unit-of-punto-inps.ts';
import { closePuntoInps } from '../use-cases/punto-inps/close-punto-inps.ts';
import { establishPuntoInps } from '../use-cases/punto-inps/establish-punto-inps.ts';
import { openPuntoInps } from '../use-cases/punto-inps/open-punto-inps.ts';
import { proposePuntoInps } from '../use-cases/punto-inps/propose-punto-inps.ts';
import { recordPuntoInpsDemandAnalysis } from '../use-cases/punto-inps/record-punto-inps-demand-analysis.ts';
import { rectifyPuntoInps } from '../use-cases/punto-inps/rectify-punto-inps.ts';
import { releaseStaffFromPuntoInps } from '../use-cases/punto-inps/release-staff-from-punto-inps.ts';
import { resumePuntoInps } from '../use-cases/punto-inps/resume-punto-inps.ts';
import { reviseServicesOfPuntoInps } from '../use-cases/punto-inps/revise-services-of-punto-inps.ts';
import { suspendPuntoInps } from '../use-cases/punto-inps/suspend-punto-inps.ts';

/** Answers the id of what a command adds to the point. */
const added: Telling = {
  tell: ({ events, stream }: CommandResult) => {
    for (const { type, data } of events as readonly PuntoInpsEvent[]) {
      if (type === 'PuntoInpsDemandAnalysisRecorded') return { id: data.analysisId };
      if (type === 'PuntoInpsStaffAssigned') return { id: data.assignmentId };
    }
    throw new TypeError(`a command on ${stream} answered without what it adds`);
  },
};

export const puntoInpsRoutes = routes('service-points', 'rest/service-points/v1/punti-inps', [
  get('', listPuntiInps),
  create('', proposePuntoInps),
  get(':puntoInpsId', getPuntoInps),
  post(':puntoInpsId/demand-analyses', recordPuntoInpsDemandAnalysis, added),
  post(':puntoInpsId/establishment', establishPuntoInps),
  post(':puntoInpsId/services', reviseServicesOfPuntoInps),
  post(':puntoInpsId/staff', assignStaffToPuntoInps, added),
  get(':puntoInpsId/staff/:assignmentId', getPuntoInpsStaff),
  post(':puntoInpsId/staff/:assignmentId/release', releaseStaffFromPuntoInps),
  post(':puntoInpsId/premises', agreeHostPremisesOfPuntoInps),
  post(':puntoInpsId/reference-unit', changeReferenceUnitOfPuntoInps),
  post(':puntoInpsId/opening', openPuntoInps),
  post(':puntoInpsId/suspension', suspendPuntoInps),
  post(':puntoInpsId/resumption', resumePuntoInps),
  post(':puntoInpsId/closure', closePuntoInps),
  post(':puntoInpsId/rectifications', rectifyPuntoInps),
]);

export const publicPuntoInpsRoutes = routes('service-points', 'rest/service-points/v1', [
  get('public-punti-inps', listPublicPuntiInps),
  get('user-groups', listUserGroups),
]);
