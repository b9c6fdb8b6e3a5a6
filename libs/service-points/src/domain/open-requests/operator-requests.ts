import {
  CLAIM_PATIENCE_MS,
  commandAbandoned,
  defineAggregate,
  defineRefusal,
  toTimestamp,
  type Absent,
  type Claim,
} from '#kernel/domain';
import type { OperatorRequestEvent } from './events.ts';

/** The requests for authorisations on one point that nobody has decided on. */
export interface OperatorRequests {
  readonly status: 'OPEN';
  /** Ids of the authorisations, by the command that asks for each. */
  readonly open: Readonly<Record<string, string>>;
}

/**
 * How many requests are open on a point, so that a host cannot ask without end: a stream for each point, on whose revision
 * two that ask at once meet. Requests of earlier versions are not counted.
 */
export const operatorRequests = defineAggregate<OperatorRequests, OperatorRequestEvent>({
  category: 'OperatorRequests',
  called: 'the list of open requests of the point',
  codes: {
    notFound: 'OPERATOR_REQUESTS_NOT_FOUND',
    alreadyExists: 'OPERATOR_REQUESTS_ALREADY_OPEN',
    stateForbids: 'OPERATOR_REQUESTS_STATE_FORBIDS',
  },
  evolve: (state, { type, data: { requestId, authorizationId } }) => {
    const { [requestId]: _same, ...others } = state.status === 'ABSENT' ? {} : state.open;
    return {
      status: 'OPEN',
      open: type === 'OperatorRequestEntered' ? { ...others, [requestId]: authorizationId } : others,
    };
  },
  // Nobody reads it: where the point stands, its own events say.
  scopeOf: () => ({}),
});

/** How many requests are open on a point. */
export function openRequests(state: OperatorRequests | Absent): number {
  return state.status === 'ABSENT' ? 0 : Object.keys(state.open).length;
}

export const tooManyRequests = defineRefusal(
  'TOO_MANY_AUTHORIZATION_REQUESTS',
  'On the point {limit} requests await a decision, and there may be no more: have some decided on, or withdraw some first.',
);

interface WantedRequest {
  readonly pointId: string;
  readonly authorizationId: string;
  /** Most open requests of a point. */
  readonly limit: number;
}

/**
 * The claim that a request needs.
 * @throws DomainError when claimed: TOO_MANY_AUTHORIZATION_REQUESTS
 */
export function requestOf({
  pointId,
  authorizationId,
  limit,
}: WantedRequest): Claim<OperatorRequests | Absent, OperatorRequestEvent> {
  return {
    on: operatorRequests,
    id: pointId,
    what: authorizationId,
    claim: (state, { commandId: requestId, now }) => {
      const standing = state.status === 'ABSENT' ? undefined : state.open[requestId];
      if (standing === authorizationId) return [];
      if (standing !== undefined) throw commandAbandoned({ commandId: requestId });
      if (openRequests(state) >= limit) throw tooManyRequests({ limit });
      const until = toTimestamp(now + CLAIM_PATIENCE_MS);
      return [{ type: 'OperatorRequestEntered', data: { pointId, authorizationId, requestId, until } }];
    },
    stands: (state, { commandId }) => state.status !== 'ABSENT' && state.open[commandId] === authorizationId,
    release: (state, { commandId: requestId }) => requestLeft(state, { pointId, requestId }),
  };
}

/** The events by which a request is counted no longer; none when it is not counted. */
export function requestLeft(
  state: OperatorRequests | Absent,
  { pointId, requestId }: { readonly pointId: string; readonly requestId: string },
): OperatorRequestEvent[] {
  const authorizationId = state.status === 'ABSENT' ? undefined : state.open[requestId];
  return authorizationId === undefined
    ? []
    : [{ type: 'OperatorRequestLeft', data: { pointId, authorizationId, requestId } }];
}
