import { installRegion } from '../http/installation.ts';
import { agreedBooks } from '../http/books.ts';
import { BareServer } from '../http/bare-server.ts';
import { sideBySide, type Beside } from '../http/side-by-side.ts';
import { Profiler } from '../measure/profiler.ts';
import type { Measurement, PartOptions } from '../measure/result.ts';

const CONNECTIONS = 50;

/**
 * Durable bookings of returning citizens over HTTP, beside a POST with the same guards and validation and no more, and beside
 * a server that checks one schema and appends one row.
 */
export async function booking({ quick, scratch, profiles }: PartOptions): Promise<readonly Measurement[]> {
  const rounds = quick ? 2 : 5;
  const perRound = quick ? 1_000 : 6_000;
  const size = quick ? { agendas: 9, citizens: 3_000 } : { agendas: 60, citizens: (rounds + 1) * perRound };
  const installation = await installRegion(scratch, size);
  const { requests } = installation;
  const bare = await BareServer.open(scratch);
  try {
    const subject = {
      what: 'booking',
      method: 'POST',
      perRound,
      make: (count: number) => requests.bookings(count),
    } as const;
    const beside = { method: 'POST', perRound: 2 * perRound, make: (count: number) => requests.noOps(count) } as const;
    const besides: readonly Beside[] = [
      { ...beside, what: 'no-op POST', aim: '>= 0.50' },
      { ...beside, what: 'bare server', aim: '>= 0.18', url: bare.url },
    ];
    const comparison = { what: 'AppointmentBooked over HTTP', subject, besides, rounds, connections: CONNECTIONS };
    const measured = await sideBySide(installation, comparison, new Profiler(profiles));
    const books = await agreedBooks(installation);
    return measured.map((one) => ({ ...one, details: { ...one.details, books } }));
  } finally {
    await bare.close();
    await installation.application.close();
  }
}
