import type { FeedRead, FeedWasRead } from '../feed/feed-reader.ts';
import { installRegion, settle, start } from '../http/installation.ts';
import { LoadProcess } from '../load/load-process.ts';
import { Child } from '../measure/child.ts';
import { Profiler } from '../measure/profiler.ts';
import type { Measurement, PartOptions } from '../measure/result.ts';
import { median, rounded } from '../measure/statistics.ts';
import type { ReplayAnswer, ReplayRequest } from '../replay/replay-worker.ts';

const CONNECTIONS = 10;
const TOKEN_SECONDS = 3_600;
const MIB = 1_048_576;

/** Reads what is published from the beginning, over HTTP, beside a bare scan of the log that it was made from. */
export async function feed({ quick, scratch, profiles }: PartOptions): Promise<readonly Measurement[]> {
  const bookings = quick ? 500 : 20_000;
  await book(scratch, bookings, quick ? 9 : 60);
  // Anew, as the scan has a process of its own: what bookings leave in memory, and when it is collected, is no cost of reading.
  const application = await start(scratch);
  const profiler = new Profiler(profiles);
  const scanner = new Child<ReplayRequest, ReplayAnswer>(new URL('../replay/replay-worker.js', import.meta.url));
  const reader = new Child<FeedRead, FeedWasRead>(new URL('../feed/feed-reader.js', import.meta.url));
  try {
    const { url, tokens } = application;
    if (!tokens) throw new Error('an external issuer signs the tokens');
    await settle({ application });
    const token = await tokens.issue({ role: 'central', id: 'bench' }, TOKEN_SECONDS);
    const scans: ReplayAnswer[] = [];
    const reads: FeedWasRead[] = [];
    const memory: number[] = [];
    for (let round = 0; round <= (quick ? 2 : 5); round += 1) {
      scans.push(await scanner.ask({ log: scratch, scratch }));
      reads.push(await profiler.record('feed', () => reader.ask({ url, token })));
      memory.push(process.memoryUsage().rss / MIB);
    }
    // The first does not count: what runs is compiled in it.
    for (const answers of [scans, reads, memory]) answers.shift();
    const length = scans[0]?.events ?? 0;
    // Both go through the whole log: the one reads its rows, the other what is published of them.
    const rates = reads.map(({ seconds }) => length / seconds);
    const scanRates = scans.map(({ seconds }) => length / seconds);
    return [
      {
        what: `Feed from the beginning, a log of ${length.toLocaleString('en')} events`,
        value: rounded(median(rates)),
        unit: 'events of the log/s',
        beside: { what: 'ordered scan with JSON.parse', value: rounded(median(scanRates)) },
        ratio: rounded(median(rates) / median(scanRates), 3),
        aim: '>= 0.50',
        details: {
          'published events': reads[0]?.events ?? 0,
          'published events/s': rounded(median(reads.map(({ events, seconds }) => events / seconds))),
          'memory of the server after each round': memory.map((mib) => rounded(mib)),
          rounds: rates.map((rate) => rounded(rate)),
          'rounds of the scan': scanRates.map((rate) => rounded(rate)),
        },
      },
    ];
  } finally {
    scanner.end();
    reader.end();
    await application.close();
  }
}

/** Makes a log of which something is published. */
async function book(scratch: string, bookings: number, agendas: number): Promise<void> {
  const { application, requests } = await installRegion(scratch, { agendas, citizens: bookings });
  const load = new LoadProcess();
  try {
    const { url } = application;
    await load.send({ url, connections: CONNECTIONS, method: 'POST', requests: requests.bookings(bookings) });
    await settle({ application });
  } finally {
    load.end();
    await application.close();
  }
}
