import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DemoAgenda } from './demo-month.ts';
import { DemoBookings } from './demo-bookings.ts';
import type { DemoStage } from './demo-stage.ts';
import { Random } from './random.ts';

/** One day of an agenda. */
interface Day {
  readonly agendaId: string;
  readonly date: string;
}

describe('citizens of the demonstration', () => {
  it('who want the same day come one after the other, so that the last place does not go to whoever the machine favours', async () => {
    const under = new Map<string, number>();
    const most = { ofOneDay: 0, ofAll: 0 };
    const stage = {
      random: new Random(1),
      moveTo: async () => undefined,
      each: <T, R>(items: readonly T[], work: (item: T) => Promise<R>) => Promise.all(items.map(work)),
      give: async (_command: unknown, { agendaId, date }: Day | { agendaId?: never; date?: never }) => {
        // Who books online is registered before.
        if (agendaId === undefined) return { stream: 'Subject-s' };
        const day = `${agendaId} ${date}`;
        under.set(day, (under.get(day) ?? 0) + 1);
        most.ofOneDay = Math.max(most.ofOneDay, ...under.values());
        most.ofAll = Math.max(
          most.ofAll,
          [...under.values()].reduce((sum, count) => sum + count),
        );
        await nextTurn();
        under.set(day, under.get(day)! - 1);
        return undefined;
      },
    } as unknown as DemoStage;
    const agenda = { agendaId: 'a', desk: { role: 'desk', id: 'd' }, services: ['quesito'] } as unknown as DemoAgenda;

    const desk = { workUntil: async () => undefined };
    await new DemoBookings(stage, [agenda], desk).playDay('2026-03-02', 200);

    expect(most.ofOneDay).toBe(1);
    expect(most.ofAll).toBeGreaterThan(1);
  });
});
