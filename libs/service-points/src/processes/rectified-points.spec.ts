import { processManager } from '#kernel/specification';
import { startOf } from '#use-cases/dated';
import { specify } from '#use-cases/specification';
import type { OperatorAuthorizationEvent } from '../domain/authorization/events.ts';
import type { PuntoClienteEvent } from '../domain/events.ts';
import { puntoCliente } from '../domain/punto-cliente.ts';
import type { OperatorRosterEvent } from '../domain/roster/events.ts';
import { activePoint, on, resumed, suspendedFor, suspendedUntil } from '../specification/sample-point.ts';
import { rectifyPuntoCliente, type RectifyPuntoCliente } from '../use-cases/rectify-punto-cliente.ts';
import { authorizationsFollowPoint } from './authorizations-follow-point.ts';
import { pointsNeedOperators } from './points-need-operators.ts';
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

  it('authorisations are given back from the day on which they were wrongly suspended, or suspended again', () => {
    const follow = (events: readonly PuntoClienteEvent[]) =>
      processManager(authorizationsFollowPoint).given<PuntoClienteEvent | OperatorAuthorizationEvent>(
        granted,
        ...recorded(events),
      );
    const resume = (resumedOn: string) => ({
      name: 'ResumeAuthorizationWithPoint',
      data: { authorizationId: 'a', resumedOn },
    });
    const suspend = (suspendedOn: string) => ({
      name: 'SuspendAuthorizationWithPoint',
      data: { authorizationId: 'a', suspendedOn },
    });
    follow(rectified(standing, 4)).thenCommands(resume('2026-02-20'));
    follow(rectified(standing, 4, { until: '2026-03-10' })).thenCommands();
    follow(rectified(standing, 4, { suspendedOn: '2026-02-15' })).thenCommands(suspend('2026-02-15'));
    follow(rectified(over, 4, { until: '2026-03-10' })).thenCommands(suspend('2026-02-24'));
    follow(rectified(rectified(standing, 4), 5)).thenCommands(suspend('2026-02-20'));
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
    processManager(pointsNeedOperators)
      .given<PuntoClienteEvent | OperatorAuthorizationEvent | OperatorRosterEvent>(
        granted,
        ...life.slice(0, 5),
        ended,
        ...life.slice(5),
      )
      .thenCommands({
        name: 'SuspendPuntoClienteByPolicy',
        data: { pointId: 'point-1', protocolId: 'p-1', reason: 'NO_AUTHORISED_OPERATOR', suspendedOn: '2026-02-22' },
      });
    // Somebody is there.
    processManager(pointsNeedOperators)
      .given<PuntoClienteEvent | OperatorAuthorizationEvent>(granted, ...life)
      .thenCommands();
  });

  it('what is suspended for nobody being authorised is so as long as that stands', () => {
    const life = [...activePoint, suspendedFor('NO_AUTHORISED_OPERATOR', '2026-02-20')];
    const more = rectified(life, 1, { approvedOn: '2026-01-31' });
    expect(more.at(-1)).toMatchObject({ data: { standing: { suspensions: [{ reason: 'NO_AUTHORISED_OPERATOR' }] } } });
  });
});
