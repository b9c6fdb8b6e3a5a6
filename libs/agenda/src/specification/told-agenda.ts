import type { AgendaDocument } from '../read-models/agenda-directory.ts';

/** An agenda as its read model says it, in so far as days are told by it. */
export function agendaOf(agendaId: string, more: object = {}): AgendaDocument {
  const bands = [{ bandId: 'b', weekday: 1, from: '08:00', to: '20:00', capacity: 1, validFrom: '2026-01-01' }];
  const rest = { modes: ['IN_PERSON'], noticeMinutes: 30, horizonDays: 30, slotMinutes: 20, closures: [] };
  const of = { agendaId, province: '057', revision: 3, bands, ...rest, closedFrom: null };
  return { ...of, ...more } as unknown as AgendaDocument;
}
