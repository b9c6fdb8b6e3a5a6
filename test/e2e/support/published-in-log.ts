import { contexts } from '#composition';
import type { PublishedType } from '#use-cases';
import type { ReadEvent } from './feed-readers.ts';
import type { eventsOf } from './log.ts';

/** Which events of a log are published, and as what: positions and types, as they follow from what contexts declare. */
export function publishedOf(log: Awaited<ReturnType<typeof eventsOf>>): readonly string[] {
  const types = contexts.flatMap(({ publishes = [] }): readonly PublishedType[] => publishes);
  const names = new Map(types.flatMap(({ name, made }) => made.map(({ definition }) => [definition.type, name])));
  return log.flatMap(({ type, position }) => {
    const name = names.get(type);
    return name === undefined ? [] : [`${BigInt(position).toString(16).padStart(16, '0')} ${name}`];
  });
}

/** The same of an event that was read. */
export function publishedAs({ id, type }: Pick<ReadEvent, 'id' | 'type'>): string {
  return `${id.slice(id.indexOf('-') + 1)} ${type}`;
}
