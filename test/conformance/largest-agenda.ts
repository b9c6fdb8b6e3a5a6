import { agendas } from '#agenda';
import { addDays } from '#italy';
import { streamName } from '#kernel/domain';
import { EventRegistry, ProcessRunner } from '#kernel/execution';
import type { WorkStore } from '#kernel/ports';
import { MemoryEventStore } from '#store-memory';
import { commandsOver } from '#use-cases/specification';
import type { AnyCommand } from '#use-cases';
import type { MakeHarness } from './harness.ts';

const TODAY = '2026-03-02';
const AGENDA = 'a0000000-0000-5000-8000-000000000001';
const HORIZON_DAYS = 180;
const MAX_CAPACITY = 1_000;
/** What it remembers and owes of the largest agenda stays far below what any store holds. */
const MAX_BYTES = 256 * 1024;

/** As much as the rules let an agenda be: slots of a minute, all day, every day, as far ahead as may be booked. */
const LARGEST = [
  {
    type: 'AgendaOpened',
    data: {
      ...{
        agendaId: AGENDA,
        owner: { kind: 'UNIT_DESK', unit: 'DP-RIETI' },
        name: 'Sportello',
        serviceLine: 'PENSIONI',
      },
      ...{ slotMinutes: 1, modes: ['IN_PERSON'], region: '12', province: '057', unit: 'DP-RIETI' },
      ...{ horizonDays: HORIZON_DAYS, noticeMinutes: 0, holdMinutes: 60 },
    },
  },
  ...[1, 2, 3, 4, 5, 6, 7].map((weekday) => {
    const hours = { from: '00:00', to: '23:59', capacity: MAX_CAPACITY, validFrom: TODAY };
    return { type: 'OpeningBandDefined', data: { agendaId: AGENDA, bandId: `band-${weekday}`, weekday, ...hours } };
  }),
];
const YEAR = { agendaId: AGENDA, closureId: 'year' };
const CLOSED = {
  type: 'ClosureDeclared',
  data: { ...YEAR, from: TODAY, until: addDays(TODAY, 364), reason: 'Lavori' },
};
const OPENED_AGAIN = { type: 'ClosureWithdrawn', data: YEAR };

/** The largest agenda is planned, closed for a year and opened again, over every store of work. */
export function describeLargestAgenda(name: string, makeHarness: MakeHarness<WorkStore>): void {
  describe(`the largest agenda over ${name}`, () => {
    it('is planned, closed for a year and opened again, and stays small where what is owed is kept', async () => {
      const harness = await makeHarness();
      const work = await harness.open();
      const store = new MemoryEventStore();
      const clock = { now: () => Date.parse(`${TODAY}T08:00:00Z`) };
      const { give, executor } = commandsOver({ store, events: agendas.events, clock });
      const planDay = agendas.commands.find((command) => command.name === 'PlanDay') as AnyCommand;
      const process = agendas.processes.find((each) => each.name === 'agenda-days')!;
      let holdBack: Promise<unknown> = Promise.resolve();
      const runner = new ProcessRunner({
        ...{ log: store, registry: new EventRegistry(agendas.events), work, processes: [process], clock },
        dispatch: async (_name, data, { commandId: key }) => {
          await holdBack;
          await give(planDay, data as object, { key });
        },
      });
      const change = async (...events: readonly object[]): Promise<void> => {
        const agenda = agendas.aggregates.find(({ category }) => category === 'Agenda')!;
        for (const [index, event] of events.entries()) {
          const commandId = `${index} ${JSON.stringify(event)}`;
          const origin = {
            commandId,
            actor: { kind: 'policy', name: 'spec' },
            correlationId: 'x',
            causationId: 'x',
          } as const;
          await executor.execute(agenda as never, { id: AGENDA, origin, decide: () => [event] as never });
        }
      };
      const bytes = async (): Promise<number> => {
        const instance = (await work.load(process.name, [AGENDA])).get(AGENDA);
        return Buffer.byteLength(JSON.stringify(instance));
      };

      await runner.start();
      await change(...LARGEST);
      await runner.settled();
      const held = Promise.withResolvers<undefined>();
      holdBack = held.promise;
      // Closed and opened again, over and over, while nothing of it is carried out.
      for (let times = 0; times < 5; times += 1) await change({ ...CLOSED, times }, { ...OPENED_AGAIN, times });
      const head = await store.head();
      while ((await work.checkpoint(process.name))?.position !== head) await new Promise(setImmediate);
      expect(await bytes()).toBeLessThan(MAX_BYTES);
      held.resolve(undefined);
      await runner.settled();

      expect(await runner.status()).toMatchObject([{ state: 'running', parked: [] }]);
      const last = await store.readStream(streamName('AgendaDay', `${AGENDA}_${addDays(TODAY, HORIZON_DAYS)}`));
      expect((last.at(-1)?.data as { slots: unknown[] }).slots).toHaveLength(24 * 60 - 1);
      expect(await work.unsent(process.name, 10)).toEqual([]);
      await runner.stop();
      await harness.close();
    }, 120_000);
  });
}
