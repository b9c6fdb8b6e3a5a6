import { contexts } from '#composition';
import type { Route } from '#use-cases';

/** A route, and where it is. */
export interface PlacedRoute {
  readonly route: Route;
  /** With parameters, for example `/rest/protocols/v1/protocols/:protocolId`. */
  readonly path: string;
}

/** Every route of the product, as the contexts declare them. */
export const everyRoute: readonly PlacedRoute[] = contexts.flatMap(({ routes }) =>
  routes.flatMap(({ base, routes: all }) =>
    all.map((route) => ({ route, path: `/${base}/${route.path}`.replace(/\/$/, '') })),
  ),
);

/** Names of the parameters of a path. */
export function parametersOf(path: string): string[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => name!);
}
