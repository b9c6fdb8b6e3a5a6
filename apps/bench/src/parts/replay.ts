import { join } from 'node:path';
import { Child } from '../measure/child.ts';
import type { Measurement, PartOptions } from '../measure/result.ts';
import { median, rounded } from '../measure/statistics.ts';
import { generateLog } from '../replay/generate-log.ts';
import type { ReplayAnswer, ReplayRequest } from '../replay/replay-worker.ts';

/** Those that fold more than a handful of events. */
const PROJECTIONS = ['availability', 'appointments', 'protocol-register', 'network-overview'];
const SCAN = 'ordered scan with JSON.parse';

/** A projection, or the bare scan, in a process of its own, and what came of each round. */
interface Contestant {
  readonly projection: string | undefined;
  readonly child: Child<ReplayRequest, ReplayAnswer>;
  readonly answers: ReplayAnswer[];
}

/** Rebuilds projections beside a bare scan of the same log, at two lengths of it: rates, and memory. */
export async function replay({ quick, scratch }: PartOptions): Promise<readonly Measurement[]> {
  const lengths = quick ? [10_000, 30_000] : [100_000, 1_000_000];
  const measurements: Measurement[] = [];
  const peaks: number[][] = [];
  for (const length of lengths) {
    const log = join(scratch, `log-${length}`);
    await generateLog(log, length);
    const [scan, ...replays] = await replayInTurn(log, scratch, length, quick ? 2 : 5);
    measurements.push(...replays.map((one) => besideScan(one, scan?.answers ?? [], length)));
    peaks.push(replays.map(({ answers }) => peakOf(answers)));
  }
  return [...measurements, ...PROJECTIONS.map((name, index) => memoryOf(name, lengths, peaks, index))];
}

/** Each has a process of its own; they take turns, after a run over the beginning of the log that does not count. */
async function replayInTurn(
  log: string,
  scratch: string,
  length: number,
  rounds: number,
): Promise<readonly Contestant[]> {
  const contestants = [undefined, ...PROJECTIONS].map((projection): Contestant => ({
    projection,
    child: new Child(new URL('../replay/replay-worker.js', import.meta.url)),
    answers: [],
  }));
  try {
    const request = (projection: string | undefined): ReplayRequest => {
      return { log, scratch, ...(projection === undefined ? {} : { projection }) };
    };
    const warmUp = String(Math.min(50_000, Math.ceil(length / 5)));
    for (const { projection, child } of contestants) await child.ask({ ...request(projection), until: warmUp });
    for (let round = 0; round < rounds; round += 1) {
      for (const { projection, child, answers } of contestants) answers.push(await child.ask(request(projection)));
    }
  } finally {
    for (const { child } of contestants) child.end();
  }
  return contestants;
}

function besideScan(
  { projection, answers }: Omit<Contestant, 'child'>,
  scan: readonly ReplayAnswer[],
  length: number,
): Measurement {
  const share = median(answers.map(({ switchSeconds, seconds }) => switchSeconds / seconds));
  return {
    what: `Rebuild of ${projection ?? ''}, ${length.toLocaleString('en')} events`,
    value: rounded(rateOf(answers)),
    unit: 'events/s',
    beside: { what: SCAN, value: rounded(rateOf(scan)) },
    ratio: rounded(rateOf(answers) / rateOf(scan), 3),
    aim: '>= 0.40',
    details: {
      'ratio of CPU': rounded(cpuOf(scan) / cpuOf(answers), 3),
      'ratio of filling alone': rounded(rateOf(answers.map(filling)) / rateOf(scan), 3),
      'share of the switch': rounded(share, 2),
      'peak memory': `${rounded(peakOf(answers))} MiB`,
      'peak memory of the scan': `${rounded(peakOf(scan))} MiB`,
      rounds: answers.map(({ events, seconds }) => rounded(events / seconds)),
      'rounds of the scan': scan.map(({ events, seconds }) => rounded(events / seconds)),
    },
  };
}

function memoryOf(name: string, lengths: readonly number[], peaks: readonly number[][], index: number): Measurement {
  const [short = '', long = ''] = lengths.map((length) => length.toLocaleString('en'));
  const [ofShort = Number.NaN, ofLong = Number.NaN] = peaks.map((all) => all[index] ?? Number.NaN);
  return {
    what: `Most memory of a rebuild of ${name}, ${long} events`,
    value: rounded(ofLong),
    unit: 'MiB',
    beside: { what: `${short} events`, value: rounded(ofShort) },
    ratio: rounded(ofLong / ofShort, 2),
    aim: '<= 1.2',
    details: {},
  };
}

function filling({ seconds, switchSeconds, ...answer }: ReplayAnswer): ReplayAnswer {
  return { ...answer, seconds: seconds - switchSeconds, switchSeconds: 0 };
}

function rateOf(answers: readonly ReplayAnswer[]): number {
  return median(answers.map(({ events, seconds }) => events / seconds));
}

function cpuOf(answers: readonly ReplayAnswer[]): number {
  return median(answers.map(({ cpuSeconds }) => cpuSeconds));
}

function peakOf(answers: readonly ReplayAnswer[]): number {
  return Math.max(...answers.map(({ peakMiB }) => peakMiB));
}
