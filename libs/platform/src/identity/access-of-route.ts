import type { ExecutionContext } from '@nestjs/common';
import { PUBLIC_ROUTE, ROUTE_ROLES } from './access.ts';
import type { Role } from './principal.ts';

/** Who may call a route. */
export interface RouteAccess {
  readonly isPublic: boolean;
  /** Everyone with a token when absent. */
  readonly roles?: readonly Role[];
}

/**
 * Reads the decorators of a route once: they never change, and reading metadata for every request would cost more than
 * the decision itself.
 */
export class RouteAccessTable {
  readonly #table = new Map<object, Map<object, RouteAccess>>();

  of(context: ExecutionContext): RouteAccess {
    const controller = context.getClass();
    const handler = context.getHandler();
    const known = this.#table.get(controller)?.get(handler);
    if (known) return known;
    const access = readAccess(controller, handler);
    const routes = this.#table.get(controller) ?? new Map<object, RouteAccess>();
    this.#table.set(controller, routes.set(handler, access));
    return access;
  }
}

function readAccess(controller: object, handler: object): RouteAccess {
  const read = (key: string): unknown => Reflect.getMetadata(key, handler) ?? Reflect.getMetadata(key, controller);
  const roles = read(ROUTE_ROLES) as readonly Role[] | undefined;
  return { isPublic: read(PUBLIC_ROUTE) === true, ...(roles ? { roles } : {}) };
}
