import { processManager, projection } from '#kernel/specification';
import { endOfDay, startOf } from '#use-cases/dated';
import type { AnyPrincipal } from '#use-cases';
import { specify } from '#use-cases/specification';
import type { PuntoInpsEvent } from '../../domain/punto-inps/events.ts';
import { puntoInps, puntoInpsLife } from '../../domain/punto-inps/punto-inps.ts';
import type { PuntoInpsStatus } from '../../domain/punto-inps/vocabulary.ts';
import { puntoInpsSuspensionsEnd } from '../../processes/punto-inps-suspensions-end.ts';
import { puntoInpsRegister } from '../../read-models/punto-inps/punto-inps-register.ts';
import { assignedStaff, closedInps, onDay, openInps, readyInps } from '../../specification/sample-punto-inps.ts';
import { directorateOfProvince, kindsOfUnit, unitOfKind } from '../../specification/sample-units.ts';
import { DECIDING_OFFICES } from './on-punto-inps.ts';
import { rectifyPuntoInps, type RectifyPuntoInps } from './rectify-punto-inps.ts';

type Rectified = Extract<PuntoInpsEvent, { type: 'PuntoInpsRectified' }>;

const reason = 'Data errata';
const act = { authority: 'Direzione regionale Emilia-Romagna', number: '12/2026', date: '2026-03-01' };
const wanted = (rectifies: number, changes?: RectifyPuntoInps['changes']): RectifyPuntoInps => ({
  ...{ puntoInpsId: 'inps-1', rectifies, reason, act },
  ...(changes ? { changes } : { annuls: true }),
});
const unitsWith = (...others: readonly ReturnType<typeof unitOfKind>[]) =>
  new Map(
    [directorateOfProvince, unitOfKind('FILIALE_METROPOLITANA', 'FM-BOLOGNA'), ...others].map((one) => [one.code, one]),
  );
const facts = {
  ...{ units: unitsWith(), staffUnit: directorateOfProvince, agency: undefined },
  ...{ proposer: directorateOfProvince, kinds: kindsOfUnit },
};
const rectify = (
  life: readonly PuntoInpsEvent[],
  rectifies: number,
  changes?: RectifyPuntoInps['changes'],
  known: object = facts,
) =>
  specify(puntoInps)
    .given(...life)
    .when(rectifyPuntoInps, wanted(rectifies, changes), known as typeof facts);
const brief = (events: readonly PuntoInpsEvent[]) =>
  (events as readonly Rectified[]).map(({ data: { rectifies, of, changes, annuls } }) => [
    rectifies,
    of,
    annuls ?? changes,
  ]);
const moves = (from: PuntoInpsStatus, to: PuntoInpsStatus) => ({ from, to });
const resumed = (resumedOn: string): PuntoInpsEvent =>
  onDay(resumedOn, { type: 'PuntoInpsResumed', data: { resumedOn, ...moves('SUSPENDED', 'OPEN') } });
const suspended = (suspendedOn: string, until?: string): PuntoInpsEvent =>
  onDay(suspendedOn, {
    type: 'PuntoInpsSuspended',
    data: {
      ...{ reason: 'PREMISES', suspendedOn, ...moves('OPEN', 'SUSPENDED') },
      ...(until === undefined ? {} : { until }),
    },
  });
const moved = (previous: string, referenceUnit: string, changedOn: string): PuntoInpsEvent =>
  onDay(changedOn, {
    type: 'PuntoInpsReferenceUnitChanged',
    data: { referenceUnit, previous, changedOn, reason: 'Riordino' },
  });
const released: PuntoInpsEvent = onDay('2026-02-20', {
  type: 'PuntoInpsStaffReleased',
  data: { assignmentId: 'staff-1', releasedOn: '2026-02-20' },
});
const premises: PuntoInpsEvent = onDay('2026-02-01', {
  type: 'PuntoInpsHostPremisesAgreed',
  data: {
    host: { id: 'host-1', kind: 'PUBLIC_ADMINISTRATION', name: 'Comune dimostrativo' },
    ...{ yearlyCostCents: 1_200_000, from: '2026-02-01', until: '2027-01-31', act },
  },
});
const sinceDay = (from: string) => ({
  ...directorateOfProvince,
  ...{ establishedOn: from, kinds: [{ value: 'DIREZIONE_PROVINCIALE', from }] },
});
/** Revisions: 0 proposal, 1 analysis, 2 establishment, 3 services, 4 opening; what follows begins at 5. */
const stopped = [...openInps, suspended('2026-02-16'), resumed('2026-02-20')];

describe('T2: a wrong date or number of a Punto INPS is rectified by an act', () => {
  it('who may not state a fact may not restate it: the establishment is the centre’s', () => {
    const moved = wanted(2, { act: { ...act, number: '99/2026', date: '2026-01-19' } });
    const by = (principal: AnyPrincipal) =>
      specify(puntoInps)
        .given(...openInps)
        .as(principal)
        .when(rectifyPuntoInps, moved, facts);
    by({ id: 'dr-08', role: 'regional', region: '08' }).thenRefused('ROLE_NOT_ALLOWED', { allowed: ['central'] });
    expect(by({ id: 'dcorg', role: 'central' }).events()).toHaveLength(1);
  });

  it('the corrected date counts from then on, and the wrong one as it was known before', () => {
    const made = rectify(stopped, 5, { suspendedOn: '2026-02-10' }).events();
    expect(made).toEqual([
      {
        type: 'PuntoInpsRectified',
        data: {
          ...{ rectifies: 5, of: 'PuntoInpsSuspended', changes: { suspendedOn: '2026-02-10' }, reason, act },
          ...{ on: '2026-02-16', ...moves('OPEN', 'OPEN'), standing: { referenceUnit: 'DP-BOLOGNA' } },
        },
      },
    ]);
    const life = [...stopped, ...made].reduce<ReturnType<typeof puntoInpsLife.add>>(
      (whole, event, revision) =>
        puntoInpsLife.add(whole, event, {
          revision,
          recordedAt: revision < stopped.length ? '2026-02-20T09:00:00.000Z' : '2026-03-02T09:00:00.000Z',
        }),
      [],
    );
    expect(puntoInpsLife.stateOn(life, '2026-02-12').status).toBe('SUSPENDED');
    expect(puntoInpsLife.stateOn(life, '2026-02-12', endOfDay('2026-03-01')).status).toBe('OPEN');
  });

  it('a suspension that never was takes its resumption with it, and is over where it stands', () => {
    expect(brief(rectify(stopped, 5).events())).toEqual([
      [5, 'PuntoInpsSuspended', true],
      [6, 'PuntoInpsResumed', true],
    ]);
    expect(rectify(stopped.slice(0, 6), 5).events()).toMatchObject([{ data: moves('SUSPENDED', 'OPEN') }]);
    expect(rectify(stopped, 6).events()).toMatchObject([
      { data: { ...moves('OPEN', 'SUSPENDED'), standing: { suspension: { from: '2026-02-16' } } } },
    ]);
  });

  it('the day until which it was suspended moves its end, and the deadline of that', () => {
    const recorded = (events: readonly PuntoInpsEvent[]) =>
      events.map((event) => [event, { stream: 'PuntoInps-inps-1' as const }] as const);
    const over = [...openInps, suspended('2026-02-16', '2026-02-20'), resumed('2026-02-20')];
    expect(brief(rectify(over, 5, { until: '2026-02-25' }).events())).toEqual([
      [5, 'PuntoInpsSuspended', { until: '2026-02-25' }],
      [6, 'PuntoInpsResumed', { resumedOn: '2026-02-25' }],
    ]);
    const ahead = rectify(over, 5, { until: '2026-03-20' }).events();
    expect(brief(ahead)).toEqual([
      [5, 'PuntoInpsSuspended', { until: '2026-03-20' }],
      [6, 'PuntoInpsResumed', true],
    ]);
    const ends = ['inps-1', 'end', Date.parse(startOf('2026-03-20')), 'EndSuspensionOfPuntoInps'] as const;
    processManager(puntoInpsSuspensionsEnd)
      .given(...recorded([...over, ...ahead]))
      .thenDeadlines(ends);
    const standing = [...openInps, suspended('2026-02-16', '2026-03-20')];
    const [, end] = rectify(standing, 5, { until: '2026-02-25' }).events();
    expect(end).toEqual(resumed('2026-02-25'));
    processManager(puntoInpsSuspensionsEnd)
      .given(...recorded([...standing, ...rectify(standing, 5).events()]))
      .thenDeadlines();
    rectify(over, 6).thenRefused('RESUMPTION_AS_SET', { revision: 6 });
  });

  it('the register tells acts, staff and premises as they are now known', () => {
    const life = [...openInps, assignedStaff, released, premises];
    const made = [
      ...rectify(life, 2, { act: { ...act, number: '13/2026' } }).events(),
      ...rectify(life, 5, { from: '2026-02-11' }).events(),
      ...rectify(life, 7, { yearlyCostCents: 900_000 }).events(),
    ];
    const document = projection(puntoInpsRegister)
      .given<PuntoInpsEvent>(
        ...[...life, ...made].map((event): [PuntoInpsEvent, { stream: string }] => [
          event,
          { stream: 'PuntoInps-inps-1' },
        ]),
      )
      .document('inps-1');
    expect(document).toMatchObject({
      staff: [{ from: '2026-02-11', releasedOn: '2026-02-20' }],
      premises: [{ yearlyCostCents: 900_000 }],
    });
    const never = rectify(life, 5).events();
    expect(brief(never)).toEqual([
      [5, 'PuntoInpsStaffAssigned', true],
      [6, 'PuntoInpsStaffReleased', true],
    ]);
    expect(never[0]).toMatchObject({ data: { assignmentId: 'staff-1', subject: 'subject-1' } });
  });

  it('says until when units of before were needed, where that has come to be another day', () => {
    const life = [...openInps, moved('DP-BOLOGNA', 'FM-BOLOGNA', '2026-02-10')];
    const branch = unitOfKind('FILIALE_METROPOLITANA', 'FM-BOLOGNA');
    const change = { changedOn: '2026-02-12' };
    expect(rectify(life, 5, change, { ...facts, units: unitsWith(branch) }).events()).toMatchObject([
      { data: { standing: { referenceUnit: 'FM-BOLOGNA', passed: [{ unit: 'DP-BOLOGNA', leftOn: '2026-02-12' }] } } },
    ]);
    const [opened] = rectify(life, 4, { openedOn: '2026-02-03' }).events() as readonly Rectified[];
    expect(opened!.data.standing).not.toHaveProperty('passed');
  });

  it('P4: a change of reference unit that never was gives it back to the one of before, which is there', () => {
    const life = [...openInps, moved('DP-BOLOGNA', 'FM-BOLOGNA', '2026-02-10')];
    expect(rectify(life, 5).events()).toMatchObject([{ data: { standing: { referenceUnit: 'DP-BOLOGNA' } } }]);
    const closed = { ...directorateOfProvince, closedOn: '2026-02-28' };
    rectify(life, 5, undefined, { ...facts, units: unitsWith(closed) }).thenRefused('UNIT_NOT_THERE');
    const ended = onDay('2026-02-28', {
      ...closedInps,
      data: { ...closedInps.data, closedOn: '2026-02-28' },
    } as PuntoInpsEvent);
    expect(rectify([...life, ended], 5, undefined, { ...facts, units: unitsWith(closed) }).events()).toHaveLength(1);
    const agency = unitOfKind('AGENZIA_TERRITORIALE', 'FM-BOLOGNA');
    rectify(life, 5, { changedOn: '2026-02-12' }, { ...facts, units: unitsWith(agency) }).thenRefused(
      'UNIT_NOT_FOR_REFERENCE',
    );
    const twice = [...life, moved('FM-BOLOGNA', 'DP-BOLOGNA', '2026-02-20')];
    rectify(twice, 5).thenRefused('OTHER_FACTS_REST_ON_IT', { revision: 6, of: 'PuntoInpsReferenceUnitChanged' });
  });

  it('a proposal has units and province of its day, and a closure its unit to the last', () => {
    const since = sinceDay('2026-01-09');
    rectify(openInps, 0, { proposedOn: '2026-01-05' }, { ...facts, proposer: since }).thenRefused('UNIT_NOT_THERE');
    expect(brief(rectify(openInps, 0, { proposedOn: '2026-01-05' }).events())).toEqual([
      [0, 'PuntoInpsProposed', { proposedOn: '2026-01-05' }],
    ]);
    const life = [...openInps, closedInps];
    expect(brief(rectify(life, 5, { closedOn: '2026-02-25' }).events())).toEqual([
      [5, 'PuntoInpsClosed', { closedOn: '2026-02-25' }],
    ]);
    const closed = { ...directorateOfProvince, closedOn: '2026-02-22' };
    rectify(life, 5, { closedOn: '2026-02-25' }, { ...facts, units: unitsWith(closed) }).thenRefused('UNIT_NOT_THERE');
  });
});

describe('T2: what rests on a fact of a Punto INPS is rectified before it', () => {
  it.each<[string, readonly PuntoInpsEvent[], number, RectifyPuntoInps['changes'], Record<string, unknown>]>([
    ['the analysis that grounds a service', openInps, 1, undefined, { of: 'PuntoInpsServicesRevised' }],
    ['the day of it, after the services', openInps, 1, { analysedOn: '2026-01-26' }, { revision: 3 }],
    ['services without which it could not open', openInps, 3, undefined, { of: 'PuntoInpsOpened' }],
    ['the day of the proposal, after what followed', readyInps, 0, { proposedOn: '2026-01-21' }, { revision: 2 }],
    ['the day of the opening, after a suspension', stopped, 4, { openedOn: '2026-02-18' }, { revision: 5 }],
    ['a suspension after its resumption', stopped, 5, { suspendedOn: '2026-02-21' }, { revision: 6 }],
    [
      'an assignment after its release',
      [...openInps, assignedStaff, released],
      5,
      { from: '2026-02-21' },
      { revision: 6 },
    ],
  ])('refuses to take away %s', (_what, life, rectifies, changes, refused) => {
    rectify(life, rectifies, changes).thenRefused('OTHER_FACTS_REST_ON_IT', refused);
  });

  it.each<[string, readonly PuntoInpsEvent[], number, RectifyPuntoInps['changes']]>([
    ['FACT_UNKNOWN', stopped, 99, undefined],
    ['FIELDS_NOT_RECTIFIABLE', stopped, 5, { openedOn: '2026-02-11' }],
    ['NOTHING_TO_RECTIFY', stopped, 5, { suspendedOn: '2026-02-16' }],
    ['FACT_NOT_ANNULLABLE', stopped, 4, undefined],
    ['RECTIFIED_DATE_IMPOSSIBLE', stopped, 4, { openedOn: '2026-03-03' }],
    ['RECTIFIED_DATE_IMPOSSIBLE', openInps, 1, { periodUntil: '2026-01-16' }],
    ['RECTIFIED_FACT_FITS_NOWHERE', stopped, 5, { suspendedOn: '2026-02-01' }],
    ['ACT_IN_FUTURE', [...readyInps, premises], 4, { act: { ...act, date: '2026-03-03' } }],
    ['BEFORE_PROPOSAL', [...readyInps, premises], 4, { from: '2025-12-01' }],
    ['BEFORE_PROPOSAL', [...openInps, assignedStaff], 5, { from: '2019-12-01' }],
    ['RECTIFICATION_UNCLEAR', stopped, 5, {}],
  ])('is refused as %s', (code, life, rectifies, changes) => {
    rectify(life, rectifies, changes).thenRefused(code);
  });

  it('an analysis was made before the proposal, or the point was proposed after it', () => {
    expect(rectify(openInps, 1, { analysedOn: '2026-01-02' }).events()).toHaveLength(1);
    expect(rectify(readyInps, 0, { proposedOn: '2026-01-17' }).events()).toHaveLength(1);
  });

  it('no correction makes two agreements of one body meet', () => {
    const agreed = (from: string, until: string, number: string) =>
      onDay(from, {
        ...premises,
        data: { ...(premises.data as object), from, until, act: { ...act, number } },
      } as typeof premises);
    const life = [...openInps, agreed('2026-02-01', '2026-02-10', '1'), agreed('2026-02-20', '2026-02-28', '2')];
    rectify(life, 6, { from: '2026-02-10' }).thenRefused('RECTIFIED_FACT_FITS_NOWHERE');
    rectify(life, 5, { until: '2026-02-20' }).thenRefused('OTHER_FACTS_REST_ON_IT', { revision: 6 });
    rectify(life, 5, { act: { ...act, number: '2' } }).thenRefused('OTHER_FACTS_REST_ON_IT', { revision: 6 });
    expect(rectify(life, 6, { from: '2026-02-11' }).events()).toHaveLength(1);
  });

  it('one that was recorded twice, as it could be once, is told and paid for once, also when the first is annulled', () => {
    const life = [...openInps, premises, premises];
    const document = (events: readonly PuntoInpsEvent[]) =>
      projection(puntoInpsRegister)
        .given<PuntoInpsEvent>(
          ...events.map((event): [PuntoInpsEvent, { stream: string }] => [event, { stream: 'PuntoInps-inps-1' }]),
        )
        .document('inps-1');
    expect(document(life)?.premises).toHaveLength(1);
    expect(document([...life, ...rectify(life, 5).events()])?.premises).toHaveLength(1);
  });

  it('staff belongs to INPS on the first day that is right', () => {
    const life = [...openInps, assignedStaff];
    rectify(life, 5, { from: '2026-02-03' }, { ...facts, staffUnit: sinceDay('2026-02-05') }).thenRefused(
      'STAFF_NOT_OF_INPS',
    );
  });

  it('the region, and the centre, rectify', () => {
    expect(rectifyPuntoInps.by).toBe(DECIDING_OFFICES);
  });
});
