import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { agendaDay, agendaDayId } from '#agenda';
import { contexts, eventRegistryOf } from '#composition';
import { Random } from '#demonstration';
import { systemClock } from '#kernel/domain';
import { CommandExecutor } from '#kernel/execution';
import { EmbeddedEventStore, STORE_FILES } from '#store-embedded';
import type { Measurement, PartOptions } from '../measure/result.ts';
import { median, percentile, rounded } from '../measure/statistics.ts';
import { BookingTraffic } from '../replay/booking-traffic.ts';
import { crowdedDay } from '../replay/crowded-day.ts';
import { LogWriter } from '../replay/log-writer.ts';

const DAY_EVENTS = 10_000;
const TIMES = 20;
const DATE = '2026-06-03';

/** Folding a day of an agenda with thousands of events that is not in memory. */
export async function coldLoad({ scratch }: PartOptions): Promise<readonly Measurement[]> {
  const store = new EmbeddedEventStore(join(scratch, STORE_FILES.events));
  try {
    const agendaId = randomUUID();
    const traffic = new BookingTraffic(new LogWriter(store), [], new Random(3));
    await traffic.fillDay(crowdedDay(agendaId, DATE), DAY_EVENTS);
    const id = agendaDayId(agendaId, DATE);
    const registry = eventRegistryOf(contexts);
    const times: number[] = [];
    const cpuTimes: number[] = [];
    let revision = 0;
    for (let time = 0; time < TIMES; time += 1) {
      const executor = new CommandExecutor({ store, registry, clock: systemClock });
      const before = process.cpuUsage();
      const started = performance.now();
      revision = await executor.look(agendaDay, id, (_state, at) => at.revision);
      times.push(performance.now() - started);
      const { user, system } = process.cpuUsage(before);
      cpuTimes.push((user + system) / 1_000);
    }
    return [
      {
        what: `Cold load of a day with ${(revision + 1).toLocaleString('en')} events`,
        value: rounded(median(times), 1),
        unit: 'ms',
        aim: '< 70 ms',
        details: {
          p99: `${rounded(percentile(times, 0.99), 1)} ms`,
          CPU: `${rounded(median(cpuTimes), 1)} ms`,
          'the first': `${rounded(times[0] ?? Number.NaN, 1)} ms`,
          rounds: times.map((time) => rounded(time, 1)),
        },
      },
    ];
  } finally {
    await store.close();
  }
}
