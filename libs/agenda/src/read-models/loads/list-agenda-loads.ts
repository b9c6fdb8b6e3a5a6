import { Type } from '@sinclair/typebox';
import { IsOptional } from 'class-validator';
import { romeDateOf } from '#italy';
import { IsUnitCode } from '#organisation';
import { defineQuery, IsRealDate, pageOf, TerritoryFilterQuery, within } from '#use-cases';
import { Id, ProvinceCode, RegionCode, Word } from '#vocabulary';
import { agendaSettings } from '../../agenda-settings.ts';
import { agendaLoads, loadKey } from './agenda-loads.ts';
import { daysAheadOf } from '../free-places/days-ahead.ts';
import { firstFreeDayOf } from '../free-places/search.ts';
import { fourWeeksUntil, lead, leadTo, loadFields, monthsOf, sumOfLoads, told } from './load-answer.ts';

/** Who looks at how agendas are used. */
const LOAD_READERS = [within('central', 'regional', 'provincial', 'analyst')];

export class ListAgendaLoads extends TerritoryFilterQuery {
  /** Code of the office. */
  @IsOptional()
  @IsUnitCode()
  readonly unit?: string;

  /** Last day of the four weeks, yyyy-mm-dd; today when absent. */
  @IsOptional()
  @IsRealDate()
  readonly on?: string;
}

const AgendaLoadAnswer = Type.Object(
  { agendaId: Id, serviceLine: Word, region: RegionCode, province: ProvinceCode, unit: Word, ...loadFields, ...lead },
  { $id: 'AgendaLoadAnswer', description: 'How much an agenda is used, and whether its places are enough.' },
);

export const listAgendaLoads = defineQuery({
  input: ListAgendaLoads,
  summary:
    'How much each agenda is used in four weeks, and whether its places are enough: load, utilisation, no-shows, demand, first free day; ' +
    'agendas that are planned in the month of the last day, by id, within the territory of the token. ' +
    'One that passed to another office within that month stands there, with all of its four weeks.',
  by: LOAD_READERS,
  answer: pageOf('AgendaLoadPage', AgendaLoadAnswer),
  run: async ({ region, province, unit, on }, { reader, read, clock, settings, page }) => {
    const now = clock.now();
    const today = romeDateOf(now);
    const period = fourWeeksUntil(on ?? today);
    const [month = '', before] = monthsOf(period);
    const fields = { region: 'region', province: 'province', unit: 'unit' };
    const found = await reader.find(
      agendaLoads,
      page({ month, region, province, unit }, fields, [{ field: 'agendaId' }]),
      read,
    );
    const keys = before === undefined ? [] : found.items.map(({ agendaId }) => loadKey(agendaId, before));
    const { documents } = await reader.getMany(agendaLoads, keys, read);
    const earlier = new Map(documents.map((load) => [load.agendaId, load]));
    const free = await daysAheadOf(reader).read(reader, now, read);
    const items = found.items.map((load) => {
      const { agendaId, serviceLine, region: where, province: area, unit: office } = load;
      const own = earlier.get(agendaId);
      const sums = sumOfLoads(own ? [load, own] : [load], period);
      const place = { agendaId, serviceLine, region: where, province: area, unit: office };
      const first = leadTo(firstFreeDayOf(free, load, now), today);
      return { ...place, ...told(sums, period, settings(agendaSettings)), ...first };
    });
    return { ...found, items };
  },
});
