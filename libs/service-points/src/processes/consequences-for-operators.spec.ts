import { processManager } from '#kernel/specification';
import type { ProtocolEvent } from '#protocols';
import type { OperatorAuthorizationEvent } from '../domain/authorization/events.ts';
import type { PuntoClienteEvent } from '../domain/events.ts';
import type { OperatorRosterEvent } from '../domain/roster/events.ts';
import { authorizationReviews } from './authorization-reviews.ts';
import { authorizationsEndWithPoint } from './authorizations-end-with-point.ts';
import { authorizationsFollowPoint } from './authorizations-follow-point.ts';
import { authorizationsDieWithProtocol } from './authorizations-die-with-protocol.ts';
import { rosterFollowsAuthorizations } from './operator-roster.ts';

type Entry = [
  ProtocolEvent | PuntoClienteEvent | OperatorAuthorizationEvent | OperatorRosterEvent,
  { stream: string; recordedAt?: string; metadata?: { commandId?: string } },
];

const POINT = { stream: 'PuntoCliente-point-1' };
const activated: Entry = [
  { type: 'PuntoClienteActivated', data: { kind: 'SERVIZIO', protocolId: 'p-1', activatedOn: '2026-02-10' } },
  POINT,
];
const suspended = (
  reason: 'PREMISES' | 'PROTOCOL_SUSPENDED' | 'NO_AUTHORISED_OPERATOR',
  recordedAt = '2026-02-20T08:00:00.000Z',
): Entry => [
  {
    type: 'PuntoClienteSuspended',
    data: { kind: 'SERVIZIO', protocolId: 'p-1', reason, suspendedOn: '2026-02-20' },
  },
  { ...POINT, recordedAt },
];
const resumed = (
  reason: 'PREMISES' | 'PROTOCOL_SUSPENDED' | 'NO_AUTHORISED_OPERATOR',
  recordedAt = '2026-02-25T08:00:00.000Z',
): Entry => [
  { type: 'PuntoClienteResumed', data: { kind: 'SERVIZIO', protocolId: 'p-1', reason, resumedOn: '2026-02-25' } },
  { ...POINT, recordedAt },
];
const deactivated: Entry = [
  {
    type: 'PuntoClienteDeactivated',
    data: { kind: 'SERVIZIO', protocolId: 'p-1', reason: 'SECURITY', deactivatedOn: '2026-03-01' },
  },
  { ...POINT, recordedAt: '2026-03-01T08:00:00.000Z' },
];
const terminated: Entry = [
  { type: 'ProtocolTerminated', data: { noticeDate: '2026-02-01', effectiveDate: '2026-03-01', reason: 'Recesso' } },
  { stream: 'Protocol-p-1' },
];
const stream = (id: string) => ({ stream: `OperatorAuthorization-${id}`, metadata: { commandId: `grant-${id}` } });
const granted = (id: string, more: { pointRevision?: number; recordedAt?: string } = {}): Entry => {
  const { recordedAt = '2026-02-10T08:00:00.000Z', ...seen } = more;
  return [
    {
      type: 'OperatorAuthorizationGranted',
      data: {
        ...{ pointId: 'point-1', protocolId: 'p-1', profiles: ['PRENOTAZIONE'], grantedOn: '2026-02-10', ...seen },
        ...{ nextReviewOn: '2027-02-10', endsUnlessReviewedOn: '2027-03-13', from: 'REQUESTED', to: 'GRANTED' },
      },
    },
    { ...stream(id), recordedAt },
  ];
};
const revoked = (id: string, to: 'REVOKED' | 'GRANTED' = 'REVOKED'): Entry => [
  {
    type: 'OperatorAuthorizationRevoked',
    data: { pointId: 'point-1', reason: 'HOST_REQUEST', revokedOn: '2026-02-22', from: 'GRANTED', to },
  },
  stream(id),
];
const entered = (id: string): Entry => [
  {
    type: 'OperatorRosterEntered',
    data: {
      ...{ pointId: 'point-1', authorizationId: id, subject: `s-${id}`, entryId: `grant-${id}` },
      ...{ until: '2026-02-10T10:00:00.000Z', region: '08', province: '037', host: 'host-1' },
    },
  },
  { stream: 'OperatorRoster-point-1' },
];

/** As it is recorded when the point has activity again: it was of a period before. */
const late = ([event, envelope]: Entry): Entry => [
  { ...event, data: { ...event.data, to: { kind: 'SERVIZIO', province: '058', state: 'ACTIVE' } } } as Entry[0],
  envelope,
];

describe('T1: what is recorded late of a period before leaves a point that is active again as it is', () => {
  it('its authorisations are neither revoked nor suspended, nor is one that is granted then', () => {
    const process = processManager(authorizationsFollowPoint);
    // It is looked at on all its days: one may stand still no longer.
    const looked = { name: 'AlignAuthorizationWithPoint', data: { authorizationId: 'a' } };
    process.given(activated, granted('a'), late(deactivated)).thenCommands(looked);
    process.given(activated, granted('a'), late(suspended('PREMISES'))).thenCommands();
    process.given(activated, late(deactivated), late(suspended('PREMISES')), granted('b')).thenCommands();
  });
});

describe('T1: an activation that is recorded late', () => {
  it('has those who are authorised looked at: the point may have stood still since', () => {
    const [event, envelope] = activated;
    const recorded = (recordedAt: string): Entry => [event, { ...envelope, recordedAt }];
    const process = processManager(authorizationsFollowPoint);
    process.given(granted('a'), recorded('2026-02-10T08:00:00.000Z')).thenCommands();
    process.given(granted('a'), recorded('2026-02-20T08:00:00.000Z')).thenCommands({
      ...{ name: 'AlignAuthorizationWithPoint', data: { authorizationId: 'a' } },
    });
  });
});

describe('T1: a point that turns out to have begun later', () => {
  it('ends nobody, and nobody stood still there before that', () => {
    const [{ data, ...event }, envelope] = deactivated;
    const notBegun: Entry = [{ ...event, data: { ...data, reason: 'PROTOCOL_NOT_IN_FORCE' } } as Entry[0], envelope];
    processManager(authorizationsFollowPoint)
      .given(activated, granted('a'), notBegun)
      .thenCommands({ name: 'AlignAuthorizationWithPoint', data: { authorizationId: 'a' } });
  });
});

describe('K7: authorisations follow their point, by its own events', () => {
  const process = processManager(authorizationsFollowPoint);
  const suspend = (authorizationId: string) => ({
    name: 'SuspendAuthorizationWithPoint',
    data: { authorizationId, suspendedOn: '2026-02-20' },
  });

  it('a point that is suspended suspends them on the legal date of its suspension, in whatever order the log has both', () => {
    process.given(granted('a'), granted('b'), suspended('PREMISES')).thenCommands(suspend('a'), suspend('b'));
    process.given(suspended('PREMISES'), granted('late')).thenCommands(suspend('late'));
  });

  it('they are given back when no reason of the suspension is left', () => {
    const resume = { name: 'ResumeAuthorizationWithPoint', data: { authorizationId: 'a', resumedOn: '2026-02-25' } };
    process.given(granted('a'), suspended('PREMISES'), resumed('PREMISES')).thenCommands(resume);
    process
      .given(granted('a'), suspended('PREMISES'), suspended('PROTOCOL_SUSPENDED'), resumed('PREMISES'))
      .thenCommands();
  });

  it('T1: what is recorded late of a suspension concerns them on its days, and leaves what stands of another', () => {
    const standing = { suspensions: [{ reason: 'PREMISES' as const, from: '2026-02-20' }] };
    const told = ([event, envelope]: Entry, data: object): Entry => [
      { ...event, data: { ...event.data, ...data, standing } } as Entry[0],
      envelope,
    ];
    const lateSuspension = told(suspended('PREMISES'), { suspendedOn: '2026-02-12', until: '2026-02-15' });
    const lateResumption = told(resumed('PREMISES'), { resumedOn: '2026-02-15' });
    const before = [granted('a'), suspended('PREMISES')];
    const aligned = { name: 'AlignAuthorizationWithPoint', data: { authorizationId: 'a' } };
    process.given(...before, lateSuspension).thenCommands(aligned);
    process.given(...before, lateSuspension, lateResumption).thenCommands(aligned);
    process.given(...before, lateSuspension, lateResumption, granted('b')).thenCommands(suspend('b'));
  });

  it('T1: what suspends or resumes it late has them looked at on all days, as they may have stood still for something else', () => {
    const aligned = { name: 'AlignAuthorizationWithPoint', data: { authorizationId: 'a' } };
    const later = '2026-02-26T08:00:00.000Z';
    process.given(granted('a'), suspended('PREMISES', later)).thenCommands(aligned);
    process.given(granted('a'), suspended('PREMISES'), resumed('PREMISES', later)).thenCommands(aligned);
    process.given(granted('a'), revoked('a'), suspended('PREMISES', later)).thenCommands(aligned);
  });

  it('T1: who is granted an authorisation that is recorded late is looked at on all days of the point', () => {
    const late = granted('late', { recordedAt: '2026-02-11T08:00:00.000Z' });
    const aligned = { name: 'AlignAuthorizationWithPoint', data: { authorizationId: 'late' } };
    process.given(late).thenCommands(aligned);
    process.given(suspended('PREMISES'), late).thenCommands(aligned);
  });

  it('a point that waits for somebody to be authorised suspends nobody', () => {
    process.given(suspended('NO_AUTHORISED_OPERATOR'), granted('a')).thenCommands();
  });

  it('a point that ends revokes those that have not ended', () => {
    process.given(granted('a'), granted('b'), revoked('a'), deactivated).thenCommands({
      name: 'RevokeAuthorizationByPolicy',
      data: { authorizationId: 'b', reason: 'POINT_DEACTIVATED', revokedOn: '2026-03-01' },
    });
  });
});

describe('T2: an end of the point that has lost its cause gives back what ended with it', () => {
  const ended = (id: string): Entry => [
    {
      type: 'OperatorAuthorizationRevoked',
      data: {
        pointId: 'point-1',
        reason: 'POINT_DEACTIVATED',
        revokedOn: '2026-03-01',
        from: 'GRANTED',
        to: 'REVOKED',
      },
    },
    stream(id),
  ];
  const goesOn: Entry = [
    {
      type: 'PuntoClienteActivated',
      data: { kind: 'SERVIZIO', protocolId: 'p-1', activatedOn: '2026-03-01', undoes: '2026-03-01' },
    },
    POINT,
  ];
  const given = [entered('a'), granted('a'), activated, deactivated, ended('a')];

  const process = processManager(authorizationsEndWithPoint);
  const look = (authorizationId: string, revision?: number) => ({
    name: 'AlignAuthorizationWithEndOfPoint',
    data: { authorizationId, ...(revision === undefined ? {} : { revision }) },
  });
  const again: Entry = [
    { type: 'PuntoClienteActivated', data: { kind: 'SERVIZIO', protocolId: 'p-1', activatedOn: '2026-03-01' } },
    POINT,
  ];

  it('all that ever were granted on it are looked at: what earlier versions remembered of them plays no part', () => {
    process.given(granted('b'), revoked('b'), ...given, goesOn).thenCommands(look('b'), look('a'));
    process.given(...given, again).thenCommands(look('a'));
    process.given(granted('a'), activated).thenCommands();
  });

  it('K6: what ends with an end that was undone by then is looked at, as the process that follows the point may come to that late', () => {
    process.given(granted('a'), activated, deactivated, goesOn, ended('a')).thenCommands(look('a'));
    process.given(granted('a'), activated, deactivated, ended('a')).thenCommands();
    process.given(granted('a'), activated, deactivated, goesOn, revoked('a')).thenCommands();
  });

  it('T1: they are, too, where an end of a period before is recorded late, and those granted since where it is one of this', () => {
    process.given(granted('a'), activated, late(deactivated)).thenCommands(look('a', 2));
    process.given(granted('a'), activated, deactivated).thenCommands();
    // Also those who have ended since, whom an earlier version of the process that follows the point did not keep.
    const [ended] = deactivated;
    process.given(granted('a'), activated, revoked('a'), [ended, POINT]).thenCommands(look('a', 3));
    const early: Entry = [
      { ...deactivated[0], data: { ...deactivated[0].data, deactivatedOn: '2026-02-10' } } as Entry[0],
      POINT,
    ];
    process.given(granted('a'), activated, early).thenCommands(look('a', 2));
  });

  it('T1, T2: what is recorded late or rectified of an authorisation has that looked at, once the point has ended', () => {
    const rectified: Entry = [
      {
        type: 'OperatorAuthorizationRectified',
        data: {
          ...{ pointId: 'point-1', rectifies: 2, of: 'OperatorAuthorizationGranted', on: '2026-02-10', reason: 'x' },
          ...{ changes: { grantedOn: '2026-02-20' }, act: { authority: 'x', number: '1', date: '2026-03-20' } },
          ...{ from: 'GRANTED', to: 'GRANTED', standing: { grantedOn: '2026-02-20' } },
        },
      },
      stream('a'),
    ];
    process.given(...given, granted('b')).thenCommands(look('b'));
    // Decided before the point had ended, as far as was known.
    process.given(...given, granted('b', { pointRevision: 1 })).thenCommands(look('b', 2));
    process.given(activated, granted('b', { pointRevision: 1 })).thenCommands();
    process.given(granted('a'), activated, rectified).thenCommands();
    process.given(granted('a'), activated, deactivated, rectified).thenCommands(look('a'));
    process.given(granted('a'), activated, deactivated, restored).thenCommands(look('a'));
    // What its protocol had ended it for may have been said of several days, none of which it is by now.
    const [event, envelope] = restored;
    const byProtocol = { ...event, data: { ...event.data, reason: 'PROTOCOL_ENDED' } } as Entry[0];
    process.given(granted('a'), [byProtocol, envelope]).thenCommands(look('a'));
  });

  it('T2: an end that is rectified has all looked at, and another fact of the point that is nobody', () => {
    const moved = (deactivatedOn: string, of = 'PuntoClienteDeactivated'): Entry => [
      {
        type: 'PuntoClienteRectified',
        data: {
          ...{ kind: 'SERVIZIO', rectifies: 4, of, on: '2026-03-01', reason: 'x', changes: { deactivatedOn } },
          act: { authority: 'x', number: '1', date: '2026-03-20' },
          from: { kind: 'SERVIZIO', province: '037', state: 'DEACTIVATED' },
          to: { kind: 'SERVIZIO', province: '037', state: 'DEACTIVATED' },
          standing: { suspensions: [] },
        },
      },
      POINT,
    ];
    process.given(...given, moved('2026-02-20')).thenCommands(look('a', 5));
    process.given(...given, moved('2026-02-20', 'PuntoClienteSuspended')).thenCommands();
  });

  it('T2: an end that is undone and another one, written by one command, are held against what was known before both', () => {
    const together = ([event]: Entry): Entry => [event, { ...POINT, metadata: { commandId: 'moved' } }];
    const moved = { ...deactivated[0], data: { ...deactivated[0].data, deactivatedOn: '2026-02-25' } } as Entry[0];
    process
      .given(granted('a'), activated, deactivated, together(goesOn), together([moved, POINT]))
      .thenCommands(look('a', 3));
  });

  const restored: Entry = [
    {
      type: 'OperatorAuthorizationResumed',
      data: {
        ...{ pointId: 'point-1', reason: 'POINT_DEACTIVATED', resumedOn: '2026-03-01', undoes: '2026-03-01' },
        goesOn: { nextReviewOn: '2027-02-10', endsUnlessReviewedOn: '2027-03-13', suspendedFor: [] },
        ...{ from: 'REVOKED', to: 'GRANTED' },
      },
    },
    stream('a'),
  ];

  it('what was restored follows the point again, whichever end had lost its cause', () => {
    const process = processManager(authorizationsFollowPoint);
    const suspend = {
      name: 'SuspendAuthorizationWithPoint',
      data: { authorizationId: 'a', suspendedOn: '2026-02-20' },
    };
    const back = [granted('a'), revoked('a'), restored];
    process.given(...back, activated, suspended('PREMISES')).thenCommands(suspend);
    process.given(granted('a'), revoked('a'), activated, suspended('PREMISES'), restored).thenCommands({
      ...{ name: 'AlignAuthorizationWithPoint', data: { authorizationId: 'a' } },
    });
    process.given(...back, activated, deactivated).thenCommands({
      name: 'RevokeAuthorizationByPolicy',
      data: { authorizationId: 'a', reason: 'POINT_DEACTIVATED', revokedOn: '2026-03-01' },
    });
    process.given(...given, goesOn, suspended('PREMISES'), restored).thenCommands({
      ...{ name: 'AlignAuthorizationWithPoint', data: { authorizationId: 'a' } },
    });
  });

  it('K6: what holds again by its rectified grant follows the point again, and one that ends by it follows no more', () => {
    const process = processManager(authorizationsFollowPoint);
    const corrected = (from: 'EXPIRED' | 'GRANTED', to: 'EXPIRED' | 'GRANTED'): Entry => [
      {
        type: 'OperatorAuthorizationRectified',
        data: {
          ...{ pointId: 'point-1', rectifies: 2, of: 'OperatorAuthorizationGranted', on: '2026-02-10', reason: 'x' },
          ...{ changes: { grantedOn: '2026-02-20' }, act: { authority: 'x', number: '1', date: '2026-03-20' } },
          ...{
            from,
            to,
            standing: { grantedOn: '2026-02-20', ...(to === 'EXPIRED' ? { endedOn: '2026-02-24' } : {}) },
          },
        },
      },
      stream('a'),
    ];
    const expired: Entry = [
      {
        type: 'OperatorAuthorizationExpired',
        data: { pointId: 'point-1', expiredOn: '2026-02-18', from: 'GRANTED', to: 'EXPIRED' },
      },
      stream('a'),
    ];
    const aligned = { name: 'AlignAuthorizationWithPoint', data: { authorizationId: 'a' } };
    const again = [activated, granted('a'), expired, corrected('EXPIRED', 'GRANTED')];
    process.given(...again).thenCommands(aligned);
    // Other days of it may be days on which the point stood still.
    process.given(activated, granted('a'), corrected('GRANTED', 'GRANTED')).thenCommands(aligned);
    process.given(activated, granted('a'), expired, corrected('EXPIRED', 'EXPIRED')).thenCommands(aligned);
    process.given(...again, suspended('PREMISES')).thenCommands({
      ...{ name: 'SuspendAuthorizationWithPoint', data: { authorizationId: 'a', suspendedOn: '2026-02-20' } },
    });
    process.given(...again, deactivated).thenCommands({
      name: 'RevokeAuthorizationByPolicy',
      data: { authorizationId: 'a', reason: 'POINT_DEACTIVATED', revokedOn: '2026-03-01' },
    });
    process.given(activated, granted('a'), corrected('GRANTED', 'EXPIRED'), suspended('PREMISES')).thenCommands();
  });

  it('and are reviewed as before', () => {
    processManager(authorizationReviews)
      .given(granted('a'), ended('a'), restored)
      .thenDeadlines(['a', 'overdue', Date.parse('2027-03-12T23:00:00Z'), 'ExpireOperatorAuthorization']);
  });

  it('T1: one policy alone ends them, by which an event says who acted: in time that which follows the point, late the other', () => {
    const ending: readonly string[] = ['RevokeAuthorizationByPolicy', 'AlignAuthorizationWithEndOfPoint'];
    const endedBy = (end: Entry) =>
      [authorizationsFollowPoint, authorizationsEndWithPoint].flatMap((policy) =>
        processManager(policy)
          .given(granted('a'), activated, revoked('a'), granted('b'), end)
          .commands.filter(({ name }) => ending.includes(name))
          .map(({ data }) => `${policy.name} ${(data as { authorizationId: string }).authorizationId}`),
      );
    const on = (deactivatedOn: string): Entry => [
      { ...deactivated[0], data: { ...deactivated[0].data, deactivatedOn } } as Entry[0],
      { ...POINT, recordedAt: '2026-03-01T08:00:00.000Z' },
    ];
    expect(endedBy(on('2026-03-01'))).toEqual(['authorizations-follow-point b']);
    // Also what has ended since, whether or not that was before.
    expect(endedBy(on('2026-02-20'))).toEqual(['authorizations-end-with-point a', 'authorizations-end-with-point b']);
    // On the day of its grant, too.
    const sameDay: Entry = [on('2026-02-10')[0], { ...POINT, recordedAt: '2026-02-10T09:00:00.000Z' }];
    expect(endedBy(sameDay)).toEqual(['authorizations-follow-point b']);
  });
});

describe('K6: an authorisation dies with its protocol', () => {
  const process = processManager(authorizationsDieWithProtocol);
  const revoke = (authorizationId: string) => ({
    name: 'RevokeAuthorizationByPolicy',
    data: { authorizationId, reason: 'PROTOCOL_ENDED', revokedOn: '2026-03-01' },
  });

  it('on a point without activity at once, on one with activity by the end of the point', () => {
    process.given(granted('a'), terminated).thenCommands(revoke('a'));
    process.given(granted('a'), activated, terminated).thenCommands();
    // One that is recorded late, and has ended since, leaves a point without activity.
    const [event, envelope] = activated;
    const to = { kind: 'SERVIZIO', province: '037', state: 'DEACTIVATED' };
    const late = { ...event, data: { ...event.data, to } } as Entry[0];
    process.given(granted('a'), [late, envelope], terminated).thenCommands(revoke('a'));
  });

  it('also one that was granted just after the end, by someone who looked just before', () => {
    process.given(activated, terminated, granted('late')).thenCommands(revoke('late'));
  });

  it('also on a point that had activity once, and has none', () => {
    process.given(activated, deactivated, granted('a'), terminated).thenCommands(revoke('a'));
    // One that has ended with the point by then is so already.
    process
      .given(granted('b'), activated, deactivated, granted('a'), terminated)
      .thenCommands(revoke('b'), revoke('a'));
  });

  it('T1: it is looked at where its point ends after that, which may have begun, as is known now, after the end of the protocol', () => {
    const looked = { name: 'AlignAuthorizationWithProtocol', data: { authorizationId: 'a' } };
    process.given(granted('a'), activated, terminated, deactivated).thenCommands(looked);
  });

  it('T1: by the term of the protocol, where that turns out to have come before what has ended it', () => {
    const expired: Entry = [
      { type: 'ProtocolExpired', data: { expiredOn: '2026-02-20', from: 'TERMINATED', to: 'EXPIRED' } },
      { stream: 'Protocol-p-1' },
    ];
    const early = (authorizationId: string) => ({
      name: 'RevokeAuthorizationByPolicy',
      data: { authorizationId, reason: 'PROTOCOL_ENDED', revokedOn: '2026-02-20' },
    });
    process.given(granted('a'), terminated, expired).thenCommands(early('a'));
    process.given(terminated, expired, granted('late')).thenCommands(early('late'));
    const renewed: Entry = [
      { type: 'ProtocolRenewed', data: { successorId: 'p-2', effectiveDate: '2026-03-01', points: ['point-1'] } },
      { stream: 'Protocol-p-1' },
    ];
    process.given(activated, renewed, expired, granted('late')).thenCommands(early('late'));
  });

  it('P6: authorisations on a point that passes to the successor are untouched, also one that is granted just after', () => {
    const renewed = (points: string[]): Entry => [
      { type: 'ProtocolRenewed', data: { successorId: 'p-2', effectiveDate: '2026-03-01', points } },
      { stream: 'Protocol-p-1' },
    ];
    process.given(granted('a'), activated, renewed(['point-1'])).thenCommands();
    process.given(activated, renewed(['point-1']), granted('late')).thenCommands();
    process.given(activated, renewed([]), granted('late')).thenCommands(revoke('late'));
    process.given(granted('a'), renewed(['point-1'])).thenCommands(revoke('a'));
  });

  it('P6, T1: and on one that passes later in the log, as its activity becomes known late: what had ended meanwhile goes on', () => {
    const passes: Entry[] = [
      [
        { type: 'ProtocolRenewed', data: { successorId: 'p-2', effectiveDate: '2026-03-01', points: ['point-1'] } },
        { stream: 'Protocol-p-1' },
      ],
      activated,
      [
        {
          type: 'PuntoClienteCoverageTransferred',
          data: { kind: 'SERVIZIO', previousProtocolId: 'p-1', protocolId: 'p-2', transferredOn: '2026-03-01' },
        },
        POINT,
      ],
    ];
    const [renewed, begun, transferred] = passes as [Entry, Entry, Entry];
    process.given(renewed, granted('late'), begun, transferred).thenCommands({
      name: 'RestoreOperatorAuthorization',
      data: {
        ...{ authorizationId: 'late', reason: 'PROTOCOL_ENDED' },
        ...{ revokedOn: '2026-03-01', resumedOn: '2026-03-01' },
      },
    });
    process.given(renewed, begun, transferred, granted('late')).thenCommands();
    process.given(granted('a'), begun, renewed, transferred).thenCommands();
  });

  describe('T2: an end that is rectified', () => {
    const rectified = (to: 'TERMINATED' | 'IN_FORCE', effectiveDate?: string): Entry => [
      {
        type: 'ProtocolRectified',
        data: {
          ...{ rectifies: 5, of: 'ProtocolTerminated', reason: 'x', from: 'TERMINATED', to },
          act: { authority: 'x', number: '1', date: '2026-03-20' },
          standing: {
            signatures: [],
            ...(effectiveDate ? { termination: { noticeDate: '2026-02-01', effectiveDate, reason: 'x' } } : {}),
          },
        },
      },
      { stream: 'Protocol-p-1' },
    ];
    const restore = {
      name: 'RestoreOperatorAuthorization',
      data: {
        ...{ authorizationId: 'a', reason: 'PROTOCOL_ENDED' },
        ...{ revokedOn: '2026-03-01', resumedOn: '2026-03-01' },
      },
    };
    const revokeOn = (revokedOn: string) => ({ ...revoke('a'), data: { ...revoke('a').data, revokedOn } });

    it('moves the end of what it has ended, to either side', () => {
      process
        .given(granted('a'), terminated, rectified('TERMINATED', '2026-03-10'))
        .thenCommands(restore, revokeOn('2026-03-10'));
      process
        .given(granted('a'), terminated, rectified('TERMINATED', '2026-02-20'))
        .thenCommands(revokeOn('2026-02-20'));
      process.given(granted('a'), terminated, rectified('TERMINATED', '2026-03-01')).thenCommands();
    });

    it('and that was none gives it back, until the protocol ends', () => {
      process.given(granted('a'), terminated, rectified('IN_FORCE')).thenCommands(restore);
      process.given(granted('a'), terminated, rectified('IN_FORCE'), terminated).thenCommands(revoke('a'));
      process.given(granted('a'), rectified('IN_FORCE')).thenCommands();
      process.given(granted('a'), rectified('TERMINATED', '2026-03-10')).thenCommands(revokeOn('2026-03-10'));
    });

    it('also of what ended with its point by then: it may have been the protocol that had ended it', () => {
      process.given(granted('a'), activated, terminated, deactivated, rectified('IN_FORCE')).thenCommands(restore);
      process
        .given(granted('a'), activated, terminated, deactivated, rectified('TERMINATED', '2026-02-20'))
        .thenCommands({ name: 'AlignAuthorizationWithProtocol', data: { authorizationId: 'a' } });
    });
  });
});

describe('the roster of a point', () => {
  const process = processManager(rosterFollowsAuthorizations);

  it('loses an authorisation that is suspended or ends, and keeps one of which a late fact changed nothing today', () => {
    process.given(granted('a'), revoked('a')).thenCommands({
      name: 'LeaveOperatorRoster',
      data: { pointId: 'point-1', entryId: 'grant-a', wasGranted: true },
    });
    process.given(granted('a'), revoked('a', 'GRANTED')).thenCommands();
  });

  it('T1: loses what a fact recorded late has entered for an authorisation that does not hold today', () => {
    const back: Entry = [
      {
        type: 'OperatorAuthorizationResumed',
        data: {
          ...{ pointId: 'point-1', reason: 'SECURITY', resumedOn: '2026-02-15' },
          ...{ from: 'SUSPENDED', to: 'SUSPENDED' },
        },
      },
      { stream: 'OperatorAuthorization-a', metadata: { commandId: 'resume-a' } },
    ];
    process.given(back).thenCommands({
      name: 'LeaveOperatorRoster',
      data: { pointId: 'point-1', entryId: 'resume-a', wasGranted: true },
    });
  });
});

describe('K6: a review that is overdue by the days that are given ends the authorisation', () => {
  const process = processManager(authorizationReviews);

  it('on its day, unless it is reviewed or ends before', () => {
    process
      .given(granted('a'))
      .thenDeadlines(['a', 'overdue', Date.parse('2027-03-12T23:00:00Z'), 'ExpireOperatorAuthorization']);
    process.given(granted('a'), revoked('a')).thenDeadlines();
  });

  it('T1: a review that is recorded late leaves the day of the one after it', () => {
    const reviewed = (reviewedOn: string, endsUnlessReviewedOn: string, more: object = {}): Entry => [
      {
        type: 'OperatorAuthorizationReviewed',
        data: {
          ...{ pointId: 'point-1', outcome: 'CONFIRMED', reviewedOn, profiles: ['PRENOTAZIONE'] },
          ...{ nextReviewOn: '2028-01-01', endsUnlessReviewedOn, ...more },
        },
      },
      stream('a'),
    ];
    const standing = { nextReviewOn: '2028-02-01', endsUnlessReviewedOn: '2028-03-03' };
    const late = reviewed('2027-01-10', '2028-02-10', { standing });
    const due = ['a', 'overdue', Date.parse('2028-03-02T23:00:00Z'), 'ExpireOperatorAuthorization'] as const;
    process.given(granted('a'), reviewed('2027-02-01', '2028-03-03'), late).thenDeadlines(due);
    process.given(granted('a'), revoked('a'), late).thenDeadlines();
    // Made on a day on which it had ended, before that was carried out.
    process.given(granted('a'), reviewed('2027-03-13', '2028-04-13')).thenCommands({
      ...{ name: 'ExpireOperatorAuthorization', data: { authorizationId: 'a', expiredOn: '2027-03-13' } },
    });
    // It may have ended for want of this very review.
    process.given(granted('a'), revoked('a'), late).thenCommands({
      ...{ name: 'AlignAuthorizationWithReviews', data: { authorizationId: 'a' } },
    });
  });

  it('T1: one that is known to have ended after its review was overdue is looked at: it has ended for that before', () => {
    const aligned = { name: 'AlignAuthorizationWithReviews', data: { authorizationId: 'a' } };
    const after = '2027-03-13T08:00:00.000Z';
    const recorded = ([event, envelope]: Entry, data: object, recordedAt = after): Entry => [
      { ...event, data: { ...event.data, ...data } } as Entry[0],
      { ...envelope, recordedAt },
    ];
    const hasEnded = { to: 'REVOKED' } as const;
    process.given(recorded(granted('a'), hasEnded)).thenCommands(aligned);
    process.given(granted('a'), recorded(revoked('a'), {})).thenCommands(aligned);
    process.given(granted('a'), revoked('a')).thenCommands();
    const resumedUntil = (recordedAt: string, to: 'REVOKED' | 'EXPIRED' = 'REVOKED'): Entry => [
      {
        type: 'OperatorAuthorizationResumed',
        data: {
          ...{ pointId: 'point-1', reason: 'POINT_DEACTIVATED', resumedOn: '2026-03-01', undoes: '2026-03-01' },
          goesOn: { nextReviewOn: '2027-02-10', endsUnlessReviewedOn: '2027-03-13', suspendedFor: [] },
          ...{ from: 'REVOKED', to },
        },
      },
      { ...stream('a'), recordedAt },
    ];
    process.given(granted('a'), revoked('a'), resumedUntil(after)).thenCommands(aligned);
    const before = '2027-03-12T08:00:00.000Z';
    process.given(granted('a'), revoked('a'), resumedUntil(before)).thenCommands();
    // An expiry counts again, whatever was said of reviews while it did not.
    process.given(granted('a'), revoked('a'), resumedUntil(before, 'EXPIRED')).thenCommands(aligned);
  });

  it('T2: what is rectified of one that has ended has it looked at, as its review may have been overdue before that', () => {
    const rectified = (to: 'REVOKED' | 'EXPIRED'): Entry => [
      {
        type: 'OperatorAuthorizationRectified',
        data: {
          ...{ pointId: 'point-1', rectifies: 2, of: 'OperatorAuthorizationGranted', on: '2026-02-10', reason: 'x' },
          ...{ changes: { grantedOn: '2025-01-10' }, act: { authority: 'x', number: '1', date: '2026-03-20' } },
          ...{ from: to, to, standing: { grantedOn: '2025-01-10' } },
        },
      },
      stream('a'),
    ];
    for (const to of ['REVOKED', 'EXPIRED'] as const) {
      process.given(granted('a'), revoked('a'), rectified(to)).thenCommands({
        ...{ name: 'AlignAuthorizationWithReviews', data: { authorizationId: 'a' } },
      });
    }
  });
});
