import type { Life } from '#use-cases/dated';
import { momentOfDay } from '#use-cases';
import type { OperatorAuthorizationEvent } from '../../domain/authorization/events.ts';
import { operatorAuthorizationLife } from '../../domain/authorization/operator-authorization.ts';
import { rectifiedAuthorization } from '../../domain/authorization/rectification.ts';
import {
  authorizationRevoked,
  authorizationSuspended,
  dated,
  granted,
  requestedAuthorization,
  trained,
} from '../../specification/sample-authorization.ts';
import { datedAuthorizations } from './dated-authorizations.ts';

const recordedAt = '2026-03-02T07:00:00.000Z';
const livedAs = (events: readonly OperatorAuthorizationEvent[]) =>
  events.reduce<Life<OperatorAuthorizationEvent>>(
    (life, event, revision) => operatorAuthorizationLife.add(life, event, { revision, recordedAt }),
    [],
  );
const act = { authority: 'Direzione regionale', number: '7', date: '2026-03-01' };

describe('T2: an audit says of an authorisation what its own stream does', () => {
  const stopped = [
    ...[requestedAuthorization, trained, granted, authorizationSuspended('SECURITY', '2026-02-15')],
    ...[
      authorizationSuspended('POINT_SUSPENDED', '2026-02-16'),
      authorizationRevoked('POINT_DEACTIVATED', '2026-02-20'),
    ],
  ];
  const restored = [
    ...stopped,
    dated('2026-02-20', {
      type: 'OperatorAuthorizationResumed',
      data: {
        ...{ pointId: 'point-1', reason: 'POINT_DEACTIVATED', resumedOn: '2026-02-20', undoes: '2026-02-20' },
        goesOn: { nextReviewOn: '2027-02-10', endsUnlessReviewedOn: '2027-03-13', suspendedFor: ['SECURITY'] },
        ...{ from: 'REVOKED', to: 'SUSPENDED' },
      },
    }),
  ];
  const days = ['2026-02-14', '2026-02-15', '2026-02-19', '2026-02-20', '2026-03-02'];
  const told = (events: readonly OperatorAuthorizationEvent[]) => {
    const life = livedAs(events);
    return days.map((day) => {
      const thing = { thing: 'OperatorAuthorization', id: 'auth-1', life };
      const audited = datedAuthorizations.on(thing, momentOfDay(day))?.state;
      expect(audited).toBe(operatorAuthorizationLife.judgedOn(life, day).status);
      return audited;
    });
  };
  const annulled = (events: readonly OperatorAuthorizationEvent[], rectifies: number) => [
    ...events,
    ...rectifiedAuthorization(
      { rectifies, reason: 'Errore', act },
      { life: livedAs(events), now: Date.parse(recordedAt), today: '2026-03-02' },
    ).events,
  ];

  it('once it goes on for what its end was for is none: with what persons had suspended it for', () => {
    expect(told(stopped)).toEqual(['GRANTED', 'SUSPENDED', 'SUSPENDED', 'REVOKED', 'REVOKED']);
    expect(told(restored)).toEqual(['GRANTED', 'SUSPENDED', 'SUSPENDED', 'SUSPENDED', 'SUSPENDED']);
  });

  it('and where that suspension never was, as becomes known afterwards', () => {
    expect(told(annulled(restored, 3))).toEqual(['GRANTED', 'GRANTED', 'SUSPENDED', 'GRANTED', 'GRANTED']);
  });
});
