import type { Profiler } from '../measure/profiler.ts';
import type { Measurement } from '../measure/result.ts';
import { median, rounded } from '../measure/statistics.ts';
import type { LoadRequest, LoadResult } from '../load/load.ts';
import { LoadProcess } from '../load/load-process.ts';
import { settle, type Installation } from './installation.ts';

/** One of those that are compared. */
export interface Side {
  readonly what: string;
  /** Where it answers; the application when absent. */
  readonly url?: string;
  readonly method: 'GET' | 'POST';
  /** Requests of a round. */
  readonly perRound: number;
  readonly make: (count: number) => LoadRequest[];
}

/** What something is compared with. */
export interface Beside extends Side {
  /** Of the ratio. */
  readonly aim: string;
}

export interface Comparison {
  readonly what: string;
  readonly subject: Side;
  readonly besides: readonly Beside[];
  readonly rounds: number;
  readonly connections: number;
}

interface Round extends LoadResult {
  /** Until read models and process managers had seen what the round wrote. */
  readonly behindMs: number;
  /** Of this process, for each request, until then: other work on the machine hardly changes it. */
  readonly cpuMicros: number;
  /** The same of its main thread alone, which is what more processors would leave. */
  readonly mainMicros: number;
}

/**
 * Measures a route and others beside it in turn, A B C A B C …, after a round of each that does not count.
 * @returns a measurement for each that it is compared with
 */
export async function sideBySide(
  installation: Installation,
  { what, subject, besides, rounds, connections }: Comparison,
  profiler: Profiler,
): Promise<readonly Measurement[]> {
  const load = new LoadProcess();
  const round = async ({
    what: name,
    url = installation.application.url,
    method,
    perRound,
    make,
  }: Side): Promise<Round> => {
    const requests = make(perRound);
    let [started, startedInMain] = [process.cpuUsage(), process.threadCpuUsage()];
    const result = await load.send({ url, connections, method, requests }, (sending) => {
      [started, startedInMain] = [process.cpuUsage(), process.threadCpuUsage()];
      return profiler.record(name, sending);
    });
    const ended = performance.now();
    await settle(installation);
    const behindMs = performance.now() - ended;
    const each = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / result.answers;
    const [cpuMicros, mainMicros] = [each(process.cpuUsage(started)), each(process.threadCpuUsage(startedInMain))];
    return { ...result, behindMs, cpuMicros, mainMicros };
  };
  const sides = [subject, ...besides];
  const measured = new Map<Side, Round[]>(sides.map((side) => [side, []]));
  try {
    for (const side of sides) await round(side);
    for (let number = 0; number < rounds; number += 1) {
      for (const side of sides) measured.get(side)?.push(await round(side));
    }
  } finally {
    load.end();
  }
  const roundsOf = (side: Side): readonly Round[] => measured.get(side) ?? [];
  return besides.map((beside) => compare(what, beside, roundsOf(subject), roundsOf(beside)));
}

function compare(
  what: string,
  { what: other, aim }: Beside,
  ofSubject: readonly Round[],
  ofOther: readonly Round[],
): Measurement {
  const middle = (rounds: readonly Round[], of: (round: Round) => number): number => median(rounds.map(of));
  const milliseconds = (rounds: readonly Round[], of: (round: Round) => number): string =>
    `${rounded(middle(rounds, of), 2)} ms`;
  const rate = middle(ofSubject, ({ perSecond }) => perSecond);
  const otherRate = middle(ofOther, ({ perSecond }) => perSecond);
  const cpu = middle(ofSubject, ({ cpuMicros }) => cpuMicros);
  const all = [...ofSubject, ...ofOther];
  const failures = all.reduce((sum, { failures: some }) => sum + some, 0);
  const firstFailure = all.find(({ failures: some }) => some > 0)?.firstFailure;
  const otherCpu = middle(ofOther, ({ cpuMicros }) => cpuMicros);
  const main = middle(ofSubject, ({ mainMicros }) => mainMicros);
  const otherMain = middle(ofOther, ({ mainMicros }) => mainMicros);
  return {
    what,
    value: rounded(rate),
    unit: 'requests/s',
    beside: { what: other, value: rounded(otherRate) },
    ratio: rounded(rate / otherRate, 3),
    aim,
    details: {
      p50: milliseconds(ofSubject, ({ p50 }) => p50),
      p99: milliseconds(ofSubject, ({ p99 }) => p99),
      'p50 beside it': milliseconds(ofOther, ({ p50 }) => p50),
      'p99 beside it': milliseconds(ofOther, ({ p99 }) => p99),
      ...(ofSubject.some(({ others }) => others)
        ? {
            'p50 of its POSTs': milliseconds(ofSubject, ({ others }) => others?.p50 ?? Number.NaN),
            'p99 of its POSTs': milliseconds(ofSubject, ({ others }) => others?.p99 ?? Number.NaN),
            'p50 of the POSTs beside it': milliseconds(ofOther, ({ others }) => others?.p50 ?? Number.NaN),
          }
        : {}),
      'not 2xx': failures,
      ...(firstFailure === undefined ? {} : { 'first not 2xx': firstFailure }),
      'read models behind at the end of a round': `${rounded(middle(ofSubject, ({ behindMs }) => behindMs))} ms`,
      'CPU of the server a request': `${rounded(cpu)} µs`,
      'CPU beside it': `${rounded(otherCpu)} µs`,
      'ratio of CPU': rounded(otherCpu / cpu, 3),
      'main thread a request': `${rounded(main)} µs`,
      'main thread beside it': `${rounded(otherMain)} µs`,
      'ratio of main threads, as with more processors': rounded(otherMain / main, 3),
      'peak memory of the server': `${rounded(process.resourceUsage().maxRSS / 1_024)} MiB`,
      requests: all.reduce((sum, { answers }) => sum + answers, 0),
      rounds: ofSubject.map(({ perSecond }) => rounded(perSecond)),
      'rounds beside it': ofOther.map(({ perSecond }) => rounded(perSecond)),
    },
  };
}
