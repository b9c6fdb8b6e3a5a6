import { get, routes, type AnyQuery, type RouteGroup } from '#use-cases';

export function inboxRoutes(list: AnyQuery): RouteGroup {
  return routes('inbox', 'rest/inbox/v1', [get('items', list)]);
}
