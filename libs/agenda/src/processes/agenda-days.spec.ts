import type { WantedCommand } from '#kernel/domain';
import { processManager, recorded } from '#kernel/specification';
import { romeDay } from '#italy';
import { planOfDay } from '../domain/agenda/plan-of-day.ts';
import type { AgendaDayEvent } from '../domain/events/agenda-day-events.ts';
import type { AgendaEvent } from '../domain/events/agenda-events.ts';
import type { PlanDay } from '../use-cases/plan-day.ts';
import { sampleProfile } from '../specification/sample-agenda.ts';
import { agendaDays } from './agenda-days.ts';

const HORIZON = 10;
const opened: AgendaEvent = {
  type: 'AgendaOpened',
  data: {
    agendaId: 'a',
    owner: { kind: 'UNIT_DESK', unit: 'DP-RIETI' },
    name: 'Sportello pensioni',
    serviceLine: 'PENSIONI',
    slotMinutes: 60,
    modes: ['IN_PERSON'],
    region: '12',
    province: '057',
    unit: 'DP-RIETI',
    horizonDays: HORIZON,
    noticeMinutes: 120,
    holdMinutes: 5,
  },
};

/** What a plan says beside its slots; the process looks at none. */
const PROFILE_ALONE = {
  profile: opened.data,
  ...{ bands: [], withdrawnBands: [], closures: [], withdrawnClosures: [] },
};

const band = (bandId: string, weekday: number, overrides = {}): AgendaEvent => ({
  type: 'OpeningBandDefined',
  data: {
    agendaId: 'a',
    bandId,
    weekday,
    from: '09:00',
    to: '11:00',
    capacity: 2,
    validFrom: '2026-01-01',
    ...overrides,
  },
});
const mondays = band('mon', 1);
const thursdays = band('thu', 4);
const closure = (closureId: string, from: string, until: string): AgendaEvent => ({
  type: 'ClosureDeclared',
  data: { agendaId: 'a', closureId, from, until, reason: 'Lavori' },
});

/** An event of the Agenda at its revision, recorded at 8:00 UTC on a day. */
const onAgenda = (event: AgendaEvent, revision: number, day = '2026-03-02') =>
  [event, { stream: 'Agenda-a', revision, recordedAt: `${day}T08:00:00.000Z` }] as const;

/** What the plan of a day looks like once a command was carried out, on a day, at a revision of the agenda. */
const planned = (command: WantedCommand | undefined, day: string, agendaRevision?: number) => {
  const { date, agendaRevision: asked } = command?.data as PlanDay;
  const plan = { ...planOfDay(PROFILE_ALONE, date), agendaRevision: agendaRevision ?? asked };
  const event: AgendaDayEvent = { type: 'DayPlanned', data: plan };
  return [event, { stream: `AgendaDay-a_${date}`, revision: 0, recordedAt: `${day}T08:00:00.000Z` }] as const;
};

const play = (...entries: Parameters<ReturnType<typeof processManager>['given']>) =>
  processManager(agendaDays).given(...entries);

const summary = (commands: readonly WantedCommand[]) =>
  commands.map(({ name, data }) => [name, (data as PlanDay).date, (data as PlanDay).agendaRevision]);
const datesOf = (commands: readonly WantedCommand[]) => summary(commands).map(([, date]) => date);
const deadlineOf = (outcome: ReturnType<typeof play>) => outcome.deadlines.get(JSON.stringify(['a', 'next-day']));

describe('the days of an agenda', () => {
  it('are planned over the whole horizon when hours are defined, closed days aside', () => {
    const outcome = play(onAgenda(opened, 0), onAgenda(mondays, 1));

    expect(summary(outcome.commands)).toEqual([
      ['PlanDay', '2026-03-02', 1],
      ['PlanDay', '2026-03-09', 1],
    ]);
  });

  it('are told by their date alone, so that what waits stays small', () => {
    const { commands } = play(onAgenda(opened, 0), onAgenda(mondays, 1));

    expect(commands[0]).toEqual({
      name: 'PlanDay',
      data: { agendaId: 'a', date: '2026-03-02', agendaRevision: 1 },
      about: '2026-03-02',
    });
  });

  it('are planned again only where a change concerns them', () => {
    const given = [onAgenda(opened, 0), onAgenda(mondays, 1)];

    expect(summary(play(...given, onAgenda(thursdays, 2)).commands)).toEqual([
      ['PlanDay', '2026-03-05', 2],
      ['PlanDay', '2026-03-12', 2],
    ]);
    const capacity: AgendaEvent = {
      type: 'AgendaCapacityChanged',
      data: { agendaId: 'a', bandId: 'mon', capacity: 1 },
    };
    expect(summary(play(...given, onAgenda(capacity, 2, '2026-03-03')).commands)).toEqual([
      ['PlanDay', '2026-03-09', 2],
    ]);
    const kept: AgendaEvent = {
      type: 'AgendaCapacityChanged',
      data: { agendaId: 'a', bandId: 'mon', capacity: 2, internalCapacity: 1 },
    };
    expect(summary(play(...given, onAgenda(kept, 2, '2026-03-03')).commands)).toEqual([['PlanDay', '2026-03-09', 2]]);
    expect(play(...given, onAgenda(closure('c', '2026-03-03', '2026-03-06'), 2)).commands).toEqual([]);
  });

  it('A3: are planned again where hours of them are closed, or no longer', () => {
    const given = [onAgenda(opened, 0), onAgenda(mondays, 1)];
    const hours: AgendaEvent = {
      type: 'ClosureDeclared',
      data: {
        agendaId: 'a',
        closureId: 'c',
        from: '2026-03-03',
        until: '2026-03-20',
        reason: 'Lavori',
        hours: { from: '09:00', to: '10:00' },
      },
    };
    const withdrawn: AgendaEvent = { type: 'ClosureWithdrawn', data: { agendaId: 'a', closureId: 'c' } };

    expect(summary(play(...given, onAgenda(hours, 2)).commands)).toEqual([['PlanDay', '2026-03-09', 2]]);
    expect(summary(play(...given, onAgenda(hours, 2), onAgenda(withdrawn, 3)).commands)).toEqual([
      ['PlanDay', '2026-03-09', 3],
    ]);
  });

  it('lose their slots when they are closed, and get them back when the closure is withdrawn', () => {
    const given = [onAgenda(opened, 0), onAgenda(mondays, 1), onAgenda(closure('c', '2026-03-09', '2026-03-20'), 2)];
    const withdrawn: AgendaEvent = { type: 'ClosureWithdrawn', data: { agendaId: 'a', closureId: 'c' } };

    expect(summary(play(...given).commands)).toEqual([['PlanDay', '2026-03-09', 2]]);
    expect(summary(play(...given, onAgenda(withdrawn, 3)).commands)).toEqual([['PlanDay', '2026-03-09', 3]]);
  });

  it('K3: are planned once the Punto INPS of the agenda is open', () => {
    const awaiting: AgendaEvent = { ...opened, data: { ...opened.data, awaitsPoint: true } } as never;
    const given = [onAgenda(awaiting, 0), onAgenda(mondays, 1)];
    const received: AgendaEvent = { type: 'AgendaBookingsOpened', data: { agendaId: 'a', puntoInpsId: 'inps-1' } };

    expect(summary(play(...given).commands)).toEqual([]);
    expect(summary(play(...given, onAgenda(received, 2)).commands)).toEqual([
      ['PlanDay', '2026-03-02', 2],
      ['PlanDay', '2026-03-09', 2],
    ]);
  });

  it('K3: are planned anew, with the same slots, when the agenda passes to a Punto INPS', () => {
    const place = { region: '12', province: '057', unit: 'FP-RIETI' };
    const owner = { kind: 'PUNTO_INPS' as const, unit: 'FP-RIETI', point: 'inps-1' };
    const { owner: before, region, province, unit } = sampleProfile;
    const transferred: AgendaEvent = {
      type: 'AgendaTransferred',
      data: { agendaId: 'a', owner, ...place, previous: { owner: before, region, province, unit } },
    };
    const given = [onAgenda(opened, 0), onAgenda(mondays, 1)];

    expect(summary(play(...given, onAgenda(transferred, 2)).commands)).toEqual([
      ['PlanDay', '2026-03-02', 2],
      ['PlanDay', '2026-03-09', 2],
    ]);
  });

  it('K3: closed days, on which there may be appointments that were displaced, are planned anew with them', () => {
    const place = { region: '12', province: '057', unit: 'FP-RIETI' };
    const owner = { kind: 'PUNTO_INPS' as const, unit: 'FP-RIETI', point: 'inps-1' };
    const { owner: before, region, province, unit } = sampleProfile;
    const transferred: AgendaEvent = {
      type: 'AgendaTransferred',
      data: { agendaId: 'a', owner, ...place, previous: { owner: before, region, province, unit } },
    };
    const shut: AgendaEvent = {
      type: 'ClosureDeclared',
      data: { agendaId: 'a', closureId: 'c', from: '2026-03-09', until: '2026-03-09', reason: 'Lavori' },
    };
    const given = [onAgenda(opened, 0), onAgenda(mondays, 1), onAgenda(shut, 2)];

    expect(summary(play(...given, onAgenda(transferred, 3)).commands)).toEqual([
      ['PlanDay', '2026-03-02', 3],
      ['PlanDay', '2026-03-09', 3],
    ]);
  });

  it('lose their slots from the day on which the agenda closes, and none is opened any more', () => {
    const closed: AgendaEvent = { type: 'AgendaClosed', data: { agendaId: 'a', effectiveDate: '2026-03-05' } };
    const outcome = play(onAgenda(opened, 0), onAgenda(mondays, 1), onAgenda(closed, 2));

    expect(summary(outcome.commands)).toEqual([['PlanDay', '2026-03-09', 2]]);
    expect(outcome.deadlines.size).toBe(0);
  });

  it('come into the horizon at midnight in Rome, open days only', () => {
    const outcome = play(onAgenda(opened, 0), onAgenda(mondays, 1));

    // 16 March is the Monday after the horizon, which ends on the 12th.
    const deadline = deadlineOf(outcome);
    expect(summary([deadline!.command])).toEqual([['PlanDay', '2026-03-16', 1]]);
    expect(deadline!.dueAt).toBe(Date.parse('2026-03-05T23:00:00Z'));
  });

  it('follow one another: the plan of the next day sets the deadline of the one after', () => {
    const given = [onAgenda(opened, 0), onAgenda(mondays, 1)];
    const next = deadlineOf(play(...given))?.command;

    const outcome = play(...given, planned(next, '2026-03-06'));
    expect(outcome.commands).toEqual([]);
    expect(summary([deadlineOf(outcome)!.command])).toEqual([['PlanDay', '2026-03-23', 1]]);
  });

  it('are planned anew when the plan that stands is of before a change', () => {
    const given = [onAgenda(opened, 0), onAgenda(mondays, 1)];
    const next = deadlineOf(play(...given))?.command;
    const capacity: AgendaEvent = {
      type: 'AgendaCapacityChanged',
      data: { agendaId: 'a', bandId: 'mon', capacity: 1 },
    };

    const outcome = play(...given, onAgenda(capacity, 2, '2026-03-03'), planned(next, '2026-03-06', 1));
    expect(summary(outcome.commands)).toEqual([['PlanDay', '2026-03-16', 2]]);
  });

  it('remember nothing of what is over or withdrawn', () => {
    const withdrawn: AgendaEvent = { type: 'ClosureWithdrawn', data: { agendaId: 'a', closureId: 'c' } };
    const ended = band('old', 5, { validUntil: '2026-03-01' });
    const outcome = play(
      ...[onAgenda(opened, 0), onAgenda(mondays, 1), onAgenda(ended, 2)],
      ...[onAgenda(closure('c', '2026-03-09', '2026-03-20'), 3), onAgenda(withdrawn, 4)],
      onAgenda(closure('over', '2026-03-02', '2026-03-03'), 5),
      onAgenda(thursdays, 6, '2026-03-04'),
    );

    expect(outcome.state('a')).toMatchObject({
      agenda: {
        bands: [{ bandId: 'mon' }, { bandId: 'thu' }],
        withdrawnBands: [],
        closures: [],
        withdrawnClosures: [],
      },
    });
  });

  it('that were missed while nothing ran are planned as soon as the chain goes on', () => {
    const given = [onAgenda(opened, 0), onAgenda(mondays, 1), onAgenda(thursdays, 2)];
    const next = deadlineOf(play(...given))?.command;

    const outcome = play(...given, planned(next, '2026-03-20'));
    expect(datesOf(outcome.commands)).toEqual(['2026-03-23', '2026-03-26', '2026-03-30']);
    expect(datesOf([deadlineOf(outcome)!.command])).toEqual(['2026-04-02']);
  });

  it('that are being planned anyway say nothing new when their plan stands', () => {
    const given = [onAgenda(opened, 0), onAgenda(mondays, 1)];
    const { commands } = play(...given);

    const outcome = play(...given, planned(commands[1], '2026-03-02'));
    expect(outcome.commands).toEqual([]);
    expect(datesOf([deadlineOf(outcome)!.command])).toEqual(['2026-03-16']);
  });

  it('skip holidays, and wait across long closures', () => {
    const outcome = play(onAgenda(opened, 0, '2026-03-25'), onAgenda(mondays, 1, '2026-03-25'));
    // 6 April is Easter Monday; the horizon ends on 4 April.
    expect(datesOf([deadlineOf(outcome)!.command])).toEqual(['2026-04-13']);
    expect(deadlineOf(outcome)!.dueAt).toBe(romeDay('2026-04-03').startsAt);

    const closed = play(
      onAgenda(opened, 0),
      onAgenda(mondays, 1),
      onAgenda(closure('c', '2026-03-02', '2029-03-02'), 2),
    );
    expect(summary([deadlineOf(closed)!.command])).toEqual([['PlanDay', '2027-04-16', 2]]);
  });

  it('go on from what an older installation has stored of the agenda', () => {
    const { data: profile } = opened;
    const { agendaId: _agenda, ...hours } = (mondays as Extract<AgendaEvent, { type: 'OpeningBandDefined' }>).data;
    const agenda = { profile, bands: [hours], withdrawnBands: [], closures: [], withdrawnClosures: [] };
    const stored = { agenda, revision: 1, given: {}, lookedAtUntil: '2026-03-12' };
    const [event, envelope] = onAgenda(thursdays, 2);

    const { commands = [], state } = agendaDays.react(stored, recorded(event, envelope), 'a');
    expect(datesOf(commands)).toEqual(['2026-03-02', '2026-03-05', '2026-03-09', '2026-03-12']);
    const closed: AgendaEvent = { type: 'AgendaClosed', data: { agendaId: 'a', effectiveDate: '2026-03-05' } };
    const [ending, later] = onAgenda(closed, 3);
    expect(agendaDays.react(state, recorded(ending, later), 'a').clear).toEqual(['next-day']);
  });

  it('end with the last band', () => {
    const outcome = play(onAgenda(opened, 0), onAgenda(band('m', 1, { validUntil: '2026-03-10' }), 1));

    expect(outcome.deadlines.size).toBe(0);
  });
});
