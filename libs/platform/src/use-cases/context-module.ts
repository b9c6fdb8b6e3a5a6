import type { DynamicModule } from '@nestjs/common';
import type { ContextDefinition } from '#use-cases';
import { commandHandlerOf, queryHandlerOf } from './handlers.ts';
import { controllerOf } from './route-controller.ts';

/** The Nest module of a context: a handler for each use case, a controller for each group of routes. */
export function contextModule({ name, commands, queries, routes }: ContextDefinition): DynamicModule {
  // eslint-disable-next-line @typescript-eslint/no-extraneous-class -- Nest takes a class for a module, and tells them apart by it
  const module = class {};
  Object.defineProperty(module, 'name', { value: `${name} module` });
  return {
    module,
    controllers: routes.map(controllerOf),
    providers: [...commands.map(commandHandlerOf), ...queries.map(queryHandlerOf)],
  };
}
