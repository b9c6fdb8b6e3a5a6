import { playedInVain } from './played-in-vain.ts';

describe('a demonstration', () => {
  const outcome = (DayPlanned: number | undefined, booked: number): Parameters<typeof playedInVain>[0] => ({
    eventsByType: { AgendaOpened: 3, ...(DayPlanned === undefined ? {} : { DayPlanned }) },
    appointments: { booked, cancelled: 0, refused: 16_930 },
  });

  it('has failed when no day was planned', () => {
    expect(playedInVain(outcome(undefined, 0))).toMatch(/^The demonstration failed: no day .* was planned/);
  });

  it('has failed when nothing was booked', () => {
    expect(playedInVain(outcome(126, 0))).toMatch(/^The demonstration failed: nothing was booked/);
  });

  it('has succeeded otherwise', () => {
    expect(playedInVain(outcome(126, 1))).toBeUndefined();
  });
});
