import { toTimestamp, type DomainEvent, type EventDefinition, type EventOf, type WithStatus } from '#kernel/domain';
import { midnightInRome, type LocalDate } from '#italy';
import { defineLife, type JudgedFact, type LifeRule, type WalkedFact } from './define-life.ts';
import { lifeOnce } from './effect-today.ts';
import type { DatedFact, Life } from './life.ts';
import type { Moment } from './moment.ts';

/** What an event sets of a thing, from its legal day on. */
export interface FactSetting<Facts extends object> {
  readonly event: EventDefinition;
  set(data: never, facts: Facts | undefined, state: never): Partial<Facts>;
}

/** Declares what events set of things of one kind: `const sets = settingOf<PointOnDate>()`. */
export function settingOf<Facts extends object, State = unknown>() {
  /**
   * @param set what it sets; of its data it is given what counts, which a rectification may have changed, and the state of the thing
   * that it leaves
   */
  return <Definition extends EventDefinition>(
    event: Definition,
    set: (data: EventOf<Definition>['data'], facts: Facts | undefined, state: State) => Partial<Facts>,
  ): FactSetting<Facts> => ({ event, set });
}

/** A thing with all that was written of it, as the read model keeps it. */
export interface DatedThing {
  /** Category of its stream. */
  readonly thing: string;
  readonly id: string;
  readonly life: Life;
}

/** What held of a thing from a time of a day on. */
export interface PartOfDay<Facts> {
  /** RFC 3339, UTC: when the day begins, or a time on it. */
  readonly from: string;
  /** Undefined as long as it was not there. */
  readonly facts: Facts | undefined;
}

/** One kind of thing whose state has dates: what its events set of it. */
export interface DatedKind<Facts extends object = object> {
  /** Category of the streams, for example `PuntoCliente`. */
  readonly thing: string;
  /** What it is looked for among, together with things of other kinds. */
  readonly among: string;
  /** Raise it whenever events are left out that were there, or what is kept of them changes. */
  readonly version: number;
  readonly events: readonly EventDefinition[];
  /** Types of those that set something, the one that rectifies others included. */
  readonly sets: ReadonlySet<string>;
  /**
   * A thing as it is known.
   * @param known what was recorded later does not count; everything does when absent
   */
  asKnown(thing: DatedThing, known?: Moment): KnownThing<Facts>;
  /** What held of a thing at a moment (T3), as it is known, or was at another; see {@link KnownThing.on}. */
  on(thing: DatedThing, moment: Moment, known?: Moment): Facts | undefined;
}

/** A thing as it is known at a moment. */
export interface KnownThing<Facts> {
  /** All its facts in the order of their legal dates, and whether each counts. */
  readonly facts: readonly JudgedFact[];
  /** The days on which something of it changes, in order. */
  readonly days: readonly LocalDate[];
  /** @returns what held of it at a moment; undefined where it was not there yet */
  on(moment: Moment): Facts | undefined;
  /** What holds of it after everything that is known of it, also what lies ahead. */
  atLast(): Facts | undefined;
  /** What held of it, part by part, on a day on which that changed after its first moment; else nothing. */
  partsOfDay(day: Moment): readonly PartOfDay<Facts>[];
  /**
   * The same with what is to come of it, each on its day, as far as that is set: an expiry, a date that was scheduled. For
   * days that lie ahead of what is known. The same object where nothing is to come.
   */
  withToCome(): KnownThing<Facts>;
}

interface KindInput<Facts extends object> {
  readonly thing: string;
  /** What it is looked for among, for example `points`; `thing` when absent. */
  readonly among?: string;
  /** 1 when absent. */
  readonly version?: number;
  /** All that can happen to such a thing, rectifications included. */
  readonly events: readonly EventDefinition[];
  /** How its life is told, which says what counts; every event counts on its legal day when absent. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- of which state and events plays no part here
  readonly told?: LifeRule<any, any>;
  /** What is to come of it as far as that is set, as events that nobody has written yet; nothing when absent. */
  readonly toCome?: (life: Life<never>) => readonly DomainEvent[];
  readonly on: readonly FactSetting<Facts>[];
}

/** Of things whose life has no rule of its own. */
const plain = defineLife<WithStatus, DomainEvent>({ evolve: (state) => state, dating: {} });

/**
 * Declares what the events of one kind of thing set of it, so that it can be asked how it stood on a date, and how that was
 * known on another.
 * @throws TypeError when an event sets something twice, or is none of the thing
 */
export function defineDatedKind<Facts extends object>(input: KindInput<Facts>): DatedKind<Facts> {
  const { thing, among = thing, version = 1, events, told = plain, toCome, on } = input;
  const settings = new Map<string, FactSetting<Facts>>();
  for (const setting of on) {
    const { type } = setting.event;
    if (settings.has(type)) throw new TypeError(`${thing}: ${type} sets facts twice`);
    if (!events.includes(setting.event)) throw new TypeError(`${thing}: ${type} is not among its events`);
    settings.set(type, setting);
  }
  const after = (
    facts: Facts | undefined,
    { event: { type, data }, leaves }: WalkedFact<WithStatus>,
  ): Facts | undefined => {
    const setting = settings.get(type);
    // What is set first brings the thing about.
    return setting ? ({ ...facts, ...setting.set(data as never, facts, leaves as never) } as Facts) : facts;
  };
  const asKnown: DatedKind<Facts>['asKnown'] = (of, known) => {
    const until = known && toTimestamp(known.until);
    const life = until === undefined ? of.life : of.life.filter(({ recordedAt }) => recordedAt <= until);
    const factsOf = (whole: Life) => told.walk(whole) as readonly WalkedFact<WithStatus>[];
    const facts = factsOf(life);
    const knownBy = (
      all: readonly WalkedFact<WithStatus>[],
      withToCome: KnownThing<Facts>['withToCome'],
    ): KnownThing<Facts> => {
      const counting = all.filter(({ counts }) => counts);
      return { facts, days: [...new Set(all.map(({ on }) => on))], ...held(counting, after), withToCome };
    };
    const written = knownBy(facts, () => {
      const coming = toCome?.(life as Life<never>) ?? [];
      if (coming.length === 0) return written;
      const recordedAt = Date.parse(life.at(-1)?.recordedAt ?? '');
      const expected = knownBy(factsOf(lifeOnce(told, life, recordedAt, ...coming) as Life), () => expected);
      return expected;
    });
    return written;
  };
  return {
    ...{ thing, among, version, events, asKnown },
    sets: new Set([...settings.keys(), ...(told.rectifiedBy === undefined ? [] : [told.rectifiedBy])]),
    on: (of, moment, known) => asKnown(of, known).on(moment),
  };
}

/** What held at moments, of facts that count. */
function held<Facts>(
  counting: readonly WalkedFact<WithStatus>[],
  after: (facts: Facts | undefined, fact: WalkedFact<WithStatus>) => Facts | undefined,
): Pick<KnownThing<Facts>, 'on' | 'atLast' | 'partsOfDay'> {
  return {
    on: ({ day, until }) => {
      let state: Facts | undefined;
      let time = 0;
      for (const fact of counting) {
        if (fact.on > day) break;
        if (fact.on === day && (time = Math.max(time, timeOn(fact))) > until) break;
        state = after(state, fact);
      }
      return state;
    },
    atLast: () => counting.reduce<Facts | undefined>((state, fact) => after(state, fact), undefined),
    partsOfDay: ({ day, dayBegins }) => {
      // Hardly anything happens on a day.
      if (dayBegins === undefined || !counting.some(({ on }) => on === day)) return [];
      const parts: PartOfDay<Facts>[] = [];
      let state: Facts | undefined;
      let time = Date.parse(dayBegins);
      for (const fact of counting) {
        if (fact.on > day) break;
        const happened = fact.on === day ? Math.max(time, timeOn(fact)) : time;
        if (happened > time && parts.length === 0) parts.push({ from: dayBegins, facts: state });
        time = happened;
        state = after(state, fact);
        if (parts.length === 0) continue;
        const from = toTimestamp(time);
        if (parts.at(-1)?.from === from) parts.pop();
        parts.push({ from, facts: state });
      }
      return parts;
    },
  };
}

/** When a fact takes effect on its legal day: facts of one day follow each other as they were written. */
function timeOn({ on, event: { effectiveAt }, recordedAt }: DatedFact): number {
  const time = Date.parse(effectiveAt ?? recordedAt);
  const midnight = midnightInRome(on);
  // What begins a thing, and what announces something, stands on a day that is not that of its time.
  return time >= midnight && time < midnight + LONGEST_DAY_MS ? time : midnight;
}

/** That on which summer time ends. */
const LONGEST_DAY_MS = 25 * 3_600_000;
