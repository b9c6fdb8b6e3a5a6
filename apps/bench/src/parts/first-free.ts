import { start } from '../http/installation.ts';
import type { NetworkRequest } from '../http/network-process.ts';
import type { LoadRequest } from '../load/load.ts';
import { LoadProcess } from '../load/load-process.ts';
import { Child } from '../measure/child.ts';
import type { Measurement, PartOptions } from '../measure/result.ts';
import { rounded } from '../measure/statistics.ts';

const CONNECTIONS = 4;

/** The first free place of five thousand agendas of one service line, in all of Italy and in a province, over HTTP. */
export async function firstFree({ quick, scratch }: PartOptions): Promise<readonly Measurement[]> {
  const agendas = quick ? 300 : 5_000;
  const count = quick ? 200 : 3_000;
  const opening = new Child<NetworkRequest, true>(new URL('../http/network-process.js', import.meta.url));
  await opening.ask({ directory: scratch, agendas });
  opening.end();
  const application = await start(scratch);
  const load = new LoadProcess();
  const path = '/rest/agenda/v1/first-free?serviceId=cedolino-pensione&mode=IN_PERSON';
  const lookUps = (query: string, number: number) =>
    Array.from({ length: number }, (): LoadRequest => ({ path: `${path}${query}`, headers: {} }));
  const send = (requests: LoadRequest[], connections = CONNECTIONS) =>
    load.send({ url: application.url, connections, method: 'GET', requests }, (sending) => sending());
  try {
    const cold = await send(lookUps('&limit=1', 1), 1);
    const measured: Measurement[] = [];
    for (const [where, query] of [
      ['all of Italy', '&limit=1'],
      ['a province', '&limit=10&province=058'],
    ] as const) {
      await send(lookUps(query, Math.ceil(count / 10)));
      const before = process.cpuUsage();
      const { p50, p99, perSecond, failures } = await send(lookUps(query, count));
      const { user, system } = process.cpuUsage(before);
      measured.push({
        what: `First free of ${agendas} agendas, ${where}, p99`,
        ...{ value: rounded(p99, 2), unit: 'ms', aim: '< 50 ms' },
        details: {
          ...{
            p50: `${rounded(p50, 2)} ms`,
            'a second': rounded(perSecond),
            'not 2xx': failures,
            'CPU of the server a request': `${rounded((user + system) / count)} µs`,
            connections: CONNECTIONS,
          },
          'the first after a start': `${rounded(cold.p99)} ms`,
          'peak memory of the server': `${rounded(process.resourceUsage().maxRSS / 1_024)} MiB`,
        },
      });
    }
    return measured;
  } finally {
    load.end();
    await application.close();
  }
}
