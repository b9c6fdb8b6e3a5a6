import { defineProjection, idOf, when, type EventDefinition, type Projection, type EventScope } from '#kernel/domain';
import type { DocumentAnswer } from '#kernel/execution';
import { historyEntry, type HistoryEntry } from '../answers/history.ts';
import type { QueryShell } from '../queries/define-query.ts';

/** The whole life of one thing, apart from what it has become: lists of things neither store nor read it. */
export interface HistoryDocument {
  /** Id of the thing. */
  readonly id: string;
  /** Where the thing stands since its last event: who may not read there may not read this. */
  readonly scope: EventScope;
  /** In the order in which they happened. */
  readonly entries: readonly HistoryEntry[];
}

/** Version of the document and its fold, which all histories share. */
const VERSION = 1;

/**
 * Declares the history of one kind of thing as a read model of its own: a document per thing, under its id.
 * @param name kebab-case name of the read model, for example `protocol-history`
 * @param events all that can happen to such a thing
 */
export function historyOf(name: string, events: readonly EventDefinition[]): Projection<HistoryDocument> {
  return defineProjection<HistoryDocument>({
    name,
    version: VERSION,
    // Nobody lists histories: each is read by its key.
    indexes: [],
    keys: ({ stream }) => [idOf(stream)],
    on: [
      when(events, (history, event, id) => ({
        id,
        scope: event.metadata.scope,
        entries: [...(history?.entries ?? []), historyEntry(event)],
      })),
    ],
  });
}

/**
 * Adds the history of a thing to its document, for who may read where the thing stands. The history is read at the
 * position of the document or a later one, and given up to the event that the document ends with: both say the same.
 * @param found the document, as a read model answered it
 * @throws DomainError OUTSIDE_TERRITORY (forbidden)
 * @throws SystemError PROJECTION_BEHIND and its like, as the reader does
 */
export async function withHistory<Document extends { readonly id: string; readonly revision: number }>(
  { reader, requireWithin }: Pick<QueryShell, 'reader' | 'requireWithin'>,
  history: Projection<HistoryDocument>,
  { document, position, logId }: DocumentAnswer<Document> & { readonly document: Document },
): Promise<Document & { readonly history: readonly HistoryEntry[] }> {
  const { document: told } = await reader.get(history, document.id, { minPosition: position, logId });
  if (!told) throw new TypeError(`${history.name} has read up to ${position} and holds nothing of ${document.id}`);
  requireWithin(told.scope);
  return { ...document, history: told.entries.filter(({ revision }) => revision <= document.revision) };
}
