import { defineAggregate, type Absent } from '#kernel/domain';
import type { IntegrationEvent, IntegrationScope } from './events.ts';

/** A scope that an integration had, and the time until which it had it, RFC 3339. */
export interface PastScope {
  readonly scope: IntegrationScope;
  readonly until: string;
}

interface Registered {
  readonly id: string;
  /** Where its office is written to; absent in those that never said. */
  readonly mailbox?: string;
  readonly scope: IntegrationScope;
  /** Scopes of before, oldest first: what it could read then it may know. */
  readonly past: readonly PastScope[];
}

/** An integration as far as its rules, and the feed, look at it. */
export type Integration =
  (Registered & { readonly status: 'REGISTERED' }) | (Registered & { readonly status: 'WITHDRAWN' });

export const INTEGRATION_STATES = ['REGISTERED', 'WITHDRAWN'] as const;

/** The system of another administration that reads what is published of the network. */
export const integration = defineAggregate<Integration, IntegrationEvent>({
  category: 'Integration',
  called: 'the integration',
  codes: {
    notFound: 'INTEGRATION_NOT_FOUND',
    alreadyExists: 'INTEGRATION_ALREADY_REGISTERED',
    stateForbids: 'INTEGRATION_STATE_FORBIDS',
  },
  evolve,
  scopeOf: () => ({}),
  moves: false,
});

function evolve(
  state: Integration | Absent,
  event: IntegrationEvent,
  at?: { readonly recordedAt: string },
): Integration {
  if (event.type === 'IntegrationRegistered') {
    const { integrationId: id, mailbox, scope } = event.data;
    return { status: 'REGISTERED', id, ...(mailbox === undefined ? {} : { mailbox }), scope, past: [] };
  }
  const known = state as Integration;
  if (event.type === 'IntegrationMailboxChanged') return { ...known, mailbox: event.data.mailbox };
  if (event.type === 'IntegrationWithdrawn') return { ...known, status: 'WITHDRAWN' };
  const before = { scope: known.scope, until: at?.recordedAt ?? '' };
  return { ...known, scope: event.data.scope, past: [...known.past, before] };
}
