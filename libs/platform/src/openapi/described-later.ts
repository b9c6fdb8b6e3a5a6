import type { INestApplication, Type } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';

/** What is still to be told of controllers. */
const untold = new WeakMap<object, () => void>();

/** Leaves what only the description of the API needs of a controller to the first look at it: no start pays for it. */
export function describeLater(controller: Type, describe: () => void): void {
  untold.set(controller, describe);
}

/** Tells of each controller of an application what was left for later. */
export function describeControllers(app: INestApplication): void {
  for (const { controllers } of app.get(ModulesContainer).values()) {
    for (const { metatype } of controllers.values()) {
      if (!metatype) continue;
      untold.get(metatype)?.();
      untold.delete(metatype);
    }
  }
}
