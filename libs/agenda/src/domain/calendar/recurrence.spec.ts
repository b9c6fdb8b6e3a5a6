import fc from 'fast-check';
import { addDays, daysBetween } from '#italy';
import { firstCommonDay, firstDayOf } from './recurrence-overlap.ts';
import { NTHS, recursOn, type Recurrence, type Recurring } from './recurrence.ts';

const FROM = '2026-01-01';

/** The days of a recurrence within a period. */
function daysOf(recurring: Recurring, until: string): string[] {
  return daysBetween(recurring.validFrom, until).filter((date) => recursOn(recurring, date));
}

describe('the days of an opening band', () => {
  it('of every week are those of its weekdays', () => {
    const recurrence: Recurrence = { kind: 'WEEKLY', every: 1, weekdays: [1, 5] };
    expect(daysOf({ recurrence, validFrom: '2026-03-04' }, '2026-03-16')).toEqual([
      '2026-03-06',
      '2026-03-09',
      '2026-03-13',
      '2026-03-16',
    ]);
    expect(daysOf({ weekday: 1, validFrom: '2026-03-04' }, '2026-03-16')).toEqual(['2026-03-09', '2026-03-16']);
  });

  it('of every n-th week are counted from the week in which it begins, also across the turn of the year', () => {
    const recurrence: Recurrence = { kind: 'WEEKLY', every: 2, weekdays: [2] };
    expect(daysOf({ recurrence, validFrom: '2026-12-10' }, '2027-02-01')).toEqual([
      '2026-12-22',
      '2027-01-05',
      '2027-01-19',
    ]);
  });

  it('are counted from another week where the band says so: one that was divided goes on in its weeks', () => {
    const recurrence: Recurrence = { kind: 'WEEKLY', every: 2, weekdays: [2], countedFrom: '2026-12-01' };
    expect(daysOf({ recurrence, validFrom: '2026-12-10' }, '2026-12-31')).toEqual(['2026-12-15', '2026-12-29']);
    // Also from a week that lies ahead.
    const ahead: Recurrence = { kind: 'WEEKLY', every: 3, weekdays: [2], countedFrom: '2026-12-29' };
    expect(daysOf({ recurrence: ahead, validFrom: '2026-12-01' }, '2026-12-31')).toEqual(['2026-12-08', '2026-12-29']);
  });

  it('that are the fifth Monday come in months that have five', () => {
    const recurrence: Recurrence = { kind: 'MONTHLY', nth: 5, weekday: 1 };
    expect(daysOf({ recurrence, validFrom: FROM }, '2027-12-31')).toEqual([
      '2026-03-30',
      '2026-06-29',
      '2026-08-31',
      '2026-11-30',
      '2027-03-29',
      '2027-05-31',
      '2027-08-30',
      '2027-11-29',
    ]);
  });

  it('that are the first, the fourth and the last of a month', () => {
    const in2028 = (nth: 1 | 4 | -1, weekday: number) =>
      daysOf({ recurrence: { kind: 'MONTHLY', nth, weekday }, validFrom: '2028-02-01' }, '2028-03-31');
    expect(in2028(1, 3)).toEqual(['2028-02-02', '2028-03-01']);
    expect(in2028(4, 2)).toEqual(['2028-02-22', '2028-03-28']);
    // 29 February 2028 is a Tuesday.
    expect(in2028(-1, 2)).toEqual(['2028-02-29', '2028-03-28']);
  });

  it('that are named one by one are those, within the validity of the band', () => {
    const recurrence: Recurrence = { kind: 'DATES', dates: ['2028-02-29', '2028-03-01', '2028-05-01'] };
    expect(daysOf({ recurrence, validFrom: '2028-02-29', validUntil: '2028-03-31' }, '2028-12-31')).toEqual([
      '2028-02-29',
      '2028-03-01',
    ]);
  });

  it('have a first one, or none at all', () => {
    const fifth: Recurrence = { kind: 'MONTHLY', nth: 5, weekday: 1 };
    expect(firstDayOf({ recurrence: fifth, validFrom: '2026-04-01' })).toBe('2026-06-29');
    expect(firstDayOf({ recurrence: fifth, validFrom: '2026-04-01', validUntil: '2026-06-28' })).toBeUndefined();
    expect(firstDayOf({ recurrence: fifth, validFrom: '2026-04-01' }, '2026-06-30')).toBe('2026-08-31');
  });
});

const PERIOD = 500;
const weekday = fc.integer({ min: 1, max: 7 });
const day = fc.integer({ min: 0, max: PERIOD }).map((days) => addDays(FROM, days));
const anyRecurrence: fc.Arbitrary<Recurrence> = fc.oneof(
  fc.record({
    kind: fc.constant('WEEKLY' as const),
    every: fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 52 })),
    weekdays: fc.uniqueArray(weekday, { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    kind: fc.constant('WEEKLY' as const),
    every: fc.integer({ min: 2, max: 6 }),
    weekdays: fc.uniqueArray(weekday, { minLength: 1, maxLength: 3 }),
    countedFrom: day,
  }),
  fc.record({ kind: fc.constant('MONTHLY' as const), nth: fc.constantFrom(...NTHS), weekday }),
  fc.record({ kind: fc.constant('DATES' as const), dates: fc.uniqueArray(day, { minLength: 1, maxLength: 20 }) }),
);
const anyRecurring = fc
  .record({ recurrence: anyRecurrence, validFrom: day, length: fc.integer({ min: 0, max: PERIOD }) })
  .map(({ recurrence, validFrom, length }): Recurring => ({
    ...{ recurrence, validFrom, validUntil: addDays(validFrom, length) },
  }));

describe('A2: the first day on which two bands are both open', () => {
  const days = daysBetween(FROM, addDays(FROM, 2 * PERIOD));

  it('is the one that going through the days finds', () => {
    fc.assert(
      fc.property(anyRecurring, anyRecurring, (one, other) => {
        const found = days.find((date) => recursOn(one, date) && recursOn(other, date));
        expect(firstCommonDay(one, other)).toBe(found);
        expect(firstCommonDay(other, one)).toBe(found);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is the one that going through the days finds, from a day on', () => {
    fc.assert(
      fc.property(anyRecurring, anyRecurring, day, (one, other, notBefore) => {
        const found = days.find((date) => date >= notBefore && recursOn(one, date) && recursOn(other, date));
        expect(firstCommonDay(one, other, notBefore)).toBe(found);
      }),
      { numRuns: 500 },
    );
  });

  it('of bands without an end is found however far it lies, and is none where remainders never meet', () => {
    const weekly = (every: number, validFrom: string): Recurring => ({
      ...{ recurrence: { kind: 'WEEKLY', every, weekdays: [4] }, validFrom },
    });
    // Weeks 0, 51, 102, … and 1, 53, 105, …: both the 2601st.
    expect(firstCommonDay(weekly(51, '2026-01-01'), weekly(52, '2026-01-08'))).toBe('2075-11-07');
    expect(firstCommonDay(weekly(2, '2026-01-01'), weekly(4, '2026-01-08'))).toBeUndefined();
    const last: Recurring = { recurrence: { kind: 'MONTHLY', nth: -1, weekday: 1 }, validFrom: FROM };
    const third: Recurring = { recurrence: { kind: 'MONTHLY', nth: 3, weekday: 1 }, validFrom: FROM };
    expect(firstCommonDay(last, third)).toBeUndefined();
  });
});
