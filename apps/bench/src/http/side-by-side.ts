import type { Profiler } from '../measure/profiler.ts';
import type { Measurement } from '../measure/result.ts';
import { median, rounded } from '../measure/statistics.ts';
import type { LoadRequest, LoadResult } from '../load/load.ts';
import { LoadProcess } from '../load/load-process.ts';
import { settle, type Installation } from './installation.ts';

/** One of the two that are compared. */
export interface Side {
  readonly what: string;
  readonly method: 'GET' | 'POST';
  /** Requests of a round. */
  readonly perRound: number;
  readonly make: (count: number) => LoadRequest[];
}

export interface Comparison {
  readonly what: string;
  readonly subject: Side;
  readonly beside: Side;
  readonly rounds: number;
  readonly connections: number;
  readonly aim: string;
}

interface Round extends LoadResult {
  /** Until read models and process managers had seen what the round wrote. */
  readonly behindMs: number;
  /** Of this process, for each request, until then: other work on the machine hardly changes it. */
  readonly cpuMicros: number;
}

/** Measures two routes of one application in turn, A B A B …, after a round of each that does not count. */
export async function sideBySide(
  installation: Installation,
  { what, subject, beside, rounds, connections, aim }: Comparison,
  profiler: Profiler,
): Promise<Measurement> {
  const load = new LoadProcess();
  const round = async ({ what: name, method, perRound, make }: Side): Promise<Round> => {
    const { url } = installation.application;
    const requests = make(perRound);
    let started = process.cpuUsage();
    const result = await load.send({ url, connections, method, requests }, (sending) => {
      started = process.cpuUsage();
      return profiler.record(name, sending);
    });
    const ended = performance.now();
    await settle(installation);
    const behindMs = performance.now() - ended;
    const { user, system } = process.cpuUsage(started);
    return { ...result, behindMs, cpuMicros: (user + system) / result.answers };
  };
  const ofSubject: Round[] = [];
  const ofOther: Round[] = [];
  try {
    await round(subject);
    await round(beside);
    for (let number = 0; number < rounds; number += 1) {
      ofSubject.push(await round(subject));
      ofOther.push(await round(beside));
    }
  } finally {
    load.end();
  }
  return compare({ what, beside: beside.what, aim }, ofSubject, ofOther);
}

function compare(
  { what, beside, aim }: { readonly what: string; readonly beside: string; readonly aim: string },
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
  return {
    what,
    value: rounded(rate),
    unit: 'requests/s',
    beside: { what: beside, value: rounded(otherRate) },
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
      'peak memory of the server': `${rounded(process.resourceUsage().maxRSS / 1_024)} MiB`,
      requests: all.reduce((sum, { answers }) => sum + answers, 0),
      rounds: ofSubject.map(({ perSecond }) => rounded(perSecond)),
      'rounds beside it': ofOther.map(({ perSecond }) => rounded(perSecond)),
    },
  };
}
