import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { StreamAnswer, StreamOrder } from '../feed/stream-reader.ts';
import { Subscribers } from '../feed/subscribers.ts';
import { installRegion, settle } from '../http/installation.ts';
import { LoadProcess } from '../load/load-process.ts';
import { Child } from '../measure/child.ts';
import { Profiler } from '../measure/profiler.ts';
import type { Measurement, PartOptions } from '../measure/result.ts';
import { percentile, rounded } from '../measure/statistics.ts';

const CONNECTIONS = 20;
const EVENTS_A_SECOND = 200;
const CLIENTS = 10;
const PATIENCE_MS = 30_000;

/** How long after it was recorded a new event has come to clients of the stream. */
export async function eventStream({ quick, scratch, profiles }: PartOptions): Promise<readonly Measurement[]> {
  const warmUp = EVENTS_A_SECOND * (quick ? 2 : 10);
  const events = EVENTS_A_SECOND * (quick ? 3 : 30);
  const size = { agendas: quick ? 9 : 60, citizens: warmUp + events };
  const { application, requests } = await installRegion(scratch, size);
  const load = new LoadProcess();
  const profiler = new Profiler(profiles);
  const reader = new Child<StreamOrder, StreamAnswer>(new URL('../feed/stream-reader.js', import.meta.url));
  try {
    await settle({ application });
    const subscribers = new Subscribers(application);
    const clients = await Promise.all(Array.from({ length: CLIENTS }, () => subscribers.register()));
    const after = await subscribers.end(await subscribers.register());
    const tokens = clients.map(({ token }) => token);
    await reader.ask({ url: application.url, tokens, after });
    const run = async (count: number): Promise<StreamAnswer> => {
      const booking = { url: application.url, connections: CONNECTIONS, method: 'POST' } as const;
      const { answers, failures, firstFailure } = await load.send({
        ...booking,
        requests: requests.bookings(count),
        rate: EVENTS_A_SECOND,
      });
      if (failures > 0) throw new Error(`${failures} of ${count} bookings failed: ${String(firstFailure)}`);
      if (answers !== count) throw new Error(`${answers} of ${count} bookings were answered`);
      return reader.ask({ until: count * CLIENTS, within: PATIENCE_MS });
    };
    await run(warmUp);
    const began = process.cpuUsage();
    const turns = monitorEventLoopDelay({ resolution: 1 });
    turns.enable();
    const latencies = await profiler.record('event stream', () => run(events));
    turns.disable();
    const { user, system } = process.cpuUsage(began);
    return [
      {
        what: `New event to ${CLIENTS} clients of the stream, at ${EVENTS_A_SECOND} events/s, p99 from the append`,
        value: rounded(percentile(latencies, 0.99)),
        unit: 'ms',
        aim: '< 100 ms',
        details: {
          p50: `${rounded(percentile(latencies, 0.5))} ms`,
          largest: `${rounded(Math.max(...latencies))} ms`,
          'events that came': latencies.length,
          'of expected': events * CLIENTS,
          // What nothing that this process does could be faster than.
          'wait for a turn of the event loop of the server, p99': `${rounded(turns.percentile(99) / 1e6)} ms`,
          'CPU of the server an event': `${rounded((user + system) / events)} µs`,
        },
      },
    ];
  } finally {
    load.end();
    reader.end();
    await application.close();
  }
}
