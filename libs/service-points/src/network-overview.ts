import { defineContext, type ContextDefinition, type Counters } from '#use-cases';
import { networkOverviewRoutes } from './http/network-overview-routes.ts';
import { overviewQueries } from './read-models/network-overview-queries.ts';
import { networkOverviewOf } from './read-models/network-overview.ts';

/**
 * The network in numbers, for the nation, a region or a province. Whoever composes the application gives it what the
 * contexts have counted: it knows none of them.
 */
export function networkOverview(contributions: readonly Counters[]): ContextDefinition {
  const model = networkOverviewOf(contributions);
  const queries = overviewQueries(model);
  return defineContext({
    name: 'network-overview',
    queries: Object.values(queries) as ContextDefinition['queries'],
    projections: [model.projection],
    routes: [networkOverviewRoutes(queries)],
  });
}
