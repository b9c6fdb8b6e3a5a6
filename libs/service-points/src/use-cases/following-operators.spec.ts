import { specify } from '#use-cases/specification';
import type { Life } from '#use-cases/dated';
import type { OperatorAuthorizationEvent } from '../domain/authorization/events.ts';
import { operatorAuthorizationLife } from '../domain/authorization/operator-authorization.ts';
import type { PuntoClienteEvent } from '../domain/events.ts';
import { puntoCliente, puntoClienteLife } from '../domain/punto-cliente.ts';
import {
  authorizationRevoked,
  dated,
  grantedAuthorization,
  requestedAuthorization,
  trained,
} from '../specification/sample-authorization.ts';
import { activePoint, approvedPoint, moves, on } from '../specification/sample-point.ts';
import { alignPuntoClienteWithOperators } from './align-punto-cliente-with-operators.ts';

const review = { nextReviewOn: '2027-02-10', endsUnlessReviewedOn: '2027-03-13' };
const granted = (grantedOn: string) => grantedAuthorization(grantedOn, review);
const moved = (
  rectifies: number,
  of: OperatorAuthorizationEvent['type'],
  changes: object,
): OperatorAuthorizationEvent => ({
  type: 'OperatorAuthorizationRectified',
  data: {
    ...{ pointId: 'point-1', rectifies, of, on: '2026-02-10', reason: 'x', changes },
    ...{ act: { authority: 'x', number: '1', date: '2026-03-01' }, from: 'GRANTED', to: 'GRANTED', standing: {} },
  },
});
const authorization = (...events: OperatorAuthorizationEvent[]) => authorizationOf('subject-1', 'auth-1', ...events);
const authorizationOf = (subject: string, authorizationId: string, ...events: OperatorAuthorizationEvent[]) => {
  const requested = {
    ...requestedAuthorization,
    data: { ...requestedAuthorization.data, subject, authorizationId },
  } as OperatorAuthorizationEvent;
  const life = [requested, trained, ...events].reduce<Life<OperatorAuthorizationEvent>>(
    (whole, event, revision) =>
      operatorAuthorizationLife.add(whole, event, { revision, recordedAt: '2026-03-01T09:00:00.000Z' }),
    [],
  );
  return { ...operatorAuthorizationLife.judgedOn(life, '9999-01-01'), life };
};

/** A point that has followed its operators as they were known, one time after the other; as it stands on days then. */
function following(point: readonly PuntoClienteEvent[], ...known: ReturnType<typeof authorization>[][]) {
  const events = [...point];
  for (const authorizations of known) {
    const facts = { authorizations: new Map(authorizations.map((one, index) => [`a-${index}`, one])), entries: [] };
    try {
      events.push(
        ...specify(puntoCliente)
          .given(...events)
          .when(alignPuntoClienteWithOperators, { pointId: 'point-1' }, facts)
          .events(),
      );
    } catch (error) {
      if ((error as { code?: string }).code !== 'ALREADY_ALIGNED_WITH_OPERATORS') throw error;
    }
  }
  const life = events.reduce<Life<PuntoClienteEvent>>(
    (whole, event, revision) =>
      puntoClienteLife.add(whole, event, { revision, recordedAt: '2026-03-02T09:00:00.000Z' }),
    [],
  );
  return {
    written: events.slice(point.length),
    statusOn: (...days: string[]) => days.map((day) => puntoClienteLife.stateOn(life, day).status),
  };
}

describe('K6: a Punto Cliente di Servizio is suspended on exactly the days on which nobody is authorised', () => {
  it('from the end of the last authorisation to the next one, and no other', () => {
    const first = authorization(granted('2026-02-10'), authorizationRevoked('HOST_REQUEST', '2026-02-20'));
    expect(following(activePoint, [first]).statusOn('2026-02-19', '2026-02-20')).toEqual(['ACTIVE', 'SUSPENDED']);
    const next = authorization(granted('2026-02-25'));
    expect(following(activePoint, [first], [first, next]).statusOn('2026-02-20', '2026-02-24', '2026-02-25')).toEqual([
      ...['SUSPENDED', 'SUSPENDED', 'ACTIVE'],
    ]);
    expect(following(activePoint, [first, authorization(granted('2026-02-15'))]).written).toEqual([]);
  });

  it('T2: a grant that is rectified to a later day leaves nobody until then', () => {
    const late = authorization(
      granted('2026-02-10'),
      moved(2, 'OperatorAuthorizationGranted', { grantedOn: '2026-02-20' }),
    );
    const point = following(activePoint, [authorization(granted('2026-02-10'))], [late]);
    expect(point.statusOn('2026-02-10', '2026-02-19', '2026-02-20')).toEqual(['SUSPENDED', 'SUSPENDED', 'ACTIVE']);
    // Nothing of it moves the point today.
    expect(point.written.map(({ data }) => data)).toMatchObject([moves('ACTIVE', 'ACTIVE'), moves('ACTIVE', 'ACTIVE')]);
  });

  it('T2: an end that is rectified moves the suspension, in either direction', () => {
    const ended = [granted('2026-02-10'), authorizationRevoked('HOST_REQUEST', '2026-02-20')];
    const to = (revokedOn: string) => authorization(...ended, moved(3, 'OperatorAuthorizationRevoked', { revokedOn }));
    const later = following(activePoint, [authorization(...ended)], [to('2026-02-25')]);
    expect(later.statusOn('2026-02-20', '2026-02-24', '2026-02-25')).toEqual(['ACTIVE', 'ACTIVE', 'SUSPENDED']);
    const earlier = following(activePoint, [authorization(...ended)], [to('2026-02-15')]);
    expect(earlier.statusOn('2026-02-14', '2026-02-15', '2026-02-20')).toEqual(['ACTIVE', 'SUSPENDED', 'SUSPENDED']);
  });

  it('T1: an end that is recorded late leaves a gap before whoever was authorised since', () => {
    const since = authorization(granted('2026-02-20'));
    const first = authorization(granted('2026-02-10'), authorizationRevoked('HOST_REQUEST', '2026-02-15'));
    const point = following(activePoint, [authorization(granted('2026-02-10')), since], [first, since]);
    expect(point.statusOn('2026-02-14', '2026-02-15', '2026-02-19', '2026-02-20')).toEqual([
      ...['ACTIVE', 'SUSPENDED', 'SUSPENDED', 'ACTIVE'],
    ]);
  });

  it('points of other kinds need nobody, nor does one whose operators an earlier version named, until somebody is authorised', () => {
    const informative = on('2026-02-12', {
      type: 'PuntoClienteKindChanged',
      data: { kind: 'INFORMATIVO', previousKind: 'SERVIZIO', services: ['stato-domanda'], changedOn: '2026-02-12' },
    });
    expect(following([...activePoint, informative], []).statusOn('2026-02-11', '2026-02-12')).toEqual([
      ...['SUSPENDED', 'ACTIVE'],
    ]);
    const named = on('2026-02-10', {
      type: 'PuntoClienteActivated',
      data: {
        ...{ kind: 'SERVIZIO', protocolId: 'p-1', activatedOn: '2026-02-10', ...moves('APPROVED', 'ACTIVE') },
        operatorsNamed: [{ operatorId: 'op-1', trainedOn: '2026-02-01' }],
      },
    });
    const old = [...approvedPoint, named];
    expect(following(old, []).written).toEqual([]);
    const once = authorization(granted('2026-02-12'), authorizationRevoked('HOST_REQUEST', '2026-02-20'));
    expect(following(old, [once]).statusOn('2026-02-11', '2026-02-12', '2026-02-20')).toEqual([
      ...['ACTIVE', 'ACTIVE', 'SUSPENDED'],
    ]);
  });
});

describe('K6: who is about to go on, as an end has lost its cause, is not missed; who is not restored, is', () => {
  const deactivated = (reason: 'PROTOCOL_EXPIRED' | 'HOST_REQUEST', deactivatedOn: string) =>
    on(deactivatedOn, {
      type: 'PuntoClienteDeactivated',
      data: { kind: 'SERVIZIO', protocolId: 'p-1', reason, deactivatedOn, ...moves('ACTIVE', 'DEACTIVATED') },
    });
  const activated = (activatedOn: string, undoes?: string) =>
    on(activatedOn, {
      type: 'PuntoClienteActivated',
      data: {
        ...{ kind: 'SERVIZIO', protocolId: 'p-1', activatedOn, ...moves('DEACTIVATED', 'ACTIVE') },
        ...(undoes === undefined ? {} : { undoes }),
      },
    });
  const undone = [...activePoint, deactivated('PROTOCOL_EXPIRED', '2026-02-20'), activated('2026-02-20', '2026-02-20')];
  const withPoint = (subject: string, ...since: OperatorAuthorizationEvent[]) =>
    authorizationOf(
      subject,
      'a',
      granted('2026-02-10'),
      authorizationRevoked('POINT_DEACTIVATED', '2026-02-20'),
      ...since,
    );
  const anew = (subject: string, from: string, until: string) =>
    authorizationOf(subject, 'b', granted(from), authorizationRevoked('HOST_REQUEST', until));
  const expired = authorizationOf(
    ...(['s-1', 'a'] as const),
    grantedAuthorization('2026-02-10', { nextReviewOn: '2026-02-12', endsUnlessReviewedOn: '2026-02-15' }),
    dated('2026-02-15', {
      type: 'OperatorAuthorizationExpired',
      data: { pointId: 'point-1', expiredOn: '2026-02-15', from: 'GRANTED', to: 'EXPIRED' },
    }),
    dated('2026-02-12', {
      type: 'OperatorAuthorizationReviewed',
      data: { ...{ pointId: 'point-1', outcome: 'CONFIRMED', reviewedOn: '2026-02-12' }, ...review },
    }),
  );

  it('an expiry whose review was made in time: unless the person was authorised anew, though that is over too', () => {
    expect(following(activePoint, [expired]).written).toEqual([]);
    expect(following(activePoint, [expired, anew('s-2', '2026-02-18', '2026-02-20')]).written).toEqual([]);
    const point = following(activePoint, [expired, anew('s-1', '2026-02-18', '2026-02-20')]);
    expect(point.statusOn('2026-02-14', '2026-02-15', '2026-02-18', '2026-02-20')).toEqual([
      ...['ACTIVE', 'SUSPENDED', 'ACTIVE', 'SUSPENDED'],
    ]);
  });

  it('the same where the other authorisation began on a day before that end, or is claimed and not granted yet', () => {
    const overlapping = following(activePoint, [expired, anew('s-1', '2026-02-12', '2026-02-20')]);
    expect(overlapping.statusOn('2026-02-19', '2026-02-20')).toEqual(['ACTIVE', 'SUSPENDED']);
    expect(following(activePoint, [expired, authorizationOf('s-1', 'b')]).statusOn('2026-02-15')).toEqual([
      'SUSPENDED',
    ]);
    expect(following(activePoint, [expired, anew('s-1', '2026-02-11', '2026-02-14')]).written).toEqual([]);
  });

  it('an end of the point that is undone, unless the person was authorised anew', () => {
    expect(following(undone, [withPoint('s-1')]).written).toEqual([]);
    const point = following(undone, [withPoint('s-1'), anew('s-1', '2026-02-22', '2026-02-24')]);
    expect(point.statusOn('2026-02-20', '2026-02-22', '2026-02-24')).toEqual(['SUSPENDED', 'ACTIVE', 'SUSPENDED']);
  });

  it('T1: a point that ended and is activated anew on the same day has nobody whose authorisation ended with it', () => {
    const again = [...activePoint, deactivated('HOST_REQUEST', '2026-02-20'), activated('2026-02-20')];
    expect(following(again, [withPoint('s-1')]).statusOn('2026-02-19', '2026-02-20')).toEqual(['ACTIVE', 'SUSPENDED']);
  });

  it('T2: nor has one that ended anew after its end was undone', () => {
    const again = [...undone, deactivated('HOST_REQUEST', '2026-02-20'), activated('2026-02-20')];
    expect(following(again, [withPoint('s-1')]).statusOn('2026-02-20')).toEqual(['SUSPENDED']);
  });

  it('T2: an end that was rectified to a later day, until that', () => {
    const later: PuntoClienteEvent = {
      type: 'PuntoClienteRectified',
      data: {
        ...{ rectifies: activePoint.length, of: 'PuntoClienteDeactivated', on: '2026-02-20', reason: 'x' },
        ...{ changes: { deactivatedOn: '2026-02-22' }, act: { authority: 'x', number: '1', date: '2026-03-01' } },
        standing: { suspensions: [] },
      },
    } as never;
    const again = [...activePoint, deactivated('HOST_REQUEST', '2026-02-20'), activated('2026-02-25'), later];
    expect(following(again, [withPoint('s-1')]).statusOn('2026-02-19', '2026-02-20', '2026-02-25')).toEqual([
      ...['ACTIVE', 'ACTIVE', 'SUSPENDED'],
    ]);
  });

  it('T1: whoever was granted after an end which was recorded late, and is undone, from the day of the grant on', () => {
    const fromItsDay = authorizationOf(
      ...(['s-1', 'a'] as const),
      ...[granted('2026-02-24'), authorizationRevoked('POINT_DEACTIVATED', '2026-02-24')],
    );
    const others = anew('s-2', '2026-02-10', '2026-02-24');
    expect(following(undone, [fromItsDay, others]).written).toEqual([]);
    const ended = [...undone, deactivated('HOST_REQUEST', '2026-02-24'), activated('2026-02-25')];
    expect(following(ended, [fromItsDay, others]).statusOn('2026-02-23', '2026-02-25')).toEqual([
      ...['ACTIVE', 'SUSPENDED'],
    ]);
  });

  it('an end of the protocol that is none, on whatever day the authorisation was granted', () => {
    const withProtocol = (grantedOn: string) =>
      authorizationOf('s-1', 'a', granted(grantedOn), authorizationRevoked('PROTOCOL_ENDED', '2026-02-20'));
    expect(following(activePoint, [withProtocol('2026-02-10')]).written).toEqual([]);
    expect(following(activePoint, [withProtocol('2026-02-20')]).statusOn('2026-02-20')).toEqual(['ACTIVE']);
  });
});
