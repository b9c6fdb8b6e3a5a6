import { join } from 'node:path';
import { Child } from '../measure/child.ts';
import type { Measurement, PartOptions } from '../measure/result.ts';
import { median, rounded } from '../measure/statistics.ts';
import { generateLog } from '../replay/generate-log.ts';
import type { ReplayAnswer, ReplayRequest } from '../replay/replay-worker.ts';

/** Those that fold more than a handful of events. */
const PROJECTIONS = ['availability', 'appointments', 'protocol-register', 'network-overview'];
const SCAN = 'ordered scan with JSON.parse';

/** Replays projections beside a bare scan of the same log, at two lengths of it: rates, and memory. */
export async function replay({ quick, scratch }: PartOptions): Promise<readonly Measurement[]> {
  const lengths = quick ? [10_000, 30_000] : [100_000, 1_000_000];
  const measurements: Measurement[] = [];
  for (const length of lengths) {
    const log = join(scratch, `log-${length}`);
    await generateLog(log, length);
    measurements.push(...(await replayBesideScan(log, scratch, length, quick ? 2 : 5)));
  }
  return measurements;
}

/** Each has a process of its own; they take turns, after a run over the beginning of the log that does not count. */
async function replayBesideScan(
  log: string,
  scratch: string,
  length: number,
  rounds: number,
): Promise<readonly Measurement[]> {
  const contestants = [undefined, ...PROJECTIONS].map((projection) => ({
    projection,
    child: new Child<ReplayRequest, ReplayAnswer>(new URL('../replay/replay-worker.js', import.meta.url)),
    answers: [] as ReplayAnswer[],
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
  const rateOf = (answers: readonly ReplayAnswer[]): number => median(answers.map((one) => one.events / one.seconds));
  const cpuOf = (answers: readonly ReplayAnswer[]): number => median(answers.map(({ cpuSeconds }) => cpuSeconds));
  const [scan, ...replays] = contestants;
  const scanRate = rateOf(scan?.answers ?? []);
  return replays.map(({ projection, answers }) => ({
    what: `Replay of ${projection ?? ''}, ${length.toLocaleString('en')} events`,
    value: rounded(rateOf(answers)),
    unit: 'events/s',
    beside: { what: SCAN, value: rounded(scanRate) },
    ratio: rounded(rateOf(answers) / scanRate, 3),
    aim: '>= 0.50',
    details: {
      'ratio of CPU': rounded(cpuOf(scan?.answers ?? []) / cpuOf(answers), 3),
      'peak memory': `${rounded(Math.max(...answers.map(({ peakMiB }) => peakMiB)))} MiB`,
      'peak memory of the scan': `${rounded(Math.max(...(scan?.answers ?? []).map(({ peakMiB }) => peakMiB)))} MiB`,
      rounds: answers.map(({ events, seconds }) => rounded(events / seconds)),
      'rounds of the scan': (scan?.answers ?? []).map(({ events, seconds }) => rounded(events / seconds)),
    },
  }));
}
