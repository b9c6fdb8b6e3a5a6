import pMap from 'p-map';
import { Agent, request } from 'undici';
import { ReceiverChild } from '../feed/receiver-child.ts';
import { Subscribers } from '../feed/subscribers.ts';
import { installRegion, settle } from '../http/installation.ts';
import { LoadProcess } from '../load/load-process.ts';
import { Profiler } from '../measure/profiler.ts';
import type { Measurement, PartOptions } from '../measure/result.ts';
import { median, rounded } from '../measure/statistics.ts';

/** As many attempts as one host is sent at once. */
const AT_ONCE = 32;
const CONNECTIONS = 10;
const PATIENCE_MS = 300_000;
const PAGE = 1_000;

/** Deliveries to one receiver that answers at once, beside bare requests with the same bodies, without signatures. */
export async function webhooks({ quick, scratch, profiles }: PartOptions): Promise<readonly Measurement[]> {
  const bookings = quick ? 500 : 10_000;
  const rounds = quick ? 2 : 5;
  const size = { agendas: quick ? 9 : 60, citizens: bookings };
  const environment = { RETE_PUNTI_WEBHOOK_PRIVATE: 'on' };
  const { application, requests } = await installRegion(scratch, size, { environment });
  const load = new LoadProcess();
  const receiver = new ReceiverChild();
  const agent = new Agent({ connections: AT_ONCE, pipelining: 1 });
  const profiler = new Profiler(profiles);
  try {
    const { answering } = await receiver.listen();
    const subscribers = new Subscribers(application);
    const subscriber = await subscribers.register();
    const subscription = await subscribers.open(subscriber, 1, {});
    const { url } = application;
    await load.send({ url, connections: CONNECTIONS, method: 'POST', requests: requests.bookings(bookings) });
    await settle({ application });
    await subscribers.send(subscriber, subscription, answering);
    await receiver.received(bookings, PATIENCE_MS);
    const bodies = await numbered(`${url}/rest/integration/v1/subscriptions/${subscription}/events`, subscriber.token);
    const bare = (body: string): Promise<unknown> =>
      request(answering, {
        ...{ method: 'POST', headers: { 'content-type': 'application/cloudevents+json' }, body, dispatcher: agent },
      }).then((answer) => answer.body.dump());
    const sides = {
      deliveries: () => subscribers.replay(subscriber, subscription),
      bare: () => pMap(bodies, bare, { concurrency: AT_ONCE }),
    };
    const rates: Record<keyof typeof sides, number[]> = { deliveries: [], bare: [] };
    const micros: Record<keyof typeof sides, number[]> = { deliveries: [], bare: [] };
    for (let round = 0; round <= rounds; round += 1) {
      for (const side of ['deliveries', 'bare'] as const) {
        await receiver.forget();
        const before = process.cpuUsage();
        const { requests: count, seconds } = await profiler.record(`webhooks ${side}`, async () => {
          await sides[side]();
          return receiver.received(bodies.length, PATIENCE_MS);
        });
        const { user, system } = process.cpuUsage(before);
        if (count < bodies.length) throw new Error(`the receiver had ${count} of ${bodies.length}`);
        // The first does not count: what runs is compiled in it.
        if (round > 0) rates[side].push(count / seconds);
        if (round > 0) micros[side].push((user + system) / count);
      }
    }
    return [
      {
        what: 'Webhooks to one receiver that answers at once',
        value: rounded(median(rates.deliveries)),
        unit: 'deliveries/s',
        beside: { what: 'the same bodies, without signatures', value: rounded(median(rates.bare)) },
        ratio: rounded(median(rates.deliveries) / median(rates.bare), 3),
        aim: '>= 1,000 deliveries/s',
        details: {
          events: bodies.length,
          'CPU of the server a delivery': `${rounded(median(micros.deliveries))} µs`,
          'CPU beside it': `${rounded(median(micros.bare))} µs`,
          rounds: rates.deliveries.map((rate) => rounded(rate)),
          'rounds beside it': rates.bare.map((rate) => rounded(rate)),
        },
      },
    ];
  } finally {
    load.end();
    receiver.end();
    await agent.close();
    await application.close();
  }
}

/** The bodies of all events of a subscription. */
async function numbered(url: string, token: string): Promise<readonly string[]> {
  const bodies: string[] = [];
  for (let after = ''; ;) {
    const answer = await fetch(`${url}?limit=${PAGE}${after}`, { headers: { authorization: `Bearer ${token}` } });
    if (!answer.ok) throw new Error(`the subscription answered ${answer.status}: ${await answer.text()}`);
    const page = (await answer.json()) as readonly { readonly number: number; readonly book: string }[];
    const last = page.at(-1);
    if (!last) return bodies;
    bodies.push(...page.map((event) => JSON.stringify(event)));
    after = `&after=${last.number}&book=${last.book}`;
  }
}
