import { addDays, romeDateOf } from '#italy';
import type { LoadRequest } from '../load/load.ts';
import { Profiler } from '../measure/profiler.ts';
import type { Measurement, PartOptions } from '../measure/result.ts';
import type { Installation } from './installation.ts';
import { sideBySide } from './side-by-side.ts';

const CONNECTIONS = 50;
const PERIODS = [
  { days: 1, name: 'a day', aim: '>= 0.80' },
  { days: 7, name: 'a week', aim: '>= 0.70' },
];

/** What look-ups are compared with. */
interface Beside {
  /** Of its routes. */
  readonly api: string;
  readonly what: string;
}

/** Makes look-ups of some days, going round agendas and days, at the routes of an API. */
export function lookUpsOf({ requests: { places } }: Installation) {
  const dates = [...new Set(places.map(({ date }) => date))].sort();
  const agendas = [...new Set(places.map(({ agendaId }) => agendaId))];
  return (api: string, days: number) => (count: number) =>
    Array.from({ length: count }, (_, index): LoadRequest => {
      const agendaId = agendas[index % agendas.length] ?? '';
      const from = dates[index % dates.length] ?? romeDateOf(Date.now());
      const query = `from=${from}&to=${addDays(from, days - 1)}`;
      return { path: `/rest/${api}/v1/agendas/${agendaId}/availability?${query}`, headers: {} };
    });
}

/** Look-ups of one day and of a week, beside another route with the same validation. */
export async function compareLookUps(
  installation: Installation,
  { quick, profiles }: PartOptions,
  { where = '', beside }: { readonly where?: string; readonly beside: Beside },
): Promise<readonly Measurement[]> {
  const lookUps = lookUpsOf(installation);
  const measurements: Measurement[] = [];
  for (const { days, name, aim } of PERIODS) {
    const get = { method: 'GET', perRound: quick ? 1_000 : 15_000 } as const;
    const comparison = {
      what: `Availability of ${name}${where}`,
      subject: { ...get, what: `availability of ${name}`, make: lookUps('agenda', days) },
      besides: [{ ...get, what: `${beside.what} beside ${name}`, aim, make: lookUps(beside.api, days) }],
      ...{ rounds: quick ? 2 : 5, connections: CONNECTIONS },
    };
    measurements.push(...(await sideBySide(installation, comparison, new Profiler(profiles))));
  }
  return measurements;
}
