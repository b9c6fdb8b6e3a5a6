import pMap from 'p-map';
import { ReceiverChild } from '../feed/receiver-child.ts';
import { Subscribers, type Subscriber } from '../feed/subscribers.ts';
import { installNetwork, settle } from '../http/installation.ts';
import { LoadProcess } from '../load/load-process.ts';
import type { Measurement, PartOptions } from '../measure/result.ts';
import { percentile, rounded } from '../measure/statistics.ts';
import { provinces, romeDateOf } from '#italy';

const CONNECTIONS = 10;
const EVENTS_A_SECOND = 50;
const INTEGRATIONS = 5;
/** Commands that are given at once. */
const AT_ONCE = 20;
/** How long the last deliveries may take, in milliseconds. */
const PATIENCE_MS = 30_000;

interface Opened {
  readonly subscriber: Subscriber;
  readonly subscription: string;
  readonly province: string;
  /** Which of three in ten are dead, half of them each way. */
  readonly receiver: 'answering' | 'silent' | 'refusing';
}

/** Webhooks of many subscriptions, three in ten of which go to receivers that refuse the connection or never answer. */
export async function deadReceivers({ quick, scratch }: PartOptions): Promise<readonly Measurement[]> {
  const subscriptions = quick ? 100 : 1_000;
  const events = EVENTS_A_SECOND * (quick ? 5 : 60);
  const size = { agendas: 214, citizens: 2 * events };
  const environment = { RETE_PUNTI_WEBHOOK_PRIVATE: 'on' };
  const { application, requests } = await installNetwork(scratch, size, { environment });
  const load = new LoadProcess();
  const receiver = new ReceiverChild();
  try {
    const urls = await receiver.listen();
    const subscribers = new Subscribers(application);
    const systems = await Promise.all(Array.from({ length: INTEGRATIONS }, () => subscribers.register()));
    const codes = provinces(romeDateOf(Date.now())).map(({ code }) => code);
    const opened = await pMap(
      Array.from({ length: subscriptions }, (_, index) => index),
      async (index): Promise<Opened> => {
        const subscriber = systems[index % INTEGRATIONS] as Subscriber;
        const province = codes[index % codes.length] ?? '';
        const serial = Math.floor(index / INTEGRATIONS) + 1;
        const subscription = await subscribers.open(subscriber, serial, { province });
        // Spread over integrations and provinces.
        const turn = Math.floor(index / INTEGRATIONS) % 20;
        const kind = turn < 3 ? 'silent' : turn < 6 ? 'refusing' : 'answering';
        await subscribers.send(subscriber, subscription, urls[kind]);
        return { subscriber, subscription, province, receiver: kind };
      },
      { concurrency: AT_ONCE },
    );
    await settle({ application });
    await receiver.die();
    const healthyAt = Map.groupBy(
      opened.filter((one) => one.receiver === 'answering'),
      ({ province }) => province,
    );
    const run = async (): Promise<Awaited<ReturnType<ReceiverChild['received']>> & { readonly expected: number }> => {
      await receiver.forget();
      const places = requests.next(events).map(({ province }) => province);
      const expected = places.reduce((sum, province) => sum + (healthyAt.get(province)?.length ?? 0), 0);
      const booking = { url: application.url, connections: CONNECTIONS, method: 'POST' } as const;
      await load.send({ ...booking, requests: requests.bookings(events), rate: EVENTS_A_SECOND });
      return { expected, ...(await receiver.received(expected, PATIENCE_MS)) };
    };
    // In the first, the dead are found to be so.
    const [first, then] = [await run(), await run()];
    const count = (kind: Opened['receiver']): number => opened.filter((one) => one.receiver === kind).length;
    return [['from when the dead fall silent', first] as const, ['after that', then] as const].map(
      ([when, { latencies, expected, requests: came }]) => ({
        what: `Webhooks of ${subscriptions.toLocaleString('en')} subscriptions, three in ten dead, ${when}: p99 from the append`,
        value: rounded(percentile(latencies, 0.99)),
        unit: 'ms',
        aim: '< 2,000 ms',
        details: {
          p50: `${rounded(percentile(latencies, 0.5))} ms`,
          largest: `${rounded(Math.max(...latencies))} ms`,
          'events/s': EVENTS_A_SECOND,
          'deliveries to healthy receivers': came,
          'of expected': expected,
          'receivers that answer': count('answering'),
          'that never answer': count('silent'),
          'that refuse the connection': count('refusing'),
          'memory of the server': `${rounded(process.memoryUsage().rss / 2 ** 20)} MiB`,
        },
      }),
    );
  } finally {
    load.end();
    receiver.end();
    await application.close();
  }
}
