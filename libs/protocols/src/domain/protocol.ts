import { defineAggregate } from '#kernel/domain';
import type { ProtocolEvent } from './events.ts';
import { evolve, type Protocol } from './protocol-state.ts';

/** The Protocollo d'intesa: one agreement, from draft to end (INPS circolare 119/2011; circolare 104/2016). */
export const protocol = defineAggregate<Protocol, ProtocolEvent>({
  category: 'Protocol',
  called: 'the protocol',
  codes: {
    notFound: 'PROTOCOL_NOT_FOUND',
    alreadyExists: 'PROTOCOL_ALREADY_DRAFTED',
    stateForbids: 'PROTOCOL_STATE_FORBIDS',
  },
  evolve,
  scopeOf: ({ region, host }) => ({ region, host: host.id }),
});
