import { randomUUID } from 'node:crypto';
import { streamName } from '#kernel/domain';
import type { NewEvent } from '#kernel/ports';
import { Profiler } from '../measure/profiler.ts';
import { bookingEvents } from './booking-events.ts';
import { CONCURRENCY, type LogAnswer, type LogRequest } from './log-request.ts';

/** Appends one event to a stream that has so many. */
export type AppendOne = (stream: string, revision: number, event: NewEvent) => Promise<unknown>;

/** Appends events one by one: as many streams as appends under way, each written in order. */
export async function measureAppends(side: string, request: LogRequest, append: AppendOne): Promise<LogAnswer> {
  const events = await bookingEvents(request.events);
  const latencies: number[] = [];
  const lane = async (number: number): Promise<void> => {
    const stream = streamName('Bench', randomUUID());
    let revision = 0;
    for (let index = number; index < events.length; index += CONCURRENCY) {
      const started = performance.now();
      await append(stream, revision, events[index] as NewEvent);
      latencies.push(performance.now() - started);
      revision += 1;
    }
  };
  const work = (): Promise<unknown> => Promise.all(Array.from({ length: CONCURRENCY }, (_, number) => lane(number)));
  return { ...(await measure(side, request, work)), latencies };
}

/** Time, processor time and memory of some work. */
export async function measure(
  side: string,
  { kind, profiles }: LogRequest,
  work: () => Promise<unknown>,
): Promise<LogAnswer> {
  const cpu = process.cpuUsage();
  const started = performance.now();
  await new Profiler(profiles).record(`eventstoredb-${kind}-${side}`, work);
  const seconds = (performance.now() - started) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  return { seconds, cpuSeconds: (user + system) / 1e6, latencies: [], peakMiB: process.resourceUsage().maxRSS / 1_024 };
}
