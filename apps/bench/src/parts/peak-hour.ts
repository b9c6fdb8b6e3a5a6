import { lookUpsOf } from '../http/availability-look-ups.ts';
import { installRegion, settle } from '../http/installation.ts';
import { sideBySide } from '../http/side-by-side.ts';
import type { LoadRequest } from '../load/load.ts';
import { Profiler } from '../measure/profiler.ts';
import type { Measurement, PartOptions } from '../measure/result.ts';

const CONNECTIONS = 50;
/** People look fifty times for one that books. */
const LOOK_UPS = 50;

/** The mix of a peak hour: look-ups of a day and bookings, beside the same mix of the two routes with nothing behind them. */
export async function peakHour({ quick, scratch, profiles }: PartOptions): Promise<readonly Measurement[]> {
  const rounds = quick ? 2 : 5;
  const bookings = quick ? 40 : 300;
  const size = { agendas: quick ? 9 : 60, citizens: (rounds + 1) * bookings };
  const installation = await installRegion(scratch, size);
  const { requests } = installation;
  const lookUps = lookUpsOf(installation);
  const mix = (api: string, book: (count: number) => LoadRequest[]) => (count: number) => {
    const booked = book(count / (LOOK_UPS + 1)).map((request) => ({ ...request, method: 'POST' as const }));
    const looked = lookUps(api, 1)(count - booked.length);
    // Spread over connections and time, as fifty connections take turns.
    return booked.flatMap((booking, turn) => {
      const some = looked.slice(turn * LOOK_UPS, (turn + 1) * LOOK_UPS);
      const at = (turn * 7) % LOOK_UPS;
      return [...some.slice(0, at), booking, ...some.slice(at)];
    });
  };
  const side = { method: 'GET', perRound: bookings * (LOOK_UPS + 1) } as const;
  try {
    await settle(installation);
    const comparison = {
      what: 'Peak hour, 50 look-ups to one booking',
      subject: { ...side, what: 'peak hour', make: mix('agenda', (count) => requests.bookings(count)) },
      besides: [
        {
          ...side,
          what: 'no-op GET and POST',
          aim: '>= 0.50, p99 < 50 ms',
          make: mix('bench', (count) => requests.noOps(count)),
        },
      ],
      ...{ rounds, connections: CONNECTIONS },
    };
    return await sideBySide(installation, comparison, new Profiler(profiles));
  } finally {
    await installation.application.close();
  }
}
