import { daysBetween } from '#italy';
import { bandsOpenOn, slotsOf, type OpeningHours } from './day-plan.ts';
import type { Recurring } from './recurrence.ts';

// What is expected stands here as it was worked out with another calendar (that of Python), and is never called for.

type Band = Pick<Recurring, 'weekday' | 'recurrence'> & { readonly from: string; readonly to: string };

function hoursOf(slotMinutes: number, ...bands: readonly Band[]): OpeningHours {
  const all = bands.map((band, index) => ({ bandId: `b${index}`, capacity: 1, validFrom: '2026-01-01', ...band }));
  return { slotMinutes, bands: all, closures: [] };
}

/** Wall-clock start, and the times in UTC. */
type Slots = readonly (readonly [start: string, startsAt: string, endsAt: string])[];

const SUNDAY_NIGHT: Band = { weekday: 7, from: '01:30', to: '04:30' };
const SUNDAY_MORNING: Band = { weekday: 7, from: '08:30', to: '10:00' };

const TABLE: readonly (readonly [what: string, date: string, hours: OpeningHours, slots: Slots])[] = [
  [
    'over the night in which summer time begins in 2026',
    '2026-03-29',
    hoursOf(30, SUNDAY_NIGHT),
    [
      ['01:30', '2026-03-29T00:30:00.000Z', '2026-03-29T01:00:00.000Z'],
      ['03:00', '2026-03-29T01:00:00.000Z', '2026-03-29T01:30:00.000Z'],
      ['03:30', '2026-03-29T01:30:00.000Z', '2026-03-29T02:00:00.000Z'],
      ['04:00', '2026-03-29T02:00:00.000Z', '2026-03-29T02:30:00.000Z'],
    ],
  ],
  [
    'on the morning after summer time has begun in 2026',
    '2026-03-29',
    hoursOf(30, SUNDAY_MORNING),
    [
      ['08:30', '2026-03-29T06:30:00.000Z', '2026-03-29T07:00:00.000Z'],
      ['09:00', '2026-03-29T07:00:00.000Z', '2026-03-29T07:30:00.000Z'],
      ['09:30', '2026-03-29T07:30:00.000Z', '2026-03-29T08:00:00.000Z'],
    ],
  ],
  [
    'over the night in which summer time ends in 2026: the repeated hour has its slots the first time round',
    '2026-10-25',
    hoursOf(30, SUNDAY_NIGHT),
    [
      ['01:30', '2026-10-24T23:30:00.000Z', '2026-10-25T00:00:00.000Z'],
      ['02:00', '2026-10-25T00:00:00.000Z', '2026-10-25T00:30:00.000Z'],
      ['02:30', '2026-10-25T00:30:00.000Z', '2026-10-25T01:00:00.000Z'],
      ['03:00', '2026-10-25T02:00:00.000Z', '2026-10-25T02:30:00.000Z'],
      ['03:30', '2026-10-25T02:30:00.000Z', '2026-10-25T03:00:00.000Z'],
      ['04:00', '2026-10-25T03:00:00.000Z', '2026-10-25T03:30:00.000Z'],
    ],
  ],
  ['over the night in which summer time begins in 2027, which is Easter', '2027-03-28', hoursOf(30, SUNDAY_NIGHT), []],
  [
    'on the last working day before summer time begins in 2027',
    '2027-03-26',
    hoursOf(30, { weekday: 5, from: '08:30', to: '09:30' }),
    [
      ['08:30', '2027-03-26T07:30:00.000Z', '2027-03-26T08:00:00.000Z'],
      ['09:00', '2027-03-26T08:00:00.000Z', '2027-03-26T08:30:00.000Z'],
    ],
  ],
  [
    'on the first working day after it',
    '2027-03-30',
    hoursOf(30, { weekday: 2, from: '08:30', to: '09:30' }),
    [
      ['08:30', '2027-03-30T06:30:00.000Z', '2027-03-30T07:00:00.000Z'],
      ['09:00', '2027-03-30T07:00:00.000Z', '2027-03-30T07:30:00.000Z'],
    ],
  ],
  [
    'over the night in which summer time ends in 2027',
    '2027-10-31',
    hoursOf(30, SUNDAY_NIGHT),
    [
      ['01:30', '2027-10-30T23:30:00.000Z', '2027-10-31T00:00:00.000Z'],
      ['02:00', '2027-10-31T00:00:00.000Z', '2027-10-31T00:30:00.000Z'],
      ['02:30', '2027-10-31T00:30:00.000Z', '2027-10-31T01:00:00.000Z'],
      ['03:00', '2027-10-31T02:00:00.000Z', '2027-10-31T02:30:00.000Z'],
      ['03:30', '2027-10-31T02:30:00.000Z', '2027-10-31T03:00:00.000Z'],
      ['04:00', '2027-10-31T03:00:00.000Z', '2027-10-31T03:30:00.000Z'],
    ],
  ],
  [
    'on the morning after summer time has ended in 2027',
    '2027-10-31',
    hoursOf(30, SUNDAY_MORNING),
    [
      ['08:30', '2027-10-31T07:30:00.000Z', '2027-10-31T08:00:00.000Z'],
      ['09:00', '2027-10-31T08:00:00.000Z', '2027-10-31T08:30:00.000Z'],
      ['09:30', '2027-10-31T08:30:00.000Z', '2027-10-31T09:00:00.000Z'],
    ],
  ],
  [
    'on the leap day of 2028, a Tuesday and the last one of its month',
    '2028-02-29',
    hoursOf(20, { recurrence: { kind: 'MONTHLY', nth: -1, weekday: 2 }, from: '09:00', to: '10:00' }),
    [
      ['09:00', '2028-02-29T08:00:00.000Z', '2028-02-29T08:20:00.000Z'],
      ['09:20', '2028-02-29T08:20:00.000Z', '2028-02-29T08:40:00.000Z'],
      ['09:40', '2028-02-29T08:40:00.000Z', '2028-02-29T09:00:00.000Z'],
    ],
  ],
  [
    'of 8 minutes in a band of 50: the last two minutes hold none',
    '2026-03-02',
    hoursOf(8, { weekday: 1, from: '09:00', to: '09:50' }),
    [
      ['09:00', '2026-03-02T08:00:00.000Z', '2026-03-02T08:08:00.000Z'],
      ['09:08', '2026-03-02T08:08:00.000Z', '2026-03-02T08:16:00.000Z'],
      ['09:16', '2026-03-02T08:16:00.000Z', '2026-03-02T08:24:00.000Z'],
      ['09:24', '2026-03-02T08:24:00.000Z', '2026-03-02T08:32:00.000Z'],
      ['09:32', '2026-03-02T08:32:00.000Z', '2026-03-02T08:40:00.000Z'],
      ['09:40', '2026-03-02T08:40:00.000Z', '2026-03-02T08:48:00.000Z'],
    ],
  ],
  [
    'of single days, up to midnight in summer',
    '2026-07-14',
    hoursOf(30, { recurrence: { kind: 'DATES', dates: ['2026-07-14'] }, from: '23:00', to: '24:00' }),
    [
      ['23:00', '2026-07-14T21:00:00.000Z', '2026-07-14T21:30:00.000Z'],
      ['23:30', '2026-07-14T21:30:00.000Z', '2026-07-14T22:00:00.000Z'],
    ],
  ],
  [
    'on San Francesco of 2027, a Monday: none',
    '2027-10-04',
    hoursOf(20, { weekday: 1, from: '09:00', to: '10:00' }),
    [],
  ],
];

describe('the slots of a day, as a table', () => {
  it.each(TABLE)('%s, on %s', (_what, date, hours, slots) => {
    expect(slotsOf(hours, date).map(({ start, startsAt, endsAt }) => [start, startsAt, endsAt])).toEqual(slots);
  });
});

const MORNING = { from: '09:00', to: '10:00' };
const DAYS: readonly (readonly [what: string, recurrence: Band['recurrence'], days: readonly string[]])[] = [
  [
    'on each fifth Monday: in the months that have five, and not on the holidays among them',
    { kind: 'MONTHLY', nth: 5, weekday: 1 },
    ['2026-03-30', '2026-06-29', '2026-08-31', '2026-11-30', '2027-05-31', '2027-08-30', '2027-11-29'],
  ],
  [
    'on each first Monday',
    { kind: 'MONTHLY', nth: 1, weekday: 1 },
    [
      ...[
        '2026-01-05',
        '2026-02-02',
        '2026-03-02',
        '2026-05-04',
        '2026-06-01',
        '2026-07-06',
        '2026-08-03',
        '2026-09-07',
      ],
      ...[
        '2026-10-05',
        '2026-11-02',
        '2026-12-07',
        '2027-01-04',
        '2027-02-01',
        '2027-03-01',
        '2027-04-05',
        '2027-05-03',
      ],
      ...['2027-06-07', '2027-07-05', '2027-08-02', '2027-09-06', '2027-12-06'],
    ],
  ],
  [
    'on every sixth Monday, across the turn of the year',
    { kind: 'WEEKLY', every: 6, weekdays: [1], countedFrom: '2026-01-05' },
    [
      ...[
        '2026-01-05',
        '2026-02-16',
        '2026-03-30',
        '2026-05-11',
        '2026-06-22',
        '2026-08-03',
        '2026-09-14',
        '2026-10-26',
      ],
      ...[
        '2026-12-07',
        '2027-01-18',
        '2027-03-01',
        '2027-04-12',
        '2027-05-24',
        '2027-07-05',
        '2027-08-16',
        '2027-09-27',
      ],
      ...['2027-11-08', '2027-12-20'],
    ],
  ],
];

describe('the days on which an agenda receives in 2026 and 2027, as a table', () => {
  it.each(DAYS)('%s', (_what, recurrence, days) => {
    const hours = hoursOf(20, { ...MORNING, ...(recurrence ? { recurrence } : {}) });
    const open = daysBetween('2026-01-01', '2027-12-31').filter((date) => bandsOpenOn(hours, date).length > 0);
    expect(open).toEqual(days);
  });
});
