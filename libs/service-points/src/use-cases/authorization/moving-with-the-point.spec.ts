import { processManager, projection, type Envelope } from '#kernel/specification';
import { momentOfDay } from '#use-cases';
import { specify } from '#use-cases/specification';
import type { OperatorAuthorizationEvent } from '../../domain/authorization/events.ts';
import { operatorAuthorization } from '../../domain/authorization/operator-authorization.ts';
import type { AuthorizationStatus } from '../../domain/authorization/vocabulary.ts';
import type { PuntoClienteEvent } from '../../domain/events.ts';
import { placesOf } from '../../domain/places-of-point.ts';
import { authorizationsMoveWithPoint } from '../../processes/authorizations-move-with-point.ts';
import { authorizationCounters } from '../../read-models/authorization/authorization-counters.ts';
import { authorizationRegister } from '../../read-models/authorization/authorization-register.ts';
import { datedAuthorizations } from '../../read-models/authorization/dated-authorizations.ts';
import { networkOverviewOf } from '../../read-models/network-overview.ts';
import {
  authorizationRevoked,
  dated,
  granted,
  requestedAuthorization,
  trained,
} from '../../specification/sample-authorization.ts';
import { activePoint, moves, on, samplePlace } from '../../specification/sample-point.ts';
import { moveAuthorizationWithPoint } from './move-authorization-with-point.ts';

const BOLOGNA = '037';
const MODENA = '036';
const REGGIO = '035';
const subject = specify(operatorAuthorization);
const named = { authorizationId: 'auth-1' };
const standing = [requestedAuthorization, trained, granted];
const moved = (
  province: string,
  movedOn: string,
  {
    state = 'GRANTED',
    from = BOLOGNA,
    to = province,
  }: { readonly state?: AuthorizationStatus; readonly from?: string; readonly to?: string } = {},
): OperatorAuthorizationEvent =>
  dated(movedOn, {
    type: 'OperatorAuthorizationMoved',
    data: { pointId: 'point-1', region: '08', province, movedOn, today: { state, from, to } },
  });
const places = [
  { from: '2026-02-01', province: BOLOGNA },
  { from: '2026-02-20', province: MODENA },
];
/** Its end of 18 February has lost its cause. */
const goesOn: OperatorAuthorizationEvent = dated('2026-02-18', {
  type: 'OperatorAuthorizationResumed',
  data: {
    ...{ pointId: 'point-1', reason: 'POINT_DEACTIVATED', resumedOn: '2026-02-18', undoes: '2026-02-18' },
    ...{ from: 'REVOKED', to: 'GRANTED' },
    goesOn: { nextReviewOn: '2027-02-10', endsUnlessReviewedOn: '2027-03-13', suspendedFor: [] },
  },
});
const stream: Envelope = { stream: 'OperatorAuthorization-auth-1' };

describe('T4: an authorisation stands where its point does, on each day', () => {
  it('goes with it to another province, from the day on which that was relocated', () => {
    subject
      .given(...standing)
      .when(moveAuthorizationWithPoint, named, { places })
      .then(moved(MODENA, '2026-02-20'));
    subject
      .given(...standing, moved(MODENA, '2026-02-20'))
      .when(moveAuthorizationWithPoint, named, { places })
      .thenRefused('AUTHORIZATION_STANDS_THERE');
  });

  it('of a relocation that is recorded late it stood there on its days, and today where the point is', () => {
    const late = [places[0]!, { from: '2026-02-15', province: REGGIO }, places[1]!];
    subject
      .given(...standing, moved(MODENA, '2026-02-20'))
      .when(moveAuthorizationWithPoint, named, { places: late })
      .then(moved(REGGIO, '2026-02-15', { from: MODENA, to: MODENA }));
  });

  it('one that has ended by then stays where it was', () => {
    subject
      .given(...standing, authorizationRevoked('HOST_REQUEST', '2026-02-18'))
      .when(moveAuthorizationWithPoint, named, { places })
      .thenRefused('AUTHORIZATION_STANDS_THERE');
  });

  it('T1: of one that turns out to have ended by then it never was said, and is again once that end is undone', () => {
    const late = [...standing, moved(MODENA, '2026-02-20'), authorizationRevoked('POINT_DEACTIVATED', '2026-02-18')];
    const back = moved(BOLOGNA, '2026-02-20', { state: 'REVOKED', from: MODENA });
    subject
      .given(...late)
      .when(moveAuthorizationWithPoint, named, { places })
      .then(back);
    subject
      .given(...late, back, goesOn)
      .when(moveAuthorizationWithPoint, named, { places })
      .then(moved(MODENA, '2026-02-20'));
  });

  it('T2: what was said of a relocation is taken back on the day that this had, whether that moves or never was', () => {
    const said = [...standing, moved(MODENA, '2026-02-15'), moved(REGGIO, '2026-02-20')];
    const earlier = [places[0]!, { from: '2026-02-13', province: REGGIO }, { from: '2026-02-15', province: MODENA }];
    subject
      .given(...said)
      .when(moveAuthorizationWithPoint, named, { places: earlier })
      .then(moved(REGGIO, '2026-02-13', { from: REGGIO, to: REGGIO }), moved(MODENA, '2026-02-20', { from: REGGIO }));
    subject
      .given(...said)
      .when(moveAuthorizationWithPoint, named, { places: [places[0]!, { from: '2026-02-15', province: MODENA }] })
      .then(moved(MODENA, '2026-02-20', { from: REGGIO }));
  });

  it('T1: one that was asked for after a relocation, and begins before it, stood where its point did', () => {
    const { data } = requestedAuthorization as Extract<typeof requestedAuthorization, { data: { province: string } }>;
    const asked = { ...requestedAuthorization, data: { ...data, province: MODENA } } as OperatorAuthorizationEvent;
    subject
      .given(asked, trained)
      .when(moveAuthorizationWithPoint, named, { places })
      .then(
        moved(BOLOGNA, '2026-02-05', { state: 'REQUESTED', from: MODENA }),
        moved(MODENA, '2026-02-20', { state: 'REQUESTED' }),
      );
  });

  it('the directorate of the new province reads and decides, that of the old one no longer', () => {
    const line = projection(authorizationRegister)
      .given(...[...standing, moved(MODENA, '2026-02-20')].map((event) => [event, stream] as const))
      .document('auth-1');
    expect(line).toMatchObject({ province: MODENA, region: '08' });
  });

  it('is told where it was on a date', () => {
    const thing = {
      ...{ thing: 'OperatorAuthorization', id: 'auth-1' },
      life: [...standing, moved(MODENA, '2026-02-20')].map((event, revision) => ({
        ...{ event, revision, recordedAt: event.effectiveAt ?? '2026-02-04T10:00:00.000Z' },
      })),
    };
    expect(datedAuthorizations.on(thing, momentOfDay('2026-02-19'))).toMatchObject({ province: BOLOGNA });
    expect(datedAuthorizations.on(thing, momentOfDay('2026-02-20'))).toMatchObject({ province: MODENA });
  });

  it('is counted in the new province, and in the old one no longer', () => {
    const at = (province: string): Envelope => ({ ...stream, metadata: { scope: { region: '08', province } } });
    const overview = projection(networkOverviewOf([authorizationCounters]).projection).given(
      [requestedAuthorization, at(BOLOGNA)],
      [granted, at(BOLOGNA)],
      [moved(MODENA, '2026-02-20'), at(MODENA)],
    );
    const grantedIn = (area: string) =>
      (overview.document(area) as { operatorAuthorizations: { GRANTED: number } } | undefined)?.operatorAuthorizations
        .GRANTED;
    expect([BOLOGNA, MODENA].map((code) => grantedIn(`province:${code}`))).toEqual([0, 1]);
    expect(grantedIn('region:08')).toBe(1);
  });

  it('no person moves it', () => {
    expect(moveAuthorizationWithPoint.by).toEqual([]);
  });
});

describe('T4: authorisations are moved as their point is relocated', () => {
  const process = processManager(authorizationsMoveWithPoint);
  const POINT: Envelope = { stream: 'PuntoCliente-point-1' };
  type Entry = readonly [OperatorAuthorizationEvent | PuntoClienteEvent, Envelope];
  const asked: Entry = [requestedAuthorization, stream];
  const { region: _region, ...place } = samplePlace;
  const relocation = (province: string, today = province): PuntoClienteEvent => {
    const { from, to } = moves('ACTIVE', 'ACTIVE');
    return on('2026-02-20', {
      type: 'PuntoClienteRelocated',
      data: {
        ...{ kind: 'SERVIZIO', ...place, province, previous: place, relocatedOn: '2026-02-20' },
        ...{ from, to: { ...to, province: today } },
      },
    });
  };
  const relocated = (province: string, today = province): Entry => [relocation(province, today), POINT];
  const move = { name: 'MoveAuthorizationWithPoint', data: named };

  it('also one that was asked for just after, by someone who looked just before', () => {
    process.given(asked, relocated(MODENA)).thenCommands(move);
    process.given(relocated(MODENA), asked).thenCommands(move);
  });

  it('none within its province', () => {
    process.given(asked, relocated(BOLOGNA)).thenCommands();
    process.given(relocated(BOLOGNA), asked).thenCommands();
  });

  it('also by a relocation that is recorded late, of which today shows nothing', () => {
    process.given(asked, relocated(MODENA, BOLOGNA)).thenCommands(move);
    process.given(relocated(MODENA, BOLOGNA), asked).thenCommands();
  });

  it('T2: also where the day of a relocation is rectified, or the relocation never was', () => {
    const rectified = (correction: { changes: { relocatedOn: string } } | { annuls: true }): Entry => [
      {
        type: 'PuntoClienteRectified',
        data: {
          ...{ rectifies: 4, of: 'PuntoClienteRelocated', ...correction, on: '2026-02-20' },
          ...{ reason: 'Errore', kind: 'SERVIZIO', ...moves('ACTIVE', 'ACTIVE'), standing: { suspensions: [] } },
          act: { authority: 'Direzione regionale', number: '3', date: '2026-03-01' },
        },
      },
      POINT,
    ];
    process.given(asked, relocated(MODENA), rectified({ changes: { relocatedOn: '2026-02-25' } })).thenCommands(move);
    process.given(asked, relocated(MODENA), rectified({ annuls: true })).thenCommands(move);
  });

  it('T1, T2: one of which something is said late is looked at again, once its point was relocated', () => {
    const said = (event: OperatorAuthorizationEvent): Entry => [event, stream];
    // It begins on another day by that, ends, or goes on.
    for (const event of [trained, granted, authorizationRevoked('HOST_REQUEST', '2026-02-18'), goesOn]) {
      process.given(asked, relocated(MODENA), said(event)).thenCommands(move);
      process.given(asked, said(event)).thenCommands();
    }
  });

  it('a point stands where the last relocation by its legal date put it', () => {
    const life = [...activePoint, relocation(MODENA)].map((event, revision) => ({
      ...{ event, revision, recordedAt: event.effectiveAt ?? '2026-01-12T10:00:00.000Z' },
    }));
    expect(placesOf({ life })).toEqual([
      { from: '2026-01-12', province: BOLOGNA },
      { from: '2026-02-20', province: MODENA },
    ]);
  });
});
