import { get, routes, type AnyQuery, type RouteGroup } from '#use-cases';

/** What auditors ask, by route. */
export interface AuditQueries {
  readonly points: AnyQuery;
  readonly protocol: AnyQuery;
  readonly ofRegion: AnyQuery;
  readonly ofNation: AnyQuery;
}

export function auditRoutes({ points, protocol, ofRegion, ofNation }: AuditQueries): RouteGroup {
  return routes('audit', 'rest/audit/v1', [
    get('points', points),
    get('protocols/:protocolId', protocol),
    get('dashboard', ofNation),
    get('regions/:region/dashboard', ofRegion),
  ]);
}
