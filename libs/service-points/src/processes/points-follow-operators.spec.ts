import { processManager } from '#kernel/specification';
import type { OperatorAuthorizationEvent } from '../domain/authorization/events.ts';
import type { PuntoClienteEvent } from '../domain/events.ts';
import type { OperatorRosterEvent } from '../domain/roster/events.ts';
import { moves } from '../specification/sample-point.ts';
import { pointsFollowOperators } from './points-follow-operators.ts';

type Entry = [
  PuntoClienteEvent | OperatorAuthorizationEvent | OperatorRosterEvent,
  { stream: string; metadata?: { commandId?: string } },
];

const POINT = { stream: 'PuntoCliente-point-1' };
const ROSTER = { stream: 'OperatorRoster-point-1' };
const onAuthorization = (id: string) => ({ stream: `OperatorAuthorization-${id}` });

const activated: Entry = [
  { type: 'PuntoClienteActivated', data: { kind: 'SERVIZIO', protocolId: 'p-1', activatedOn: '2026-02-10' } },
  POINT,
];
const entered = (id: string, entryId = `grant-${id}`): Entry => [
  {
    type: 'OperatorRosterEntered',
    data: {
      ...{ pointId: 'point-1', authorizationId: id, subject: `s-${id}`, entryId },
      ...{ until: '2026-02-10T10:00:00.000Z', region: '08', province: '037', host: 'host-1' },
    },
  },
  ROSTER,
];
const left = (id: string, entryId = `grant-${id}`, wasGranted = false): Entry => [
  { type: 'OperatorRosterLeft', data: { pointId: 'point-1', authorizationId: id, entryId, wasGranted } },
  ROSTER,
];
const granted = (id: string): Entry => [
  {
    type: 'OperatorAuthorizationGranted',
    data: {
      ...{ pointId: 'point-1', protocolId: 'p-1', profiles: ['PRENOTAZIONE'], grantedOn: '2026-02-10' },
      ...{ nextReviewOn: '2027-02-10', endsUnlessReviewedOn: '2027-03-13', from: 'REQUESTED', to: 'GRANTED' },
    },
  },
  onAuthorization(id),
];
const revoked = (id: string, revokedOn = '2026-02-22'): Entry => [
  {
    type: 'OperatorAuthorizationRevoked',
    data: { pointId: 'point-1', reason: 'HOST_REQUEST', revokedOn, from: 'GRANTED', to: 'REVOKED' },
  },
  onAuthorization(id),
];
const expired: Entry = [
  {
    type: 'OperatorAuthorizationExpired',
    data: { pointId: 'point-1', expiredOn: '2027-03-13', from: 'GRANTED', to: 'EXPIRED' },
  },
  onAuthorization('a'),
];
const align = { name: 'AlignPuntoClienteWithOperators', data: { pointId: 'point-1' } };
const process = processManager(pointsFollowOperators);

describe('K6: whatever happens to the authorisations on a point has it looked at', () => {
  it('a grant, an end, an activation, a change of kind', () => {
    process.given(granted('a')).thenCommands(align);
    process.given(revoked('a')).thenCommands(align);
    process.given(expired).thenCommands(align);
    process.given(granted('a'), activated).thenCommands(align);
    const changed: Entry = [
      {
        type: 'PuntoClienteKindChanged',
        data: { kind: 'SERVIZIO', previousKind: 'INFORMATIVO', services: ['quesito'], changedOn: '2026-02-20' },
      },
      POINT,
    ];
    process.given(activated, changed).thenCommands(align);
  });

  it('T2: what is rectified of one', () => {
    const rectified: Entry = [
      {
        type: 'OperatorAuthorizationRectified',
        data: {
          ...{ pointId: 'point-1', rectifies: 2, of: 'OperatorAuthorizationGranted', on: '2026-02-10', reason: 'x' },
          ...{ changes: { grantedOn: '2026-02-15' }, act: { authority: 'x', number: '1', date: '2026-03-01' } },
          ...{ from: 'GRANTED', to: 'GRANTED', standing: {} },
        },
      },
      onAuthorization('a'),
    ];
    process.given(granted('a'), rectified).thenCommands(align);
  });

  it('is waited for while somebody is about to be authorised, and looked at once something or nothing came of it', () => {
    const about = [activated, entered('b'), revoked('a')] as const;
    process.given(...about).thenCommands();
    process.given(...about, left('b')).thenCommands(align);
    const [event, envelope] = granted('b');
    process.given(...about, [event, { ...envelope, metadata: { commandId: 'grant-b' } }]).thenCommands(align);
    process.given(...about, entered('c'), left('c')).thenCommands();
  });

  it('is not looked at for an entry that goes with what it was for', () => {
    process.given(activated, entered('a'), left('a', 'grant-a', true)).thenCommands();
  });

  const endedWithPoint: Entry = [
    {
      type: 'OperatorAuthorizationRevoked',
      data: {
        pointId: 'point-1',
        reason: 'POINT_DEACTIVATED',
        revokedOn: '2026-02-22',
        from: 'GRANTED',
        to: 'REVOKED',
      },
    },
    onAuthorization('a'),
  ];
  const deactivated: Entry = [
    {
      type: 'PuntoClienteDeactivated',
      data: { kind: 'SERVIZIO', protocolId: 'p-1', reason: 'HOST_REQUEST', deactivatedOn: '2026-02-22' },
    },
    POINT,
  ];

  it('is not looked at for what ends with it, unless it was activated anew before that is known', () => {
    process.given(activated, deactivated, endedWithPoint).thenCommands();
    process.given(activated, deactivated, revoked('a')).thenCommands(align);
    process.given(activated, deactivated, activated, endedWithPoint).thenCommands(align);
    // What an earlier version has folded says nothing of its end.
    process.given(endedWithPoint).thenCommands(align);
  });

  it('T1: is looked at for what ends with an activity of before that is recorded late: it was active after that', () => {
    const [end] = deactivated;
    const before = '2026-02-05';
    const endedBefore = { ...end, data: { ...end.data, deactivatedOn: before } } as PuntoClienteEvent;
    const [ended] = endedWithPoint;
    const revokedBefore = { ...ended, data: { ...ended.data, revokedOn: before } } as OperatorAuthorizationEvent;
    process
      .given(activated, deactivated, activated, [endedBefore, POINT], [revokedBefore, onAuthorization('a')])
      .thenCommands(align);
  });

  it('T1: is looked at for an end of before that is recorded late: an activation of after it may count again', () => {
    const [end] = deactivated;
    const before = { ...end, data: { ...end.data, deactivatedOn: '2026-02-12' } } as PuntoClienteEvent;
    process.given(activated, deactivated, [before, POINT]).thenCommands(align);
    const again = { ...end, data: { ...end.data, to: moves('ACTIVE', 'ACTIVE').to } } as PuntoClienteEvent;
    process.given(activated, [again, POINT]).thenCommands(align);
    process.given(activated, deactivated).thenCommands();
  });

  it('T2: also where the end of a later activity was rectified to a day after that: it was active in between', () => {
    const [end] = deactivated;
    const moved: Entry = [
      {
        type: 'PuntoClienteRectified',
        data: {
          ...{ rectifies: 1, of: 'PuntoClienteDeactivated', changes: { deactivatedOn: '2026-02-28' }, reason: 'x' },
          ...{ act: { authority: 'x', number: '1', date: '2026-03-01' }, on: '2026-02-22', kind: 'SERVIZIO' },
          ...{ ...moves('DEACTIVATED', 'DEACTIVATED'), standing: { suspensions: [] } },
        },
      },
      POINT,
    ];
    const earlier = { ...end, data: { ...end.data, deactivatedOn: '2026-02-25' } } as PuntoClienteEvent;
    const [ended] = endedWithPoint;
    const revokedThen = { ...ended, data: { ...ended.data, revokedOn: '2026-02-25' } } as OperatorAuthorizationEvent;
    process
      .given(activated, deactivated, moved, [earlier, POINT], [revokedThen, onAuthorization('a')])
      .thenCommands(align);
  });

  it('T1: is looked at for an activation of a day before it became one that needs somebody', () => {
    const [event] = activated;
    const before = { ...event, data: { ...event.data, kind: 'INFORMATIVO' } } as PuntoClienteEvent;
    process.given([before, POINT]).thenCommands(align);
  });

  it('is not looked at while it never was one that needs somebody', () => {
    const asked: Entry = [
      { type: 'PuntoClienteRequested', data: { pointId: 'point-1', kind: 'INFORMATIVO' } as never },
      POINT,
    ];
    const changed: Entry = [
      {
        type: 'PuntoClienteKindChanged',
        data: { kind: 'SERVIZIO', previousKind: 'INFORMATIVO', services: ['quesito'], changedOn: '2026-02-20' },
      },
      POINT,
    ];
    process.given(asked, granted('a')).thenCommands();
    process.given(asked, entered('a'), left('a')).thenCommands();
    process.given(asked, granted('a'), changed).thenCommands(align);
    process.given(asked, changed, revoked('a')).thenCommands(align);
  });
});
