import { Type } from '@sinclair/typebox';
import { IsOptional } from 'class-validator';
import { regionByCode, romeDateOf } from '#italy';
import { earliest } from '#kernel/domain';
import type { ProjectionReader, ReadOptions } from '#kernel/execution';
import { regionNotFound } from '#organisation';
import { defineQuery, IsRealDate, IsRegionCode, orNull, ReadOptionsQuery, within } from '#use-cases';
import { Count, explained, listOf, LogPosition, ProvinceCode, RegionCode } from '#vocabulary';
import { agendaSettings } from '../../agenda-settings.ts';
import { agendaLoads, type AgendaLoad } from './agenda-loads.ts';
import { daysAheadOf } from '../free-places/days-ahead.ts';
import { firstFreeDayOf } from '../free-places/search.ts';
import {
  fourWeeksUntil,
  lead,
  leadTo,
  loadFields,
  monthsOf,
  sumOfLoads,
  told,
  type LoadFigures,
} from './load-answer.ts';

/** How much the agendas of a region are used, and those of each of its provinces. */
export class GetRegionLoad extends ReadOptionsQuery {
  /** ISTAT code. */
  @IsRegionCode()
  readonly region!: string;

  /** Last day of the four weeks, yyyy-mm-dd; today when absent. */
  @IsOptional()
  @IsRealDate()
  readonly on?: string;
}

const counted = {
  agendas: explained(Count, 'Agendas that are open on one of these days.'),
  withTooManyPlaces: explained(Count, 'Of these, those of whose places less is wanted than is usual.'),
  withTooFewPlaces: explained(Count, 'Of these, those of which more is wanted than they have.'),
  ...lead,
  medianLeadDays: orNull(
    Count,
    'Of the agendas with a free place, that which half of them do not exceed; null where there are none.',
  ),
  withoutFreePlace: explained(Count, 'Agendas that have no place for everyone, as far as may be booked.'),
};
const RegionLoadAnswer = Type.Object(
  {
    region: RegionCode,
    position: explained(LogPosition, 'Position up to which the read model has seen the log.'),
    logId: Type.String({ maxLength: 100, description: 'Identity of the log that the position belongs to.' }),
    ...counted,
    ...loadFields,
    provinces: listOf(
      Type.Object({ province: ProvinceCode, ...counted, ...loadFields }, { $id: 'ProvinceLoadAnswer' }),
      200,
      'Those in which an agenda is.',
    ),
  },
  { $id: 'RegionLoadAnswer' },
);

/** Documents of one reading. */
const AT_ONCE = 200;

export const getRegionLoad = defineQuery({
  input: GetRegionLoad,
  summary:
    'How much the agendas of a region are used in four weeks, and those of each province: load, utilisation, no-shows, ' +
    'demand, and how many have too many places or too few. A month within which an agenda passed to another office counts ' +
    'for that as a whole.',
  by: [within('central', 'regional', 'analyst')],
  answer: RegionLoadAnswer,
  refuses: [regionNotFound],
  run: async ({ region, on }, { reader, read, clock, settings, requireWithin }) => {
    if (!regionByCode(region)) throw regionNotFound({ code: region });
    requireWithin({ region });
    const now = clock.now();
    const today = romeDateOf(now);
    const period = fourWeeksUntil(on ?? today);
    const free = await daysAheadOf(reader).read(reader, now, read);
    const { loads, ...from } = await loadsIn(reader, { region, months: monthsOf(period) }, read);
    const tell = (some: readonly AgendaLoad[]) => {
      const figures = (of: readonly AgendaLoad[]): LoadFigures =>
        told(sumOfLoads(of, period), period, settings(agendaSettings));
      const each = [...byAgenda(some).values()].map(figures).filter(({ places }) => places > 0);
      const those = (adequacy: LoadFigures['adequacy']) => each.filter((one) => one.adequacy === adequacy).length;
      const firsts = [...byAgenda(some).values()].flatMap(([load]) => (load ? [firstFreeDayOf(free, load, now)] : []));
      const days = firsts.filter((day) => day !== undefined).sort();
      return {
        ...leadTo(days[0], today),
        medianLeadDays: leadTo(days[(days.length - 1) >> 1], today).leadDays,
        withoutFreePlace: firsts.length - days.length,
        ...{ agendas: each.length, withTooManyPlaces: those('TOO_MANY_PLACES') },
        ...{ withTooFewPlaces: those('TOO_FEW_PLACES'), ...figures(some) },
      };
    };
    const provinces = [...new Set(loads.map(({ province }) => province))].sort();
    return {
      ...{ region, ...from, ...tell(loads) },
      provinces: provinces.map((province) => ({
        province,
        ...tell(loads.filter((load) => load.province === province)),
      })),
    };
  },
});

function byAgenda(loads: readonly AgendaLoad[]): ReadonlyMap<string, readonly AgendaLoad[]> {
  return Map.groupBy(loads, ({ agendaId }) => agendaId);
}

/** All months of agendas of a region: two for each of a few hundred agendas at most. */
async function loadsIn(
  reader: ProjectionReader,
  { region, months }: { readonly region: string; readonly months: readonly string[] },
  read: ReadOptions,
) {
  const loads: AgendaLoad[] = [];
  const from: { position: string | undefined; logId: string } = { position: undefined, logId: '' };
  for (const month of months) {
    let cursor: string | null = null;
    do {
      const part: { cursor?: string } = cursor === null ? {} : { cursor };
      const query = { where: { month, region }, orderBy: [{ field: 'agendaId' }], limit: AT_ONCE, ...part };
      const found = await reader.find(agendaLoads, query, read);
      loads.push(...found.items);
      from.position = from.position === undefined ? found.position : earliest(from.position, found.position);
      from.logId = found.logId;
      cursor = found.nextCursor;
    } while (cursor !== null);
  }
  return { loads, position: from.position ?? '', logId: from.logId };
}
