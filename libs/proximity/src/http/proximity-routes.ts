import { get, routes, type AnyQuery, type RouteGroup } from '#use-cases';

/** What is asked of distances, by route. */
export interface ProximityQueries {
  readonly byArea: AnyQuery;
  readonly municipalities: AnyQuery;
  readonly ofOpening: AnyQuery;
  readonly ofPoint: AnyQuery;
}

export function proximityRoutes({ byArea, municipalities, ofOpening, ofPoint }: ProximityQueries): RouteGroup {
  return routes('proximity', 'rest/proximity/v1', [
    get('areas', byArea),
    get('municipalities', municipalities),
    get('municipalities/:code/opening', ofOpening),
    get('points/:pointId/effect', ofPoint),
  ]);
}
