import { processManager } from '#kernel/specification';
import { specify } from '#use-cases/specification';
import { PuntoInpsSuspended, type PuntoInpsEvent } from '../../domain/punto-inps/events.ts';
import { puntoInps } from '../../domain/punto-inps/punto-inps.ts';
import { staffPresentOn } from '../../domain/punto-inps/staff.ts';
import {
  assignedStaff,
  closedInps,
  onDay,
  openInps,
  proposedInps,
  readyInps,
  suspendedInps,
} from '../../specification/sample-punto-inps.ts';
import { directorateOfProvince } from '../../specification/sample-units.ts';
import { puntoInpsSuspensionsEnd } from '../../processes/punto-inps-suspensions-end.ts';
import { agreeHostPremisesOfPuntoInps } from './agree-host-premises-of-punto-inps.ts';
import { assignStaffToPuntoInps } from './assign-staff-to-punto-inps.ts';
import { closePuntoInps } from './close-punto-inps.ts';
import { endSuspensionOfPuntoInps } from './end-suspension-of-punto-inps.ts';
import { establishPuntoInps } from './establish-punto-inps.ts';
import { releaseStaffFromPuntoInps } from './release-staff-from-punto-inps.ts';
import { resumePuntoInps } from './resume-punto-inps.ts';
import { suspendPuntoInps } from './suspend-punto-inps.ts';

const subject = specify(puntoInps);
const point = { puntoInpsId: 'inps-1' };
const act = { authority: 'Direttore generale', number: '12/2026', date: '2026-01-20' };
const centre = { id: 'officer', role: 'central' } as const;
const directorate = { id: 'officer', role: 'regional', region: '08' } as const;
const provincial = { id: 'clerk', role: 'provincial', province: '037' } as const;

describe('the life of a Punto INPS', () => {
  it('territories propose, the centre establishes, by an act', () => {
    subject
      .given(proposedInps)
      .as(centre)
      .when(establishPuntoInps, { ...point, act, establishedOn: '2026-01-20' })
      .then(
        onDay('2026-01-20', {
          type: 'PuntoInpsEstablished',
          data: { establishedOn: '2026-01-20', act, from: 'PROPOSED', to: 'ESTABLISHED' },
        }),
      );
    subject
      .given(proposedInps)
      .as(directorate)
      .when(establishPuntoInps, { ...point, act })
      .thenRefused('ROLE_NOT_ALLOWED');
    subject
      .given(proposedInps)
      .when(establishPuntoInps, { ...point, act, establishedOn: '2026-03-03' })
      .thenRefused('DATE_IN_FUTURE');
    subject
      .given(proposedInps)
      .when(establishPuntoInps, { ...point, act, establishedOn: '2025-12-01' })
      .thenRefused('BEFORE_PROPOSAL');
    subject
      .given(proposedInps)
      .when(establishPuntoInps, { ...point, act: { ...act, date: '2026-03-03' } })
      .thenRefused('ACT_IN_FUTURE', { today: '2026-03-02' });
  });

  it('is suspended until a day or until it is resumed, with a reason', () => {
    const given = subject.given(...openInps).as(directorate);
    given.when(suspendPuntoInps, { ...point, reason: 'STAFF', until: '2026-03-09' }).then(
      onDay('2026-03-02', {
        type: 'PuntoInpsSuspended',
        data: { reason: 'STAFF', suspendedOn: '2026-03-02', until: '2026-03-09', from: 'OPEN', to: 'SUSPENDED' },
      }),
    );
    given.when(suspendPuntoInps, { ...point, reason: 'STAFF', until: '2026-03-02' }).thenRefused('STANDSTILL_REVERSED');
    given
      .when(suspendPuntoInps, { ...point, reason: 'STAFF', suspendedOn: '2026-03-03' })
      .thenRefused('DATE_IN_FUTURE');
  });

  it('is resumed by the directorate, or on the day until which it was suspended', () => {
    const resumed = (more: { readonly byHand?: true } = {}): PuntoInpsEvent =>
      onDay('2026-03-02', {
        type: 'PuntoInpsResumed',
        data: { resumedOn: '2026-03-02', ...more, from: 'SUSPENDED', to: 'OPEN' },
      });
    const given = subject.given(...openInps, suspendedInps);
    given
      .as(directorate)
      .when(resumePuntoInps, point)
      .then(resumed({ byHand: true }));
    given.when(endSuspensionOfPuntoInps, { ...point, resumedOn: '2026-03-02' }).then(resumed());
    given.when(endSuspensionOfPuntoInps, { ...point, resumedOn: '2026-03-01' }).thenRefused('NOT_SUSPENDED_UNTIL');
    given.when(resumePuntoInps, { ...point, resumedOn: '2026-03-03' }).thenRefused('DATE_IN_FUTURE');
  });

  it('is closed for good, whether it ever was open or not', () => {
    subject
      .given(proposedInps)
      .as(directorate)
      .when(closePuntoInps, { ...point, reason: 'LOW_DEMAND', note: 'Nessun accesso' })
      .then(
        onDay('2026-03-02', {
          type: 'PuntoInpsClosed',
          data: {
            reason: 'LOW_DEMAND',
            note: 'Nessun accesso',
            closedOn: '2026-03-02',
            from: 'PROPOSED',
            to: 'CLOSED',
          },
        }),
      );
    subject
      .given(...openInps, closedInps)
      .when(resumePuntoInps, point)
      .thenRefused('PUNTO_INPS_STATE_FORBIDS');
    subject
      .given(...openInps)
      .when(closePuntoInps, { ...point, reason: 'STAFF', closedOn: '2026-03-03' })
      .thenRefused('DATE_IN_FUTURE');
  });

  it('T1: a fact is accepted if the state on its legal date allowed it, whatever the state today', () => {
    const late = [...openInps, closedInps];
    subject
      .given(...late)
      .when(suspendPuntoInps, { ...point, reason: 'STAFF', suspendedOn: '2026-02-18', until: '2026-02-19' })
      .then(
        onDay('2026-02-18', {
          type: 'PuntoInpsSuspended',
          data: {
            ...{ reason: 'STAFF', suspendedOn: '2026-02-18', until: '2026-02-19', from: 'CLOSED', to: 'CLOSED' },
            standing: {},
          },
        }),
        // It is over by now, and nothing that lies ahead would say so.
        onDay('2026-02-19', {
          type: 'PuntoInpsResumed',
          data: { resumedOn: '2026-02-19', from: 'CLOSED', to: 'CLOSED' },
        }),
      );
    subject
      .given(...late)
      .when(suspendPuntoInps, { ...point, reason: 'STAFF', suspendedOn: '2026-02-21' })
      .thenRefused('PUNTO_INPS_STATE_FORBIDS', { state: 'CLOSED', legalDate: '2026-02-21' });
  });
});

const resumedOn = (day: string): PuntoInpsEvent =>
  onDay(day, { type: 'PuntoInpsResumed', data: { resumedOn: day, from: 'SUSPENDED', to: 'OPEN' } });

const lived = (events: readonly PuntoInpsEvent[]) =>
  events.map((event, revision) => ({ event, revision, recordedAt: '2026-03-02T08:00:00.000Z' }));

describe('T1: what is recorded late of a suspension of a Punto INPS leaves the one that stands', () => {
  const process = processManager(puntoInpsSuspensionsEnd);
  const recorded = (events: readonly PuntoInpsEvent[]) =>
    events.map((event) => [event, { stream: 'PuntoInps-inps-1' as const }] as const);
  const stands = onDay('2026-02-25', {
    type: 'PuntoInpsSuspended' as const,
    data: { reason: 'STAFF', suspendedOn: '2026-02-25', until: '2026-03-20', from: 'OPEN', to: 'SUSPENDED' },
  });
  const standing = { suspension: { reason: 'STAFF', from: '2026-02-25', until: '2026-03-20' } };
  const ends = ['inps-1', 'end', Date.parse('2026-03-19T23:00:00Z'), 'EndSuspensionOfPuntoInps'] as const;

  it('a suspension that was over before it', () => {
    const life = [...openInps, stands];
    const late = subject
      .given(...life)
      .when(suspendPuntoInps, { ...point, reason: 'PREMISES', suspendedOn: '2026-02-12', until: '2026-02-15' })
      .events();
    expect(late).toMatchObject([
      { type: 'PuntoInpsSuspended', data: { suspendedOn: '2026-02-12' } },
      { type: 'PuntoInpsResumed', data: { resumedOn: '2026-02-15', to: 'SUSPENDED', standing } },
    ]);
    process.given(...recorded([...life, ...late])).thenDeadlines(ends);
  });

  it('a closure, which may come before what is over by then has been told to be', () => {
    const closed: PuntoInpsEvent = onDay('2026-03-25', {
      type: 'PuntoInpsClosed',
      data: { reason: 'REORGANISATION', closedOn: '2026-03-25', from: 'SUSPENDED', to: 'CLOSED' },
    });
    process.given(...recorded([...openInps, stands, closed])).thenDeadlines(ends);
  });

  it('of two of an earlier version the one that began first counted alone, and does; not beside one of this version', () => {
    const before = (suspendedOn: string, until: string) => {
      const data = { reason: 'STAFF', suspendedOn, until, from: 'OPEN', to: 'SUSPENDED' };
      return onDay(suspendedOn, {
        ...{ type: 'PuntoInpsSuspended', data: PuntoInpsSuspended.upcasters[1]?.(data) },
      } as PuntoInpsEvent);
    };
    const statesOn = (life: readonly PuntoInpsEvent[], ...days: string[]) =>
      days.map((day) => puntoInps.told.judgedOn(lived(life), day).status);
    const going = [...openInps, before('2026-02-15', '2026-03-20')];
    const days = ['2026-02-12', '2026-02-19', '2026-02-20', '2026-03-02'];
    const old = [...going, before('2026-02-12', '2026-02-20'), resumedOn('2026-02-20')];
    expect(statesOn(old, ...days)).toEqual(['SUSPENDED', 'SUSPENDED', 'OPEN', 'OPEN']);
    const late = { ...point, reason: 'PREMISES', suspendedOn: '2026-02-12', until: '2026-02-20' } as const;
    const other = subject
      .given(...going)
      .when(suspendPuntoInps, late)
      .events();
    expect(statesOn([...going, ...other], ...days)).toEqual(Array(4).fill('SUSPENDED'));
  });

  it('the day that was set for one which was resumed before ends no other', () => {
    const given = (life: readonly PuntoInpsEvent[]) => subject.given(...life);
    const first = { ...point, reason: 'PREMISES', suspendedOn: '2026-02-12', until: '2026-02-20' } as const;
    const before = [...openInps, ...given(openInps).when(suspendPuntoInps, first).events()];
    const over = [
      ...before,
      ...given(before)
        .when(resumePuntoInps, { ...point, resumedOn: '2026-02-15' })
        .events(),
    ];
    const again = [
      ...over,
      ...given(over)
        .when(suspendPuntoInps, { ...point, reason: 'STAFF', suspendedOn: '2026-02-18' })
        .events(),
    ];
    expect(again.at(-1)?.data).toMatchObject({ from: 'OPEN', to: 'SUSPENDED' });
    const days = ['2026-02-14', '2026-02-15', '2026-02-18', '2026-02-20', '2026-03-02'];
    expect(days.map((day) => puntoInps.told.judgedOn(lived(again), day).status)).toEqual([
      ...['SUSPENDED', 'OPEN', 'SUSPENDED', 'SUSPENDED', 'SUSPENDED'],
    ]);
  });

  it('one that overlaps it: nobody is received on the days of either', () => {
    const statesOn = (life: readonly PuntoInpsEvent[], ...days: string[]) =>
      days.map((day) => puntoInps.told.judgedOn(lived(life), day).status);
    const late = { ...point, reason: 'PREMISES', suspendedOn: '2026-02-12', until: '2026-02-27' } as const;
    const going = [...openInps, stands];
    const first = subject
      .given(...going)
      .when(suspendPuntoInps, late)
      .events();
    expect(first).toMatchObject([{ type: 'PuntoInpsSuspended', data: { to: 'SUSPENDED', standing } }]);
    process.given(...recorded([...going, ...first])).thenDeadlines(ends);
    expect(statesOn([...going, ...first], '2026-02-12', '2026-02-26', '2026-03-02')).toEqual(
      Array(3).fill('SUSPENDED'),
    );

    const over = [...openInps, suspendedInps, resumedOn('2026-03-02')];
    const days = ['2026-02-11', '2026-02-12', '2026-02-27', '2026-03-01', '2026-03-02'];
    const around = subject
      .given(...over)
      .when(suspendPuntoInps, late)
      .events();
    expect(statesOn([...over, ...around], ...days)).toEqual(['OPEN', ...Array<string>(3).fill('SUSPENDED'), 'OPEN']);
    const longer = subject
      .given(...over)
      .when(suspendPuntoInps, { ...late, until: '2026-03-02' })
      .events();
    expect(statesOn([...over, ...longer], ...days)).toEqual(['OPEN', ...Array<string>(3).fill('SUSPENDED'), 'OPEN']);

    const inner = [
      ...openInps,
      { ...suspendedInps, data: { ...suspendedInps.data, until: '2026-02-20' } },
    ] as PuntoInpsEvent[];
    const outer = [...inner, resumedOn('2026-02-20')];
    const whole = subject
      .given(...outer)
      .when(suspendPuntoInps, late)
      .events();
    expect(statesOn([...outer, ...whole], '2026-02-20', '2026-02-26', '2026-02-27')).toEqual([
      'SUSPENDED',
      'SUSPENDED',
      'OPEN',
    ]);
  });

  it('an office ends both, also on the day that was set for the other; that day alone ends neither', () => {
    const { until: _open, ...since } = stands.data;
    const going: PuntoInpsEvent[] = [...openInps, { ...stands, data: since }];
    const late = subject
      .given(...going)
      .when(suspendPuntoInps, { ...point, reason: 'PREMISES', suspendedOn: '2026-02-12', until: '2026-02-27' })
      .events();
    const life = [...going, ...late];
    const day = { ...point, resumedOn: '2026-02-27' };
    subject
      .given(...life)
      .when(endSuspensionOfPuntoInps, day)
      .thenRefused('NOT_SUSPENDED_UNTIL');
    const resumption = subject.given(...life).when(resumePuntoInps, day);
    expect(resumption.events()).toMatchObject([{ type: 'PuntoInpsResumed', data: { from: 'SUSPENDED', to: 'OPEN' } }]);
    // Set for the other alone, as the calendar would have it.
    expect(puntoInps.told.judgedOn(lived([...life, resumedOn('2026-02-27')]), '2026-03-02').status).toBe('SUSPENDED');
  });

  it('a resumption that brings it back', () => {
    // Without an end, the late one leaves no room for the other.
    const open = subject
      .given(...openInps, stands)
      .when(suspendPuntoInps, { ...point, reason: 'PREMISES', suspendedOn: '2026-02-12' })
      .events();
    expect(open).toMatchObject([{ data: { from: 'SUSPENDED', to: 'SUSPENDED' } }]);
    const before = [...openInps, stands, ...open];
    process.given(...recorded(before)).thenDeadlines();
    const late = subject
      .given(...before.map((event) => [event, { recordedAt: '2026-03-01T08:00:00.000Z' }] as const))
      .when(resumePuntoInps, { ...point, resumedOn: '2026-02-15' })
      .events();
    expect(late).toMatchObject([{ data: { resumedOn: '2026-02-15', from: 'SUSPENDED', to: 'SUSPENDED', standing } }]);
    process.given(...recorded([...before, ...late])).thenDeadlines(ends);
  });
});

describe('premises that another body lends', () => {
  const host = { id: 'host-1', kind: 'PUBLIC_ADMINISTRATION', name: 'Comune dimostrativo' } as const;
  const agreement = { ...point, yearlyCostCents: 1_200_000, from: '2026-04-01', until: '2027-03-31', act };

  it('are agreed with a body for a period, at a yearly cost, by an act', () => {
    subject
      .given(proposedInps)
      .as(provincial)
      .when(agreeHostPremisesOfPuntoInps, { ...agreement, hostBodyId: 'host-1' }, { host })
      .then(
        onDay('2026-04-01', {
          type: 'PuntoInpsHostPremisesAgreed',
          data: { host, yearlyCostCents: 1_200_000, from: '2026-04-01', until: '2027-03-31', act },
        }),
      );
    const given = subject.given(proposedInps);
    given
      .when(
        agreeHostPremisesOfPuntoInps,
        { ...agreement, act: { ...act, date: '2026-03-03' }, hostBodyId: 'host-1' },
        { host },
      )
      .thenRefused('ACT_IN_FUTURE');
    given
      .when(agreeHostPremisesOfPuntoInps, { ...agreement, hostBodyId: 'host-2' }, { host: undefined })
      .thenRefused('HOST_BODY_NOT_REGISTERED');
    given
      .when(agreeHostPremisesOfPuntoInps, { ...agreement, hostBodyId: 'host-1', until: '2026-03-31' }, { host })
      .thenRefused('PREMISES_PERIOD_REVERSED');
  });

  it('are not agreed again with the same body, on days in common or by the same act; with another body they are', () => {
    const agreed = (more: object = {}): PuntoInpsEvent =>
      onDay('2026-02-01', {
        type: 'PuntoInpsHostPremisesAgreed',
        data: { host, yearlyCostCents: 1_200_000, from: '2026-02-01', until: '2027-03-31', act, ...more },
      });
    const wanted = { ...agreement, hostBodyId: 'host-1' };
    const renewal = { ...wanted, from: '2027-04-01', until: '2028-03-31', act: { ...act, number: '13/2026' } };
    const given = subject.given(proposedInps, agreed());
    const first = { from: '2026-02-01', until: '2027-03-31', number: '12/2026' };
    given
      .when(agreeHostPremisesOfPuntoInps, { ...renewal, from: '2027-03-31' }, { host })
      .thenRefused('PREMISES_ALREADY_AGREED', first);
    given
      .when(agreeHostPremisesOfPuntoInps, { ...renewal, act }, { host })
      .thenRefused('PREMISES_ALREADY_AGREED', first);
    // One that lies ahead stands in the way of one that begins before it.
    subject
      .given(proposedInps, agreed({ from: '2026-06-01' }))
      .when(agreeHostPremisesOfPuntoInps, { ...renewal, from: '2026-01-15', until: '2026-12-31' }, { host })
      .thenRefused('PREMISES_ALREADY_AGREED');
    expect(given.when(agreeHostPremisesOfPuntoInps, renewal, { host }).events()).toHaveLength(1);
    const another = { ...host, id: 'host-2' };
    expect(given.when(agreeHostPremisesOfPuntoInps, wanted, { host: another }).events()).toHaveLength(1);
  });
});

describe('K2: staff are assigned for dated days, and are all of INPS', () => {
  const wanted = {
    ...{ ...point, unit: 'DP-BOLOGNA', from: '2026-04-01', weekdays: [3, 1], subject: 'subject-1' },
    person: { subject: 'subject-1' },
  };
  const unit = directorateOfProvince;

  it('somebody of a unit of INPS is assigned, for days of the week, from a day that may lie ahead', () => {
    const [assigned] = subject
      .given(...readyInps)
      .as(provincial)
      .when(assignStaffToPuntoInps, { ...wanted, until: '2026-12-31' }, { unit })
      .events();
    expect(assigned).toMatchObject({
      type: 'PuntoInpsStaffAssigned',
      data: { subject: 'subject-1', unit: 'DP-BOLOGNA', from: '2026-04-01', until: '2026-12-31', weekdays: [1, 3] },
    });
  });

  it('nobody of another body is assigned', () => {
    subject
      .given(...readyInps)
      .when(assignStaffToPuntoInps, { ...wanted, unit: 'COMUNE' }, { unit: { status: 'ABSENT' } })
      .thenRefused('STAFF_NOT_OF_INPS');
    const closed = { ...unit, status: 'CLOSED', closedOn: '2026-03-31' };
    subject
      .given(...readyInps)
      .when(assignStaffToPuntoInps, wanted, { unit: closed })
      .thenRefused('STAFF_NOT_OF_INPS');
  });

  it('nobody is assigned twice for the same days', () => {
    const given = subject.given(...readyInps, assignedStaff);
    given
      .when(assignStaffToPuntoInps, wanted, { unit })
      .thenRefused('STAFF_ALREADY_ASSIGNED', { assignmentId: 'staff-1' });
    given.when(assignStaffToPuntoInps, { ...wanted, weekdays: [2] }, { unit }).events();
    given.when(assignStaffToPuntoInps, { ...wanted, subject: 'subject-2' }, { unit }).events();
    given.when(assignStaffToPuntoInps, { ...wanted, until: '2026-03-31' }, { unit }).thenRefused('ASSIGNMENT_REVERSED');
  });

  it('an assignment ends on a day within it, once', () => {
    const release = { ...point, assignmentId: 'staff-1', releasedOn: '2026-06-01' };
    const released = onDay('2026-06-01', {
      type: 'PuntoInpsStaffReleased',
      data: { assignmentId: 'staff-1', releasedOn: '2026-06-01' },
    });
    const given = subject.given(...readyInps, assignedStaff);
    given.when(releaseStaffFromPuntoInps, release).then(released);
    given
      .when(releaseStaffFromPuntoInps, { ...release, releasedOn: '2026-02-08' })
      .thenRefused('RELEASE_OUTSIDE_ASSIGNMENT');
    given
      .when(releaseStaffFromPuntoInps, { ...release, assignmentId: 'another' })
      .thenRefused('STAFF_ASSIGNMENT_UNKNOWN');
    subject
      .given(...readyInps, assignedStaff, [released, { recordedAt: '2026-02-20T09:00:00.000Z' }])
      .when(releaseStaffFromPuntoInps, release)
      .thenRefused('STAFF_ALREADY_RELEASED');
  });

  it('counts who is present on a day, each person once', () => {
    const monday = { assignmentId: 'a', subject: 's-1', unit: 'U', from: '2026-02-09', weekdays: [1] };
    const staff = [monday, { ...monday, assignmentId: 'b', weekdays: [1, 2] }, { ...monday, subject: 's-2' }];
    expect(staffPresentOn(staff, '2026-02-16')).toBe(2);
    expect(staffPresentOn(staff, '2026-02-17')).toBe(1);
    expect(staffPresentOn(staff, '2026-02-02')).toBe(0);
    expect(staffPresentOn([{ ...monday, until: '2026-02-16' }], '2026-02-16')).toBe(1);
    expect(staffPresentOn([{ ...monday, releasedOn: '2026-02-16' }], '2026-02-16')).toBe(0);
  });
});
