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
  readonly noOp: Side;
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
  { what, subject, noOp, rounds, connections, aim }: Comparison,
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
  const ofNoOp: Round[] = [];
  try {
    await round(subject);
    await round(noOp);
    for (let number = 0; number < rounds; number += 1) {
      ofSubject.push(await round(subject));
      ofNoOp.push(await round(noOp));
    }
  } finally {
    load.end();
  }
  return compare({ what, noOp: noOp.what, aim }, ofSubject, ofNoOp);
}

function compare(
  { what, noOp, aim }: { readonly what: string; readonly noOp: string; readonly aim: string },
  ofSubject: readonly Round[],
  ofNoOp: readonly Round[],
): Measurement {
  const middle = (rounds: readonly Round[], of: (round: Round) => number): number => median(rounds.map(of));
  const rate = middle(ofSubject, ({ perSecond }) => perSecond);
  const noOpRate = middle(ofNoOp, ({ perSecond }) => perSecond);
  const cpu = middle(ofSubject, ({ cpuMicros }) => cpuMicros);
  const noOpCpu = middle(ofNoOp, ({ cpuMicros }) => cpuMicros);
  return {
    what,
    value: rounded(rate),
    unit: 'requests/s',
    beside: { what: noOp, value: rounded(noOpRate) },
    ratio: rounded(rate / noOpRate, 3),
    aim,
    details: {
      p50: `${rounded(
        middle(ofSubject, ({ p50 }) => p50),
        2,
      )} ms`,
      p99: `${rounded(
        middle(ofSubject, ({ p99 }) => p99),
        2,
      )} ms`,
      'p50 no-op': `${rounded(
        middle(ofNoOp, ({ p50 }) => p50),
        2,
      )} ms`,
      'p99 no-op': `${rounded(
        middle(ofNoOp, ({ p99 }) => p99),
        2,
      )} ms`,
      'not 2xx': [...ofSubject, ...ofNoOp].reduce((sum, { failures }) => sum + failures, 0),
      'read models behind at the end of a round': `${rounded(middle(ofSubject, ({ behindMs }) => behindMs))} ms`,
      'CPU of the server a request': `${rounded(cpu)} µs`,
      'CPU no-op': `${rounded(noOpCpu)} µs`,
      'ratio of CPU': rounded(noOpCpu / cpu, 3),
      requests: [...ofSubject, ...ofNoOp].reduce((sum, { answers }) => sum + answers, 0),
      rounds: ofSubject.map(({ perSecond }) => rounded(perSecond)),
      'rounds no-op': ofNoOp.map(({ perSecond }) => rounded(perSecond)),
    },
  };
}
