import {
  CLAIM_PATIENCE_MS,
  commandAbandoned,
  defineAggregate,
  defineRefusals,
  toTimestamp,
  type Absent,
  type Claim,
} from '#kernel/domain';
import type { OperatorAccountEvent } from './events.ts';

/** An account of the host, and the person whom it stands for. */
interface Account {
  readonly operatorId: string;
  readonly subject: string;
}

/** Who the operators of one host are. */
export interface OperatorAccounts {
  readonly status: 'OPEN';
  /** Of the authorisations that are asked for or have not ended, by the command that asked. */
  readonly entries: Readonly<Record<string, Account & { readonly authorizationId: string }>>;
  /** Accounts under which somebody may have acted before. */
  readonly former: readonly Account[];
}

/**
 * Whom each account of a host stands for, so that what is done under one can be told of one person (K6, K8): a stream for each
 * host, on whose revision two that ask at once meet.
 */
export const operatorAccounts = defineAggregate<OperatorAccounts, OperatorAccountEvent>({
  category: 'OperatorAccounts',
  called: 'the accounts of the host',
  codes: {
    notFound: 'OPERATOR_ACCOUNTS_NOT_FOUND',
    alreadyExists: 'OPERATOR_ACCOUNTS_ALREADY_OPEN',
    stateForbids: 'OPERATOR_ACCOUNTS_STATE_FORBIDS',
  },
  evolve: (state, event) => {
    const { entries, former } = openOf(state);
    if (event.type !== 'OperatorAccountLeft') {
      const { entryId, authorizationId, operatorId, subject } = event.data;
      return { status: 'OPEN', entries: { ...entries, [entryId]: { authorizationId, operatorId, subject } }, former };
    }
    const { entryId, wasGranted } = event.data;
    const { [entryId]: left, ...others } = entries;
    if (!left || !wasGranted) return { status: 'OPEN', entries: others, former };
    const { operatorId, subject } = left;
    const isKnown = former.some((account) => account.operatorId === operatorId);
    return { status: 'OPEN', entries: others, former: isKnown ? former : [...former, { operatorId, subject }] };
  },
  // Nobody reads it: whose an authorisation is, its own events say.
  scopeOf: () => ({}),
  subjectsOf: (event) => (event.type === 'OperatorAccountLeft' ? [] : [event.data.subject]),
});

function openOf(state: OperatorAccounts | Absent): Pick<OperatorAccounts, 'entries' | 'former'> {
  return state.status === 'ABSENT' ? { entries: {}, former: [] } : state;
}

/** Without a fact: who the other person is, or under which account, is not for whoever asks. */
export const accountRefusals = defineRefusals({
  OPERATOR_ID_OF_ANOTHER_PERSON:
    'This operatorId stands, or stood, for another person of the host: give the one under which this person signs in.',
  OPERATOR_UNDER_ANOTHER_ID:
    'The person is an operator of the host under another operatorId: give that one, or have what was asked for or granted ' +
    'under it withdrawn or revoked first.',
});

interface WantedAccount extends Account {
  readonly hostId: string;
  readonly authorizationId: string;
}

/**
 * The claim that a request needs: an account stands for one person, and a person has one account at a time.
 * @throws DomainError when claimed: OPERATOR_ID_OF_ANOTHER_PERSON | OPERATOR_UNDER_ANOTHER_ID
 */
export function accountOf({
  hostId,
  authorizationId,
  operatorId,
  subject,
}: WantedAccount): Claim<OperatorAccounts | Absent, OperatorAccountEvent> {
  return {
    on: operatorAccounts,
    id: hostId,
    what: { authorizationId, operatorId, subject },
    claim: (state, { commandId: entryId, now }) => {
      const { entries, former } = openOf(state);
      const standing = entries[entryId];
      if (standing?.authorizationId === authorizationId) return [];
      if (standing) throw commandAbandoned({ commandId: entryId });
      const accounts: Account[] = Object.values(entries);
      if ([...accounts, ...former].some((one) => one.operatorId === operatorId && one.subject !== subject)) {
        throw accountRefusals.OPERATOR_ID_OF_ANOTHER_PERSON();
      }
      if (accounts.some((one) => one.subject === subject && one.operatorId !== operatorId)) {
        throw accountRefusals.OPERATOR_UNDER_ANOTHER_ID();
      }
      const until = toTimestamp(now + CLAIM_PATIENCE_MS);
      return [
        { type: 'OperatorAccountEntered', data: { hostId, authorizationId, operatorId, subject, entryId, until } },
      ];
    },
    stands: (state, { commandId }) =>
      state.status !== 'ABSENT' && state.entries[commandId]?.authorizationId === authorizationId,
    release: (state, { commandId: entryId }) => accountLeft(state, { hostId, entryId, wasGranted: false }),
  };
}

/** The events by which an entry is given back; none when it does not stand. */
export function accountLeft(
  state: OperatorAccounts | Absent,
  left: { readonly hostId: string; readonly entryId: string; readonly wasGranted: boolean },
): OperatorAccountEvent[] {
  const entry = state.status === 'ABSENT' ? undefined : state.entries[left.entryId];
  return entry ? [{ type: 'OperatorAccountLeft', data: { ...left, authorizationId: entry.authorizationId } }] : [];
}
