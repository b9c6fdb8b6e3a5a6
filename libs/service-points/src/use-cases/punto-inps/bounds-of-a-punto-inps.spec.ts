import { specify } from '#use-cases/specification';
import { MAX_ANALYSES, MAX_ASSIGNMENTS, MAX_PREMISES, MAX_STAFF } from '../../domain/punto-inps/bounds.ts';
import type { PuntoInpsEvent } from '../../domain/punto-inps/events.ts';
import { puntoInps } from '../../domain/punto-inps/punto-inps.ts';
import { PuntoInpsSummary } from '../../read-models/punto-inps/punto-inps-register.ts';
import { analysedInps, assignedStaff, onDay, readyInps } from '../../specification/sample-punto-inps.ts';
import { directorateOfProvince } from '../../specification/sample-units.ts';
import { agreeHostPremisesOfPuntoInps } from './agree-host-premises-of-punto-inps.ts';
import { assignStaffToPuntoInps } from './assign-staff-to-punto-inps.ts';
import { recordPuntoInpsDemandAnalysis } from './record-punto-inps-demand-analysis.ts';

const subject = specify(puntoInps);
const point = { puntoInpsId: 'inps-1' };
const act = { authority: 'Comune', number: '7', date: '2026-02-01' };
const host = { id: 'host-1', kind: 'PUBLIC_ADMINISTRATION' as const, name: 'Comune dimostrativo' };
const times = (count: number, event: (number: number) => PuntoInpsEvent): PuntoInpsEvent[] =>
  Array.from({ length: count }, (_none, number) => event(number));
/** Somebody, with other fields than the sample. */
const assigned = (number: number, more: object): PuntoInpsEvent =>
  ({
    ...assignedStaff,
    data: { ...assignedStaff.data, assignmentId: `staff-${number}`, subject: `subject-${number}`, ...more },
  }) as PuntoInpsEvent;

describe('what one Punto INPS may hold is bounded, as it is read as a whole', () => {
  const one = {
    ...{ ...point, unit: 'DP-BOLOGNA', from: '2026-04-01', weekdays: [1], subject: 'subject-new' },
    person: { subject: 'subject-new' },
  };
  const known = { unit: directorateOfProvince };

  it('staff at a time, and assignments in all', () => {
    const full = times(MAX_STAFF, (number) => assigned(number, {}));
    subject
      .given(...readyInps, ...full)
      .when(assignStaffToPuntoInps, one, known)
      .thenRefused('TOO_MANY_STAFF', { limit: MAX_STAFF });
    subject
      .given(...readyInps, ...full.slice(1))
      .when(assignStaffToPuntoInps, one, known)
      .events();
    const over = times(MAX_ASSIGNMENTS, (number) => assigned(number, { until: '2026-02-10' }));
    subject
      .given(...readyInps, ...over)
      .when(assignStaffToPuntoInps, one, known)
      .thenRefused('TOO_MANY_ASSIGNMENTS', { limit: MAX_ASSIGNMENTS });
  });

  it('demand analyses, and agreements on premises', () => {
    const analyses = times(MAX_ANALYSES - 1, (number) => ({
      ...analysedInps,
      data: { ...analysedInps.data, analysisId: `more-${number}` } as never,
    }));
    subject
      .given(...readyInps, ...analyses)
      .when(recordPuntoInpsDemandAnalysis, {
        ...{ ...point, periodFrom: '2025-01-01', periodUntil: '2025-12-31', source: 'Accessi' },
        demand: [{ serviceId: 'accoglienza-orientamento', accesses: 1 }],
      })
      .thenRefused('TOO_MANY_ANALYSES', { limit: MAX_ANALYSES });
    const terms = { yearlyCostCents: 0, from: '2026-02-01', until: '2027-01-31', act };
    const agreements = times(MAX_PREMISES, () =>
      onDay('2026-02-01', { type: 'PuntoInpsHostPremisesAgreed', data: { host, ...terms } }),
    );
    subject
      .given(...readyInps, ...agreements)
      .when(agreeHostPremisesOfPuntoInps, { ...point, hostBodyId: 'host-1', ...terms }, { host })
      .thenRefused('TOO_MANY_PREMISES', { limit: MAX_PREMISES });
  });

  it('a line of the register tells none of these', () => {
    for (const growing of ['analyses', 'staff', 'premises']) {
      expect(Object.keys(PuntoInpsSummary.properties)).not.toContain(growing);
    }
  });
});
