import { defineContext, type ContextDefinition, type InboxKind } from '#use-cases';
import { inboxRoutes } from './http/inbox-routes.ts';
import { inboxItems } from './read-models/inbox-items.ts';
import { listInbox } from './read-models/list-inbox.ts';

/**
 * What waits for the Direzione centrale Organizzazione, of whatever context. Whoever composes the application gives it the
 * kinds of item that the contexts declare.
 */
export function inbox(kinds: readonly InboxKind[]): ContextDefinition {
  const items = inboxItems(kinds);
  const list = listInbox(items);
  return defineContext({
    name: 'inbox',
    about: 'What waits for the centre: what was sent to it and not dealt with yet.',
    queries: [list],
    projections: [items],
    routes: [inboxRoutes(list)],
  });
}
