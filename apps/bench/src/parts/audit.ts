import { addDays, regions } from '#italy';
import { Random } from '#demonstration';
import { DAYS, FIRST_DAY, writeNetwork } from '../audit/audited-network.ts';
import { settle, start, type Surroundings } from '../http/installation.ts';
import { LoadProcess } from '../load/load-process.ts';
import type { LoadRequest } from '../load/load.ts';
import { Profiler } from '../measure/profiler.ts';
import { heapInUse } from '../measure/heap-in-use.ts';
import type { Measurement, PartOptions } from '../measure/result.ts';
import { rounded } from '../measure/statistics.ts';

/** The region with the most municipalities, Lombardia. */
const LARGEST = '03';
const LIFETIME_SECONDS = 3_600;

interface Asked {
  readonly what: string;
  readonly connections: number;
  /** Path and query of a question. */
  readonly path: (random: Random, index: number) => string;
  /** For p95. */
  readonly aim?: string;
}

/** Opens the stores of a directory; those of the embedded mode when absent. */
interface Opened extends Pick<Surroundings, 'openStores'> {
  /** How many protocols with `--quick`; 300 when absent. */
  readonly quickProtocols?: number;
}

/**
 * Which points were active in a whole region, on a date and as known on another, and dashboards of a region and of all, over
 * HTTP: dates differ from question to question.
 */
export async function audit(options: PartOptions): Promise<readonly Measurement[]> {
  return auditOver(options, {});
}

/** The same over other stores. */
export async function auditOver(
  { quick, scratch, profiles }: PartOptions,
  { quickProtocols = 300, ...surroundings }: Opened,
): Promise<readonly Measurement[]> {
  const protocols = quick ? quickProtocols : 4_500;
  // A log without keys is refused: they were made before it.
  await (await start(scratch, surroundings)).close();
  const events = await writeNetwork(scratch, protocols);
  const application = await start(scratch, surroundings);
  const load = new LoadProcess();
  try {
    await settle({ application });
    const token = (await application.tokens?.issue({ role: 'central', id: 'bench-central' }, LIFETIME_SECONDS)) ?? '';
    const random = new Random(9);
    const requests = ({ path }: Asked, count: number): LoadRequest[] =>
      Array.from({ length: count }, (_, index): LoadRequest => {
        return { path: path(random, index), headers: { authorization: `Bearer ${token}` } };
      });
    const measure = async (asked: Asked): Promise<Measurement> => {
      const { what, connections, aim } = asked;
      const count = quick ? 40 : 400;
      const { url } = application;
      await load.send({ url, connections, method: 'GET', requests: requests(asked, 40) });
      const sent = { url, connections, method: 'GET' as const, requests: requests(asked, count) };
      let begun = process.cpuUsage();
      const { p50, p95, p99, perSecond, failures } = await load.send(sent, (sending) => {
        begun = process.cpuUsage();
        return new Profiler(profiles).record(what, sending);
      });
      const { user, system } = process.cpuUsage(begun);
      return {
        ...{ what, value: rounded(p95, 1), unit: 'ms at p95', ...(aim === undefined ? {} : { aim }) },
        details: {
          ...{ p50: `${rounded(p50, 1)} ms`, p99: `${rounded(p99, 1)} ms`, 'answers a second': rounded(perSecond, 1) },
          ...{ 'not 2xx': failures, protocols, events, questions: count },
          'CPU of the server a question': `${rounded((user + system) / count / 1_000, 1)} ms`,
          'peak memory of the server': `${rounded(process.resourceUsage().maxRSS / 1_024)} MiB`,
          'heap in use once garbage is collected': `${rounded(heapInUse() / 1_048_576)} MiB`,
        },
      };
    };
    const all = regions().map(({ code }) => code);
    const points = (of: readonly string[]): Asked['path'] => {
      return (chance, index) => {
        const on = addDays(FIRST_DAY, chance.integer(100, DAYS));
        const knownAt = addDays(on, chance.integer(0, 60));
        return `/rest/audit/v1/points?region=${of[index % of.length] ?? LARGEST}&on=${on}&knownAt=${knownAt}`;
      };
    };
    const dashboard = (of: string): Asked['path'] => {
      return (chance) => `/rest/audit/v1/${of}?months=36&on=${addDays(FIRST_DAY, chance.integer(100, DAYS))}`;
    };
    const known: Asked['path'] = (chance, index) => {
      const on = addDays(FIRST_DAY, chance.integer(100, DAYS));
      return `${dashboard(`regions/${LARGEST}/dashboard`)(chance, index)}&knownAt=${addDays(on, 30)}`;
    };
    const aim = '< 100 ms';
    const asked: readonly Asked[] = [
      { what: 'Audit of the largest region, one at a time', connections: 1, path: points([LARGEST]), aim },
      { what: 'Audit of each region in turn, one at a time', connections: 1, path: points(all), aim },
      { what: 'Audit of each region in turn, four at once', connections: 4, path: points(all), aim },
      { what: 'Dashboard of the largest region', connections: 1, path: dashboard(`regions/${LARGEST}/dashboard`) },
      { what: 'The same as it was known on another day', connections: 1, path: known },
      { what: 'Dashboard of all regions', connections: 1, path: dashboard('dashboard') },
    ];
    const measured: Measurement[] = [];
    for (const one of asked) measured.push(await measure(one));
    return measured;
  } finally {
    load.end();
    await application.close();
  }
}
