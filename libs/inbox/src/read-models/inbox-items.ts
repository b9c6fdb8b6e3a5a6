import { defineProjection, type Projection } from '#kernel/domain';
import type { InboxDocument, InboxKind } from '#use-cases';

/**
 * Makes the read model of what waits, from what contexts declare: a document per thing, under its stream. Its version is the
 * sum of those of the kinds, so that it is built anew when one is added or changes.
 * @throws TypeError when two contexts declare one kind, or two kinds take one event
 */
export function inboxItems(kinds: readonly InboxKind[]): Projection<InboxDocument> {
  const names = kinds.map(({ kind }) => kind);
  const twice = names.find((kind, index) => names.indexOf(kind) !== index);
  if (twice !== undefined) throw new TypeError(`two declarations say what ${twice} is in the inbox`);
  return defineProjection<InboxDocument>({
    name: 'inbox-items',
    version: kinds.reduce((sum, { version }) => sum + version, 1),
    indexes: [
      { fields: ['state', 'since'] },
      { fields: ['kind', 'state', 'since'] },
      { fields: ['region', 'state', 'since'] },
    ],
    keys: ({ stream }) => [stream],
    on: kinds.flatMap(({ kind, on }) => on.map((handler) => handler(kind))),
  });
}
