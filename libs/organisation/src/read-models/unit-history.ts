import { Type } from '@sinclair/typebox';
import { defineQuery, History, historyOf, ReadOptionsQuery, within } from '#use-cases';
import { Word } from '#vocabulary';
import { territorialUnitEvents } from '../domain/events.ts';
import { territorialUnit } from '../domain/territorial-unit.ts';
import { NamesUnit } from '../use-cases/is-unit-code.ts';

/** All that was recorded of each unit, by whom and by which act. */
export const unitHistory = historyOf('territorial-unit-history', territorialUnitEvents);

export class GetTerritorialUnitHistory extends ReadOptionsQuery {
  /** Code of the unit. */
  @NamesUnit()
  readonly code!: string;
}

export const getTerritorialUnitHistory = defineQuery({
  input: GetTerritorialUnitHistory,
  summary: 'All events of one unit: what was wrong of them is rectified by their revision.',
  by: [within('central', 'regional', 'provincial')],
  answer: Type.Object({ code: Word, history: History }, { $id: 'TerritorialUnitHistoryAnswer' }),
  refuses: [territorialUnit.notFound],
  run: async ({ code }, { reader, read, requireWithin }) => {
    const { document } = await reader.get(unitHistory, code, read);
    if (!document) throw territorialUnit.notFound({ code });
    requireWithin(document.scope);
    return { code, history: document.entries };
  },
});
