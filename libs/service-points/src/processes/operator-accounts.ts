import { defineProcessManager, give, idOf, reading, when, type Reaction } from '#kernel/domain';
import { OperatorAccountEntered, OperatorAccountLeft } from '../domain/accounts/events.ts';
import {
  OperatorAuthorizationDeclined,
  OperatorAuthorizationExpired,
  OperatorAuthorizationGranted,
  OperatorAuthorizationRectified,
  OperatorAuthorizationRequested,
  OperatorAuthorizationResumed,
  OperatorAuthorizationRevoked,
  OperatorAuthorizationSuspended,
  OperatorAuthorizationWithdrawn,
} from '../domain/authorization/events.ts';
import { isEnd, type AuthorizationStatus } from '../domain/authorization/vocabulary.ts';
import { leaveOperatorAccounts, recordOperatorAccount } from '../use-cases/authorization/operator-accounts.ts';
import { entrySweeper } from './entry-sweeper.ts';

/** Whose an authorisation is, and whether it has its entry. */
interface AccountOfAuthorization {
  readonly account: {
    readonly hostId: string;
    readonly authorizationId: string;
    readonly operatorId: string;
    readonly subject: string;
    readonly entryId: string;
  };
  readonly isEntered: boolean;
}

/**
 * Keeps an authorisation among the accounts of its host for as long as it has not ended; one that is restored is entered anew,
 * and one of an earlier version when it is read. An instance is an authorisation.
 */
export const accountsFollowAuthorizations = defineProcessManager<AccountOfAuthorization>({
  name: 'accounts-follow-authorizations',
  gives: [recordOperatorAccount, leaveOperatorAccounts],
  keys: ({ stream }) => [idOf(stream)],
  on: [
    when(OperatorAuthorizationRequested, (_state, { data, metadata: { commandId: entryId } }) => {
      const { hostId, authorizationId, operatorId, subject } = data;
      return entered({ hostId, authorizationId, operatorId, subject, entryId });
    }),
    when(
      [
        OperatorAuthorizationGranted,
        OperatorAuthorizationDeclined,
        OperatorAuthorizationWithdrawn,
        OperatorAuthorizationSuspended,
        OperatorAuthorizationResumed,
        OperatorAuthorizationRevoked,
        OperatorAuthorizationExpired,
        OperatorAuthorizationRectified,
      ],
      (state, { data: { to } }) => (state ? following(state, to) : { state }),
    ),
  ],
});

const ENDED: readonly AuthorizationStatus[] = ['DECLINED', 'WITHDRAWN', 'REVOKED', 'EXPIRED'];

function following(state: AccountOfAuthorization, to: AuthorizationStatus): Reaction<AccountOfAuthorization> {
  const { account, isEntered } = state;
  const hasEnded = ENDED.includes(to);
  if (isEntered !== hasEnded) return { state };
  if (!hasEnded) return entered(account);
  const { hostId, entryId } = account;
  const wasGranted = isEnd(to);
  return {
    state: { account, isEntered: false },
    commands: [give(leaveOperatorAccounts, { hostId, entryId, wasGranted })],
  };
}

function entered(account: AccountOfAuthorization['account']): Reaction<AccountOfAuthorization> {
  return { state: { account, isEntered: true }, commands: [give(recordOperatorAccount, account)] };
}

/** Gives back the entries of requests that died between claim and act. */
export const accountSweeper = entrySweeper({
  name: 'operator-account-sweeper',
  gives: leaveOperatorAccounts,
  entered: reading(OperatorAccountEntered, ({ data: { hostId, entryId, ...entry } }) => ({
    ...{ ...entry, entryId },
    release: give(leaveOperatorAccounts, { hostId, entryId, wasGranted: false }),
  })),
  left: reading(OperatorAccountLeft, ({ data }) => data.entryId),
  acted: [OperatorAuthorizationRequested],
});
