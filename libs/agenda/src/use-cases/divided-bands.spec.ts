import fc from 'fast-check';
import { addDays, timeOf } from '#italy';
import { deriveId } from '#kernel/domain';
import { SPEC_COMMAND_ID } from '#kernel/specification';
import { specify } from '#use-cases/specification';
import { openingHours, type Agenda } from '../domain/agenda/agenda-state.ts';
import { agenda } from '../domain/agenda/agenda.ts';
import { slotsOf } from '../domain/calendar/day-plan.ts';
import type { AgendaEvent } from '../domain/events/agenda-events.ts';
import { openedAgenda } from '../specification/sample-agenda.ts';
import { changeAgendaCapacity } from './change-agenda-capacity.ts';
import { splitOpeningBand, type SplitOpeningBand } from './split-opening-band.ts';
import { withdrawOpeningBand } from './withdraw-opening-band.ts';

// The specifications are of Monday, 2 March 2026.
const TODAY = '2026-03-02';
const agendaId = 'a';
const spec = specify(agenda);
const opened = openedAgenda();
const hours = { weekday: 1, from: '09:00', to: '12:00', capacity: 2, internalCapacity: 1, deskId: 'desk' };
const band = { ...hours, validFrom: '2026-01-05' };
const defined = (overrides: object = {}): AgendaEvent => ({
  type: 'OpeningBandDefined',
  data: { agendaId, bandId: 'b', ...band, ...overrides },
});
const part = (index: number, overrides: object) => ({
  ...{ ...band, bandId: deriveId('OpeningBand', SPEC_COMMAND_ID, index) },
  ...overrides,
});
const split = (on: string, ...parts: ReturnType<typeof part>[]): AgendaEvent => ({
  type: 'OpeningBandSplit',
  data: { agendaId, bandId: 'b', on, parts },
});
const wanted = (overrides: Partial<SplitOpeningBand>): SplitOpeningBand => ({ agendaId, bandId: 'b', ...overrides });
const stateAfter = (...events: AgendaEvent[]) =>
  events.reduce((state, event) => agenda.evolve(state, event), agenda.initialState()) as Agenda;
const startsOn = (state: Agenda, date: string) => slotsOf(openingHours(state), date).map(({ start }) => start);

describe('a band that is divided', () => {
  it('at a time of the day becomes two, which are as it was: for as many, at its desk, up to its end', () => {
    const before = defined({ validUntil: '2026-12-28' });
    const rest = { validFrom: TODAY, validUntil: '2026-12-28' };
    spec
      .given(opened, before)
      .when(splitOpeningBand, wanted({ at: '10:20' }))
      .then(split(TODAY, part(0, { ...rest, to: '10:20' }), part(1, { ...rest, from: '10:20' })));
  });

  it('keeps its hours until the day before, and each part can be changed by itself', () => {
    const first = deriveId('OpeningBand', SPEC_COMMAND_ID, 0);
    const divided = split(
      '2026-03-16',
      part(0, { to: '10:00', validFrom: '2026-03-16' }),
      part(1, { from: '10:00', validFrom: '2026-03-16' }),
    );
    const state = stateAfter(opened, defined(), divided);

    expect(state.bands).toEqual([
      { bandId: 'b', ...band, validUntil: '2026-03-15' },
      part(0, { to: '10:00', validFrom: '2026-03-16' }),
      part(1, { from: '10:00', validFrom: '2026-03-16' }),
    ]);
    spec
      .given(opened, defined(), divided)
      .when(changeAgendaCapacity, { agendaId, bandId: first, capacity: 5 })
      .then({ type: 'AgendaCapacityChanged', data: { agendaId, bandId: first, capacity: 5 } });
  });

  it('from a day on has other hours, wider ones without further ado', () => {
    spec
      .given(opened, defined())
      .when(splitOpeningBand, wanted({ on: '2026-03-16', from: '08:20', to: '13:00' }))
      .then(split('2026-03-16', part(0, { from: '08:20', to: '13:00', validFrom: '2026-03-16' })));
  });

  it('loses no slot, and moves none, unless it is said that what is booked in it may be displaced', () => {
    const would = ['10:10', { from: '10:00' }, { to: '11:40' }, { from: '08:50' }] as const;
    for (const how of would) {
      const division = typeof how === 'string' ? { at: how } : how;
      spec
        .given(opened, defined())
        .when(splitOpeningBand, wanted(division))
        .thenRefused('SPLIT_WOULD_DISPLACE', { on: TODAY, slotMinutes: 20 });
      expect(
        spec
          .given(opened, defined())
          .when(splitOpeningBand, wanted({ ...division, mayDisplace: true }))
          .events(),
      ).toHaveLength(1);
    }
  });

  it('is there, is not over, and is divided within its hours and not in the past', () => {
    spec
      .given(opened)
      .when(splitOpeningBand, wanted({ at: '10:00' }))
      .thenRefused('BAND_UNKNOWN');
    const given = spec.given(opened, defined({ validUntil: '2026-03-30' }));
    given.when(splitOpeningBand, wanted({ at: '10:00', on: '2026-03-01' })).thenRefused('SPLIT_IN_THE_PAST');
    given.when(splitOpeningBand, wanted({ at: '10:00', on: '2026-03-31' })).thenRefused('BAND_ENDS_BEFORE');
    given.when(splitOpeningBand, wanted({ at: '09:00' })).thenRefused('SPLIT_OUTSIDE_BAND', { at: '09:00' });
    given.when(splitOpeningBand, wanted({ at: '12:00' })).thenRefused('SPLIT_OUTSIDE_BAND');
    given.when(splitOpeningBand, wanted({ from: '09:00' })).thenRefused('SPLIT_CHANGES_NOTHING');
    given.when(splitOpeningBand, wanted({})).thenRefused('SPLIT_CHANGES_NOTHING');
    given.when(splitOpeningBand, wanted({ at: '09:10', mayDisplace: true })).thenRefused('BAND_TOO_SHORT');
  });

  it('gets no hours at which another band is open', () => {
    const other = defined({ bandId: 'c', from: '12:00', to: '14:00' });
    spec
      .given(opened, defined(), other)
      .when(splitOpeningBand, wanted({ to: '12:20' }))
      .thenRefused('BAND_OVERLAPS', { date: TODAY });
  });

  it('of every other week goes on in its weeks', () => {
    const everyOther = { recurrence: { kind: 'WEEKLY', every: 2, weekdays: [1] } as const, validFrom: '2026-03-02' };
    const [divided] = spec
      .given(opened, defined(everyOther))
      .when(splitOpeningBand, wanted({ at: '10:00', on: '2026-03-09' }))
      .events() as AgendaEvent[];
    const state = stateAfter(opened, defined(everyOther), divided!);

    expect(['2026-03-02', '2026-03-09', '2026-03-16'].map((date) => startsOn(state, date).length)).toEqual([9, 0, 9]);
  });

  it('has the slots that it had, on every day, wherever between two slots it is divided', () => {
    const anyDivision = fc.record({
      opens: fc.integer({ min: 6 * 60, max: 14 * 60 }),
      minutes: fc.integer({ min: 40, max: 400 }),
      slotMinutes: fc.constantFrom(8, 10, 15, 20),
      after: fc.double({ min: 0, max: 1, noNaN: true }),
      on: fc.integer({ min: 0, max: 40 }).map((days) => addDays(TODAY, days)),
      weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
    });
    fc.assert(
      fc.property(anyDivision, ({ opens, minutes, slotMinutes, after, on, weekdays }) => {
        const count = Math.floor(minutes / slotMinutes);
        const at = timeOf(opens + slotMinutes * (1 + Math.floor(after * (count - 2))));
        const recurrence = { kind: 'WEEKLY' as const, every: 2, weekdays };
        const own = { recurrence, from: timeOf(opens), to: timeOf(opens + minutes), validFrom: '2026-01-05' };
        const events = [openedAgenda({ slotMinutes }), defined(own)];
        const [divided] = spec
          .given(...events)
          .when(splitOpeningBand, wanted({ at, on }))
          .events() as AgendaEvent[];
        const [before, state] = [stateAfter(...events), stateAfter(...events, divided!)];
        for (let day = 0; day < 60; day += 1) {
          const date = addDays(TODAY, day);
          expect(slotsOf(openingHours(state), date)).toEqual(slotsOf(openingHours(before), date));
        }
      }),
    );
  });
});

describe('a band that is withdrawn', () => {
  const withdrawn = (from?: string): AgendaEvent => ({
    type: 'OpeningBandWithdrawn',
    data: { agendaId, bandId: 'b', ...(from === undefined ? {} : { from }) },
  });
  const withdraw = (from?: string) => ({ agendaId, bandId: 'b', ...(from === undefined ? {} : { from }) });

  it('from a day on is open until the day before', () => {
    spec.given(opened, defined()).when(withdrawOpeningBand, withdraw('2026-03-09')).then(withdrawn('2026-03-09'));
    const state = stateAfter(opened, defined(), withdrawn('2026-03-09'));
    expect([startsOn(state, '2026-03-02').length, startsOn(state, '2026-03-09').length]).toEqual([9, 0]);
  });

  it('from a day on may be so from an earlier one, and not from one on which it is open no longer', () => {
    const given = spec.given(opened, defined(), withdrawn('2026-04-06'));
    given.when(withdrawOpeningBand, withdraw('2026-03-09')).then(withdrawn('2026-03-09'));
    given
      .when(withdrawOpeningBand, withdraw('2026-04-06'))
      .thenRefused('BAND_ENDS_BEFORE', { validUntil: '2026-04-05' });
    given.when(withdrawOpeningBand, withdraw('2026-03-01')).thenRefused('WITHDRAWAL_IN_THE_PAST');
  });

  it('before it begins is gone, as one that is withdrawn at once', () => {
    const ahead = defined({ validFrom: '2026-04-06' });
    const gone = [opened, ahead, withdrawn('2026-03-30')];
    expect(stateAfter(...gone).bands).toEqual([]);
    spec
      .given(...gone)
      .when(withdrawOpeningBand, withdraw())
      .thenRefused('BAND_ALREADY_WITHDRAWN');
    expect(stateAfter(opened, defined(), withdrawn()).bands).toEqual([]);
  });
});
