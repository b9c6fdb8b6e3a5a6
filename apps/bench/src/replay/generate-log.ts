import { addDays, provinces, romeDateOf } from '#italy';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type DayPlan } from '#agenda';
import { openApplication } from '#composition';
import { instantInRome, DemoClock, buildNetwork, DemoStage, Random } from '#demonstration';
import { EmbeddedEventStore, STORE_FILES } from '#store-embedded';
import { readConfiguration } from '#platform';
import { LogWriter } from './log-writer.ts';
import { BookingTraffic } from './booking-traffic.ts';

const FIRST_DAY = '2026-01-07';
const SEED = 11;

/**
 * Writes a log of the shape of the demonstration: the network of all provinces through the product's commands, then
 * bookings, day after day, straight into the event store.
 */
export async function generateLog(directory: string, events: number): Promise<void> {
  if (existsSync(join(directory, STORE_FILES.events))) return;
  mkdirSync(directory, { recursive: true });
  const plans = await playNetwork(directory, events);
  const store = new EmbeddedEventStore(join(directory, STORE_FILES.events));
  try {
    const writer = new LogWriter(store);
    const traffic = new BookingTraffic(writer, plans, new Random(SEED));
    for (let date = FIRST_DAY; Number(await store.head()) < events; date = addDays(date, 1)) {
      await traffic.playDay(date, events - Number(await store.head()));
    }
  } finally {
    await store.close();
  }
}

/** @returns a plan of each agenda, to make others from */
async function playNetwork(directory: string, events: number): Promise<readonly DayPlan[]> {
  const configuration = readConfiguration({ RETE_PUNTI_DATA: directory, RETE_PUNTI_LOG: 'off' });
  const clock = new DemoClock();
  const application = await openApplication({ configuration, clock });
  try {
    const stage = new DemoStage(application, clock, new Random(SEED), SEED, () => undefined);
    clock.playAt(instantInRome(addDays(FIRST_DAY, -1), 7));
    const all = provinces(romeDateOf(clock.now()));
    const some = events < 100_000 ? all.slice(0, 12) : all;
    await buildNetwork(stage, { today: FIRST_DAY, provinces: some, hasShowcase: false });
    await application.processes.settled();
    const plans = new Map<string, DayPlan>();
    for await (const batch of application.stores.eventStore.readLog({ after: '0' })) {
      for (const { type, data } of batch.events) {
        const plan = data as DayPlan;
        if (type === 'DayPlanned' && plan.slots.length > 0) plans.set(plan.agendaId, plan);
      }
    }
    return [...plans.values()];
  } finally {
    await application.close();
  }
}
