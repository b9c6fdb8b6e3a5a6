import { projection } from '#kernel/specification';
import { referenceTo } from '#vocabulary';
import type { PuntoInpsEvent } from '../../domain/punto-inps/events.ts';
import {
  assignedStaff,
  closedInps,
  onDay,
  openInps,
  proposedInps,
  readyInps,
  suspendedInps,
} from '../../specification/sample-punto-inps.ts';
import { withoutPerson } from './punto-inps-history.ts';
import { PublicPuntoInps, puntoInpsRegister } from './punto-inps-register.ts';

function documentAfter(...events: PuntoInpsEvent[]) {
  const stream = 'PuntoInps-inps-1';
  return projection(puntoInpsRegister)
    .given<PuntoInpsEvent>(...events.map((event): [PuntoInpsEvent, { stream: string }] => [event, { stream }]))
    .document('inps-1');
}

describe('register of Punti INPS', () => {
  it('follows a point through its life, with the days of each step', () => {
    expect(documentAfter(proposedInps)).toMatchObject({ state: 'PROPOSED', establishedOn: null, established: 'NO' });
    expect(documentAfter(...readyInps)).toMatchObject({
      ...{ state: 'ESTABLISHED', establishedOn: '2026-01-20', openedOn: null, established: 'YES' },
      analyses: [{ analysisId: 'analysis-1' }],
    });
    expect(documentAfter(...openInps)).toMatchObject({ state: 'OPEN', openedOn: '2026-02-02', suspension: null });
    expect(documentAfter(...openInps, suspendedInps)).toMatchObject({
      state: 'SUSPENDED',
      suspension: { reason: 'PREMISES', from: '2026-02-16', until: '2026-03-02' },
    });
    expect(documentAfter(...openInps, closedInps)).toMatchObject({ state: 'CLOSED', closedOn: '2026-02-20' });
  });

  it('lists staff without who they are, which is kept sealed', () => {
    const released = onDay('2026-03-01', {
      type: 'PuntoInpsStaffReleased',
      data: { assignmentId: 'staff-1', releasedOn: '2026-03-01' },
    });
    const document = documentAfter(...openInps, assignedStaff, released);
    expect(document?.staff).toEqual([
      {
        ...{ assignmentId: 'staff-1', unit: 'DP-BOLOGNA', from: '2026-02-09', until: null, releasedOn: '2026-03-01' },
        weekdays: [1, 3],
      },
    ]);
    expect(document?.persons).toEqual([
      expect.objectContaining({ assignmentId: 'staff-1', subject: 'subject-1' }) as object,
    ]);
    const entry = { revision: 5, data: assignedStaff.data } as never;
    expect(Object.keys(withoutPerson(entry).data)).not.toEqual(expect.arrayContaining(['person', 'subject']));
  });

  it('has the premises that were agreed, and the reference unit that it has now', () => {
    const premises = {
      host: { id: 'host-1', kind: 'PUBLIC_ADMINISTRATION' as const, name: 'Comune dimostrativo' },
      ...{ yearlyCostCents: 1_200_000, from: '2026-03-01', until: '2027-02-28' },
      act: { authority: 'Comune', number: '7', date: '2026-02-01' },
    };
    const document = documentAfter(
      ...readyInps,
      onDay('2026-03-01', { type: 'PuntoInpsHostPremisesAgreed', data: premises }),
      onDay('2026-02-15', {
        type: 'PuntoInpsReferenceUnitChanged',
        data: { referenceUnit: 'FM-BOLOGNA', previous: 'DP-BOLOGNA', changedOn: '2026-02-15', reason: 'Riordino' },
      }),
    );
    expect(document).toMatchObject({
      premises: [{ ...premises, host: referenceTo(premises.host) }],
      referenceUnit: 'FM-BOLOGNA',
    });
  });

  it('T5: tells everyone existence, municipality, services and state, and neither staff, premises nor reasons', () => {
    const told = Object.keys(PublicPuntoInps.properties);
    expect(told).toEqual(expect.arrayContaining(['id', 'state', 'municipality', 'services', 'ground', 'userGroups']));
    for (const hidden of ['staff', 'premises', 'suspension', 'analyses', 'proposedBy'])
      expect(told).not.toContain(hidden);
  });
});
