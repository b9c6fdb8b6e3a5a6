import { isDeepStrictEqual } from 'node:util';
import type { LocalDate } from '#italy';
import {
  lifeOnce,
  otherFactsRefusals,
  rectify,
  refuseAsSet,
  stateToday,
  type JudgedFact,
  type Life,
  type Rectification,
  type RectificationRule,
} from '#use-cases/dated';
import { broughtToLight } from './come-by-now.ts';
import type { ProtocolEvent } from './events.ts';
import { protocolLife } from './protocol-life.ts';
import { isBinding, standingOf, type Protocol } from './protocol-state.ts';
import { amendmentIn, ANNULLABLE, CORRECTABLE, inconsistencyOf, withWhatFollows } from './rectification.ts';
import { amendmentStanding } from './signed-act.ts';
import { SUSPENSIONS } from './suspension-kind.ts';
import type { RegisterEntry } from './vocabulary.ts';
import { mayCountForNothing } from './unclaimed-renewal.ts';
import { restsOn } from './what-facts-rest-on.ts';

type RectifiedEvent = Extract<ProtocolEvent, { readonly type: 'ProtocolRectified' }>;

interface Known {
  readonly life: Life<ProtocolEvent>;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly today: LocalDate;
}

/** What comes of a rectification. */
interface Rectified {
  /** What rectifies, and what is said beside. */
  readonly events: readonly ProtocolEvent[];
  readonly before: Protocol;
  readonly after: Protocol;
  /** The fact as it is corrected; undefined where it never was. */
  readonly corrected: ProtocolEvent | undefined;
  /** Every entry of a protocol register that its facts name by then. */
  readonly entries: readonly RegisterEntry[];
  /** All that was written, without and with it. */
  readonly life: { readonly before: Life<ProtocolEvent>; readonly after: Life<ProtocolEvent> };
  /** Entries of protocol registers that it names from now on, and did not name before. */
  readonly taken: readonly RegisterEntry[];
}

/** What of a protocol can be rectified. */
const rule: RectificationRule<Protocol, ProtocolEvent> = {
  told: protocolLife,
  correctable: CORRECTABLE,
  annullable: ANNULLABLE,
  refuseOthers: (fact, facts) => {
    refuseAsSet(SUSPENSIONS, fact, facts);
  },
  withWhatFollows,
  alsoSaid: broughtToLight,
  inconsistencyOf,
  holds: restsOn,
  mayYield: mayCountForNothing,
  standing: (life, now) => stateToday(protocolLife, life, now) as Protocol,
  say: (what, { before: { status: from }, after }) => ({
    type: 'ProtocolRectified',
    data: { ...what, from, to: after.status, standing: standingOf(after) },
  }),
};

/**
 * The events that rectify a fact, with what follows from it, and what becomes of the protocol.
 * @throws DomainError one of `rectificationRefusals`, `otherFactsRefusals` and `resumptionRefusals`
 */
export function rectified(rectification: Rectification, known: Known): Rectified {
  const { events, before, after, facts } = rectify(rule, rectification, known);
  refuseLeavingAmendmentBehind(before, after, facts.before);
  const [had, has] = [entriesOf(facts.before), entriesOf(facts.after)];
  const [taken, freed] = [onlyIn(has, had), onlyIn(had, has)];
  const changedEntries = { ...(taken.length > 0 ? { taken } : {}), ...(freed.length > 0 ? { freed } : {}) };
  const named = events.map((event, index): ProtocolEvent => {
    if (event.type !== 'ProtocolRectified') return event;
    const data = { ...event.data, ...ofAct(event, facts.before, after), ...(index === 0 ? changedEntries : {}) };
    return { ...event, data };
  });
  const life = { before: known.life, after: lifeOnce(protocolLife, known.life, known.now, ...named) };
  const corrected = facts.after.find(({ revision }) => revision === rectification.rectifies)?.event;
  return { events: named, before, after, corrected, entries: has, life, taken };
}

/** The amendment whose fact is rectified, and how it stands once all of that is. */
function ofAct({ data: { rectifies } }: RectifiedEvent, facts: readonly JudgedFact<ProtocolEvent>[], after: Protocol) {
  const fact = facts.find(({ revision }) => revision === rectifies);
  const amendmentId = fact && amendmentIn(fact.event);
  if (amendmentId === undefined) return {};
  const amendment = amendmentStanding(after, amendmentId);
  return { amendmentId, ...(amendment ? { amendment } : {}) };
}

/**
 * An amendment that is signed for a day ahead takes effect before the protocol expires.
 * @throws DomainError OTHER_FACTS_REST_ON_IT
 */
function refuseLeavingAmendmentBehind(
  before: Protocol,
  after: Protocol,
  facts: readonly JudgedFact<ProtocolEvent>[],
): void {
  const left = leftBehind(after);
  if (left === undefined || leftBehind(before) === left) return;
  for (const { revision, on, event } of facts) {
    if (event.type !== 'ProtocolAmendmentSigned' || event.data.amendmentId !== left) continue;
    throw otherFactsRefusals.OTHER_FACTS_REST_ON_IT({ revision, of: event.type, on });
  }
}

/** Id of the amendment ahead whose day comes after the expiry. */
function leftBehind(state: Protocol): string | undefined {
  if (!isBinding(state) || !state.amendment) return undefined;
  return state.amendment.effectiveDate >= state.expiresOn ? state.amendment.amendmentId : undefined;
}

/** The entries of protocol registers that its facts name. */
function entriesOf(facts: readonly JudgedFact<ProtocolEvent>[]): RegisterEntry[] {
  return facts.flatMap(({ event: { data } }) => ('registerEntry' in data ? [data.registerEntry] : []));
}

function onlyIn(entries: readonly RegisterEntry[], others: readonly RegisterEntry[]): RegisterEntry[] {
  return entries.filter((entry) => !others.some((other) => isDeepStrictEqual(other, entry)));
}
