import { addDays, regions } from '#italy';
import { Random } from '#demonstration';
import { DAYS, FIRST_DAY, writeNetwork } from '../audit/audited-network.ts';
import { settle, start } from '../http/installation.ts';
import { LoadProcess } from '../load/load-process.ts';
import type { LoadRequest } from '../load/load.ts';
import { Profiler } from '../measure/profiler.ts';
import type { Measurement, PartOptions } from '../measure/result.ts';
import { rounded } from '../measure/statistics.ts';

/** The region with the most municipalities, Lombardia. */
const LARGEST = '03';
const LIFETIME_SECONDS = 3_600;

interface Asked {
  readonly what: string;
  readonly regions: readonly string[];
  readonly connections: number;
}

/**
 * Which points were active in a whole region, on a date and as known on another, over HTTP: both dates differ from question
 * to question.
 */
export async function audit({ quick, scratch, profiles }: PartOptions): Promise<readonly Measurement[]> {
  const protocols = quick ? 300 : 4_500;
  // A log without keys is refused: they were made before it.
  await (await start(scratch)).close();
  const events = await writeNetwork(scratch, protocols);
  const application = await start(scratch);
  const load = new LoadProcess();
  try {
    await settle({ application });
    const token = (await application.tokens?.issue({ role: 'central', id: 'bench-central' }, LIFETIME_SECONDS)) ?? '';
    const random = new Random(9);
    const requests = (of: readonly string[], count: number): LoadRequest[] =>
      Array.from({ length: count }, (_, index): LoadRequest => {
        const on = addDays(FIRST_DAY, random.integer(100, DAYS));
        const knownAt = addDays(on, random.integer(0, 60));
        const query = `region=${of[index % of.length] ?? LARGEST}&on=${on}&knownAt=${knownAt}`;
        return { path: `/rest/audit/v1/points?${query}`, headers: { authorization: `Bearer ${token}` } };
      });
    const measure = async ({ what, regions: of, connections }: Asked): Promise<Measurement> => {
      const count = quick ? 40 : 400;
      const { url } = application;
      await load.send({ url, connections, method: 'GET', requests: requests(of, 40) });
      const asked = { url, connections, method: 'GET' as const, requests: requests(of, count) };
      let begun = process.cpuUsage();
      const { p50, p95, p99, perSecond, failures } = await load.send(asked, (sending) => {
        begun = process.cpuUsage();
        return new Profiler(profiles).record(what, sending);
      });
      const { user, system } = process.cpuUsage(begun);
      return {
        ...{ what, value: rounded(p95, 1), unit: 'ms at p95', aim: '< 100 ms' },
        details: {
          ...{ p50: `${rounded(p50, 1)} ms`, p99: `${rounded(p99, 1)} ms`, 'answers a second': rounded(perSecond, 1) },
          ...{ 'not 2xx': failures, protocols, events, questions: count },
          'CPU of the server a question': `${rounded((user + system) / count / 1_000, 1)} ms`,
          'peak memory of the server': `${rounded(process.resourceUsage().maxRSS / 1_024)} MiB`,
        },
      };
    };
    const all = regions().map(({ code }) => code);
    return [
      await measure({ what: 'Audit of the largest region, one at a time', regions: [LARGEST], connections: 1 }),
      await measure({ what: 'Audit of each region in turn, one at a time', regions: all, connections: 1 }),
      await measure({ what: 'Audit of each region in turn, four at once', regions: all, connections: 4 }),
    ];
  } finally {
    load.end();
    await application.close();
  }
}
