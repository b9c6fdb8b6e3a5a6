import {
  defineDatedAggregate,
  defineLife,
  endsWhatStands,
  isAnotherAlone,
  LATEST,
  setWithSuspension,
  type FactAmong,
  type Lived,
} from '#use-cases/dated';
import type { PuntoInpsEvent } from './events.ts';
import { agreedAlready } from './premises.ts';
import { evolve, type PuntoInps, type SuspendedPuntoInps } from './punto-inps-state.ts';
import { SUSPENSIONS } from './suspension-kind.ts';

/** While it has a place in the network, open or not. */
export const STANDING = ['ESTABLISHED', 'OPEN', 'SUSPENDED'] as const;
/** While something may be made ready for it, or goes on. */
export const LIVING = ['PROPOSED', ...STANDING] as const;

/** How the life of a Punto INPS is told by legal dates. */
export const puntoInpsLife = defineLife<PuntoInps, PuntoInpsEvent>({
  evolve,
  dating: {
    PuntoInpsProposed: { date: 'proposedOn' },
    // A point may be proposed by what an analysis of before has found.
    PuntoInpsDemandAnalysisRecorded: { in: LIVING, date: 'analysedOn', mayPrecede: true },
    PuntoInpsEstablished: { in: ['PROPOSED'], date: 'establishedOn' },
    PuntoInpsServicesRevised: { in: LIVING, date: 'revisedOn' },
    PuntoInpsStaffAssigned: { in: STANDING, date: 'from', announces: true },
    PuntoInpsStaffReleased: { date: 'releasedOn', announces: true },
    PuntoInpsHostPremisesAgreed: {
      ...{ in: LIVING, date: 'from', announces: true },
      // One that was recorded twice, as it could be once, is one agreement.
      when: ({ premises }: PuntoInps, agreed) => agreedAlready(premises, agreed) === undefined,
    },
    PuntoInpsReferenceUnitChanged: { in: LIVING, date: 'changedOn' },
    PuntoInpsOpened: { in: ['ESTABLISHED'], date: 'openedOn' },
    PuntoInpsSuspended: {
      in: ['OPEN', 'SUSPENDED'],
      when: (state: PuntoInps, suspended) => state.status !== 'SUSPENDED' || !isAnotherAlone(state, suspended),
      date: 'suspendedOn',
    },
    PuntoInpsResumed: {
      in: ['SUSPENDED'],
      when: (state: SuspendedPuntoInps, { resumedOn }, among: FactAmong<PuntoInpsEvent>) =>
        endsWhatStands(state, { resumedOn, ...setWithSuspension(SUSPENSIONS, among) }),
      date: 'resumedOn',
    },
    PuntoInpsClosed: { in: LIVING, date: 'closedOn' },
  },
  rectifiedBy: 'PuntoInpsRectified',
});

/** A light structure of the institute, manned by its own staff, without parts of its own (INPS circolare 119/2011). */
export const puntoInps = defineDatedAggregate<PuntoInps, PuntoInpsEvent>({
  category: 'PuntoInps',
  called: 'the Punto INPS',
  codes: {
    notFound: 'PUNTO_INPS_NOT_FOUND',
    alreadyExists: 'PUNTO_INPS_ALREADY_PROPOSED',
    stateForbids: 'PUNTO_INPS_STATE_FORBIDS',
  },
  told: puntoInpsLife,
  scopeOf: ({ region, province, referenceUnit }) => ({ region, province, unit: referenceUnit }),
  subjectsOf: (event) => (event.type === 'PuntoInpsStaffAssigned' ? [event.data.subject] : []),
});

/** A Punto INPS with all that was written of it. */
export type LivedPuntoInps = Lived<PuntoInps, PuntoInpsEvent>;

/** The point after everything that is known of it, also what lies ahead. */
export function wholeLife(point: LivedPuntoInps): LivedPuntoInps {
  return puntoInps.judgedOn(point, LATEST) as LivedPuntoInps;
}
