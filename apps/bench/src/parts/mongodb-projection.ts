import { join } from 'node:path';
import { Child } from '../measure/child.ts';
import type { Measurement, PartOptions } from '../measure/result.ts';
import { median, percentile, rounded } from '../measure/statistics.ts';
import type { ProjectionAnswer, ProjectionRequest } from '../mongodb/projection-worker.ts';
import { withMongoDb } from '../mongodb/with-mongo-db.ts';
import { generateLog } from '../replay/generate-log.ts';

/** Those whose documents are many. */
const PROJECTIONS = ['availability', 'appointments'];

const KINDS = ['build', 'upsert', 'write'] as const;

type Request = Omit<ProjectionRequest, 'kind' | 'projection' | 'until'>;
type Worker = Child<ProjectionRequest, ProjectionAnswer>;

/** Building projections in MongoDB beside a bare bulk write of the documents that come of it; and its memory. */
export async function mongoDbProjection({ quick, scratch, profiles }: PartOptions): Promise<readonly Measurement[]> {
  const lengths = quick ? [10_000, 30_000, 60_000] : [100_000, 500_000, 1_000_000];
  const [short = 0, , longest = 0] = lengths;
  return withMongoDb(scratch, async ({ serverName, url, installation }) => {
    const log = join(scratch, 'log');
    await generateLog(log, longest);
    const batches = join(scratch, 'batches');
    const request = { log, scratch, url, installation, batches, ...(profiles === undefined ? {} : { profiles }) };
    const measurements: Measurement[] = [];
    for (const projection of PROJECTIONS) {
      measurements.push(await rates(projection, request, { length: short, rounds: quick ? 2 : 3, serverName }));
      measurements.push(await memory(projection, request, { lengths, serverName }));
    }
    return measurements;
  });
}

interface Circumstances {
  readonly length: number;
  readonly rounds: number;
  readonly serverName: string;
}

/** Each has a process of its own; they take turns, after a run over the beginning of the log that does not count. */
async function rates(
  projection: string,
  request: Request,
  { length, rounds, serverName }: Circumstances,
): Promise<Measurement> {
  const workers = KINDS.map(() => worker());
  const [builder] = workers as [Worker, ...Worker[]];
  const answers: [ProjectionAnswer[], ProjectionAnswer[], ProjectionAnswer[]] = [[], [], []];
  const all = { ...request, projection, until: String(length) };
  const beginning = { ...all, until: String(Math.ceil(length / 5)) };
  try {
    await builder.ask({ ...beginning, kind: 'record' });
    for (const [index, kind] of KINDS.entries()) await workers[index]?.ask({ ...beginning, kind });
    await builder.ask({ ...all, kind: 'record' });
    for (let round = 0; round < rounds; round += 1) {
      for (const [index, kind] of KINDS.entries()) {
        const answer = await workers[index]?.ask({ ...all, kind });
        if (answer) answers[index]?.push(answer);
      }
    }
  } finally {
    for (const one of workers) one.end();
  }
  const [built, written, known] = answers;
  const [events, documents] = [built[0]?.events ?? 0, written[0]?.documents ?? 0];
  const rate = (answers: readonly ProjectionAnswer[]): number => events / secondsOf(answers);
  const ofBatches = (answers: readonly ProjectionAnswer[], share: number): string =>
    `${rounded(
      percentile(
        answers.flatMap(({ batches }) => batches),
        share,
      ),
    )} ms`;
  return {
    what: `Building ${projection} in MongoDB, ${length.toLocaleString('en')} events`,
    value: rounded(rate(built)),
    unit: 'events/s',
    beside: { what: 'bulkWrite of upserts of the same documents', value: rounded(rate(written)) },
    ratio: rounded(rate(built) / rate(written), 3),
    aim: '>= 0.60',
    details: {
      server: serverName,
      'documents written': documents,
      'ratio to a bulkWrite that knows which documents are new': rounded(rate(built) / rate(known), 3),
      'events/s of that': rounded(rate(known)),
      'documents/s': rounded(documents / secondsOf(built)),
      'documents/s of the bulkWrite': rounded(documents / secondsOf(written)),
      'p50 of a batch': ofBatches(built, 0.5),
      'p99 of a batch': ofBatches(built, 0.99),
      'p50 of a bulkWrite': ofBatches(written, 0.5),
      'p99 of a bulkWrite': ofBatches(written, 0.99),
      CPU: `${rounded(median(built.map(({ cpuSeconds }) => cpuSeconds)), 2)} s`,
      'CPU of the bulkWrite': `${rounded(median(written.map(({ cpuSeconds }) => cpuSeconds)), 2)} s`,
      rounds: built.map(({ seconds }) => rounded(events / seconds)),
      'rounds of the bulkWrite': written.map(({ seconds }) => rounded(events / seconds)),
      'rounds of the knowing one': known.map(({ seconds }) => rounded(events / seconds)),
    },
  };
}

interface Lengths {
  /** Three: the first is for the details, as its process has not yet grown into its heap. */
  readonly lengths: readonly number[];
  readonly serverName: string;
}

/** A fresh process for each length: what it needed most is of that build. */
async function memory(projection: string, request: Request, { lengths, serverName }: Lengths): Promise<Measurement> {
  const answers: ProjectionAnswer[] = [];
  for (const length of lengths) {
    const builder = worker();
    try {
      answers.push(await builder.ask({ ...request, kind: 'build', projection, until: String(length) }));
    } finally {
      builder.end();
    }
  }
  const [short = '', long = '', longest = ''] = lengths.map((length) => length.toLocaleString('en'));
  const [ofShort = Number.NaN, ofLong = Number.NaN, ofLongest = Number.NaN] = answers.map(({ peakMiB }) => peakMiB);
  return {
    what: `Most memory when building ${projection} in MongoDB, ${longest} events`,
    value: rounded(ofLongest),
    unit: 'MiB',
    beside: { what: `${long} events`, value: rounded(ofLong) },
    ratio: rounded(ofLongest / ofLong, 3),
    aim: 'flat',
    details: {
      server: serverName,
      [`at ${short} events`]: `${rounded(ofShort)} MiB`,
      'events/s': answers.map(({ events, seconds }) => rounded(events / seconds)),
    },
  };
}

function worker(): Worker {
  return new Child(new URL('../mongodb/projection-worker.js', import.meta.url));
}

function secondsOf(answers: readonly ProjectionAnswer[]): number {
  return median(answers.map(({ seconds }) => seconds));
}
