import { isDeepStrictEqual } from 'node:util';
import { defineRefusals, type Absent, type DomainEvent, type WithStatus } from '#kernel/domain';
import { isLocalDate, type LocalDate } from '#italy';
import type { JudgedFact, LifeRule, WalkedFact } from './define-life.ts';
import { lifeOnce } from './effect-today.ts';
import type { Life, Rectifying } from './life.ts';

/** A life that is rectified, or of which something is told late, as it was before and as it is. */
export interface ChangedLife<Event extends DomainEvent> {
  readonly before: Life<Event>;
  readonly life: Life<Event>;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly today: LocalDate;
}

/** Fields of an event by their names. */
type Fields = Readonly<Record<string, unknown>>;

/** The act by which something is rectified. */
interface Act {
  readonly authority: string;
  readonly number: string;
  /** `yyyy-mm-dd`. */
  readonly date: LocalDate;
}

/** What is wrong, and by which act it is rectified. */
export interface Rectification {
  /** Revision of the event. */
  readonly rectifies: number;
  /** What is right; it never was when absent. */
  readonly changes?: Fields;
  readonly reason: string;
  readonly act: Act;
}

/** What an event says of one fact that it rectifies. */
export interface Correcting<Type extends string = string> extends Rectification {
  readonly of: Type;
  readonly annuls?: true;
}

/** One fact with what is corrected of it; nothing where it never was. */
export interface Correction<Type extends string = string> {
  readonly revision: number;
  readonly of: Type;
  readonly changes?: Fields;
}

/** A date of a corrected fact that cannot be, and what it must keep to. */
export interface Inconsistency {
  readonly field: string;
  readonly bound: LocalDate;
}

/**
 * Looks whether a fact has happened: whether one of its dates lies ahead.
 * @param fields of the event, all of them dates, which it may lack
 */
export function dateAhead(
  { data }: DomainEvent,
  fields: readonly string[],
  today: LocalDate,
): Inconsistency | undefined {
  const dates = data as Readonly<Record<string, LocalDate | undefined>>;
  const field = fields.find((one) => (dates[one] ?? today) > today);
  return field === undefined ? undefined : { field, bound: today };
}

/** What a correction is looked at with. */
export interface Surroundings<State extends WithStatus, Event extends DomainEvent> {
  /** All facts, as they stand, each with what it finds. */
  readonly facts: readonly WalkedFact<State, Event>[];
  /** All that was written of it. */
  readonly life: Life<Event>;
  /** The thing as it stands. */
  readonly state: State;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly today: LocalDate;
}

/** What of one kind of thing can be rectified (T2), and what follows from that. */
export interface RectificationRule<State extends WithStatus, Event extends DomainEvent> {
  readonly told: LifeRule<State, Event>;
  /** What of each fact can be corrected: a date, a number or a hash. */
  readonly correctable: Partial<Readonly<Record<Event['type'], readonly string[]>>>;
  /** What may never have been. */
  readonly annullable: readonly Event['type'][];
  /** Refuses what is rectified elsewhere: it follows from something else. */
  readonly refuseOthers?: (fact: JudgedFact<Event>, facts: readonly JudgedFact<Event>[]) => void;
  /** A correction with those that follow from it. */
  readonly withWhatFollows: (
    correction: Correction<Event['type']>,
    surroundings: Surroundings<State, Event>,
  ) => readonly Correction<Event['type']>[];
  /** Looks whether the dates of a corrected fact can be: it has happened, and they follow each other. */
  readonly inconsistencyOf: (fact: Event, today: LocalDate) => Inconsistency | undefined;
  /**
   * Whether a fact that counts finds what it was decided on: a rectification that takes this from another fact is refused.
   * No other fact is looked at when absent.
   */
  readonly holds?: (found: State | Absent, fact: Event) => boolean;
  /**
   * Whether a fact may count for nothing once something is corrected, itself or another, though it counted before: it had followed from what
   * is wrong, or something else came first.
   */
  readonly mayYield?: (fact: WalkedFact<State, Event>) => boolean;
  /** What has to be said beside, once a life is corrected: ends that have come by then, and that nothing had to say before. */
  readonly alsoSaid?: (corrected: ChangedLife<Event>) => readonly Event[];
  /** The thing as it stands after all of its life. */
  readonly standing: (life: Life<Event>, now: number) => State;
  /**
   * The event that rectifies one fact.
   * @param fact as it stood until now; where it is given back, as it stands again
   */
  readonly say: (
    what: Correcting<Event['type']>,
    moved: { readonly before: State; readonly after: State; readonly fact: JudgedFact<Event> },
  ) => Event;
}

/** What a rectification may be refused with. */
export const rectificationRefusals = defineRefusals({
  FACT_UNKNOWN: 'It has no event {rectifies} that stands: take the revision from its history.',
  FACT_NOT_RECTIFIABLE: 'Of an event {of} nothing is corrected, of {rectifiable} it is: name one of those.',
  FIELDS_NOT_RECTIFIABLE: 'An event {of} has no {fields} to correct: name what it has, {rectifiable}.',
  FACT_NOT_ANNULLABLE: 'An event {of} cannot be annulled, {annullable} can: correct it, or record what ended it.',
  NOTHING_TO_RECTIFY: ['The event {rectifies} says that already: nothing is left to do.', 'already-so'],
  RECTIFIED_DATE_IMPOSSIBLE: 'The {field} of an event {of} lies on {bound} at the latest: correct the date.',
  RECTIFIED_FACT_FITS_NOWHERE: 'On {on} it was in a state that takes no event {of}: correct the date.',
  RECTIFYING_ACT_IN_FUTURE: 'The act is dated {date}, after today, {today}: record it once it is made.',
});
const refuse = rectificationRefusals;

/** What else a rectification is refused with where other facts are looked at. */
export const otherFactsRefusals = defineRefusals({
  OTHER_FACTS_REST_ON_IT:
    'The event {revision}, {of} of {on}, would find nothing to rest on any more: rectify that one first.',
});

interface Known<Event extends DomainEvent> {
  readonly life: Life<Event>;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly today: LocalDate;
}

/** What comes of a rectification. */
export interface Rectified<State extends WithStatus, Event extends DomainEvent> {
  readonly events: readonly Event[];
  readonly before: State;
  readonly after: State;
  readonly facts: { readonly before: readonly JudgedFact<Event>[]; readonly after: readonly JudgedFact<Event>[] };
}

/**
 * The events that rectify a fact, with what follows from it, and what becomes of the thing.
 * @throws DomainError one of {@link rectificationRefusals} and {@link otherFactsRefusals}
 */
export function rectify<State extends WithStatus, Event extends DomainEvent>(
  rule: RectificationRule<State, Event>,
  rectification: Rectification,
  { life, now, today }: Known<Event>,
): Rectified<State, Event> {
  const { reason, act } = rectification;
  if (act.date > today) throw refuse.RECTIFYING_ACT_IN_FUTURE({ date: act.date, today });
  const before = rule.standing(life, now);
  const corrections = correctionsOf(rule, rectification, { life, state: before, now, today });
  const events: Event[] = [];
  let state = before;
  for (const { revision: rectifies, of, changes } of corrections) {
    const what = { rectifies, of, ...(changes ? { changes } : { annuls: true as const }), reason, act };
    const bare = { type: rule.told.rectifiedBy, data: what } as unknown as Event;
    const then = lifeOnce(rule.told, life, now, ...events);
    const fact = factOf(rule.told, rectifies, then);
    if (!fact) throw refuse.FACT_UNKNOWN({ rectifies });
    const after = rule.standing(lifeOnce(rule.told, then, now, bare), now);
    events.push(rule.say(what, { before: state, after, fact }));
    state = after;
  }
  const corrected = { before: life, life: lifeOnce(rule.told, life, now, ...events), now, today };
  events.push(...(rule.alsoSaid?.(corrected) ?? []));
  const whole = lifeOnce(rule.told, life, now, ...events);
  const facts = { before: rule.told.walk(life), after: rule.told.walk(whole) };
  requireFitting(rule, { facts, corrections, today });
  requireOthersHolding(rule, { facts, corrections });
  return { events, before, after: rule.standing(whole, now), facts };
}

/** A fact as it stands, or what a statement says never to have been. */
function factOf<State extends WithStatus, Event extends DomainEvent>(
  told: LifeRule<State, Event>,
  revision: number,
  life: Life<Event>,
): JudgedFact<Event> | undefined {
  const written = life.find((fact) => fact.revision === revision)?.event;
  if (written?.type !== told.rectifiedBy) return told.facts(life).find((fact) => fact.revision === revision);
  const { rectifies } = written?.data as Rectifying;
  return factOf(
    told,
    rectifies,
    life.filter((fact) => fact.revision !== revision),
  );
}

/** What is corrected, and what follows from that. */
function correctionsOf<State extends WithStatus, Event extends DomainEvent>(
  rule: RectificationRule<State, Event>,
  { rectifies, changes }: Rectification,
  { life, state, now, today }: Known<Event> & { readonly state: State },
): readonly Correction<Event['type']>[] {
  const { told, correctable, annullable, withWhatFollows } = rule;
  const facts = told.walk(life);
  const fact = facts.find(({ revision }) => revision === rectifies);
  const surroundings = { facts, life, state, now, today };
  if (!changes) {
    const again = fact ? [] : annulmentsOf(life, told, rectifies);
    if (again.length > 0) return again;
  }
  if (!fact) throw refuse.FACT_UNKNOWN({ rectifies });
  const of: Event['type'] = fact.event.type;
  rule.refuseOthers?.(fact, facts);
  if (!changes) {
    if (!annullable.includes(of)) throw refuse.FACT_NOT_ANNULLABLE({ of, annullable });
    return withWhatFollows({ revision: rectifies, of }, surroundings);
  }
  const allowed = correctable[of];
  if (!allowed) throw refuse.FACT_NOT_RECTIFIABLE({ of, rectifiable: Object.keys(correctable) });
  const fields = Object.keys(changes).filter((field) => !allowed.includes(field));
  if (fields.length > 0) throw refuse.FIELDS_NOT_RECTIFIABLE({ of, fields, rectifiable: allowed });
  const data = fact.event.data as Fields;
  if (isDeepStrictEqual({ ...data, ...changes }, data)) throw refuse.NOTHING_TO_RECTIFY({ rectifies });
  return withWhatFollows({ revision: rectifies, of, changes }, surroundings);
}

/** That a statement was wrong by which a fact never was, with those of the same act that came with it. */
function annulmentsOf<Event extends DomainEvent>(
  life: Life<Event>,
  { rectifiedBy }: { readonly rectifiedBy?: string },
  rectifies: number,
): Correction<Event['type']>[] {
  const made = life.flatMap(({ event, revision, recordedAt }) => {
    const { rectifies: of, annuls, act, reason } = event.data as Rectifying & Rectification;
    return event.type === rectifiedBy && annuls ? [{ revision, of, by: { recordedAt, act, reason } }] : [];
  });
  const standing = made.filter(({ revision }) => !made.some(({ of }) => of === revision));
  const first = standing.find(({ revision }) => revision === rectifies);
  if (!first) return [];
  return standing
    .filter(({ revision, by }) => revision >= rectifies && isDeepStrictEqual(by, first.by))
    .map(({ revision }) => ({ revision, of: rectifiedBy as Event['type'] }));
}

interface Made<State extends WithStatus, Event extends DomainEvent> {
  /** As they stood, and as they stand. */
  readonly facts: Record<'before' | 'after', readonly WalkedFact<State, Event>[]>;
  readonly corrections: readonly Correction[];
  readonly today: LocalDate;
}

/** Refuses a fact that is corrected, or stands again, and cannot be. */
function requireFitting<State extends WithStatus, Event extends DomainEvent>(
  { inconsistencyOf, holds = () => true, mayYield = () => false }: RectificationRule<State, Event>,
  { facts: { before, after }, corrections, today }: Made<State, Event>,
): void {
  const corrected = new Map(corrections.flatMap(({ revision, changes }) => (changes ? [[revision, changes]] : [])));
  const stood = new Map(before.map((fact) => [fact.revision, fact]));
  for (const fact of after) {
    const { revision, event, on, found } = fact;
    if (!corrected.has(revision) && stood.has(revision)) continue;
    const of = event.type;
    const wrong = inconsistencyOf(event, today);
    if (wrong) throw refuse.RECTIFIED_DATE_IMPOSSIBLE({ of, ...wrong });
    const was = stood.get(revision);
    // What it did not find before either the correction does not take from it.
    const isAsBefore = was !== undefined && isTaken(was) && !holds(was.found, was.event);
    if (isTaken(fact) && (isAsBefore || holds(found, event))) continue;
    // Nor has what goes with it counted before.
    if (!isTaken(fact) && was && !isTaken(was) && revision !== corrections[0]?.revision) continue;
    if (!isTaken(fact) && mayYield(fact)) continue;
    // Of a fact that counts since it was recorded, whatever its own date, that date is what was corrected.
    const dates = Object.values(corrected.get(revision) ?? {}).filter((value) => isLocalDate(String(value)));
    throw refuse.RECTIFIED_FACT_FITS_NOWHERE({ of, on: event.effectiveAt === undefined ? (dates[0] ?? on) : on });
  }
}

/** Whether a fact counts, or leaves something aside. */
function isTaken({ counts, found, leaves }: WalkedFact<WithStatus>): boolean {
  return counts || leaves !== found;
}

/** Refuses what would take from another fact what it was decided on. */
function requireOthersHolding<State extends WithStatus, Event extends DomainEvent>(
  { holds, mayYield = () => false }: RectificationRule<State, Event>,
  { facts, corrections }: Pick<Made<State, Event>, 'facts' | 'corrections'>,
): void {
  if (!holds) return;
  const holding = (all: readonly WalkedFact<State, Event>[]) =>
    all.filter(({ counts, found, event }) => counts && holds(found, event));
  const yielding = facts.after.filter((fact) => !fact.counts && mayYield(fact));
  const still = new Set([...corrections, ...holding(facts.after), ...yielding].map(({ revision }) => revision));
  const lost = holding(facts.before).find(({ revision }) => !still.has(revision));
  if (!lost) return;
  const { revision, on, event } = lost;
  throw otherFactsRefusals.OTHER_FACTS_REST_ON_IT({ revision, of: event.type, on });
}
