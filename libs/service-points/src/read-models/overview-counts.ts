import { Type, type TObject, type TSchema } from '@sinclair/typebox';
import type { RecordedEvent } from '#kernel/domain';
import {
  AREA_LEVELS,
  orNull,
  shiftsOf,
  type AreaLevel,
  type Cell,
  type Counters,
  type Move,
  type Shift,
} from '#use-cases';
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
 * What a contribution counts in an area after an event that moves it.
 * @param province ISTAT code, of an area that is one
 * @throws TypeError when the field of the event that tells counts apart has a value that nobody declared
 */
export function counted(
  counters: Counters,
  move: Move,
  standing: Counted,
  { event, province }: { readonly event: RecordedEvent; readonly province: string | undefined },
): Counted {
  if (standing === null) return null;
  const isHere = (cell: Cell | undefined): cell is Cell => {
    if (!cell) return false;
    return province === undefined || (cell.province ?? event.metadata.scope.province) === province;
  };
  return shiftsOf(move, event.data).reduce((counts: NonNullable<Counted>, { from, to, times = 1 }) => {
    const without = isHere(from) ? added(counters, counts, from, event, -times) : counts;
    return isHere(to) ? added(counters, without, to, event, times) : without;
  }, standing);
}

/** The provinces in which counts are moved, beside that of the scope of the event. */
export function provincesOf(shifted: readonly Shift[]): readonly string[] {
  return shifted.flatMap(({ from, to }) => [from?.province, to.province].filter((province) => province !== undefined));
}

function added(
  { name, by }: Counters,
  standing: NonNullable<Counted>,
  { count, value: told }: Cell,
  { data }: RecordedEvent,
  change: number,
): NonNullable<Counted> {
  const plus = (counts: Counts): Counts => ({ ...counts, [count]: (counts[count] ?? 0) + change });
  if (!by) return plus(standing as Counts);
  const value = told ?? String((data as Readonly<Record<string, unknown>>)[by.field]);
  const counts = (standing as Readonly<Record<string, Counts>>)[value];
  if (!counts) throw new TypeError(`${name}: no ${by.field} is called ${value}`);
  return { ...standing, [value]: plus(counts) } as NonNullable<Counted>;
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
