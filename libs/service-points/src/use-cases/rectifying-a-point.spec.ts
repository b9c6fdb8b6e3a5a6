import { specify } from '#use-cases/specification';
import { endOfDay } from '#use-cases/dated';
import { projection } from '#kernel/specification';
import type { PuntoClienteEvent } from '../domain/events.ts';
import { puntoCliente, puntoClienteLife } from '../domain/punto-cliente.ts';
import { pointCounters } from '../read-models/point-counters.ts';
import { servicePointRegister } from '../read-models/service-point-register.ts';
import {
  activePoint,
  moves,
  on,
  resumed,
  samplePlace,
  suspendedFor,
  suspendedUntil,
  suspension,
} from '../specification/sample-point.ts';
import { OFFICES } from './on-punto-cliente.ts';
import { relocatePuntoCliente } from './relocate-punto-cliente.ts';
import { rectifyPuntoCliente, type RectifyPuntoCliente } from './rectify-punto-cliente.ts';
import { resumePuntoCliente } from './resume-punto-cliente.ts';

type Rectified = Extract<PuntoClienteEvent, { type: 'PuntoClienteRectified' }>;

const reason = 'Data errata';
const act = { authority: 'Direzione regionale Emilia-Romagna', number: '12/2026', date: '2026-03-01' };
const subject = specify(puntoCliente);
const covering = (status = 'IN_FORCE', effectiveDate = '2026-02-05') => ({
  protocolOn: (date: string) => ({
    ...{ status: date < effectiveDate ? 'SIGNED' : status, hostId: 'host-1', region: '08', points: ['point-1'] },
    ...{ kinds: ['SERVIZIO', 'INFORMATIVO'], effectiveDate: date < effectiveDate ? undefined : effectiveDate },
  }),
});
const wanted = (rectifies: number, changes?: RectifyPuntoCliente['changes']): RectifyPuntoCliente => ({
  ...{ pointId: 'point-1', rectifies, reason, act },
  ...(changes ? { changes } : { annuls: true }),
});
const rectify = (
  life: readonly PuntoClienteEvent[],
  rectifies: number,
  changes?: RectifyPuntoCliente['changes'],
  facts = covering(),
) => subject.given(...life).when(rectifyPuntoCliente, wanted(rectifies, changes), facts);
const brief = (events: readonly PuntoClienteEvent[]) =>
  (events as readonly Rectified[]).map(({ data: { rectifies, of, changes, annuls } }) => [
    rectifies,
    of,
    annuls ?? changes,
  ]);
const ended = (deactivatedOn: string, why: 'HOST_REQUEST' | 'PROTOCOL_EXPIRED' = 'HOST_REQUEST'): PuntoClienteEvent =>
  on(deactivatedOn, {
    type: 'PuntoClienteDeactivated',
    data: { kind: 'SERVIZIO', protocolId: 'p-1', reason: why, deactivatedOn, ...moves('ACTIVE', 'DEACTIVATED') },
  });
const relocated = (relocatedOn: string): PuntoClienteEvent => {
  const { region: _region, ...previous } = samplePlace;
  const place = { province: '036', municipality: 'F257', address: { street: 'Via Emilia 1', postalCode: '41121' } };
  const standing = { kind: 'SERVIZIO' as const, state: 'ACTIVE' as const };
  return on(relocatedOn, {
    type: 'PuntoClienteRelocated',
    data: {
      ...{ kind: 'SERVIZIO', ...place, previous, relocatedOn },
      ...{ from: { ...standing, province: '037' }, to: { ...standing, province: '036' } },
    },
  });
};
/** Revisions: 0 request, 1 approval, 2 services, 3 activation; what follows begins at 4. */
const stopped = [...activePoint, suspendedFor('PREMISES', '2026-02-20'), resumed('2026-02-24')];

/** A life whose facts of before were recorded by 25 February, and what is rectified on 2 March. */
const withThem = (before: readonly PuntoClienteEvent[], more: readonly PuntoClienteEvent[]) =>
  [...before, ...more].reduce<ReturnType<typeof puntoClienteLife.add>>(
    (life, event, revision) =>
      puntoClienteLife.add(life, event, {
        revision,
        recordedAt: revision < before.length ? '2026-02-25T09:00:00.000Z' : '2026-03-02T09:00:00.000Z',
      }),
    [],
  );

describe('T2: a wrong date of a Punto Cliente is rectified by an act', () => {
  it('the corrected date counts from then on, and the wrong one as it was known before', () => {
    const made = rectify(stopped, 4, { suspendedOn: '2026-02-15' }).events();
    expect(made).toEqual([
      {
        type: 'PuntoClienteRectified',
        data: {
          ...{ rectifies: 4, of: 'PuntoClienteSuspended', changes: { suspendedOn: '2026-02-15' }, reason, act },
          ...{ on: '2026-02-20', kind: 'SERVIZIO', ...moves('ACTIVE', 'ACTIVE') },
          standing: { suspensions: [], activity: { protocolId: 'p-1', from: '2026-02-10' } },
        },
      },
    ]);
    const life = withThem(stopped, made);
    const statusOn = (date: string, known?: string) =>
      puntoClienteLife.stateOn(life, date, known === undefined ? undefined : endOfDay(known)).status;
    expect(statusOn('2026-02-17')).toBe('SUSPENDED');
    expect(statusOn('2026-02-17', '2026-03-01')).toBe('ACTIVE');
    expect(statusOn('2026-02-17', '2026-03-02')).toBe('SUSPENDED');
    expect(statusOn('2026-02-24')).toBe('ACTIVE');
  });

  it('the register tells periods and suspensions as they are now known, the history what was written', () => {
    const events = [...stopped, ...rectify(stopped, 4, { suspendedOn: '2026-02-15' }).events()];
    const more = rectify(events, 3, { activatedOn: '2026-02-08' }).events();
    const document = projection(servicePointRegister)
      .given<PuntoClienteEvent>(
        ...[...events, ...more].map((event): [PuntoClienteEvent, { stream: string }] => [
          event,
          { stream: 'PuntoCliente-point-1' },
        ]),
      )
      .document('point-1');
    expect(document).toMatchObject({
      state: 'ACTIVE',
      periods: [{ from: '2026-02-08', until: null }],
      suspensions: [{ from: '2026-02-15', until: '2026-02-24', isOver: true }],
    });
  });

  it('a suspension that never was takes its own resumption with it, and both come back together', () => {
    const made = rectify(stopped, 4).events();
    expect(brief(made)).toEqual([
      [4, 'PuntoClienteSuspended', true],
      [5, 'PuntoClienteResumed', true],
    ]);
    expect(puntoClienteLife.stateOn(withThem(stopped, made), '2026-02-21').status).toBe('ACTIVE');
    const back = rectify([...stopped, ...made], 6).events();
    expect(brief(back)).toEqual([
      [6, 'PuntoClienteRectified', true],
      [7, 'PuntoClienteRectified', true],
    ]);
    expect(puntoClienteLife.stateOn(withThem(stopped, [...made, ...back]), '2026-02-21').status).toBe('SUSPENDED');
  });

  it('one that stands is over at once, and a resumption that never was leaves it standing', () => {
    const standing = [...activePoint, suspendedFor('PREMISES', '2026-02-20'), suspension('STAFF', '2026-02-22')];
    expect(rectify(standing, 4).events()).toMatchObject([
      { data: { ...moves('SUSPENDED', 'SUSPENDED'), standing: { suspensions: [{ reason: 'STAFF' }] } } },
    ]);
    expect(rectify(standing.slice(0, 5), 4).events()).toMatchObject([
      { data: { ...moves('SUSPENDED', 'ACTIVE'), standing: { suspensions: [] } } },
    ]);
    const again = rectify(stopped, 5).events();
    expect(again).toMatchObject([
      {
        data: {
          ...moves('ACTIVE', 'SUSPENDED'),
          standing: { suspensions: [{ reason: 'PREMISES', from: '2026-02-20' }] },
        },
      },
    ]);
    const anew = subject
      .given(...stopped, ...again)
      .when(resumePuntoCliente, { pointId: 'point-1', reason: 'PREMISES', resumedOn: '2026-02-26' })
      .events();
    expect(anew).toMatchObject([resumed('2026-02-26')]);
  });

  it('the day until which it was suspended takes its resumption with it; one that lies ahead has not been', () => {
    const life = [...activePoint, suspendedUntil('2026-02-20', '2026-02-24'), resumed('2026-02-24')];
    expect(brief(rectify(life, 4, { until: '2026-02-27' }).events())).toEqual([
      [4, 'PuntoClienteSuspended', { until: '2026-02-27' }],
      [5, 'PuntoClienteResumed', { resumedOn: '2026-02-27' }],
    ]);
    const ahead = rectify(life, 4, { until: '2026-06-01' }).events();
    expect(brief(ahead)).toEqual([
      [4, 'PuntoClienteSuspended', { until: '2026-06-01' }],
      [5, 'PuntoClienteResumed', true],
    ]);
    expect(ahead.at(-1)).toMatchObject({
      data: { ...moves('ACTIVE', 'SUSPENDED'), standing: { suspensions: [{ until: '2026-06-01' }] } },
    });
    const by = [...activePoint, suspendedUntil('2026-02-20', '2026-03-20'), resumed('2026-02-24')];
    expect(brief(rectify(by, 4, { until: '2026-02-22' }).events())).toEqual([
      [4, 'PuntoClienteSuspended', { until: '2026-02-22' }],
      [5, 'PuntoClienteResumed', { resumedOn: '2026-02-22' }],
    ]);
    expect(brief(rectify(by, 4, { until: '2026-02-26' }).events())).toEqual([
      [4, 'PuntoClienteSuspended', { until: '2026-02-26' }],
    ]);
  });

  it('a suspension that was over on a day which has passed is resumed on it', () => {
    const standing = [...activePoint, suspendedFor('PREMISES', '2026-02-20')];
    const [corrected, over] = rectify(standing, 4, { until: '2026-02-26' }).events();
    expect(corrected).toMatchObject({ type: 'PuntoClienteRectified', data: moves('SUSPENDED', 'SUSPENDED') });
    expect(over).toEqual(resumed('2026-02-26'));
  });

  it('a move that never was puts the point back, and its counts with it', () => {
    const life = [...activePoint, relocated('2026-02-20')];
    const [made] = rectify(life, 4).events() as Rectified[];
    expect(made?.data).toMatchObject({ from: { province: '036' }, to: { province: '037' } });
    const move = pointCounters.moves.find(({ event }) => event.type === 'PuntoClienteRectified');
    expect(move?.shift(made?.data as never)).toEqual({
      from: { count: 'ACTIVE', value: 'SERVIZIO', province: '036' },
      to: { count: 'ACTIVE', value: 'SERVIZIO', province: '037' },
    });
    const { region: _region, ...place } = samplePlace;
    subject
      .given(...life, made!)
      .when(relocatePuntoCliente, { pointId: 'point-1', ...place })
      .thenRefused('ALREADY_THERE');
  });

  it('the letter with which it was asked for and the days of request and approval can be corrected', () => {
    const hostRequest = { protocolNumber: '21/2026', date: '2026-01-10' };
    expect(brief(rectify(activePoint, 0, { hostRequest }).events())).toEqual([
      [0, 'PuntoClienteRequested', { hostRequest }],
    ]);
    expect(brief(rectify(activePoint, 1, { approvedOn: '2026-01-31' }).events())).toEqual([
      [1, 'PuntoClienteApproved', { approvedOn: '2026-01-31' }],
    ]);
    rectify(activePoint, 1, { approvedOn: '2026-02-02' }).thenRefused('OTHER_FACTS_REST_ON_IT', { revision: 2 });
  });

  it('activity begins and ends while the protocol covers the point, also once its day is corrected', () => {
    rectify(activePoint, 3, { activatedOn: '2026-02-04' }).thenRefused('PROTOCOL_NOT_IN_FORCE');
    rectify(activePoint, 3, { activatedOn: '2026-02-06' }, covering('SUSPENDED')).thenRefused('PROTOCOL_NOT_IN_FORCE');
    const life = [...activePoint, ended('2026-02-20')];
    rectify(life, 4, { deactivatedOn: '2026-02-25' }, covering('TERMINATED')).thenRefused('ACTIVITY_BEYOND_PROTOCOL');
    expect(brief(rectify(life, 4, { deactivatedOn: '2026-02-25' }).events())).toEqual([
      [4, 'PuntoClienteDeactivated', { deactivatedOn: '2026-02-25' }],
    ]);
  });
});

const kindChanged = on('2026-02-22', {
  type: 'PuntoClienteKindChanged',
  data: {
    ...{ kind: 'INFORMATIVO', previousKind: 'SERVIZIO', services: ['stato-domanda'], changedOn: '2026-02-22' },
    ...{ from: moves('ACTIVE', 'ACTIVE').from, to: { ...moves('ACTIVE', 'ACTIVE').to, kind: 'INFORMATIVO' } },
  },
});

describe('T2, P7: a change of kind is asked on its corrected day what it was asked on the wrong one', () => {
  it('the protocol that covers the point then allows that kind', () => {
    const facts = (kinds: string[]) => ({ protocolOn: (date: string) => ({ ...covering().protocolOn(date), kinds }) });
    const changes = { changedOn: '2026-02-15' };
    rectify([...activePoint, kindChanged], 4, changes, facts(['SERVIZIO'])).thenRefused('KIND_NOT_COVERED', {
      ...{ protocolId: 'p-1', kind: 'INFORMATIVO' },
    });
    expect(rectify([...activePoint, kindChanged], 4, changes).events()).toHaveLength(1);
  });
});

describe('T2: what rests on a fact is rectified before it', () => {
  const revised = on('2026-02-23', {
    type: 'PuntoClienteServicesRevised',
    data: { kind: 'INFORMATIVO', services: ['estratto-conto-contributivo'], revisedOn: '2026-02-23' },
  });

  it.each<[string, readonly PuntoClienteEvent[], number, RectifyPuntoCliente['changes'], Record<string, unknown>]>([
    [
      'an activation after a suspension',
      stopped,
      3,
      { activatedOn: '2026-02-22' },
      { revision: 4, of: 'PuntoClienteSuspended' },
    ],
    ['an end before a suspension', [...stopped, ended('2026-02-26')], 6, { deactivatedOn: '2026-02-18' }, {}],
    ['a suspension after its resumption', stopped, 4, { suspendedOn: '2026-02-26' }, { revision: 5 }],
    ['a resumption within the next suspension', [...stopped, suspendedFor('PREMISES', '2026-02-25')], 5, undefined, {}],
    [
      'a change of kind before what a point of that kind offers',
      [...activePoint, kindChanged, revised],
      4,
      undefined,
      {},
    ],
    ['services without which it could not be active', activePoint, 2, undefined, { revision: 3 }],
    ['the day of these, after the activation', activePoint, 2, { revisedOn: '2026-02-20' }, { revision: 3 }],
  ])('refuses to take away %s', (_what, life, rectifies, changes, facts) => {
    rectify(life, rectifies, changes).thenRefused('OTHER_FACTS_REST_ON_IT', facts);
  });

  it.each<[string, readonly PuntoClienteEvent[], number]>([
    ['a suspension with the protocol', [...activePoint, suspendedFor('PROTOCOL_SUSPENDED', '2026-02-20')], 4],
    [
      'its resumption',
      [...activePoint, suspendedFor('PROTOCOL_SUSPENDED', '2026-02-20'), resumed('2026-02-24', 'PROTOCOL_SUSPENDED')],
      5,
    ],
    [
      'a resumption on the day that was set',
      [...activePoint, suspendedUntil('2026-02-20', '2026-02-24'), resumed('2026-02-24')],
      5,
    ],
    ['an end with the protocol', [...activePoint, ended('2026-02-20', 'PROTOCOL_EXPIRED')], 4],
  ])('leaves to policies what follows from another thing: %s', (_what, life, rectifies) => {
    rectify(life, rectifies).thenRefused('FACT_FOLLOWS_ANOTHER', { revision: rectifies });
  });

  it.each<[string, number, RectifyPuntoCliente['changes']]>([
    ['FACT_UNKNOWN', 99, undefined],
    ['FIELDS_NOT_RECTIFIABLE', 4, { activatedOn: '2026-02-11' }],
    ['NOTHING_TO_RECTIFY', 4, { suspendedOn: '2026-02-20' }],
    ['FACT_NOT_ANNULLABLE', 3, undefined],
    ['RECTIFIED_DATE_IMPOSSIBLE', 4, { suspendedOn: '2026-03-03' }],
    ['RECTIFIED_FACT_FITS_NOWHERE', 4, { suspendedOn: '2026-02-09' }],
    ['RECTIFICATION_UNCLEAR', 4, {}],
  ])('is refused as %s', (code, rectifies, changes) => {
    rectify(stopped, rectifies, changes).thenRefused(code);
  });

  it('needs an act that is made; the region of the point, and the centre, rectify', () => {
    subject
      .given(...stopped)
      .when(rectifyPuntoCliente, { ...wanted(4), act: { ...act, date: '2026-03-03' } }, covering())
      .thenRefused('RECTIFYING_ACT_IN_FUTURE');
    expect(rectifyPuntoCliente.by).toBe(OFFICES);
  });
});
