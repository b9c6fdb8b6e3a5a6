import { defineProjection, when } from '#kernel/domain';
import type { ProjectionReader, ReadOptions } from '#kernel/execution';
import {
  WaitlistAccepted,
  WaitlistJoined,
  WaitlistLeft,
  WaitlistOfferExpired,
} from '../../domain/events/waitlist-events.ts';
import { lineOf } from './waiting-entries.ts';

/** Who waits at one agenda, in their order. */
export interface WaitingLineDocument {
  readonly agendaId: string;
  /** Ids of the entries, each with what it is sorted by. */
  readonly line: readonly { readonly entryId: string; readonly sortedBy: string }[];
}

/** One document per agenda: which place in the line somebody has is told without reading the whole of it. */
export const waitingLines = defineProjection<WaitingLineDocument>({
  name: 'waiting-lines',
  version: 1,
  // Lines are asked for by key.
  indexes: [],
  keys: ({ data }) => [(data as { readonly agendaId: string }).agendaId],
  on: [
    when(WaitlistJoined, (document, { data: { agendaId, entryId, turn, displaced } }) => {
      const sortedBy = lineOf(turn, displaced !== undefined);
      return inOrder({ agendaId, line: [...(document?.line ?? []), { entryId, sortedBy }] });
    }),
    when(WaitlistOfferExpired, (document, { data: { entryId, turn } }) => {
      if (!document || turn === undefined) return document;
      const line = document.line.map((one) => {
        return one.entryId === entryId ? { entryId, sortedBy: lineOf(turn, one.sortedBy.startsWith('A')) } : one;
      });
      return inOrder({ ...document, line });
    }),
    when([WaitlistAccepted, WaitlistLeft], (document, { data: { entryId } }) => {
      const line = document?.line.filter((one) => one.entryId !== entryId) ?? [];
      return document && line.length > 0 ? { ...document, line } : undefined;
    }),
  ],
});

function inOrder(document: WaitingLineDocument): WaitingLineDocument {
  return { ...document, line: [...document.line].sort((a, b) => (a.sortedBy < b.sortedBy ? -1 : 1)) };
}

/**
 * Which place in their lines some entries have, from 1; null for one that waits no longer.
 * @throws SystemError as the reader does
 */
export async function placesInLine<Entry extends { readonly agendaId: string; readonly entryId: string }>(
  reader: ProjectionReader,
  entries: readonly Entry[],
  read: ReadOptions,
): Promise<readonly (Entry & { readonly place: number | null })[]> {
  const agendas = [...new Set(entries.map(({ agendaId }) => agendaId))];
  const { documents } = await reader.getMany(waitingLines, agendas, read);
  const lines = new Map(documents.map(({ agendaId, line }) => [agendaId, line]));
  return entries.map((entry) => {
    const place = lines.get(entry.agendaId)?.findIndex(({ entryId }) => entryId === entry.entryId) ?? -1;
    return { ...entry, place: place < 0 ? null : place + 1 };
  });
}
