import { everyPair } from '#use-cases/specification';
import { startOf } from '#use-cases/dated';
import type { PuntoInpsEvent } from '../../domain/punto-inps/events.ts';
import { puntoInps } from '../../domain/punto-inps/punto-inps.ts';
import type { PuntoInps } from '../../domain/punto-inps/punto-inps-state.ts';
import type { PuntoInpsStatus } from '../../domain/punto-inps/vocabulary.ts';
import { puntiInps } from '../../punti-inps.ts';
import {
  assignedStaff,
  closedInps,
  completeOffer,
  openInps,
  proposedInps,
  readyInps,
  suspendedInps,
} from '../../specification/sample-punto-inps.ts';
import { directorateOfProvince, kindsOfUnit } from '../../specification/sample-units.ts';

const lives: Record<PuntoInpsStatus, readonly PuntoInpsEvent[]> = {
  PROPOSED: [proposedInps],
  ESTABLISHED: readyInps,
  OPEN: openInps,
  SUSPENDED: [...openInps, { ...suspendedInps, effectiveAt: startOf('2026-02-16') }],
  CLOSED: [...openInps, closedInps],
};
const act = { authority: 'Direttore generale', number: '12/2026', date: '2026-01-20' };
const host = { id: 'host-1', kind: 'PUBLIC_ADMINISTRATION', name: 'Comune dimostrativo' };
const STANDING = ['ESTABLISHED', 'OPEN', 'SUSPENDED'] as const;
const LIVING = ['PROPOSED', ...STANDING] as const;
const inEach = (states: readonly string[], type: PuntoInpsEvent['type']) =>
  Object.fromEntries(states.map((state) => [state, [type]]));
const withStaff = Object.fromEntries(STANDING.map((state) => [state, [...lives[state], assignedStaff]]));

describe('every state of a Punto INPS with every command', () => {
  const trials: Parameters<typeof everyPair<PuntoInps, PuntoInpsEvent>>[1]['trials'] = {
    ProposePuntoInps: {
      input: {
        ...{ name: 'Punto INPS', region: '08', province: '037', municipality: 'L762', ground: 'LOW_COMPLEXITY' },
        address: { street: 'Via Roma 1', postalCode: '40038' },
        ...{ proposedBy: 'DP-BOLOGNA', referenceUnit: 'DP-BOLOGNA' },
      },
      facts: { proposer: directorateOfProvince, reference: directorateOfProvince, kinds: kindsOfUnit },
      brings: inEach(['ABSENT'], 'PuntoInpsProposed'),
    },
    RecordPuntoInpsDemandAnalysis: {
      input: {
        ...{ periodFrom: '2025-01-01', periodUntil: '2025-12-31', source: 'Accessi' },
        demand: [{ serviceId: 'accoglienza-orientamento', accesses: 1 }],
      },
      brings: inEach(LIVING, 'PuntoInpsDemandAnalysisRecorded'),
    },
    EstablishPuntoInps: { input: { act }, brings: inEach(['PROPOSED'], 'PuntoInpsEstablished') },
    ReviseServicesOfPuntoInps: {
      input: { services: completeOffer.slice(0, 2) },
      brings: inEach(LIVING, 'PuntoInpsServicesRevised'),
    },
    AssignStaffToPuntoInps: {
      input: {
        ...{ unit: 'DP-BOLOGNA', from: '2026-03-02', weekdays: [2], subject: 'subject-2' },
        person: { subject: 'subject-2' },
      },
      facts: { unit: directorateOfProvince },
      brings: inEach(STANDING, 'PuntoInpsStaffAssigned'),
    },
    ReleaseStaffFromPuntoInps: {
      input: { assignmentId: 'staff-1' },
      lives: withStaff,
      brings: inEach(STANDING, 'PuntoInpsStaffReleased'),
    },
    ReleaseStaffOfErased: {
      input: { assignmentId: 'staff-1', erasedOn: '2026-03-02' },
      lives: withStaff,
      brings: inEach(STANDING, 'PuntoInpsStaffReleased'),
    },
    AgreeHostPremisesOfPuntoInps: {
      input: { hostBodyId: 'host-1', yearlyCostCents: 1_200_000, from: '2026-03-02', until: '2027-03-01', act },
      facts: { host },
      brings: inEach(LIVING, 'PuntoInpsHostPremisesAgreed'),
    },
    ChangeReferenceUnitOfPuntoInps: {
      input: { referenceUnit: 'FM-BOLOGNA', reason: 'Riordino' },
      facts: { reference: { ...directorateOfProvince, code: 'FM-BOLOGNA' }, kinds: kindsOfUnit },
      brings: inEach(LIVING, 'PuntoInpsReferenceUnitChanged'),
    },
    OpenPuntoInps: {
      input: { agendaId: 'agenda-1' },
      facts: { agenda: { owner: { kind: 'PUNTO_INPS', unit: 'DP-BOLOGNA', point: 'inps-1' }, bands: [{}] } },
      brings: inEach(['ESTABLISHED'], 'PuntoInpsOpened'),
    },
    SuspendPuntoInps: { input: { reason: 'STAFF' }, brings: inEach(['OPEN'], 'PuntoInpsSuspended') },
    ResumePuntoInps: { input: {}, brings: inEach(['SUSPENDED'], 'PuntoInpsResumed') },
    EndSuspensionOfPuntoInps: {
      input: { resumedOn: '2026-03-02' },
      brings: inEach(['SUSPENDED'], 'PuntoInpsResumed'),
    },
    RectifyPuntoInps: {
      input: { rectifies: 0, changes: { proposedOn: '2026-01-09' }, reason: 'Data errata', act },
      facts: {
        units: new Map([['DP-BOLOGNA', directorateOfProvince]]),
        proposer: directorateOfProvince,
        kinds: kindsOfUnit,
      },
      brings: inEach([...LIVING, 'CLOSED'], 'PuntoInpsRectified'),
    },
    ClosePuntoInps: { input: { reason: 'LOW_DEMAND' }, brings: inEach(LIVING, 'PuntoInpsClosed') },
  };

  it.each(everyPair(puntoInps, { lives, commands: puntiInps.commands, trials }))('%s', (_pair, holds) => {
    holds();
  });
});
