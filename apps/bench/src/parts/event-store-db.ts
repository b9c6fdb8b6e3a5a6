import { randomBytes } from 'node:crypto';
import { CONCURRENCY, type LogAnswer, type LogRequest } from '../event-store-db/log-request.ts';
import { Child } from '../measure/child.ts';
import type { Measurement, PartOptions } from '../measure/result.ts';
import { median, percentile, rounded } from '../measure/statistics.ts';
import { eventStoreDb } from '../servers/event-store-db.ts';

const AIM = '>= 0.80';
const COMPARISONS = [
  { kind: 'append', what: `Append to EventStoreDB, ${CONCURRENCY} at once`, beside: 'appendToStream' },
  { kind: 'append-without-record', what: 'Append without an idempotency record', beside: 'appendToStream' },
  { kind: 'read', what: 'Reading the log', beside: 'subscribeToAll, filtered' },
  { kind: 'subscribe', what: 'Catching up with the log', beside: 'subscribeToAll, filtered' },
] as const;

type Worker = Child<LogRequest, LogAnswer>;
type Order = Omit<LogRequest, 'kind' | 'events'>;

/** The log in EventStoreDB beside the bare client: appends, and the log from its beginning; and the memory of that. */
export async function eventStoreDbLog({ quick, profiles }: PartOptions): Promise<readonly Measurement[]> {
  const sizes = quick
    ? { appends: 2_000, short: 2_000, long: 10_000, rounds: 2 }
    : { appends: 10_000, short: 20_000, long: 200_000, rounds: 5 };
  const server = await eventStoreDb();
  const order = { url: server.url, ...(profiles === undefined ? {} : { profiles }) };
  // Appends have a log of their own: catching up is from the beginning.
  const ofAppends = { ...order, prefix: `bench${randomBytes(6).toString('hex')}` };
  const ofReading = { ...order, prefix: `bench${randomBytes(6).toString('hex')}` };
  const measurements: Measurement[] = [];
  try {
    const filler = worker('bare');
    try {
      await filler.ask({ ...ofReading, kind: 'fill', events: sizes.long });
    } finally {
      filler.end();
    }
    for (const comparison of COMPARISONS.toReversed()) {
      const reads = comparison.kind === 'read' || comparison.kind === 'subscribe';
      const [from, events] = reads ? [ofReading, sizes.long] : [ofAppends, sizes.appends];
      measurements.unshift(await rates(comparison, { ...from, kind: comparison.kind, events }, sizes.rounds));
    }
    measurements.push(await memory(ofReading, sizes));
    return measurements.map((measurement) => ({
      ...measurement,
      details: { server: server.name, ...measurement.details },
    }));
  } finally {
    await server.close();
  }
}

/** The two have a process each, and take turns, after a round of each that does not count. */
async function rates(
  { what, beside }: (typeof COMPARISONS)[number],
  request: LogRequest,
  rounds: number,
): Promise<Measurement> {
  const sides = [worker('adapter'), worker('bare')] as const;
  const answers: [LogAnswer[], LogAnswer[]] = [[], []];
  try {
    for (const side of sides) await side.ask(request);
    for (let round = 0; round < rounds; round += 1) {
      for (const [index, side] of sides.entries()) answers[index]?.push(await side.ask(request));
    }
  } finally {
    for (const side of sides) side.end();
  }
  const [own, bare] = answers;
  const { events } = request;
  const rate = (of: readonly LogAnswer[]): number => events / median(of.map(({ seconds }) => seconds));
  const micros = (of: readonly LogAnswer[]): number => (median(of.map(({ cpuSeconds }) => cpuSeconds)) * 1e6) / events;
  return {
    what,
    value: rounded(rate(own)),
    unit: 'events/s',
    beside: { what: beside, value: rounded(rate(bare)) },
    ratio: rounded(rate(own) / rate(bare), 3),
    aim: AIM,
    details: {
      events,
      ...latenciesOf('', own),
      ...latenciesOf(' beside it', bare),
      'CPU of the client an event': `${rounded(micros(own), 1)} µs`,
      'CPU beside it': `${rounded(micros(bare), 1)} µs`,
      'ratio of CPU': rounded(micros(bare) / micros(own), 3),
      'peak memory': `${rounded(peakOf(own))} MiB`,
      'peak memory beside it': `${rounded(peakOf(bare))} MiB`,
      rounds: own.map(({ seconds }) => rounded(events / seconds)),
      'rounds beside it': bare.map(({ seconds }) => rounded(events / seconds)),
    },
  };
}

function latenciesOf(suffix: string, answers: readonly LogAnswer[]): Record<string, string> {
  const latencies = answers.flatMap((answer) => answer.latencies);
  if (latencies.length === 0) return {};
  const at = (share: number): string => `${rounded(percentile(latencies, share), 1)} ms`;
  return { [`p50${suffix}`]: at(0.5), [`p99${suffix}`]: at(0.99) };
}

/** A fresh process for each length: what it needed most is of that catching up. */
async function memory(
  order: Order,
  { short, long }: { readonly short: number; readonly long: number },
): Promise<Measurement> {
  const peaks: number[] = [];
  for (const events of [short, long]) {
    const side = worker('adapter');
    try {
      peaks.push((await side.ask({ ...order, kind: 'subscribe', events })).peakMiB);
    } finally {
      side.end();
    }
  }
  const [ofShort = Number.NaN, ofLong = Number.NaN] = peaks;
  return {
    what: `Most memory when catching up with ${long.toLocaleString('en')} events`,
    value: rounded(ofLong),
    unit: 'MiB',
    beside: { what: `${short.toLocaleString('en')} events`, value: rounded(ofShort) },
    ratio: rounded(ofLong / ofShort, 3),
    aim: 'flat',
    details: {},
  };
}

function peakOf(answers: readonly LogAnswer[]): number {
  return Math.max(...answers.map(({ peakMiB }) => peakMiB));
}

function worker(side: 'adapter' | 'bare'): Worker {
  return new Child(new URL(`../event-store-db/${side}-worker.js`, import.meta.url));
}
