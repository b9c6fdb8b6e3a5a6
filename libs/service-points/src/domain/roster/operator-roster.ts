import {
  CLAIM_PATIENCE_MS,
  commandAbandoned,
  defineAggregate,
  defineRefusal,
  toTimestamp,
  type Absent,
  type Claim,
} from '#kernel/domain';
import type { OperatorRosterEvent } from './events.ts';

/** One granted authorisation. */
export interface Entry {
  readonly authorizationId: string;
  readonly subject: string;
}

/** The granted authorisations on one point. */
export interface OperatorRoster {
  readonly status: 'OPEN';
  readonly region: string;
  readonly province: string;
  readonly host: string;
  /** By the command that granted or resumed them. */
  readonly entries: Readonly<Record<string, Entry>>;
  /** Ids of all that ever were counted: what is recorded late asks who was authorised then. */
  readonly ever: readonly string[];
}

/**
 * The granted authorisations on a point, so that its activation counts them (K6) without reading what may be late. A grant
 * claims its entry; whatever ends or suspends it gives the entry back.
 */
export const operatorRoster = defineAggregate<OperatorRoster, OperatorRosterEvent>({
  category: 'OperatorRoster',
  called: 'the roster of the point',
  codes: {
    notFound: 'OPERATOR_ROSTER_NOT_FOUND',
    alreadyExists: 'OPERATOR_ROSTER_ALREADY_OPEN',
    stateForbids: 'OPERATOR_ROSTER_STATE_FORBIDS',
  },
  evolve: (state, event) => {
    const entries = state.status === 'ABSENT' ? {} : state.entries;
    const ever = everOn(state);
    if (event.type === 'OperatorRosterEntered') {
      const { entryId, authorizationId, subject, region, province, host } = event.data;
      return {
        status: 'OPEN',
        region,
        province,
        host,
        entries: { ...entries, [entryId]: { authorizationId, subject } },
        ever: ever.includes(authorizationId) ? ever : [...ever, authorizationId],
      };
    }
    const { [event.data.entryId]: _left, ...rest } = entries;
    return { ...(state as OperatorRoster), entries: rest };
  },
  scopeOf: ({ region, province, host }) => ({ region, province, host }),
  subjectsOf: (event) => (event.type === 'OperatorRosterEntered' ? [event.data.subject] : []),
});

/** Ids of the authorisations that ever were counted on a point. */
export function everOn(roster: OperatorRoster | Absent): readonly string[] {
  return roster.status === 'ABSENT' ? [] : roster.ever;
}

/** Which authorisations are granted on a point, or about to be, and whose they are. */
export function entriesOn(roster: OperatorRoster | Absent): readonly Entry[] {
  return roster.status === 'ABSENT' ? [] : Object.values(roster.entries);
}

/** Whose authorisations are granted on a point, but for one: what is claimed for that stands in the way of nobody. */
export function subjectsBeside(roster: OperatorRoster | Absent, authorizationId: string): readonly string[] {
  return entriesOn(roster)
    .filter((entry) => entry.authorizationId !== authorizationId)
    .map(({ subject }) => subject);
}

/** One person has one authorisation on a point. */
export const alreadyAuthorised = defineRefusal(
  'ALREADY_AUTHORISED',
  'The person has another granted authorisation on this point: revoke that one first.',
);

/** A claim on the roster of a point. */
export type OperatorRosterClaim = Claim<OperatorRoster | Absent, OperatorRosterEvent>;

/** What an authorisation says of itself when it is granted. */
export interface WantedEntry extends Entry {
  readonly pointId: string;
  readonly region: string;
  readonly province: string;
  readonly host: string;
}

/**
 * The claim on the roster of a point that is needed for whatever makes an authorisation hold.
 * @throws DomainError when claimed: ALREADY_AUTHORISED
 */
export function entryOf({ pointId, authorizationId, subject, ...place }: WantedEntry): OperatorRosterClaim {
  return {
    on: operatorRoster,
    id: pointId,
    what: { authorizationId, subject },
    claim: (state, { commandId: entryId, now }) => {
      const entries = state.status === 'ABSENT' ? {} : state.entries;
      const standing = entries[entryId];
      if (standing) {
        if (standing.authorizationId === authorizationId) return [];
        throw commandAbandoned({ commandId: entryId });
      }
      const others = Object.values(entries).filter((entry) => entry.authorizationId !== authorizationId);
      if (others.some((entry) => entry.subject === subject)) throw alreadyAuthorised();
      const until = toTimestamp(now + CLAIM_PATIENCE_MS);
      return [{ type: 'OperatorRosterEntered', data: { pointId, authorizationId, subject, entryId, until, ...place } }];
    },
    stands: (state, { commandId }) =>
      state.status !== 'ABSENT' && state.entries[commandId]?.authorizationId === authorizationId,
    release: (state, { commandId }) => rosterLeft(state, { pointId, entryId: commandId, wasGranted: false }),
  };
}

/** The events that give an entry back; none when it does not stand. */
export function rosterLeft(
  state: OperatorRoster | Absent,
  {
    pointId,
    entryId,
    wasGranted,
  }: { readonly pointId: string; readonly entryId: string; readonly wasGranted: boolean },
): OperatorRosterEvent[] {
  const entry = state.status === 'ABSENT' ? undefined : state.entries[entryId];
  if (!entry) return [];
  const { authorizationId } = entry;
  return [{ type: 'OperatorRosterLeft', data: { pointId, authorizationId, entryId, wasGranted } }];
}
