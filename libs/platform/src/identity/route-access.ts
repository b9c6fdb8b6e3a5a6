import type { Role } from '#use-cases';

/** Who may call a route. */
export interface RouteAccess {
  readonly isPublic: boolean;
  /** Everyone with a token when absent. */
  readonly roles?: readonly Role[];
  /** Whether its requests count; those of probes do not, and are never refused. */
  readonly isLimited: boolean;
  /** Whether its answers rest on the log, and are refused once that is another than the process was started on. */
  readonly restsOnLog: boolean;
}

/** What Fastify keeps with a route, and gives with every request for it. */
export interface RouteConfig {
  readonly access: RouteAccess;
  /** Requests are counted at the gate, not by a hook of the route. */
  readonly rateLimit: false;
}

/** The configuration of a route that these may call. */
export function routeConfig(access: RouteAccess): RouteConfig {
  return { access, rateLimit: false };
}

/** Closed by default: what a route needs that says nothing. */
const CLOSED: RouteAccess = { isPublic: false, isLimited: true, restsOnLog: true };
const OPEN: RouteAccess = { isPublic: true, isLimited: true, restsOnLog: false };

/** The configuration of a route outside of all controllers that needs no token. */
export const openRoute = routeConfig(OPEN);

/** Reads who may call the route of a request; where there is no route, everyone learns so. */
export function accessOf(request: {
  readonly is404: boolean;
  readonly routeOptions: { readonly config?: object };
}): RouteAccess {
  if (request.is404) return OPEN;
  return (request.routeOptions.config as Partial<RouteConfig> | undefined)?.access ?? CLOSED;
}
