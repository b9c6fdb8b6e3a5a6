import { Type, type TObject, type TSchema } from '@sinclair/typebox';
import type { RecordedEvent } from '#kernel/domain';
import { AREA_LEVELS, orNull, type AreaLevel, type Counters, type Move } from '#use-cases';
import { Count } from '#vocabulary';

type Counts = Readonly<Record<string, number>>;
/** Counts by name, or by the value of a field and then by name; null in areas where they are not counted. */
export type Counted = Counts | Readonly<Record<string, Counts>> | null;

/** What a contribution counts in an area where nothing happened yet. */
export function zeros({ counts, by, levels }: Counters, level: AreaLevel): Counted {
  if (!levels.includes(level)) return null;
  return by ? each(by.values, () => each(counts, () => 0)) : each(counts, () => 0);
}

/**
 * What a contribution counts after an event that moves it.
 * @throws TypeError when the field of the event that tells counts apart has a value that nobody declared
 */
export function counted({ name, by }: Counters, move: Move, standing: Counted, { data }: RecordedEvent): Counted {
  if (standing === null) return null;
  if (!by) return moved(standing as Counts, move, data);
  const value = String((data as Readonly<Record<string, unknown>>)[by.field]);
  const counts = (standing as Readonly<Record<string, Counts>>)[value];
  if (!counts) throw new TypeError(`${name}: no ${by.field} is called ${value}`);
  return { ...standing, [value]: moved(counts, move, data) } as Counted;
}

function moved(counts: Counts, { from, to }: Move, data: unknown): Counts {
  const before = typeof from === 'function' ? from(data as never) : from;
  const after = typeof to === 'function' ? to(data as never) : to;
  if (before === after) return counts;
  return {
    ...counts,
    ...(before === undefined ? {} : { [before]: (counts[before] ?? 0) - 1 }),
    [after]: (counts[after] ?? 0) + 1,
  };
}

/** What is published of the counts of a contribution. */
export function answerOf({ counts, by, levels, description }: Counters): TSchema {
  const told = description === undefined ? {} : { description };
  const numbers = (options = {}): TObject =>
    Type.Object(
      each(counts, () => Count),
      options,
    );
  const isEverywhere = levels.length === AREA_LEVELS.length;
  const options = isEverywhere ? told : {};
  const schema = by
    ? Type.Object(
        each(by.values, () => numbers()),
        options,
      )
    : numbers(options);
  return isEverywhere ? schema : orNull(schema, description);
}

function each<Value>(names: readonly string[], value: () => Value): Record<string, Value> {
  return Object.fromEntries(names.map((name) => [name, value()]));
}
