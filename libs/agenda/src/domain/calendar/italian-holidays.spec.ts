import { easterSunday, isHoliday } from './italian-holidays.ts';

describe('Italian holidays', () => {
  it.each([
    [2024, '2024-03-31'],
    [2025, '2025-04-20'],
    [2026, '2026-04-05'],
    [2027, '2027-03-28'],
    [2038, '2038-04-25'],
    [2285, '2285-03-22'],
  ])('Easter of %i is on %s', (year, date) => {
    expect(easterSunday(year)).toBe(date);
  });

  it('include Easter Monday, and not Good Friday', () => {
    expect(isHoliday('2026-04-06')).toBe(true);
    expect(isHoliday('2026-04-03')).toBe(false);
  });

  it('include San Francesco from 2026 on', () => {
    expect(isHoliday('2025-10-04')).toBe(false);
    expect(isHoliday('2026-10-04')).toBe(true);
    expect(isHoliday('2027-10-04')).toBe(true);
  });

  it('include the patron saint of the place, and only there', () => {
    expect(isHoliday('2026-06-29', '06-29')).toBe(true);
    expect(isHoliday('2026-06-29')).toBe(false);
  });

  it('of 2026 are these and no others', () => {
    const days = Array.from({ length: 365 }, (_, day) =>
      new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10),
    );

    expect(days.filter((day) => isHoliday(day))).toEqual([
      '2026-01-01',
      '2026-01-06',
      '2026-04-05',
      '2026-04-06',
      '2026-04-25',
      '2026-05-01',
      '2026-06-02',
      '2026-08-15',
      '2026-10-04',
      '2026-11-01',
      '2026-12-08',
      '2026-12-25',
      '2026-12-26',
    ]);
  });
});
