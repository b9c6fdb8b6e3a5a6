import { closedHoursOn, closureOfDay, fallsInto, openStretches } from './closures.ts';
import { slotsOf, type OpeningHours } from './day-plan.ts';

const MONDAY = '2026-03-02';

const open = (closures: OpeningHours['closures'], slotMinutes = 30): OpeningHours => {
  const band = { bandId: 'b', weekday: 1, from: '09:00', to: '11:00', capacity: 1, validFrom: '2026-01-01' };
  return { slotMinutes, bands: [band], closures };
};
const closed = (from: string, to: string, first = MONDAY, last = first) => ({
  ...{ closureId: `${from}-${to}`, from: first, until: last, hours: { from, to } },
});
const starts = (hours: OpeningHours, date = MONDAY) => slotsOf(hours, date).map(({ start }) => start);

describe('A3: closed hours of a day', () => {
  it('leave out every slot that falls into them, however little, and no other', () => {
    expect(starts(open([]))).toEqual(['09:00', '09:30', '10:00', '10:30']);
    expect(starts(open([closed('09:30', '10:00')]))).toEqual(['09:00', '10:00', '10:30']);
    expect(starts(open([closed('09:59', '10:01')]))).toEqual(['09:00', '10:30']);
    expect(starts(open([closed('00:00', '09:00'), closed('11:00', '24:00')]))).toHaveLength(4);
  });

  it('are closed on each day of the closure, and on no other', () => {
    const weeks = open([closed('10:00', '24:00', '2026-03-03', '2026-03-16')]);

    expect(starts(weeks)).toHaveLength(4);
    expect(starts(weeks, '2026-03-09')).toEqual(['09:00', '09:30']);
    expect(starts(weeks, '2026-03-16')).toEqual(['09:00', '09:30']);
    expect(starts(weeks, '2026-03-23')).toHaveLength(4);
  });

  it('are no closed day; several add up', () => {
    const closures = [closed('09:00', '10:00'), closed('08:00', '09:30'), closed('09:15', '09:20')];

    expect(closureOfDay(MONDAY, closures)).toBeUndefined();
    expect(closureOfDay(MONDAY, [...closures, { from: MONDAY, until: MONDAY }])).toEqual({
      from: MONDAY,
      until: MONDAY,
    });
    expect(closedHoursOn(MONDAY, closures).map(({ from }) => from)).toEqual(['08:00', '09:00', '09:15']);
    expect(openStretches({ from: '09:00', to: '24:00' }, closedHoursOn(MONDAY, closures))).toEqual([
      { from: '10:00', to: '24:00' },
    ]);
    expect(openStretches({ from: '08:00', to: '12:00' }, [{ from: '09:00', to: '10:00' }])).toEqual([
      { from: '08:00', to: '09:00' },
      { from: '10:00', to: '12:00' },
    ]);
  });

  it('last an hour longer where the clock is put back in them, and none where it skips them', () => {
    const overnight = (date: string) => fallsInto([{ from: '02:00', to: '03:00' }], date);

    expect(overnight('2026-10-25')(Date.parse('2026-10-25T01:30:00Z'), Date.parse('2026-10-25T01:45:00Z'))).toBe(true);
    expect(overnight('2026-10-25')(Date.parse('2026-10-25T02:00:00Z'), Date.parse('2026-10-25T02:15:00Z'))).toBe(false);
    expect(overnight('2026-03-29')(Date.parse('2026-03-29T01:00:00Z'), Date.parse('2026-03-29T01:15:00Z'))).toBe(false);
  });
});
