import { installRegion, settle } from '../http/installation.ts';
import { LagObserver } from '../http/observed-stores.ts';
import { LoadProcess } from '../load/load-process.ts';
import type { Measurement, PartOptions } from '../measure/result.ts';
import { percentile, rounded } from '../measure/statistics.ts';

const CONNECTIONS = 50;
const COMMANDS_A_SECOND = 500;

/** How long after the log has acknowledged a booking the read model of availability has it. */
export async function lag({ quick, scratch }: PartOptions): Promise<readonly Measurement[]> {
  const warmUp = quick ? 500 : 5_000;
  const commands = COMMANDS_A_SECOND * (quick ? 3 : 30);
  const observer = new LagObserver('availability');
  const size = { agendas: quick ? 9 : 60, citizens: warmUp + commands };
  const installation = await installRegion(scratch, size, { openStores: (directory) => observer.open(directory) });
  const load = new LoadProcess();
  try {
    const { application, requests } = installation;
    const booking = { url: application.url, connections: CONNECTIONS, method: 'POST' } as const;
    await load.send({ ...booking, requests: requests.bookings(warmUp) });
    await settle(installation);
    observer.take();
    const result = await load.send({ ...booking, requests: requests.bookings(commands), rate: COMMANDS_A_SECOND });
    await settle(installation);
    const lags = observer.take();
    return [
      {
        what: `Lag of availability at ${COMMANDS_A_SECOND} commands/s, p99`,
        value: rounded(percentile(lags, 0.99), 2),
        unit: 'ms',
        aim: '< 35 ms',
        details: {
          p50: `${rounded(percentile(lags, 0.5), 2)} ms`,
          p99: `${rounded(percentile(lags, 0.99), 2)} ms`,
          largest: `${rounded(Math.max(...lags), 2)} ms`,
          'commands/s': rounded(result.perSecond),
          'appends seen': lags.length,
          'p99 of the answers': `${rounded(result.p99, 2)} ms`,
          'not 2xx': result.failures,
        },
      },
    ];
  } finally {
    load.end();
    await installation.application.close();
  }
}
