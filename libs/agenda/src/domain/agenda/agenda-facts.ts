import type { Absent } from '#kernel/domain';
import type { OpeningBand } from '../calendar/opening-bands.ts';
import type { AgendaOwner } from '../events/agenda-events.ts';
import type { Agenda } from './agenda-state.ts';

/** What other contexts may look up of an agenda. */
export interface AgendaFacts {
  readonly owner: AgendaOwner;
  readonly bands: readonly OpeningBand[];
  /** The first day on which it no longer receives; it may lie ahead. */
  readonly closedFrom?: string | undefined;
}

/** @returns undefined where there is no such agenda */
export function agendaFacts(agenda: Agenda | Absent): AgendaFacts | undefined {
  if (agenda.status === 'ABSENT') return undefined;
  const { profile, bands, closedFrom } = agenda;
  return { owner: profile.owner, bands, closedFrom };
}
