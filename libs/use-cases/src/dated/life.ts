import type { DomainEvent, Recording } from '#kernel/domain';
import { romeDateAt, type LocalDate } from '#italy';
import { LATEST, startOf } from './legal-day.ts';

/** An event of a thing as it was written: with its place in the stream, and when. */
export interface WrittenFact<Event extends DomainEvent = DomainEvent> extends Recording {
  readonly event: Event;
}

/** All that was written of one thing, in the order in which it was written. Plain JSON. */
export type Life<Event extends DomainEvent = DomainEvent> = readonly WrittenFact<Event>[];

/** A fact in its legal place: rectified as far as it was known. */
export interface DatedFact<Event extends DomainEvent = DomainEvent> extends WrittenFact<Event> {
  /** Its legal day in Rome: that of its effectiveAt, or of its recording where law gives none. */
  readonly on: LocalDate;
  /** Of what the thing begins with, before its first fact with a legal date: it precedes all that follows. */
  readonly begins: boolean;
  /** Revisions of what rectified it, oldest first. */
  readonly rectifiedBy: readonly number[];
}

/** A fact, and all those that it is read with, in legal order. */
export interface FactAmong<Event extends DomainEvent = DomainEvent> {
  readonly fact: DatedFact<Event>;
  readonly facts: readonly DatedFact<Event>[];
}

/** What the order of a life needs to know of one type of event. */
export interface DatingOf<Data = unknown, Status extends string = string> {
  /**
   * States in which it counts, any when absent. A fact that comes after one which was recorded late may find another
   * state than the one that it was decided on: it then counts for nothing, as long as that is so.
   */
  readonly in?: readonly Status[];
  /** What else it must find of the state to count, where that is not told by the status alone; and among all facts, where it goes by them. */
  when?(state: never, data: Data, among: FactAmong): boolean;
  /** The field of its data that is its legal date, or instant: rectified, it moves the fact. */
  readonly date?: keyof Data & string;
  /** It says what is to come, and counts from its recording on, though its effectiveAt lies ahead. */
  readonly announces?: true;
  /** Of the facts of one day it comes last, whenever it was written: that day is none of the thing any more. */
  readonly endsDay?: true;
  /** It may be older than what the thing begins with, and counts for the thing from that day on: it moves the beginning nowhere. */
  readonly mayPrecede?: true;
}

/** How the facts of one kind of thing are dated, by the type of the event; a type that is not named has no rule of its own. */
export type Dating<Event extends DomainEvent, Status extends string> = {
  readonly [Type in Event['type']]?: DatingOf<Extract<Event, { readonly type: Type }>['data'], Status>;
};

/** What a rectification says (T2): which event of the same stream, and what of it was wrong. */
export interface Rectifying {
  /** Revision of the event that it corrects. */
  readonly rectifies: number;
  /** The corrected fields. */
  readonly changes?: Readonly<Record<string, unknown>>;
  /** The event never was. */
  readonly annuls?: true;
}

/** How a life is read: what `factsOf` needs to know of a kind of thing. */
export interface Reading {
  readonly dating: Readonly<Record<string, DatingOf<Readonly<Record<string, unknown>>> | undefined>>;
  /** Type of the event that rectifies others. */
  readonly rectifiedBy?: string;
}

/**
 * The facts of a life in legal order: by the day on which they take effect in Rome, and within a day in the order in which
 * they were written, but for those that end it, which come last. Rectifications are applied, what was annulled is not there.
 * @param knownAt an instant (milliseconds since the epoch): as it was known then, that instant included
 */
export function factsOf<Event extends DomainEvent>(
  life: Life<Event>,
  reading: Reading,
  knownAt?: number,
): DatedFact<Event>[] {
  const known = knownAt === undefined ? life : life.filter(({ recordedAt }) => Date.parse(recordedAt) <= knownAt);
  const dated = rectified(known, reading).map((fact) => ({ ...fact, on: legalDayOf(fact, reading), begins: false }));
  const endsDay = ({ event }: DatedFact<Event>): number => (reading.dating[event.type]?.endsDay ? 1 : 0);
  return precededByTheirBeginning(dated, reading).sort(
    (a, b) => compare(a.on, b.on) || endsDay(a) - endsDay(b) || a.revision - b.revision,
  );
}

type RectifiedFact<Event extends DomainEvent> = Omit<DatedFact<Event>, 'on' | 'begins'>;

/** From the last one on, so that a rectification which was itself annulled corrects nothing. */
function rectified<Event extends DomainEvent>(life: Life<Event>, reading: Reading): RectifiedFact<Event>[] {
  const annulled = new Set<number>();
  const corrections = new Map<number, { readonly by: number; readonly changes: Rectifying['changes'] }[]>();
  for (const { event, revision } of [...life].reverse()) {
    if (event.type !== reading.rectifiedBy || annulled.has(revision)) continue;
    const { rectifies, changes, annuls } = event.data as Rectifying;
    if (annuls) annulled.add(rectifies);
    else corrections.set(rectifies, [{ by: revision, changes }, ...(corrections.get(rectifies) ?? [])]);
  }
  return life
    .filter(({ event, revision }) => event.type !== reading.rectifiedBy && !annulled.has(revision))
    .map((fact) => {
      const made = corrections.get(fact.revision) ?? [];
      const event = made.reduce((corrected, { changes }) => correct(corrected, changes ?? {}, reading), fact.event);
      return { ...fact, event, rectifiedBy: made.map(({ by }) => by) };
    });
}

/** The event with the corrected fields, and the corrected effectiveAt where the date was among them. */
function correct<Event extends DomainEvent>(
  event: Event,
  changes: Readonly<Record<string, unknown>>,
  { dating }: Reading,
): Event {
  const dateField = dating[event.type]?.date;
  const date = dateField === undefined ? undefined : changes[dateField];
  const moved = typeof date === 'string' ? { effectiveAt: instantOf(date) } : {};
  return { ...event, data: { ...(event.data as object), ...changes }, ...moved };
}

function instantOf(date: string): string {
  return date.length > 'yyyy-mm-dd'.length ? date : startOf(date);
}

function legalDayOf({ event, recordedAt }: WrittenFact, { dating }: Reading): LocalDate {
  const recordedOn = romeDateAt(recordedAt);
  if (event.effectiveAt === undefined) return recordedOn;
  const effectiveOn = romeDateAt(event.effectiveAt);
  return dating[event.type]?.announces && recordedOn < effectiveOn ? recordedOn : effectiveOn;
}

/**
 * What a thing begins with has no legal date of its own (a draft, a request), and may be recorded after the acts that
 * follow from it: it has happened by the day of the first of them.
 */
function precededByTheirBeginning<Event extends DomainEvent>(
  facts: readonly DatedFact<Event>[],
  { dating }: Reading,
): DatedFact<Event>[] {
  const isDated = ({ event }: DatedFact<Event>): boolean =>
    event.effectiveAt !== undefined && !dating[event.type]?.announces;
  const firstDated = facts.findIndex((fact, index) => index > 0 && isDated(fact));
  const begins = (index: number): boolean => index === 0 || firstDated < 0 || index < firstDated;
  const acts = firstDated < 0 ? [] : facts.slice(firstDated);
  const mayPrecede = ({ event }: DatedFact<Event>): boolean => dating[event.type]?.mayPrecede ?? false;
  const earliest = acts.reduce((day, fact) => (fact.on < day && !mayPrecede(fact) ? fact.on : day), LATEST);
  const by = (day: LocalDate): LocalDate => (day < earliest ? day : earliest);
  const first = by(facts[0]?.on ?? LATEST);
  return facts.map((fact, index) => {
    if (begins(index)) return { ...fact, begins: true, on: by(fact.on) };
    return mayPrecede(fact) && fact.on < first ? { ...fact, on: first } : fact;
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
