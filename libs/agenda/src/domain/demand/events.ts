import { Type } from '@sinclair/typebox';
import { defineEvent, type EventsOf } from '#kernel/domain';
import { Id, LocalDate } from '#vocabulary';

/**
 * People looked for a place on days that an agenda is open, and all places were taken: how often, counted by one process
 * for up to an hour. Who it was is not known.
 */
export const SearchesFoundNothing = defineEvent({
  type: 'SearchesFoundNothing',
  schema: Type.Object({
    agendaId: Id,
    /** The day on which it was counted. */
    date: LocalDate,
    count: Type.Integer({ minimum: 1 }),
  }),
});

export const agendaDemandEvents = [SearchesFoundNothing] as const;
export type AgendaDemandEvent = EventsOf<typeof agendaDemandEvents>;
