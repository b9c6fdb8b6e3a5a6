import { processManager } from '#kernel/specification';
import type { SubjectEvent } from '#privacy';
import { specify } from '#use-cases/specification';
import type { OperatorAuthorizationEvent } from '../domain/authorization/events.ts';
import type { PuntoInpsEvent } from '../domain/punto-inps/events.ts';
import { operatorAuthorization } from '../domain/authorization/operator-authorization.ts';
import { puntoInps } from '../domain/punto-inps/punto-inps.ts';
import type { OperatorRosterEvent } from '../domain/roster/events.ts';
import { dated, granted, requestedAuthorization, trained } from '../specification/sample-authorization.ts';
import { assignedStaff, closedInps, onDay, openInps, proposedInps } from '../specification/sample-punto-inps.ts';
import { revokeAuthorizationByPolicy } from '../use-cases/authorization/by-policy.ts';
import { rectifyOperatorAuthorization } from '../use-cases/authorization/rectify-operator-authorization.ts';
import { releaseStaffOfErased } from '../use-cases/punto-inps/release-staff-of-erased.ts';
import { rectifyPuntoInps } from '../use-cases/punto-inps/rectify-punto-inps.ts';
import { authorizationsEndWithErasures } from './authorizations-end-with-erasures.ts';
import { staffFollowErasures } from './staff-follow-erasures.ts';

type Entry = [
  SubjectEvent | OperatorAuthorizationEvent | OperatorRosterEvent | PuntoInpsEvent,
  { stream: string; recordedAt?: string },
];

const erased: Entry = [
  { type: 'SubjectErased', data: { subject: 'subject-1', commitments: [] } },
  // In Rome it is the second of March by then.
  { stream: 'Subject-subject-1', recordedAt: '2026-03-01T23:30:00.000Z' },
];
const requested: Entry = [requestedAuthorization, { stream: 'OperatorAuthorization-auth-1' }];
const entered: Entry = [
  {
    type: 'OperatorRosterEntered',
    data: {
      ...{ pointId: 'point-1', authorizationId: 'auth-1', subject: 'subject-1', entryId: 'grant-1' },
      ...{ until: '2026-02-10T10:00:00.000Z', region: '08', province: '037', host: 'host-1' },
    },
  },
  { stream: 'OperatorRoster-point-1' },
];
const assigned: Entry = [assignedStaff, { stream: 'PuntoInps-inps-1' }];
const revocation = {
  name: 'RevokeAuthorizationByPolicy',
  data: { authorizationId: 'auth-1', reason: 'SUBJECT_ERASED', revokedOn: '2026-03-02' },
};
const release = {
  name: 'ReleaseStaffOfErased',
  data: { puntoInpsId: 'inps-1', assignmentId: 'staff-1', erasedOn: '2026-03-02' },
};

describe('the erasure of an operator', () => {
  it('ends the authorisations of the person, from the day in Rome on', () => {
    processManager(authorizationsEndWithErasures).given(requested, entered, erased).thenCommands(revocation);
  });

  it('bars a grant that is under way, and revokes one that came about', () => {
    const settled = {
      name: 'SettleClaim',
      data: {
        abandon: {
          name: 'AbandonCommand',
          data: { category: 'OperatorAuthorization', id: 'auth-1', abandonedCommandId: 'grant-1' },
        },
        release: {
          name: 'LeaveOperatorRoster',
          data: { pointId: 'point-1', entryId: 'grant-1', wasGranted: false },
        },
      },
    };

    processManager(authorizationsEndWithErasures).given(requested, erased, entered).thenCommands(settled, revocation);
  });

  it('ends what was asked for the person, also just after the erasure by somebody who looked just before', () => {
    const process = processManager(authorizationsEndWithErasures);
    process.given(requested, erased).thenCommands(revocation);
    process.given(erased, requested).thenCommands(revocation);
    process.given(requested).thenCommands();
  });

  const ends = { authorizationId: 'auth-1', reason: 'SUBJECT_ERASED', revokedOn: '2026-03-01' };
  const authorization = specify(operatorAuthorization);
  const withdrawn = (withdrawnOn: string): OperatorAuthorizationEvent =>
    dated(withdrawnOn, {
      type: 'OperatorAuthorizationWithdrawn',
      data: {
        ...{ pointId: 'point-1', reason: 'SUBJECT_ERASED', withdrawnOn },
        ...{ from: 'REQUESTED', to: 'WITHDRAWN' },
      },
    });

  it('withdraws a request from that day on, and revokes what was granted meanwhile', () => {
    authorization
      .given(requestedAuthorization, trained)
      .when(revokeAuthorizationByPolicy, ends)
      .then(withdrawn('2026-03-01'));
    authorization
      .given(requestedAuthorization, trained, granted)
      .when(revokeAuthorizationByPolicy, ends)
      .then(
        dated('2026-03-01', {
          type: 'OperatorAuthorizationRevoked',
          data: {
            pointId: 'point-1',
            reason: 'SUBJECT_ERASED',
            revokedOn: '2026-03-01',
            from: 'GRANTED',
            to: 'REVOKED',
          },
        }),
      );
  });

  it('leaves a request that came to nothing, and one whose point has ended alone', () => {
    authorization
      .given(requestedAuthorization, withdrawn('2026-03-01'))
      .when(revokeAuthorizationByPolicy, ends)
      .thenRefused('AUTHORIZATION_UNCONCERNED', { state: 'WITHDRAWN' });
    authorization
      .given(requestedAuthorization)
      .when(revokeAuthorizationByPolicy, { ...ends, reason: 'POINT_DEACTIVATED' })
      .thenRefused('AUTHORIZATION_UNCONCERNED', { state: 'REQUESTED' });
  });

  it('T2: is not rectified at the authorisation: it follows the erasure', () => {
    authorization
      .given(requestedAuthorization, withdrawn('2026-03-01'))
      .when(rectifyOperatorAuthorization, {
        ...{ authorizationId: 'auth-1', rectifies: 1, changes: { withdrawnOn: '2026-02-25' }, reason: 'Errore' },
        act: { authority: 'Direzione regionale', number: '7', date: '2026-03-01' },
      })
      .thenRefused('AUTHORIZATION_FACT_FOLLOWS_ANOTHER', { revision: 1 });
  });

  it('gives nothing for who is nobody’s operator, and for whom nobody erases', () => {
    processManager(authorizationsEndWithErasures).given(erased).thenCommands();
    processManager(authorizationsEndWithErasures).given(requested, entered).thenCommands();
  });
});

describe('the erasure of somebody of the staff', () => {
  const released = (releasedOn: string): PuntoInpsEvent =>
    onDay(releasedOn, { type: 'PuntoInpsStaffReleased', data: { assignmentId: 'staff-1', releasedOn } });

  it('ends their assignments, also one that is written just after', () => {
    processManager(staffFollowErasures).given(assigned, erased).thenCommands(release);
    processManager(staffFollowErasures).given(erased, assigned).thenCommands(release);
    processManager(staffFollowErasures).given(assigned).thenCommands();
  });

  it('T2: ends them again where the release is rectified', () => {
    const life = [...openInps, assignedStaff, released('2026-03-02')];
    const rectified = (rectifies: number): Entry[] =>
      specify(puntoInps)
        .given(...life)
        .when(rectifyPuntoInps, {
          ...{ puntoInpsId: 'inps-1', rectifies, annuls: true, reason: 'Errore' },
          act: { authority: 'Direzione provinciale', number: '7', date: '2026-03-01' },
        })
        .events()
        .map((event) => [event, { stream: 'PuntoInps-inps-1' }]);
    processManager(staffFollowErasures)
      .given(assigned, erased, ...rectified(6))
      .thenCommands(release);
    processManager(staffFollowErasures)
      .given(assigned, ...rectified(6))
      .thenCommands();
  });

  const wish = { puntoInpsId: 'inps-1', assignmentId: 'staff-1', erasedOn: '2026-03-02' };
  const subject = specify(puntoInps);

  it('ends an assignment from that day on, and one that lies ahead before it begins', () => {
    const { from: _from, ...rest } = (assignedStaff as Extract<PuntoInpsEvent, { type: 'PuntoInpsStaffAssigned' }>)
      .data;
    const ahead = onDay('2026-05-04', { type: 'PuntoInpsStaffAssigned', data: { ...rest, from: '2026-05-04' } });

    subject
      .given(...openInps, assignedStaff)
      .when(releaseStaffOfErased, wish)
      .then(released('2026-03-02'));
    subject
      .given(...openInps, ahead)
      .when(releaseStaffOfErased, wish)
      .then(released('2026-05-04'));
  });

  it('ends earlier what was to end later, and leaves what is over', () => {
    subject
      .given(...openInps, assignedStaff, released('2026-06-01'))
      .when(releaseStaffOfErased, wish)
      .then(released('2026-03-02'));
    subject
      .given(...openInps, assignedStaff, released('2026-02-20'))
      .when(releaseStaffOfErased, wish)
      .thenRefused('STAFF_ASSIGNMENT_OVER');
    subject.given(proposedInps).when(releaseStaffOfErased, wish).thenRefused('STAFF_ASSIGNMENT_OVER');
    subject
      .given(...openInps, assignedStaff, closedInps)
      .when(releaseStaffOfErased, wish)
      .then(released('2026-03-02'));
  });

  it('counts the first of several releases', () => {
    subject
      .given(...openInps, assignedStaff, released('2026-06-01'), released('2026-03-02'))
      .when(releaseStaffOfErased, wish)
      .thenRefused('STAFF_ASSIGNMENT_OVER');
  });
});
