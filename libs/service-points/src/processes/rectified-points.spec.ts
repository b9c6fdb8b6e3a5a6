import { addDays } from '#italy';
import { processManager } from '#kernel/specification';
import type { ProtocolEvent } from '#protocols';
import { startOf } from '#use-cases/dated';
import { specify } from '#use-cases/specification';
import type { OperatorAuthorizationEvent } from '../domain/authorization/events.ts';
import { operatorAuthorization, operatorAuthorizationLife } from '../domain/authorization/operator-authorization.ts';
import type { PuntoClienteEvent } from '../domain/events.ts';
import { puntoCliente } from '../domain/punto-cliente.ts';
import { standstillsOf } from '../domain/standstill.ts';
import {
  granted as grantedAuthorisation,
  requestedAuthorization,
  trained,
} from '../specification/sample-authorization.ts';
import {
  protocolLifeOf,
  protocolRectified,
  protocolResumed,
  protocolSuspended,
} from '../specification/sample-covering-protocol.ts';
import { activePoint, on, resumed, suspendedFor, suspendedUntil } from '../specification/sample-point.ts';
import { alignPuntoClienteWithProtocol } from '../use-cases/align-punto-cliente-with-protocol.ts';
import { alignAuthorizationWithPoint } from '../use-cases/authorization/align-authorization-with-point.ts';
import { rectifyPuntoCliente, type RectifyPuntoCliente } from '../use-cases/rectify-punto-cliente.ts';
import { authorizationsFollowPoint } from './authorizations-follow-point.ts';
import { pointsFollowOperators } from './points-follow-operators.ts';
import { suspensionsEnd } from './suspensions-end.ts';

const act = { authority: 'Direzione regionale', number: '7', date: '2026-03-01' };
const rectified = (
  life: readonly PuntoClienteEvent[],
  rectifies: number,
  changes?: RectifyPuntoCliente['changes'],
): readonly PuntoClienteEvent[] => [
  ...life,
  ...specify(puntoCliente)
    .given(...life)
    .when(rectifyPuntoCliente, {
      ...{ pointId: 'point-1', rectifies, reason: 'Errore', act },
      ...(changes ? { changes } : { annuls: true }),
    })
    .events(),
];
const recorded = (events: readonly PuntoClienteEvent[]) =>
  events.map((event) => [event, { stream: 'PuntoCliente-point-1' as const }] as const);
const granted: readonly [OperatorAuthorizationEvent, { stream: string }] = [
  {
    type: 'OperatorAuthorizationGranted',
    data: {
      ...{ pointId: 'point-1', protocolId: 'p-1', profiles: ['PRENOTAZIONE'], grantedOn: '2026-02-10' },
      ...{ nextReviewOn: '2027-02-10', endsUnlessReviewedOn: '2027-03-13', from: 'REQUESTED', to: 'GRANTED' },
    },
  },
  { stream: 'OperatorAuthorization-a' },
];

/** An authorisation that is looked at on all days of its point. */
function alignedWith(written: readonly OperatorAuthorizationEvent[], point: readonly PuntoClienteEvent[]) {
  const life = point.map((event, revision) => ({ event, revision, recordedAt: '2026-03-02T07:00:00.000Z' }));
  return specify(operatorAuthorization)
    .given(...written)
    .when(alignAuthorizationWithPoint, { authorizationId: 'auth-1' }, { standstills: standstillsOf({ life }) });
}
const withPoint = (written: readonly OperatorAuthorizationEvent[], point: readonly PuntoClienteEvent[]) => [
  ...written,
  ...alignedWith(written, point).events(),
];

/** The days on which an authorisation stands still, day by day. */
function stillIn(events: readonly OperatorAuthorizationEvent[]): readonly string[] {
  const life = events.map((event, revision) => ({ event, revision, recordedAt: '2026-03-02T08:00:00.000Z' }));
  const isStill = (day: string) => operatorAuthorizationLife.judgedOn(life, day).status === 'SUSPENDED';
  const spans: string[] = [];
  let from: string | undefined;
  for (let day = '2026-02-10'; day <= '2026-03-02'; day = addDays(day, 1)) {
    if (isStill(day)) from ??= day;
    else if (from !== undefined) {
      spans.push(`${from} to ${day}`);
      from = undefined;
    }
  }
  return from === undefined ? spans : [...spans, `${from} on`];
}

describe('T2: what follows from a suspension follows from it as it is rectified', () => {
  const process = processManager(suspensionsEnd);
  const ends = (day: string) =>
    ['point-1', 'PREMISES', Date.parse(startOf(day)), 'LiftSuspensionOfPuntoCliente'] as const;
  const standing = [...activePoint, suspendedUntil('2026-02-20', '2026-03-20')];
  const over = [...activePoint, suspendedUntil('2026-02-20', '2026-02-24'), resumed('2026-02-24')];

  it('it ends on the day that is right, and not at all where it never was', () => {
    process.given(...recorded(standing)).thenDeadlines(ends('2026-03-20'));
    process.given(...recorded(rectified(standing, 4, { until: '2026-03-10' }))).thenDeadlines(ends('2026-03-10'));
    process.given(...recorded(rectified(standing, 4))).thenDeadlines();
    process.given(...recorded(rectified(over, 4, { until: '2026-03-10' }))).thenDeadlines(ends('2026-03-10'));
    process.given(...recorded(rectified(over, 4, { until: '2026-02-26' }))).thenDeadlines();
  });

  it('K7: authorisations stand still on the days that are right, also those of a suspension that is over', () => {
    const align = (authorizationId: string) => ({ name: 'AlignAuthorizationWithPoint', data: { authorizationId } });
    const follow = (events: readonly PuntoClienteEvent[]) =>
      processManager(authorizationsFollowPoint).given<PuntoClienteEvent | OperatorAuthorizationEvent>(
        granted,
        ...recorded(events),
      );
    follow(rectified(standing, 4)).thenCommands(align('a'));
    follow(rectified(over, 4, { suspendedOn: '2026-02-15' })).thenCommands(align('a'));
  });

  it.each<readonly [string, readonly PuntoClienteEvent[], RectifyPuntoCliente['changes'], readonly string[]]>([
    ['that stands, and never was', standing, undefined, []],
    ['that stands, from an earlier day', standing, { suspendedOn: '2026-02-15' }, ['2026-02-15 on']],
    ['that is over, from an earlier day', over, { suspendedOn: '2026-02-15' }, ['2026-02-15 to 2026-02-24']],
    ['that is over, from a later day', over, { suspendedOn: '2026-02-22' }, ['2026-02-22 to 2026-02-24']],
    ['that is over, until another day', over, { until: '2026-02-26' }, ['2026-02-20 to 2026-02-26']],
    ['that is over, and goes on', over, { until: '2026-03-10' }, ['2026-02-20 on']],
    ['that is over, and never was', over, undefined, []],
  ])('K7: of a suspension %s', (_which, life, changes, stills) => {
    const before = withPoint([requestedAuthorization, trained, grantedAuthorisation], life);
    const after = withPoint(before, rectified(life, 4, changes));
    expect(stillIn(after)).toEqual(stills);
    alignedWith(after, rectified(life, 4, changes)).thenRefused('AUTHORIZATION_UNCONCERNED');
    // Rectified back, it is as it was.
    expect(stillIn(withPoint(after, life))).toEqual(stillIn(before));
  });

  it.each<readonly [string, ProtocolEvent, readonly string[]]>([
    [
      'from an earlier day',
      protocolRectified(4, { changes: { suspendedOn: '2026-02-12' } }),
      ['2026-02-12 to 2026-02-20'],
    ],
    [
      'from a later day',
      protocolRectified(4, { changes: { suspendedOn: '2026-02-17' } }),
      ['2026-02-17 to 2026-02-20'],
    ],
    ['until another day', protocolRectified(5, { changes: { resumedOn: '2026-02-18' } }), ['2026-02-15 to 2026-02-18']],
  ])('K7: of a suspension with the protocol that is over, %s', (_which, correction, stills) => {
    const over = [protocolSuspended('2026-02-15'), protocolResumed('2026-02-20')];
    const followed = (point: readonly PuntoClienteEvent[], ...protocol: ProtocolEvent[]) => [
      ...point,
      ...specify(puntoCliente)
        .given(...point)
        .when(
          alignPuntoClienteWithProtocol,
          { pointId: 'point-1', protocolId: 'p-1' },
          { protocol: protocolLifeOf(...protocol) },
        )
        .events(),
    ];
    const before = followed(activePoint, ...over);
    const after = followed(before, ...over, correction);
    const operator = withPoint([requestedAuthorization, trained, grantedAuthorisation], before);
    expect(stillIn(operator)).toEqual(['2026-02-15 to 2026-02-20']);
    // It is looked at because of what was written of the point.
    const { commands } = processManager(authorizationsFollowPoint).given<
      PuntoClienteEvent | OperatorAuthorizationEvent
    >(granted, ...recorded(after));
    expect(commands).toContainEqual({ name: 'AlignAuthorizationWithPoint', data: { authorizationId: 'a' } });
    expect(stillIn(withPoint(operator, after))).toEqual(stills);
  });

  it('K6: a point that was never made one without operators needs one again', () => {
    const changed = on('2026-02-20', {
      type: 'PuntoClienteKindChanged',
      data: {
        ...{ kind: 'INFORMATIVO', previousKind: 'SERVIZIO', services: ['stato-domanda'], changedOn: '2026-02-20' },
      },
    });
    const ended: readonly [OperatorAuthorizationEvent, { stream: string }] = [
      {
        type: 'OperatorAuthorizationRevoked',
        data: { pointId: 'point-1', reason: 'HOST_REQUEST', revokedOn: '2026-02-22', from: 'GRANTED', to: 'REVOKED' },
      },
      { stream: 'OperatorAuthorization-a' },
    ];
    const life = recorded(rectified([...activePoint, changed], 4));
    processManager(pointsFollowOperators)
      .given<PuntoClienteEvent | OperatorAuthorizationEvent>(granted, ...life.slice(0, 5), ended, ...life.slice(5))
      .thenCommands({ name: 'AlignPuntoClienteWithOperators', data: { pointId: 'point-1' } });
  });

  it('what is suspended for nobody being authorised is so as long as that stands', () => {
    const life = [...activePoint, suspendedFor('NO_AUTHORISED_OPERATOR', '2026-02-20')];
    const more = rectified(life, 1, { approvedOn: '2026-01-31' });
    expect(more.at(-1)).toMatchObject({ data: { standing: { suspensions: [{ reason: 'NO_AUTHORISED_OPERATOR' }] } } });
  });
});
