import pMap from 'p-map';
import { bookAppointment } from '#agenda';
import { deriveId } from '#kernel/domain';
import { commandMessageOf } from '#platform';
import { actorOf, type Principal } from '#use-cases';
import { agreedBooks } from '../http/books.ts';
import { installRegion, settle } from '../http/installation.ts';
import { unitOf } from '../http/region.ts';
import { Profiler } from '../measure/profiler.ts';
import type { Measurement, PartOptions } from '../measure/result.ts';
import { median, rounded } from '../measure/statistics.ts';

/** Commands under way at any time. */
const AT_ONCE = 1_000;
/** Persons that a slot receives. */
const CAPACITY = 500;

/** How many bookings of one day are decided in a second, given to the command bus in the process: read models and process managers follow. */
export async function hotDay({ quick, scratch, profiles }: PartOptions): Promise<readonly Measurement[]> {
  const rounds = quick ? 2 : 5;
  const perRound = quick ? 500 : 1_900;
  const size = { agendas: 1, citizens: (rounds + 1) * perRound, capacity: CAPACITY };
  const installation = await installRegion(scratch, size);
  const { application, requests } = installation;
  try {
    const [first] = requests.places;
    const ofDay = requests.places.filter(({ date }) => date === first?.date);
    const Command = commandMessageOf(bookAppointment);
    const book = async (index: number): Promise<void> => {
      const [place, citizen] = [ofDay[index], requests.people[index]];
      if (!place || !citizen) throw new RangeError('there are not enough places or citizens left');
      const { agendaId, date, start, province } = place;
      const principal: Principal = { role: 'desk-operator', id: 'bench-desk', province, unit: unitOf(province) };
      const commandId = deriveId('bench-hot-day', index);
      const origin = { commandId, actor: actorOf(principal), correlationId: commandId, causationId: commandId };
      const data = { agendaId, date, start, mode: 'IN_PERSON', serviceId: 'cedolino-pensione', citizen } as const;
      await application.commands.execute(new Command({ data, origin, principal }));
    };
    const rates: number[] = [];
    const micros: number[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      const indexes = Array.from({ length: perRound }, (_, index) => round * perRound + index);
      const cpu = process.cpuUsage();
      const started = performance.now();
      await new Profiler(profiles).record('hot day', () => pMap(indexes, book, { concurrency: AT_ONCE }));
      const seconds = (performance.now() - started) / 1_000;
      await settle(installation);
      // The first does not count.
      if (round === 0) continue;
      const { user, system } = process.cpuUsage(cpu);
      rates.push(perRound / seconds);
      micros.push((user + system) / perRound);
    }
    return [
      {
        what: `Bookings of one day, ${AT_ONCE.toLocaleString('en')} at once, without HTTP`,
        ...{ value: rounded(median(rates)), unit: 'decided/s', aim: '>= 5,000' },
        details: {
          'CPU a booking, all that follows included': `${rounded(median(micros))} µs`,
          rounds: rates.map((rate) => rounded(rate)),
          books: await agreedBooks(installation),
        },
      },
    ];
  } finally {
    await application.close();
  }
}
