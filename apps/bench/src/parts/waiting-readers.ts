import { setTimeout as sleep } from 'node:timers/promises';
import type { WaitingOrder, WaitingReader } from '../feed/waiting-readers-process.ts';
import { Subscribers } from '../feed/subscribers.ts';
import { installRegion, settle } from '../http/installation.ts';
import { LoadProcess } from '../load/load-process.ts';
import { Child } from '../measure/child.ts';
import { heapInUse } from '../measure/heap-in-use.ts';
import type { Measurement, PartOptions } from '../measure/result.ts';
import { median, rounded } from '../measure/statistics.ts';
import { provinces, romeDateOf } from '#italy';

const CONNECTIONS = 50;
/** Where the bookings are. */
const REGION = '08';
/** As many as one integration may have wait. */
const READERS_OF_ONE = 50;
const LOOK_EVERY_MS = 20;
const PATIENCE_MS = 30_000;
const MIB = 2 ** 20;

/** Bookings while thousands wait for what happens elsewhere, beside the same while nobody waits. */
export async function waitingReaders({ quick, scratch }: PartOptions): Promise<readonly Measurement[]> {
  const waiting = quick ? 500 : 5_000;
  const rounds = quick ? 2 : 5;
  const perRound = quick ? 300 : 1_500;
  const size = { agendas: quick ? 9 : 60, citizens: 2 * (rounds + 1) * perRound };
  // Each has a connection of its own, and more of them than a server takes that was not told otherwise.
  const environment = { RETE_PUNTI_MAX_CONNECTIONS: String(waiting + 1_000) };
  const { application, requests } = await installRegion(scratch, size, { environment });
  const load = new LoadProcess();
  const others = new Child<WaitingOrder, null>(new URL('../feed/waiting-readers-process.js', import.meta.url));
  try {
    await settle({ application });
    const subscribers = new Subscribers(application);
    const readers = await readersOf(subscribers, waiting);
    const after = await subscribers.end(await subscribers.register());
    const { url } = application;
    const open = (): Promise<number> =>
      new Promise((resolve, reject) =>
        application.app.getHttpServer().getConnections((error: Error | null, count: number) => {
          if (error) reject(error);
          else resolve(count);
        }),
      );
    const reach = async (isReached: (count: number) => boolean): Promise<void> => {
      const until = performance.now() + PATIENCE_MS;
      while (!isReached(await open())) {
        if (performance.now() > until) throw new Error(`there are ${await open()} connections`);
        await sleep(LOOK_EVERY_MS);
      }
    };
    const come = async (): Promise<void> => {
      await others.ask({ url, after, readers });
      await reach((count) => count >= waiting);
    };
    const leave = async (): Promise<void> => {
      await others.ask('leave');
      await reach((count) => count < waiting);
    };
    const nobody = heapInUse() / MIB;
    await come();
    const heap = heapInUse() / MIB;
    const resident = process.memoryUsage().rss / MIB;
    await leave();
    const round = async (): Promise<readonly [rate: number, micros: number]> => {
      const before = process.cpuUsage();
      const { perSecond, failures, firstFailure } = await load.send({
        ...{ url, connections: CONNECTIONS, method: 'POST', requests: requests.bookings(perRound) },
      });
      if (failures > 0) throw new Error(`${failures} bookings failed: ${String(firstFailure)}`);
      await settle({ application });
      const { user, system } = process.cpuUsage(before);
      return [perSecond, (user + system) / perRound];
    };
    const rates: Record<'with' | 'without', number[]> = { with: [], without: [] };
    const micros: Record<'with' | 'without', number[]> = { with: [], without: [] };
    const memory: Record<'with' | 'without', number[]> = { with: [], without: [] };
    for (let number = 0; number <= rounds; number += 1) {
      for (const side of ['with', 'without'] as const) {
        if (side === 'with') await come();
        const [rate, each] = await round();
        const rss = process.memoryUsage().rss / MIB;
        if (side === 'with') await leave();
        // The first does not count: what runs is compiled in it.
        if (number === 0) continue;
        rates[side].push(rate);
        micros[side].push(each);
        memory[side].push(rss);
      }
    }
    return [
      {
        what: `Bookings while ${waiting.toLocaleString('en')} readers wait for what happens elsewhere`,
        value: rounded(median(rates.with)),
        unit: 'requests/s',
        beside: { what: 'nobody waits', value: rounded(median(rates.without)) },
        ratio: rounded(median(rates.with) / median(rates.without), 3),
        aim: '>= 0.90, memory < 1,024 MiB',
        details: {
          'memory of the server while they wait, before anybody books': `${rounded(resident)} MiB`,
          'heap in use of that, and while nobody waited': `${rounded(heap)} and ${rounded(nobody)} MiB`,
          'CPU of the server a booking': `${rounded(median(micros.with))} µs`,
          'CPU beside it': `${rounded(median(micros.without))} µs`,
          'memory of the server after each round': memory.with.map((mib) => rounded(mib)),
          'memory beside it': memory.without.map((mib) => rounded(mib)),
          'peak memory of the server': `${rounded(process.resourceUsage().maxRSS / 1_024)} MiB`,
          rounds: rates.with.map((rate) => rounded(rate)),
          'rounds beside it': rates.without.map((rate) => rounded(rate)),
        },
      },
    ];
  } finally {
    load.end();
    others.end();
    await application.close();
  }
}

/** They wait in provinces in which nobody books. */
async function readersOf(subscribers: Subscribers, count: number): Promise<readonly WaitingReader[]> {
  const elsewhere = provinces(romeDateOf(Date.now())).filter(({ region }) => region !== REGION);
  const systems = await Promise.all(
    Array.from({ length: Math.ceil(count / READERS_OF_ONE) }, () => subscribers.register()),
  );
  return Array.from({ length: count }, (_, index) => ({
    token: systems[index % systems.length]?.token ?? '',
    province: elsewhere[index % elsewhere.length]?.code ?? '',
  }));
}
