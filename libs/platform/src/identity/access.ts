import { applyDecorators, SetMetadata, type CustomDecorator } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import type { Role } from './principal.ts';

/** Metadata key of a route that answers without a token. */
export const PUBLIC_ROUTE = 'rete-punti:public';
/** Metadata key of the roles that may call a route. */
export const ROUTE_ROLES = 'rete-punti:roles';
/** Marks the operations of public routes while the API is described; it is taken out again. */
export const PUBLIC_EXTENSION = 'x-rete-punti-public';

/** Opens a route, or all routes of a controller, to everyone. Without it a route needs a token. */
export const Public = (): ClassDecorator & MethodDecorator =>
  applyDecorators(SetMetadata(PUBLIC_ROUTE, true), ApiExtension(PUBLIC_EXTENSION, true));

/** Bounds a route, or all routes of a controller, to these roles; territory is checked where the facts are known. */
export const Roles = (...roles: readonly Role[]): CustomDecorator => SetMetadata(ROUTE_ROLES, roles);
