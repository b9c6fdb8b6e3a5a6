import { installRegion } from '../http/installation.ts';
import { sideBySide } from '../http/side-by-side.ts';
import { Profiler } from '../measure/profiler.ts';
import type { Measurement, PartOptions } from '../measure/result.ts';

const CONNECTIONS = 50;

/** Durable bookings of returning citizens over HTTP, beside a POST with the same guards and validation and no more. */
export async function booking({ quick, scratch, profiles }: PartOptions): Promise<readonly Measurement[]> {
  const rounds = quick ? 2 : 5;
  const perRound = quick ? 1_000 : 6_000;
  const size = quick ? { agendas: 9, citizens: 3_000 } : { agendas: 60, citizens: (rounds + 1) * perRound };
  const installation = await installRegion(scratch, size);
  const { requests } = installation;
  try {
    const subject = {
      what: 'booking',
      method: 'POST',
      perRound,
      make: (count: number) => requests.bookings(count),
    } as const;
    const beside = {
      what: 'no-op POST',
      method: 'POST',
      perRound: 2 * perRound,
      make: (count: number) => requests.noOps(count),
    } as const;
    const comparison = {
      what: 'AppointmentBooked over HTTP',
      subject,
      beside,
      rounds,
      connections: CONNECTIONS,
      aim: '>= 0.70',
    };
    return [await sideBySide(installation, comparison, new Profiler(profiles))];
  } finally {
    await installation.application.close();
  }
}
