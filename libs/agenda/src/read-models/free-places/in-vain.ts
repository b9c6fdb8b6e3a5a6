import { romeDateOf } from '#italy';
import type { QueryShell } from '#use-cases';
import { searchesFoundNothing } from '../../use-cases/note-searches-found-nothing.ts';
import type { FreeDays } from './days-ahead.ts';
import type { FreePlacesQuestion } from './question.ts';
import { fittingAgendas, type Sought } from './search.ts';

/**
 * Counts a search that found nothing, for each agenda that it looked at. One that names no province, municipality or agenda
 * looks at so many that it says nothing of any.
 */
export function tallyInVain(
  tally: QueryShell['tally'],
  { cursor, province, municipality }: FreePlacesQuestion,
  { free, sought }: { readonly free: FreeDays; readonly sought: Sought },
): void {
  const isNear = province !== undefined || municipality !== undefined || sought.agendaIds !== undefined;
  if (cursor !== undefined || !isNear) return;
  const date = romeDateOf(sought.now);
  for (const agendaId of fittingAgendas(free, sought)) tally(searchesFoundNothing, { agendaId, date });
}
