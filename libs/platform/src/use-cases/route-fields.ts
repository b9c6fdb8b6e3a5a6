import { OmitType, PickType } from '@nestjs/swagger';
import type { Type } from '@nestjs/common';
import type { InputClass } from '#use-cases';

/** The fields of an input by where they stand in a request, for its description. */
export interface RouteFields {
  readonly path: Type;
  readonly sent: Type;
}

/** Tells the fields of a route's path from those that are sent, for the description of the API. */
export function fieldsOf(input: InputClass<object>, template: string, method: 'GET' | 'POST'): RouteFields {
  const names = [...template.matchAll(/:(\w+)/g)].map(([, name]) => name) as never[];
  const whole = input as unknown as Type<Record<string, unknown>>;
  const kind = method === 'POST' ? 'Body' : 'Parameters';
  const sent = names.length === 0 ? subclass(whole, input.name) : named(OmitType(whole, names), `${input.name}${kind}`);
  const path = names.length === 0 ? NoPath : named(PickType(whole, names), `${input.name}Path`);
  return { path, sent };
}

/** A path without parameters. */
// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- the description of the API takes classes
class NoPath {}

function subclass(whole: Type, name: string): Type {
  return named(class extends whole {}, name);
}

function named(type: Type, name: string): Type {
  Object.defineProperty(type, 'name', { value: name });
  return type;
}
