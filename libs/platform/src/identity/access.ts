import { SetMetadata, type CustomDecorator } from '@nestjs/common';
import type { Role } from './principal.ts';

/** Metadata key of a route that answers without a token. */
export const PUBLIC_ROUTE = 'rete-punti:public';
/** Metadata key of the roles that may call a route. */
export const ROUTE_ROLES = 'rete-punti:roles';

/** Opens a route, or all routes of a controller, to everyone. Without it a route needs a token. */
export const Public = (): CustomDecorator => SetMetadata(PUBLIC_ROUTE, true);

/** Bounds a route, or all routes of a controller, to these roles; territory is checked where the facts are known. */
export const Roles = (...roles: readonly Role[]): CustomDecorator => SetMetadata(ROUTE_ROLES, roles);
