import { everyPair } from '#use-cases/specification';
import type { OperatorAuthorizationEvent } from '../../domain/authorization/events.ts';
import { operatorAuthorization } from '../../domain/authorization/operator-authorization.ts';
import type { OperatorAuthorization } from '../../domain/authorization/operator-authorization-state.ts';
import { AUTHORIZATION_STATES, type AuthorizationStatus } from '../../domain/authorization/vocabulary.ts';
import { servicePoints } from '../../service-points.ts';
import {
  authorizationRevoked,
  authorizationSuspended,
  dated,
  granted,
  requestedAuthorization,
  trained,
} from '../../specification/sample-authorization.ts';
import { protocolLifeOf, protocolRectified } from '../../specification/sample-covering-protocol.ts';
import { activePoint, livedPoint, on } from '../../specification/sample-point.ts';

const standing = [requestedAuthorization, trained, granted];
const lives: Record<AuthorizationStatus, readonly OperatorAuthorizationEvent[]> = {
  REQUESTED: [requestedAuthorization, trained],
  DECLINED: [
    requestedAuthorization,
    dated('2026-02-25', {
      type: 'OperatorAuthorizationDeclined',
      data: {
        ...{ pointId: 'point-1', reason: 'NOT_TRAINED', declinedOn: '2026-02-25' },
        ...{ from: 'REQUESTED', to: 'DECLINED' },
      },
    }),
  ],
  WITHDRAWN: [
    requestedAuthorization,
    dated('2026-02-25', {
      type: 'OperatorAuthorizationWithdrawn',
      data: {
        ...{ pointId: 'point-1', reason: 'LEFT_THE_HOST', withdrawnOn: '2026-02-25' },
        ...{ from: 'REQUESTED', to: 'WITHDRAWN' },
      },
    }),
  ],
  GRANTED: standing,
  SUSPENDED: [...standing, authorizationSuspended('SECURITY', '2026-02-20')],
  REVOKED: [...standing, authorizationRevoked('SECURITY', '2026-02-25')],
  EXPIRED: [
    ...standing,
    dated('2026-02-25', {
      type: 'OperatorAuthorizationExpired',
      data: { pointId: 'point-1', expiredOn: '2026-02-25', from: 'GRANTED', to: 'EXPIRED' },
    }),
  ],
};
const input = { authorizationId: 'auth-1' };
const host = { id: 'host-1', kind: 'PUBLIC_ADMINISTRATION', name: 'Comune dimostrativo' };
const place = { region: '08', province: '037' };
const point = { status: 'APPROVED', id: 'point-1', kind: 'SERVIZIO', host, ...place, life: [] };
const ended = livedPoint([
  ...activePoint,
  on('2026-02-20', {
    type: 'PuntoClienteDeactivated',
    data: { kind: 'SERVIZIO', protocolId: 'p-1', reason: 'SECURITY', deactivatedOn: '2026-02-20' },
  }),
]);
const protocol = {
  ...{ status: 'IN_FORCE', hostId: 'host-1', region: '08', points: ['point-1'], kinds: ['SERVIZIO'] },
  effectiveDate: '2026-02-01',
};
const act = { authority: 'Direzione regionale', number: '7', date: '2026-03-01' };
const terms = { months: 12, graceDays: 30 };
const HOLDING = ['GRANTED', 'SUSPENDED'] as const;
const inEach = (states: readonly AuthorizationStatus[], type: OperatorAuthorizationEvent['type']) =>
  Object.fromEntries(states.map((state) => [state, [type]]));

describe('every state of an authorisation with every command', () => {
  const trials: Parameters<typeof everyPair<OperatorAuthorization, OperatorAuthorizationEvent>>[1]['trials'] = {
    RequestOperatorAuthorization: {
      input: {
        pointId: 'point-1',
        operatorId: 'clerk-7',
        profiles: ['QUESITO'],
        subject: 's',
        operator: { subject: 's' },
      },
      facts: { point },
      brings: { ABSENT: ['OperatorAuthorizationRequested'] },
    },
    RecordOperatorTraining: {
      input: { ...input, course: 'x' },
      brings: inEach(['REQUESTED', ...HOLDING], 'OperatorTrainingRecorded'),
    },
    DeclineOperatorAuthorization: {
      input: { ...input, reason: 'SECURITY' },
      brings: inEach(['REQUESTED'], 'OperatorAuthorizationDeclined'),
    },
    WithdrawOperatorAuthorization: {
      input: { ...input, reason: 'NOT_NEEDED' },
      brings: inEach(['REQUESTED'], 'OperatorAuthorizationWithdrawn'),
    },
    GrantOperatorAuthorization: {
      input: { ...input, protocolId: 'p-1' },
      facts: { point, protocol, terms },
      brings: inEach(['REQUESTED'], 'OperatorAuthorizationGranted'),
    },
    ReviewOperatorAuthorization: {
      input: { ...input, outcome: 'CONFIRMED' },
      facts: { terms },
      brings: inEach(HOLDING, 'OperatorAuthorizationReviewed'),
    },
    SuspendOperatorAuthorization: {
      input: { ...input, reason: 'TRAINING' },
      brings: inEach(HOLDING, 'OperatorAuthorizationSuspended'),
    },
    ResumeOperatorAuthorization: {
      input: { ...input, reason: 'SECURITY' },
      brings: inEach(['SUSPENDED'], 'OperatorAuthorizationResumed'),
    },
    RevokeOperatorAuthorization: {
      input: { ...input, reason: 'HOST_REQUEST' },
      brings: inEach(HOLDING, 'OperatorAuthorizationRevoked'),
    },
    RectifyOperatorAuthorization: {
      input: { ...input, rectifies: 1, changes: { trainedOn: '2026-02-04' }, reason: 'Errore', act },
      lives: Object.fromEntries(
        (['DECLINED', 'WITHDRAWN'] as const).map((state) => [
          state,
          [requestedAuthorization, trained, ...lives[state].slice(1)],
        ]),
      ),
      brings: inEach(AUTHORIZATION_STATES, 'OperatorAuthorizationRectified'),
    },
    AlignAuthorizationWithReviews: {
      input,
      facts: { authorised: [], point: { status: 'ABSENT' } },
      lives: { EXPIRED: lives.EXPIRED },
      brings: inEach(['EXPIRED'], 'OperatorAuthorizationResumed'),
    },
    SuspendAuthorizationWithPoint: {
      input: { ...input, suspendedOn: '2026-03-02' },
      facts: { standstills: [{ from: '2026-03-02' }] },
      brings: inEach(HOLDING, 'OperatorAuthorizationSuspended'),
    },
    ResumeAuthorizationWithPoint: {
      input: { ...input, resumedOn: '2026-03-02' },
      facts: { standstills: [{ from: '2026-02-20', until: '2026-03-02' }] },
      lives: { SUSPENDED: [...standing, authorizationSuspended('POINT_SUSPENDED', '2026-02-20')] },
      brings: inEach(['SUSPENDED'], 'OperatorAuthorizationResumed'),
    },
    RevokeAuthorizationByPolicy: {
      input: { ...input, reason: 'POINT_DEACTIVATED', revokedOn: '2026-03-02' },
      brings: inEach(HOLDING, 'OperatorAuthorizationRevoked'),
    },
    AlignAuthorizationWithPoint: {
      input,
      facts: { standstills: [{ from: '2026-02-12', until: '2026-02-18' }] },
      brings: Object.fromEntries(
        [...HOLDING, 'REVOKED', 'EXPIRED'].map((state) => [
          state,
          ['OperatorAuthorizationSuspended', 'OperatorAuthorizationResumed'],
        ]),
      ),
    },
    AlignAuthorizationWithEndOfPoint: {
      input,
      facts: { point: ended, authorizations: new Map() },
      brings: Object.fromEntries(
        [...HOLDING, 'REVOKED', 'EXPIRED'].map((state) => [state, ['OperatorAuthorizationRevoked']]),
      ),
    },
    AlignAuthorizationWithProtocol: {
      input,
      facts: {
        point: { status: 'ABSENT' },
        protocol: protocolLifeOf(protocolRectified(3, { changes: { effectiveDate: '2026-02-20' } })),
      },
      brings: Object.fromEntries(
        [...HOLDING, 'REVOKED', 'EXPIRED'].map((state) => [
          state,
          ['OperatorAuthorizationSuspended', 'OperatorAuthorizationResumed'],
        ]),
      ),
    },
    RestoreOperatorAuthorization: {
      input: { ...input, reason: 'PROTOCOL_ENDED', revokedOn: '2026-02-25', resumedOn: '2026-02-25' },
      facts: { authorised: [] },
      lives: {
        REVOKED: [
          ...standing,
          dated('2026-02-25', {
            type: 'OperatorAuthorizationRevoked',
            data: {
              ...{ pointId: 'point-1', reason: 'PROTOCOL_ENDED', revokedOn: '2026-02-25' },
              ...{ from: 'GRANTED', to: 'REVOKED' },
            },
          }),
        ],
      },
      brings: inEach(['REVOKED'], 'OperatorAuthorizationResumed'),
    },
    MoveAuthorizationWithPoint: {
      input,
      facts: {
        places: [
          { from: '2026-02-01', province: '037' },
          { from: '2026-03-02', province: '036' },
        ],
      },
      brings: inEach(['REQUESTED', ...HOLDING], 'OperatorAuthorizationMoved'),
    },
    ExpireOperatorAuthorization: {
      input: { ...input, expiredOn: '2027-03-13' },
      facts: { now: Date.parse('2027-03-13T09:00:00Z') },
      brings: inEach(HOLDING, 'OperatorAuthorizationExpired'),
    },
  };

  it.each(everyPair(operatorAuthorization, { lives, commands: servicePoints.commands, trials }))(
    '%s',
    (_pair, holds) => {
      holds();
    },
  );
});
