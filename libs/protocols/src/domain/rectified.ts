import { isDeepStrictEqual } from 'node:util';
import { defineRefusals, toTimestamp } from '#kernel/domain';
import type { LocalDate } from '#italy';
import { stateToday, type JudgedFact, type Life } from '#use-cases/dated';
import type { ProtocolEvent } from './events.ts';
import { protocolLife } from './protocol-life.ts';
import { standingOf, type Protocol } from './protocol-state.ts';
import type { RegisterEntry } from './vocabulary.ts';
import { ANNULLABLE, CORRECTABLE, inconsistencyOf, withWhatFollows, type Correction } from './rectification.ts';

type RectifiedEvent = Extract<ProtocolEvent, { readonly type: 'ProtocolRectified' }>;
type Act = RectifiedEvent['data']['act'];

/** What is wrong, and by which act it is rectified. */
export interface Rectification {
  /** Revision of the event. */
  readonly rectifies: number;
  /** What is right; it never was when absent. */
  readonly changes?: Readonly<Record<string, unknown>>;
  readonly reason: string;
  readonly act: Act;
}

interface Known {
  readonly life: Life<ProtocolEvent>;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly today: LocalDate;
}

/** What comes of a rectification. */
export interface Rectified {
  readonly events: readonly RectifiedEvent[];
  readonly before: Protocol;
  readonly after: Protocol;
  /** Entries of protocol registers that it names from now on, and did not name before. */
  readonly taken: readonly RegisterEntry[];
}

/** What a rectification may be refused with. */
export const rectificationRefusals = defineRefusals({
  FACT_UNKNOWN: 'It has no event {rectifies} that stands: take the revision from its history.',
  FACT_NOT_RECTIFIABLE: 'Of an event {of} nothing is corrected: those of {rectifiable} are.',
  FIELDS_NOT_RECTIFIABLE: 'An event {of} has no {fields} to correct: it has {rectifiable}.',
  FACT_NOT_ANNULLABLE:
    'An event {of} cannot be annulled: those of {annullable} can. Correct it, or record what ended it.',
  NOTHING_TO_RECTIFY: ['The event {rectifies} says that already: nothing is left to do.', 'already-so'],
  RECTIFIED_DATE_IMPOSSIBLE: 'The {field} of an event {of} lies on {bound} at the latest: correct the date.',
  RECTIFIED_FACT_FITS_NOWHERE: 'On {on} the protocol was in a state that takes no event {of}: correct the date.',
  RECTIFYING_ACT_IN_FUTURE: 'The act is dated {date}, after today, {today}: record it once it is made.',
});
const refuse = rectificationRefusals;

/**
 * The events that rectify a fact, with what follows from it, and what becomes of the protocol.
 * @throws DomainError one of {@link rectificationRefusals}
 */
export function rectified(rectification: Rectification, { life, now, today }: Known): Rectified {
  const { reason, act } = rectification;
  if (act.date > today) throw refuse.RECTIFYING_ACT_IN_FUTURE({ date: act.date, today });
  const before = stateToday(protocolLife, life, now) as Protocol;
  const corrections = correctionsOf(rectification, life, { ...before, today });
  const events: RectifiedEvent[] = [];
  let state = before;
  for (const { revision: rectifies, of, changes } of corrections) {
    const what = { rectifies, of, ...(changes ? { changes } : { annuls: true as const }), reason, act };
    const told = (after: Protocol): RectifiedEvent => ({
      type: 'ProtocolRectified',
      data: { ...what, from: state.status, to: after.status, standing: standingOf(after) },
    });
    const after = stateToday(protocolLife, life, now, ...events, told(state)) as Protocol;
    events.push(told(after));
    state = after;
  }
  const facts = { before: protocolLife.facts(life), after: protocolLife.facts(withRecorded(life, events, now)) };
  for (const correction of corrections) requireFitting(correction, facts.after, today);
  const [had, has] = [entriesOf(facts.before), entriesOf(facts.after)];
  const [taken, freed] = [onlyIn(has, had), onlyIn(had, has)];
  const entries = { ...(taken.length > 0 ? { taken } : {}), ...(freed.length > 0 ? { freed } : {}) };
  const named = events.map((event, index) => (index === 0 ? { ...event, data: { ...event.data, ...entries } } : event));
  return { events: named, before, after: state, taken };
}

/** The entries of protocol registers that its facts name. */
function entriesOf(facts: readonly JudgedFact<ProtocolEvent>[]): RegisterEntry[] {
  return facts.flatMap(({ event: { data } }) => ('registerEntry' in data ? [data.registerEntry] : []));
}

function onlyIn(entries: readonly RegisterEntry[], others: readonly RegisterEntry[]): RegisterEntry[] {
  return entries.filter((entry) => !others.some((other) => isDeepStrictEqual(other, entry)));
}

/** What is corrected, and what follows from that. */
function correctionsOf(
  { rectifies, changes }: Rectification,
  life: Life<ProtocolEvent>,
  { durationMonths, today }: { readonly durationMonths: number; readonly today: LocalDate },
): readonly Correction[] {
  const facts = protocolLife.facts(life);
  if (!changes) return [annulment(rectifies, life, facts)];
  const fact = facts.find(({ revision }) => revision === rectifies);
  if (!fact) throw refuse.FACT_UNKNOWN({ rectifies });
  const of = fact.event.type;
  const correctable = CORRECTABLE[of];
  if (!correctable) throw refuse.FACT_NOT_RECTIFIABLE({ of, rectifiable: Object.keys(CORRECTABLE) });
  const fields = Object.keys(changes).filter((field) => !correctable.includes(field));
  if (fields.length > 0) throw refuse.FIELDS_NOT_RECTIFIABLE({ of, fields, rectifiable: correctable });
  const after = { ...fact.event.data, ...changes };
  if (isDeepStrictEqual(after, fact.event.data)) throw refuse.NOTHING_TO_RECTIFY({ rectifies });
  return withWhatFollows({ revision: rectifies, of, changes }, { facts, durationMonths, today });
}

/** That a fact never was; or, of such a statement, that it was wrong. */
function annulment(
  rectifies: number,
  life: Life<ProtocolEvent>,
  facts: readonly JudgedFact<ProtocolEvent>[],
): Correction {
  const annulments = life.flatMap(({ event, revision }) =>
    event.type === 'ProtocolRectified' && event.data.annuls ? [{ revision, of: event.data.rectifies }] : [],
  );
  const standing = annulments.filter(({ revision }) => !annulments.some(({ of }) => of === revision));
  if (standing.some(({ revision }) => revision === rectifies)) return { revision: rectifies, of: 'ProtocolRectified' };
  const fact = facts.find(({ revision }) => revision === rectifies);
  if (!fact) throw refuse.FACT_UNKNOWN({ rectifies });
  const of = fact.event.type;
  if (!ANNULLABLE.includes(of)) throw refuse.FACT_NOT_ANNULLABLE({ of, annullable: ANNULLABLE });
  return { revision: rectifies, of };
}

function requireFitting(
  { revision, changes }: Correction,
  facts: readonly JudgedFact<ProtocolEvent>[],
  today: LocalDate,
): void {
  const fact = changes && facts.find((one) => one.revision === revision);
  if (!fact) return;
  const { on, event } = fact;
  const wrong = inconsistencyOf(event, today);
  if (wrong) throw refuse.RECTIFIED_DATE_IMPOSSIBLE({ of: event.type, ...wrong });
  if (!fact.counts) throw refuse.RECTIFIED_FACT_FITS_NOWHERE({ of: event.type, on });
}

function withRecorded(life: Life<ProtocolEvent>, events: readonly ProtocolEvent[], now: number): Life<ProtocolEvent> {
  const first = (life.at(-1)?.revision ?? -1) + 1;
  return events.reduce(
    (whole, event, index) => protocolLife.add(whole, event, { revision: first + index, recordedAt: toTimestamp(now) }),
    life,
  );
}
