import { refusePlayedInVain } from './played-in-vain.ts';

describe('a demonstration', () => {
  const outcome = (DayPlanned: number | undefined, booked: number): Parameters<typeof refusePlayedInVain>[0] => ({
    eventsByType: { AgendaOpened: 3, ...(DayPlanned === undefined ? {} : { DayPlanned }) },
    appointments: { booked, cancelled: 0, refused: 16_930 },
  });

  it('has failed when no day was planned', () => {
    expect(() => refusePlayedInVain(outcome(undefined, 0))).toThrow(/^The demonstration failed: no day .* was planned/);
  });

  it('has failed when nothing was booked', () => {
    expect(() => refusePlayedInVain(outcome(126, 0))).toThrow(/^The demonstration failed: nothing was booked/);
  });

  it('has succeeded otherwise', () => {
    expect(() => refusePlayedInVain(outcome(126, 1))).not.toThrow();
  });
});
