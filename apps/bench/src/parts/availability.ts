import { addDays, romeDateOf } from '#italy';
import { installRegion, settle } from '../http/installation.ts';
import { sideBySide } from '../http/side-by-side.ts';
import type { LoadRequest } from '../load/load.ts';
import { Profiler } from '../measure/profiler.ts';
import type { Measurement, PartOptions } from '../measure/result.ts';

const CONNECTIONS = 50;

/** Look-ups of what is free, of one day and of a week, beside a GET with the same validation and nothing behind it. */
export async function availability({ quick, scratch, profiles }: PartOptions): Promise<readonly Measurement[]> {
  const installation = await installRegion(scratch, { agendas: quick ? 9 : 60, citizens: 1 });
  const { requests } = installation;
  try {
    await settle(installation);
    const dates = [...new Set(requests.places.map(({ date }) => date))].sort();
    const agendas = [...new Set(requests.places.map(({ agendaId }) => agendaId))];
    const lookUps = (api: 'agenda' | 'bench', days: number) => (count: number) =>
      Array.from({ length: count }, (_, index): LoadRequest => {
        const agendaId = agendas[index % agendas.length] ?? '';
        const from = dates[index % dates.length] ?? romeDateOf(Date.now());
        const query = `from=${from}&to=${addDays(from, days - 1)}`;
        return { path: `/rest/${api}/v1/agendas/${agendaId}/availability?${query}`, headers: {} };
      });
    const measurements: Measurement[] = [];
    for (const { days, name } of [
      { days: 1, name: 'a day' },
      { days: 7, name: 'a week' },
    ]) {
      const get = { method: 'GET', perRound: quick ? 1_000 : 15_000 } as const;
      const subject = { ...get, what: `availability of ${name}`, make: lookUps('agenda', days) };
      const noOp = { ...get, what: `no-op GET beside ${name}`, make: lookUps('bench', days) };
      const sizes = { rounds: quick ? 2 : 5, connections: CONNECTIONS };
      const comparison = { what: `Availability of ${name}`, subject, noOp, ...sizes, aim: '>= 0.70' };
      measurements.push(await sideBySide(installation, comparison, new Profiler(profiles)));
    }
    return measurements;
  } finally {
    await installation.application.close();
  }
}
