import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { slotsOf, type OpeningHours, type PlannedSlot } from './day-plan.ts';
import { addDays, daysBetween, isLocalDate, minutesOf, romeDateOf, timeOf, weekdayOf } from '#italy';
import type { OpeningBand } from './opening-bands.ts';

const SPRING = '2026-03-29';
const AUTUMN = '2026-10-25';

function band(date: string, from: string, to: string, overrides: Partial<OpeningBand> = {}): OpeningBand {
  const bandId = `${from}-${to}`;
  return { bandId, weekday: weekdayOf(date), from, to, capacity: 2, validFrom: '2026-01-01', ...overrides };
}

function hours(slotMinutes: number, ...bands: OpeningBand[]): OpeningHours {
  return { slotMinutes, bands, closures: [] };
}

const starts = (slots: readonly PlannedSlot[]): string[] => slots.map(({ start }) => start);

describe('the slots of a day', () => {
  it('divide each band from its start, and none goes beyond its end', () => {
    const date = '2026-03-02';

    expect(slotsOf(hours(25, band(date, '09:00', '10:20')), date)).toEqual([
      { start: '09:00', startsAt: '2026-03-02T08:00:00.000Z', endsAt: '2026-03-02T08:25:00.000Z', capacity: 2 },
      { start: '09:25', startsAt: '2026-03-02T08:25:00.000Z', endsAt: '2026-03-02T08:50:00.000Z', capacity: 2 },
      { start: '09:50', startsAt: '2026-03-02T08:50:00.000Z', endsAt: '2026-03-02T09:15:00.000Z', capacity: 2 },
    ]);
  });

  it.each([
    ['2026-03-02', '2026-03-02T22:30:00.000Z', '2026-03-02T23:00:00.000Z'],
    [SPRING, '2026-03-29T21:30:00.000Z', '2026-03-29T22:00:00.000Z'],
    [AUTUMN, '2026-10-25T22:30:00.000Z', '2026-10-25T23:00:00.000Z'],
  ])('go on until midnight where their band ends at 24:00: %s', (date, startsAt, endsAt) => {
    const slots = slotsOf(hours(30, band(date, '23:00', '24:00')), date);

    expect(starts(slots)).toEqual(['23:00', '23:30']);
    expect(slots.at(-1)).toMatchObject({ startsAt, endsAt });
  });

  it('follow the bands of the weekday that are valid on that day, earliest first', () => {
    const date = '2026-03-02';
    const plan = hours(
      60,
      band(date, '14:00', '16:00'),
      band(date, '09:00', '10:00', { validFrom: date, validUntil: date }),
      band(date, '10:00', '11:00', { validUntil: '2026-03-01' }),
      band(date, '11:00', '12:00', { validFrom: '2026-03-03' }),
      band('2026-03-03', '12:00', '13:00'),
    );

    expect(starts(slotsOf(plan, date))).toEqual(['09:00', '14:00', '15:00']);
  });

  it('are 9:00 in Rome before and after each change of the clock', () => {
    const at = (date: string): string | undefined =>
      slotsOf(hours(60, band(date, '09:00', '10:00')), date).at(0)?.startsAt;

    expect(at('2026-03-28')).toBe('2026-03-28T08:00:00.000Z');
    expect(at(SPRING)).toBe('2026-03-29T07:00:00.000Z');
    expect(at('2026-10-24')).toBe('2026-10-24T07:00:00.000Z');
    expect(at(AUTUMN)).toBe('2026-10-25T08:00:00.000Z');
  });

  it('do not exist on holidays, on closed days, nor after the agenda closed', () => {
    const date = '2026-10-05';
    const open = hours(60, band(date, '09:00', '10:00'), band('2026-10-04', '09:00', '10:00'));

    expect(slotsOf(open, '2026-10-04')).toEqual([]);
    expect(starts(slotsOf(open, date))).toEqual(['09:00']);
    expect(slotsOf({ ...open, place: { patronSaint: '10-05' } }, date)).toEqual([]);
    expect(slotsOf({ ...open, closedFrom: date }, date)).toEqual([]);
    expect(starts(slotsOf({ ...open, closedFrom: '2026-10-06' }, date))).toEqual(['09:00']);
    const closures = [{ closureId: 'c', from: '2026-10-01', until: date }];
    expect(slotsOf({ ...open, closures }, date)).toEqual([]);
    expect(starts(slotsOf({ ...open, closures }, '2026-10-12'))).toEqual(['09:00']);
  });
});

describe('on 29 March 2026, when 2:00 becomes 3:00,', () => {
  it('the hour that is skipped has no slots', () => {
    const slots = slotsOf(hours(30, band(SPRING, '01:00', '04:00')), SPRING);

    expect(slots.map(({ start, startsAt }) => [start, startsAt])).toEqual([
      ['01:00', '2026-03-29T00:00:00.000Z'],
      ['01:30', '2026-03-29T00:30:00.000Z'],
      ['03:00', '2026-03-29T01:00:00.000Z'],
      ['03:30', '2026-03-29T01:30:00.000Z'],
    ]);
  });

  it('a slot keeps its length across the change, and the next waits for it', () => {
    const slots = slotsOf(hours(40, band(SPRING, '01:00', '05:00')), SPRING);

    expect(slots.map(({ start, startsAt, endsAt }) => [start, startsAt, endsAt])).toEqual([
      ['01:00', '2026-03-29T00:00:00.000Z', '2026-03-29T00:40:00.000Z'],
      ['01:40', '2026-03-29T00:40:00.000Z', '2026-03-29T01:20:00.000Z'],
      ['03:40', '2026-03-29T01:40:00.000Z', '2026-03-29T02:20:00.000Z'],
      ['04:20', '2026-03-29T02:20:00.000Z', '2026-03-29T03:00:00.000Z'],
    ]);
  });

  it('a band that ends in the skipped hour ends when the clock skips it', () => {
    expect(starts(slotsOf(hours(30, band(SPRING, '01:00', '02:30')), SPRING))).toEqual(['01:00', '01:30']);
    expect(starts(slotsOf(hours(45, band(SPRING, '01:00', '02:45')), SPRING))).toEqual(['01:00']);
  });
});

describe('on 25 October 2026, when 3:00 becomes 2:00,', () => {
  it('the hour that is repeated has its slots the first time round', () => {
    const slots = slotsOf(hours(30, band(AUTUMN, '01:00', '04:00')), AUTUMN);

    expect(slots.map(({ start, startsAt }) => [start, startsAt])).toEqual([
      ['01:00', '2026-10-24T23:00:00.000Z'],
      ['01:30', '2026-10-24T23:30:00.000Z'],
      ['02:00', '2026-10-25T00:00:00.000Z'],
      ['02:30', '2026-10-25T00:30:00.000Z'],
      ['03:00', '2026-10-25T02:00:00.000Z'],
      ['03:30', '2026-10-25T02:30:00.000Z'],
    ]);
  });

  it('a slot keeps its length across the change', () => {
    const slots = slotsOf(hours(50, band(AUTUMN, '01:00', '04:00')), AUTUMN);

    expect(slots.map(({ start, startsAt, endsAt }) => [start, startsAt, endsAt])).toEqual([
      ['01:00', '2026-10-24T23:00:00.000Z', '2026-10-24T23:50:00.000Z'],
      ['01:50', '2026-10-24T23:50:00.000Z', '2026-10-25T00:40:00.000Z'],
      ['02:40', '2026-10-25T00:40:00.000Z', '2026-10-25T01:30:00.000Z'],
    ]);
  });
});

describe('whatever the bands, the slot length and the day,', () => {
  // Days around both changes, and any day of the year.
  const anyDate = fc.oneof(
    fc.constantFrom(SPRING, AUTUMN, '2026-03-28', '2026-03-30', '2026-10-24', '2026-10-26'),
    fc.nat(364).map((days) => addDays('2026-01-01', days)),
  );
  const anyBands = fc
    .uniqueArray(fc.integer({ min: 0, max: 1439 }), { minLength: 2, maxLength: 8 })
    .map((minutes) => minutes.sort((a, b) => a - b))
    .map((minutes) =>
      Array.from({ length: Math.floor(minutes.length / 2) }, (_, n) => minutes.slice(2 * n, 2 * n + 2)),
    );
  const anyPlan = fc
    .record({ date: anyDate, bands: anyBands, slotMinutes: fc.integer({ min: 1, max: 180 }) })
    .map(({ date, bands, slotMinutes }) => ({
      date,
      slotMinutes,
      plan: hours(slotMinutes, ...bands.map(([from, to]) => band(date, timeOf(from!), timeOf(to!)))),
    }));

  it('slots are in order, never overlap, and have exactly their minutes of elapsed time', () => {
    fc.assert(
      fc.property(anyPlan, ({ date, plan, slotMinutes }) => {
        let freeFrom = -Infinity;
        for (const { startsAt, endsAt } of slotsOf(plan, date)) {
          expect(Date.parse(startsAt)).toBeGreaterThanOrEqual(freeFrom);
          expect(Date.parse(endsAt) - Date.parse(startsAt)).toBe(slotMinutes * 60_000);
          freeFrom = Date.parse(endsAt);
        }
      }),
    );
  });

  it('the start is what the wall clock shows at that instant, each start once, within a band', () => {
    fc.assert(
      fc.property(anyPlan, ({ date, plan }) => {
        const slots = slotsOf(plan, date);
        for (const { start, startsAt } of slots) {
          const wall = Temporal.Instant.from(startsAt).toZonedDateTimeISO('Europe/Rome');
          expect(`${wall.toPlainDate().toString()} ${wall.toPlainTime().toString().slice(0, 5)}`).toBe(
            `${date} ${start}`,
          );
          expect(plan.bands.some(({ from, to }) => from <= start && start < to)).toBe(true);
          // Of two instants with this wall clock, the first.
          const first = wall.toPlainDateTime().toZonedDateTime('Europe/Rome', { disambiguation: 'earlier' });
          expect(wall.epochMilliseconds).toBe(first.epochMilliseconds);
        }
        expect(new Set(starts(slots)).size).toBe(slots.length);
      }),
    );
  });

  it('no slot is left out that would fit, on days without a change of the clock', () => {
    fc.assert(
      fc.property(anyPlan, ({ date, plan, slotMinutes }) => {
        fc.pre(date !== SPRING && date !== AUTUMN);
        fc.pre(slotsOf(plan, date).length > 0);
        const fitting = plan.bands.map(({ from, to }) => Math.floor((minutesOf(to) - minutesOf(from)) / slotMinutes));
        expect(slotsOf(plan, date).length).toBe(fitting.reduce((sum, count) => sum + count, 0));
      }),
    );
  });
});

describe('days', () => {
  it('of Rome change at midnight in Rome, in winter and in summer', () => {
    expect(romeDateOf(Date.parse('2026-01-01T22:59:59Z'))).toBe('2026-01-01');
    expect(romeDateOf(Date.parse('2026-01-01T23:00:00Z'))).toBe('2026-01-02');
    expect(romeDateOf(Date.parse('2026-07-01T21:59:59Z'))).toBe('2026-07-01');
    expect(romeDateOf(Date.parse('2026-07-01T22:00:00Z'))).toBe('2026-07-02');
  });

  it('are counted across the change of the clock', () => {
    expect(daysBetween('2026-03-28', '2026-03-30')).toEqual(['2026-03-28', '2026-03-29', '2026-03-30']);
  });

  it.each([
    ['2026-02-28', true],
    ['2026-02-29', false],
    ['2028-02-29', true],
    ['2026-13-01', false],
    ['2026-1-01', false],
    ['2026-01-01T00:00', false],
  ])('exist or not: %s', (text, exists) => {
    expect(isLocalDate(text)).toBe(exists);
  });
});
