import { forgetRecords } from './forget-records.ts';

describe('idempotency records', () => {
  const clock = { now: () => Date.parse('2026-03-31T00:00:00Z') };

  it('are forgotten after as many days as are configured', async () => {
    const asked: string[] = [];
    const stores = {
      forgetRecords: async (before: number) => {
        asked.push(new Date(before).toISOString());
        return 0;
      },
    };

    await forgetRecords(stores, { idempotencyDays: 30 }, clock)();

    expect(asked).toEqual(['2026-03-01T00:00:00.000Z']);
  });

  it('are never forgotten unless that is configured', async () => {
    let asked = 0;
    const stores = { forgetRecords: async () => (asked += 1) };

    await forgetRecords(stores, { idempotencyDays: 0 }, clock)();

    expect(asked).toBe(0);
  });
});
