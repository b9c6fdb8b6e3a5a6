import { isDeepStrictEqual } from 'node:util';
import type { LocalDate } from '#italy';
import {
  rectify,
  stateToday,
  type JudgedFact,
  type Life,
  type Rectification,
  type RectificationRule,
} from '#use-cases/dated';
import type { ProtocolEvent } from './events.ts';
import { protocolLife } from './protocol-life.ts';
import { standingOf, type Protocol } from './protocol-state.ts';
import { ANNULLABLE, CORRECTABLE, inconsistencyOf, withWhatFollows } from './rectification.ts';
import type { RegisterEntry } from './vocabulary.ts';

type RectifiedEvent = Extract<ProtocolEvent, { readonly type: 'ProtocolRectified' }>;

interface Known {
  readonly life: Life<ProtocolEvent>;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly today: LocalDate;
}

/** What comes of a rectification. */
interface Rectified {
  readonly events: readonly RectifiedEvent[];
  readonly before: Protocol;
  readonly after: Protocol;
  /** Entries of protocol registers that it names from now on, and did not name before. */
  readonly taken: readonly RegisterEntry[];
}

/** What of a protocol can be rectified. */
const rule: RectificationRule<Protocol, ProtocolEvent> = {
  told: protocolLife,
  correctable: CORRECTABLE,
  annullable: ANNULLABLE,
  withWhatFollows: (correction, { facts, state: { durationMonths }, today }) =>
    withWhatFollows(correction, { facts, durationMonths, today }),
  inconsistencyOf,
  standing: (life, now) => stateToday(protocolLife, life, now) as Protocol,
  say: (what, { before: { status: from }, after }) => ({
    type: 'ProtocolRectified',
    data: { ...what, from, to: after.status, standing: standingOf(after) },
  }),
};

/**
 * The events that rectify a fact, with what follows from it, and what becomes of the protocol.
 * @throws DomainError one of `rectificationRefusals`
 */
export function rectified(rectification: Rectification, known: Known): Rectified {
  const { events, before, after, facts } = rectify(rule, rectification, known);
  const [had, has] = [entriesOf(facts.before), entriesOf(facts.after)];
  const [taken, freed] = [onlyIn(has, had), onlyIn(had, has)];
  const entries = { ...(taken.length > 0 ? { taken } : {}), ...(freed.length > 0 ? { freed } : {}) };
  const named = (events as readonly RectifiedEvent[]).map((event, index) =>
    index === 0 ? { ...event, data: { ...event.data, ...entries } } : event,
  );
  return { events: named, before, after, taken };
}

/** The entries of protocol registers that its facts name. */
function entriesOf(facts: readonly JudgedFact<ProtocolEvent>[]): RegisterEntry[] {
  return facts.flatMap(({ event: { data } }) => ('registerEntry' in data ? [data.registerEntry] : []));
}

function onlyIn(entries: readonly RegisterEntry[], others: readonly RegisterEntry[]): RegisterEntry[] {
  return entries.filter((entry) => !others.some((other) => isDeepStrictEqual(other, entry)));
}
