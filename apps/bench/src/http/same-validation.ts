import 'reflect-metadata';
import type { Type } from '@nestjs/common';
import { AgendaModule } from '#agenda';

/**
 * Nest validates what a method declares to take: lets a method declare what the method of the same name in the
 * product's agenda does.
 */
export function takeWhatTheProductTakes(controller: Type, method: string): void {
  const controllers = Reflect.getMetadata('controllers', AgendaModule) as Type<Record<string, unknown>>[];
  const original = controllers.find(({ prototype }) => method in (prototype as object));
  if (!original) throw new TypeError(`no controller of the agenda has a method ${method}`);
  const types: unknown = Reflect.getMetadata('design:paramtypes', original.prototype as object, method);
  Reflect.defineMetadata('design:paramtypes', types, controller.prototype as object, method);
}
