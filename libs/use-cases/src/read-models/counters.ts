import type { EventDefinition, EventOf } from '#kernel/domain';

/** Areas that things are counted in. */
export const AREA_LEVELS = ['nation', 'region', 'province'] as const;
export type AreaLevel = (typeof AREA_LEVELS)[number];

/** How an event moves one of a group of counts: what it concerns is counted under another name from then on. */
export interface Move<Count extends string = string> {
  readonly event: EventDefinition;
  readonly shift: (data: never) => Shift<Count> | readonly Shift<Count>[];
}

/** One count of what is counted: under which value of the field that tells counts apart, and in which province. */
export interface Cell<Count extends string = string> {
  readonly count: Count;
  /** That of the event when absent. */
  readonly value?: string;
  /** ISTAT code, of what may move between provinces; that of the event's scope when absent. */
  readonly province?: string;
}

/** From which count to which: the same where nothing is counted otherwise, none where it was not counted before. */
export interface Shift<Count extends string = string> {
  readonly from?: Cell<Count> | undefined;
  readonly to: Cell<Count>;
  /** How many of them: 1 when absent. */
  readonly times?: number;
}

/** What an event shifts: one thing, or several at once. */
export function shiftsOf({ shift }: Move, data: unknown): readonly Shift[] {
  const shifted = shift(data as never);
  return 'to' in shifted ? [shifted] : shifted.filter(({ times = 1 }) => times !== 0);
}

/** Declares that an event says from which count to which it moves what it concerns. */
export function shifts<Definition extends EventDefinition, const Count extends string>(
  event: Definition,
  shift: (data: EventOf<Definition>['data']) => Shift<Count> | readonly Shift<Count>[],
): Move<Count> {
  return { event, shift };
}

/** A count that follows from an event alone, or that its data carries. */
type Told<Definition extends EventDefinition, Count> = Count | ((data: EventOf<Definition>['data']) => Count);

/**
 * Declares that an event moves what it concerns from one count to another, under the same value and in the same province.
 * @param from where it was counted before; undefined for what was not counted yet
 * @param to where it is counted from then on; where it was, if the event changes nothing of today
 */
export function moves<Definition extends EventDefinition, const Count extends string>(
  event: Definition,
  { from, to }: { readonly from?: Told<Definition, Count>; readonly to: Told<Definition, Count> },
): Move<Count> {
  return shifts(event, (data) => {
    const cellOf = (told: Told<Definition, Count>): Cell<Count> => ({
      count: typeof told === 'function' ? told(data) : told,
    });
    return { from: from === undefined ? undefined : cellOf(from), to: cellOf(to) };
  });
}

/** What a context has counted wherever its events happen, as data: which event moves which count of which areas. */
export interface Counters {
  /** camelCase; where the counts stand in an overview, for example `protocols`. */
  readonly name: string;
  /** One sentence for the description of the API. */
  readonly description?: string;
  /** Raise it whenever a count, or what moves it, changes. */
  readonly version: number;
  readonly counts: readonly string[];
  /** Counts each value of a field apart, which every event then carries. */
  readonly by?: { readonly field: string; readonly values: readonly string[] };
  readonly levels: readonly AreaLevel[];
  readonly moves: readonly Move[];
}

interface CountersInput<Count extends string> {
  readonly name: string;
  readonly description?: string;
  /** 1 when absent. */
  readonly version?: number;
  readonly counts: readonly Count[];
  readonly by?: { readonly field: string; readonly values: readonly string[] };
  /** All of them when absent; there are no counts (null) in the areas of another level. */
  readonly levels?: readonly AreaLevel[];
  readonly moves: readonly Move<NoInfer<Count>>[];
}

/**
 * Declares what a context contributes to overviews.
 * @throws TypeError when an event does not carry the field that its counts are told apart by
 */
export function defineCounters<const Count extends string>(input: CountersInput<Count>): Counters {
  const { name, by, moves: listed } = input;
  for (const { event } of by ? listed : []) {
    const { properties = {} } = event.schema as { readonly properties?: object };
    if (by && !(by.field in properties)) throw new TypeError(`${name}: ${event.type} carries no ${by.field}`);
  }
  return { version: 1, levels: AREA_LEVELS, ...input };
}
