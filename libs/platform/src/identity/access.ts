import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExtension } from '@nestjs/swagger';
import type { Role } from '#use-cases';
import { routeConfig, type RouteAccess } from './route-access.ts';

/** Marks the operations of public routes while the API is described; it is taken out again. */
export const PUBLIC_EXTENSION = 'x-rete-punti-public';

/** Metadata key of a method that says itself who may call it. */
const ROUTE_ACCESS = 'rete-punti:access';

type RouteDecorator = ClassDecorator & MethodDecorator;

/**
 * Opens a route, or all routes of a controller, to everyone. Without it a route needs a token.
 * @param options.isLimited false for probes, whose requests are not counted and never refused
 * @param options.restsOnLog false for what answers also when the log has changed: it does not rest on it, or tells of that
 */
export function Public({ isLimited = true, restsOnLog = true }: Partial<RouteAccess> = {}): RouteDecorator {
  const declare = declareAccess({ isPublic: true, isLimited, restsOnLog });
  const describe = ApiExtension(PUBLIC_EXTENSION, true);
  return ((target: object, name?: string, descriptor?: PropertyDescriptor) => {
    declare(target, name, descriptor);
    describe(target, name, descriptor as TypedPropertyDescriptor<unknown>);
  }) as RouteDecorator;
}

/** Bounds a route, or all routes of a controller, to these roles; territory is checked where the facts are known. */
export function Roles(...roles: readonly Role[]): RouteDecorator {
  return declareAccess({ isPublic: false, isLimited: true, restsOnLog: true, roles }) as RouteDecorator;
}

/** Fastify is told with the route, so that it decides before it reads a body. */
function declareAccess(access: RouteAccess) {
  const configure = RouteConfig(routeConfig(access));
  return (target: object, name?: string, descriptor?: PropertyDescriptor): void => {
    if (descriptor) {
      Reflect.defineMetadata(ROUTE_ACCESS, access, descriptor.value as object);
      configure(target, name ?? '', descriptor);
      return;
    }
    // Of a controller: for its methods that say nothing themselves, which were decorated before it.
    const { prototype } = target as { readonly prototype: object };
    for (const [method, own] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
      const declared: unknown = own.value;
      if (typeof declared === 'function' && !Reflect.hasMetadata(ROUTE_ACCESS, declared))
        configure(prototype, method, own);
    }
  };
}
