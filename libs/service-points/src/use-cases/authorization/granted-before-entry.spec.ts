import { processManager } from '#kernel/specification';
import type { ProtocolEvent } from '#protocols';
import type { Life } from '#use-cases/dated';
import { specify } from '#use-cases/specification';
import type { OperatorAuthorizationEvent } from '../../domain/authorization/events.ts';
import { operatorAuthorization, operatorAuthorizationLife } from '../../domain/authorization/operator-authorization.ts';
import { suspensionsOf } from '../../domain/authorization/operator-authorization-state.ts';
import type { PuntoClienteEvent } from '../../domain/events.ts';
import { authorizationsBeginWithProtocol } from '../../processes/authorizations-begin-with-protocol.ts';
import {
  authorizationRevoked,
  authorizationSuspended,
  granted,
  requestedAuthorization,
  trained,
} from '../../specification/sample-authorization.ts';
import { protocolLifeOf, protocolRectified, protocolTerminated } from '../../specification/sample-covering-protocol.ts';
import { activePoint, approvedPoint, livedPoint } from '../../specification/sample-point.ts';
import { alignAuthorizationWithProtocol } from './align-authorization-with-protocol.ts';
import { rectifyOperatorAuthorization } from './rectify-operator-authorization.ts';

// Granted on 10 February under a protocol that was in force from the first of that month, as was thought.
const standing = [requestedAuthorization, trained, granted];
const revoked = authorizationRevoked('SECURITY', '2026-02-15');
const inForceFrom = (effectiveDate: string): Life<ProtocolEvent> =>
  protocolLifeOf(protocolRectified(3, { changes: { effectiveDate } }));
const align = (
  life: readonly OperatorAuthorizationEvent[],
  protocol: Life<ProtocolEvent> | undefined,
  point: readonly PuntoClienteEvent[] = approvedPoint,
) =>
  specify(operatorAuthorization)
    .given(...life)
    .when(alignAuthorizationWithProtocol, { authorizationId: 'auth-1' }, { protocol, point: livedPoint(point) });
const aligned = (life: readonly OperatorAuthorizationEvent[], effectiveDate: string) => [
  ...life,
  ...align(life, inForceFrom(effectiveDate)).events(),
];
const brief = (events: readonly OperatorAuthorizationEvent[]) =>
  events.map(({ type, data }) => [
    type.replace('OperatorAuthorization', ''),
    'suspendedOn' in data ? data.suspendedOn : 'resumedOn' in data ? data.resumedOn : '',
  ]);
/** What it is at the end of a day: its state, and whether its protocol was not in force. */
const on = (events: readonly OperatorAuthorizationEvent[], day: string) => {
  const life = events.map((event, revision) => ({ event, revision, recordedAt: '2026-03-02T08:00:00.000Z' }));
  const state = operatorAuthorizationLife.judgedOn(life, day);
  if (state.status === 'ABSENT') return state.status;
  return [state.status, ...suspensionsOf(state).map(({ reason }) => reason)].join(' ');
};
const NOT_IN_FORCE = 'SUSPENDED PROTOCOL_NOT_IN_FORCE';

describe('K6: an authorisation does not hold before the day to which the entry into force of its protocol is rectified', () => {
  it('it is suspended from its grant until that day, and today is what it was', () => {
    const events = align(standing, inForceFrom('2026-02-20')).events();
    expect(brief(events)).toEqual([
      ['Suspended', '2026-02-10'],
      ['Resumed', '2026-02-20'],
    ]);
    expect(events).toMatchObject([
      { data: { reason: 'PROTOCOL_NOT_IN_FORCE', from: 'GRANTED', to: 'GRANTED' } },
      { data: { from: 'GRANTED', to: 'GRANTED' } },
    ]);
    const life = [...standing, ...events];
    expect(['2026-02-09', '2026-02-10', '2026-02-19', '2026-02-20'].map((day) => on(life, day))).toEqual([
      ...['REQUESTED', NOT_IN_FORCE, NOT_IN_FORCE, 'GRANTED'],
    ]);
  });

  it('what else suspends it goes on, and an end is an end', () => {
    const suspended = aligned([...standing, authorizationSuspended('SECURITY', '2026-02-12')], '2026-02-20');
    expect(on(suspended, '2026-02-13')).toBe('SUSPENDED PROTOCOL_NOT_IN_FORCE SECURITY');
    expect(on(suspended, '2026-02-20')).toBe('SUSPENDED SECURITY');
    expect(brief(align([...standing, revoked], inForceFrom('2026-02-20')).events())).toEqual([
      ['Suspended', '2026-02-10'],
    ]);
  });

  it('T2: a day that is rectified again, to an earlier or a later one, counts alone', () => {
    const life = aligned(standing, '2026-02-20');
    const earlier = aligned(life, '2026-02-15');
    expect(['2026-02-14', '2026-02-15', '2026-02-21'].map((day) => on(earlier, day))).toEqual([
      ...[NOT_IN_FORCE, 'GRANTED', 'GRANTED'],
    ]);
    const later = aligned(life, '2026-02-25');
    expect(['2026-02-20', '2026-02-24', '2026-02-25'].map((day) => on(later, day))).toEqual([
      ...[NOT_IN_FORCE, NOT_IN_FORCE, 'GRANTED'],
    ]);
    const back = aligned(life, '2026-02-01');
    expect(['2026-02-10', '2026-02-15', '2026-02-21'].map((day) => on(back, day))).toEqual([
      ...['GRANTED', 'GRANTED', 'GRANTED'],
    ]);
  });

  it('where it was in force by the grant, nothing is left to do', () => {
    align(standing, inForceFrom('2026-02-10')).thenRefused('AUTHORIZATION_UNCONCERNED');
    align([requestedAuthorization, trained], undefined).thenRefused('AUTHORIZATION_UNCONCERNED');
    align(aligned(standing, '2026-02-20'), inForceFrom('2026-02-20')).thenRefused('AUTHORIZATION_UNCONCERNED');
  });

  it('T2: it follows the protocol, and is rectified there; a grant that is moved to a day in force never was before it', () => {
    const life = aligned(standing, '2026-02-20');
    const act = { authority: 'Direzione regionale Emilia-Romagna', number: '12/2026', date: '2026-03-01' };
    const point = livedPoint(activePoint);
    const protocolOn = () => ({
      ...{ status: 'IN_FORCE', hostId: 'host-1', region: '08', points: ['point-1'], kinds: ['SERVIZIO'] },
      effectiveDate: '2026-02-20',
    });
    const rectify = (rectifies: number, changes?: { grantedOn: string }) =>
      specify(operatorAuthorization)
        .given(...life)
        .when(
          rectifyOperatorAuthorization,
          { authorizationId: 'auth-1', rectifies, reason: 'x', act, ...(changes ? { changes } : { annuls: true }) },
          { point, protocolOn },
        );
    rectify(3).thenRefused('AUTHORIZATION_FACT_FOLLOWS_ANOTHER');
    rectify(4).thenRefused('AUTHORIZATION_FACT_FOLLOWS_ANOTHER');
    const moved = [...life, ...rectify(2, { grantedOn: '2026-02-22' }).events()];
    expect(['2026-02-15', '2026-02-21', '2026-02-22'].map((day) => on(moved, day))).toEqual([
      ...['REQUESTED', 'REQUESTED', 'GRANTED'],
    ]);
  });
});

describe('K6, T2: an authorisation that turns out to have held on days after the end of its protocol', () => {
  const over = protocolLifeOf(protocolTerminated('2026-02-20'));

  it('has ended with that, or on its own day where it was granted later', () => {
    expect(align(standing, over).events()).toMatchObject([
      { data: { reason: 'PROTOCOL_ENDED', revokedOn: '2026-02-20' } },
    ]);
    const before = protocolLifeOf(protocolTerminated('2026-02-05'));
    expect(align(standing, before).events()).toMatchObject([{ data: { revokedOn: '2026-02-10' } }]);
    align([...standing, authorizationRevoked('SECURITY', '2026-02-18')], over).thenRefused('AUTHORIZATION_UNCONCERNED');
  });

  it('unless its point has activity by then, which ends with the protocol or passes to its successor', () => {
    align(standing, over, activePoint).thenRefused('AUTHORIZATION_UNCONCERNED');
  });
});

describe('K6: authorisations begin with their protocol', () => {
  type Entry = [OperatorAuthorizationEvent | ProtocolEvent, { stream: string }];
  const grants = (id: string): Entry => [granted, { stream: `OperatorAuthorization-${id}` }];
  const rectified = (effectiveDate: string): Entry => [
    {
      type: 'ProtocolRectified',
      data: {
        ...{ rectifies: 5, of: 'ProtocolEnteredIntoForce', changes: { effectiveDate }, reason: 'x' },
        ...{ act: { authority: 'x', number: '1', date: '2026-03-01' }, from: 'IN_FORCE', to: 'IN_FORCE' },
        standing: { signatures: [], effectiveDate },
      },
    },
    { stream: 'Protocol-p-1' },
  ];
  const aligns = (authorizationId: string) => ({
    name: 'AlignAuthorizationWithProtocol',
    data: { authorizationId },
  });
  const given = (...entries: Entry[]) =>
    processManager(authorizationsBeginWithProtocol).given<OperatorAuthorizationEvent | ProtocolEvent>(...entries);

  it('each that was granted under it is looked at when its entry into force is rectified, to whatever day', () => {
    given(grants('a'), rectified('2026-02-20')).thenCommands(aligns('a'));
    given(grants('a'), grants('b'), rectified('2026-02-20'), rectified('2026-02-01')).thenCommands(
      aligns('a'),
      aligns('b'),
    );
  });

  it('and one that is granted just after that, by someone who looked just before', () => {
    given(rectified('2026-02-20'), grants('late')).thenCommands(aligns('late'));
    given(rectified('2026-02-05'), grants('late')).thenCommands();
  });

  it('T2: and one that turns out to have held on days on which it was taken for ended when that was rectified', () => {
    const ofAuthorization = { stream: 'OperatorAuthorization-a' };
    const rectifiedEnd: Entry = [
      {
        type: 'OperatorAuthorizationRectified',
        data: {
          ...{ rectifies: 3, of: 'OperatorAuthorizationRevoked', changes: { revokedOn: '2026-02-25' }, reason: 'x' },
          ...{ act: { authority: 'x', number: '1', date: '2026-03-01' }, on: '2026-02-10', pointId: 'point-1' },
          ...{ from: 'REVOKED', to: 'REVOKED', standing: {} },
        },
      },
      ofAuthorization,
    ];
    given(grants('a'), rectified('2026-02-20'), rectifiedEnd).thenCommands(aligns('a'));
    const back: Entry = [
      {
        type: 'OperatorAuthorizationResumed',
        data: {
          ...{ pointId: 'point-1', reason: 'PROTOCOL_ENDED', resumedOn: '2026-02-10', undoes: '2026-02-10' },
          ...{ from: 'REVOKED', to: 'GRANTED' },
        },
      },
      ofAuthorization,
    ];
    given(grants('a'), rectified('2026-02-20'), back).thenCommands(aligns('a'));
  });
});
