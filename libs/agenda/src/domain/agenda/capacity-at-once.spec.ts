import { capacityAtOnce } from './capacity-at-once.ts';

describe('K2: how many persons the agendas of a Punto INPS receive at once', () => {
  const band = (from: string, to: string, capacity: number, weekday = 1) => ({
    ...{ bandId: `${from}-${to}`, weekday, from, to, capacity, validFrom: '2026-01-01' },
  });
  const agenda = (...bands: ReturnType<typeof band>[]) => ({ slotMinutes: 10, bands, closures: [] });

  it('adds up what is open at one time, of all its agendas', () => {
    const agendas = [agenda(band('09:00', '11:00', 1), band('11:00', '12:00', 3)), agenda(band('10:00', '12:00', 2))];
    expect(capacityAtOnce(agendas, '2026-03-02')).toBe(5);
    expect(capacityAtOnce([agenda(band('09:00', '10:00', 2)), agenda(band('10:00', '11:00', 2))], '2026-03-02')).toBe(
      2,
    );
    expect(capacityAtOnce(agendas, '2026-03-03')).toBe(0);
  });

  it('counts nobody in hours that are closed', () => {
    const closed = (from: string, to: string) => ({
      ...agenda(band('09:00', '12:00', 2)),
      closures: [{ closureId: 'c', from: '2026-03-02', until: '2026-03-02', hours: { from, to } }],
    });

    expect(capacityAtOnce([closed('09:00', '10:30'), agenda(band('09:00', '10:00', 3))], '2026-03-02')).toBe(3);
    expect(capacityAtOnce([closed('09:00', '12:00')], '2026-03-02')).toBe(0);
  });
});
