import { get, routes, type RouteGroup } from '#use-cases';
import type { OverviewQueries } from '../read-models/network-overview-queries.ts';

export const networkOverviewRoutes = ({ list, nation, region, province }: OverviewQueries): RouteGroup =>
  routes('service-points', 'rest/service-points/v1/network-overview', [
    get('', list),
    get('nation', nation),
    get('regions/:code', region),
    get('provinces/:code', province),
  ]);
