import { deriveId } from '#kernel/domain';
import { SPEC_COMMAND_ID } from '#kernel/specification';
import { specify } from '#use-cases/specification';
import { agenda } from '../domain/agenda/agenda.ts';
import type { AgendaEvent } from '../domain/events/agenda-events.ts';
import { openedAgenda } from '../specification/sample-agenda.ts';
import { defineOpeningBand, type DefineOpeningBand } from './define-opening-band.ts';

const agendaId = 'a';
const opened = openedAgenda();
const hours = { from: '09:00', to: '12:00', capacity: 2, validFrom: '2026-03-02' };
const newBandId = deriveId('OpeningBand', SPEC_COMMAND_ID);
const define = (overrides: Partial<DefineOpeningBand>): DefineOpeningBand => ({ agendaId, ...hours, ...overrides });
const defined = (bandId: string, overrides: object): AgendaEvent => ({
  type: 'OpeningBandDefined',
  data: { agendaId, bandId, ...hours, ...overrides },
});

describe('a band', () => {
  const spec = specify(agenda);

  it('is open on one day of every week, every n weeks, on the n-th or last of a month, or on single days', () => {
    const recurrences = [
      { kind: 'WEEKLY', every: 2, weekdays: [1, 3] },
      { kind: 'WEEKLY', every: 1, weekdays: [1, 5] },
      { kind: 'MONTHLY', nth: -1, weekday: 5 },
    ] as const;
    for (const recurrence of recurrences) {
      const wanted = { recurrence: structuredClone(recurrence) as never };
      spec.given(opened).when(defineOpeningBand, define(wanted)).then(defined(newBandId, wanted));
    }
    const dates = ['2026-04-03', '2026-03-20'];
    spec
      .given(opened)
      .when(defineOpeningBand, define({ recurrence: { kind: 'DATES', dates } }))
      .then(defined(newBandId, { recurrence: { kind: 'DATES', dates: dates.toReversed() }, validUntil: '2026-04-03' }));
  });

  it('that is open on one day of every week is written down in one form, however it is said', () => {
    spec
      .given(opened)
      .when(defineOpeningBand, define({ recurrence: { kind: 'WEEKLY', weekdays: [4] } }))
      .then(defined(newBandId, { weekday: 4 }));
  });

  it('says its days, and says them once', () => {
    spec.given(opened).when(defineOpeningBand, define({})).thenRefused('BAND_WITHOUT_DAYS');
    for (const recurrence of [
      { kind: 'WEEKLY', every: 2 },
      { kind: 'WEEKLY', weekdays: [1], nth: 1 },
      { kind: 'MONTHLY', weekday: 1 },
      { kind: 'DATES', dates: ['2026-03-20'], every: 2 },
    ] as const) {
      spec
        .given(opened)
        .when(defineOpeningBand, define({ recurrence: structuredClone(recurrence) as never }))
        .thenRefused('RECURRENCE_UNCLEAR', { kind: recurrence.kind });
    }
  });

  it('is refused when none of its days comes while it is valid', () => {
    spec
      .given(opened)
      .when(
        defineOpeningBand,
        define({ recurrence: { kind: 'MONTHLY', nth: 5, weekday: 1 }, validUntil: '2026-03-29' }),
      )
      .thenRefused('BAND_NEVER_OPENS');
    spec
      .given(opened)
      .when(
        defineOpeningBand,
        define({ recurrence: { kind: 'DATES', dates: ['2026-03-20'] }, validFrom: '2026-03-21' }),
      )
      .thenRefused('VALIDITY_REVERSED');
  });

  it('never crosses midnight; what comes after it is a band of the next day', () => {
    const late = { weekday: 1, from: '22:00' };
    for (const to of ['02:00', '22:00']) {
      spec
        .given(opened)
        .when(defineOpeningBand, define({ ...late, to }))
        .thenRefused('BAND_CROSSES_MIDNIGHT', { from: '22:00', to });
    }
    spec
      .given(opened)
      .when(defineOpeningBand, define({ ...late, to: '24:00' }))
      .then(defined(newBandId, { ...late, to: '24:00' }));
  });

  it('overlaps another at the same hours if some day is of both, however far ahead', () => {
    const everyOther = defined('b', { recurrence: { kind: 'WEEKLY', every: 2, weekdays: [1] } });
    const inTurn = { recurrence: { kind: 'WEEKLY' as const, every: 2, weekdays: [1], countedFrom: '2026-03-09' } };

    spec.given(opened, everyOther).when(defineOpeningBand, define(inTurn)).then(defined(newBandId, inTurn));
    spec
      .given(opened, everyOther)
      .when(defineOpeningBand, define({ recurrence: { kind: 'WEEKLY', every: 3, weekdays: [1, 2] } }))
      .thenRefused('BAND_OVERLAPS', { date: '2026-03-02' });
    // The first Monday of a month that is also of every other week.
    spec
      .given(opened, everyOther)
      .when(defineOpeningBand, define({ recurrence: { kind: 'MONTHLY', nth: 1, weekday: 1 }, validFrom: '2026-03-03' }))
      .thenRefused('BAND_OVERLAPS', { date: '2026-07-06' });
  });
});
