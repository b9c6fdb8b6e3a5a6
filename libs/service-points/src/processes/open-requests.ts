import { defineProcessManager, give, idOf, reading, when } from '#kernel/domain';
import {
  OperatorAuthorizationDeclined,
  OperatorAuthorizationGranted,
  OperatorAuthorizationRequested,
  OperatorAuthorizationWithdrawn,
} from '../domain/authorization/events.ts';
import { OperatorRequestEntered, OperatorRequestLeft } from '../domain/open-requests/events.ts';
import { leaveOperatorRequests } from '../use-cases/authorization/leave-operator-requests.ts';
import { entrySweeper } from './entry-sweeper.ts';

interface CountedRequest {
  /** The command that asked, as long as it is counted. */
  readonly requestId: string;
}

/** Counts a request no longer once it is granted, declined or withdrawn. An instance is an authorisation. */
export const requestsFollowAuthorizations = defineProcessManager<CountedRequest>({
  name: 'requests-follow-authorizations',
  gives: [leaveOperatorRequests],
  keys: ({ stream }) => [idOf(stream)],
  on: [
    when(
      OperatorRequestEntered,
      (_state, { data: { requestId } }) => ({ state: { requestId } }),
      ({ data: { authorizationId } }) => [authorizationId],
    ),
    when(
      [OperatorAuthorizationGranted, OperatorAuthorizationDeclined, OperatorAuthorizationWithdrawn],
      (state, { data: { pointId } }) => ({
        state: undefined,
        commands: state ? [give(leaveOperatorRequests, { pointId, requestId: state.requestId })] : [],
      }),
    ),
    when(
      OperatorRequestLeft,
      () => ({ state: undefined }),
      ({ data: { authorizationId } }) => [authorizationId],
    ),
  ],
});

/** Counts requests no longer that died between claim and act. */
export const requestSweeper = entrySweeper({
  name: 'operator-request-sweeper',
  gives: leaveOperatorRequests,
  entered: reading(OperatorRequestEntered, ({ data: { pointId, requestId, authorizationId, until } }) => ({
    ...{ entryId: requestId, authorizationId, until },
    release: give(leaveOperatorRequests, { pointId, requestId }),
  })),
  left: reading(OperatorRequestLeft, ({ data }) => data.requestId),
  acted: [OperatorAuthorizationRequested],
});
