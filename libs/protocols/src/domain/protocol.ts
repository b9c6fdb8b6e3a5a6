import { defineDatedAggregate } from '#use-cases/dated';
import type { ProtocolEvent } from './events.ts';
import { protocolLife } from './protocol-life.ts';
import type { Protocol } from './protocol-state.ts';

/** The Protocollo d'intesa: one agreement, from draft to end, told by legal dates (INPS circolare 119/2011; circolare 104/2016). */
export const protocol = defineDatedAggregate<Protocol, ProtocolEvent>({
  category: 'Protocol',
  called: 'the protocol',
  codes: {
    notFound: 'PROTOCOL_NOT_FOUND',
    alreadyExists: 'PROTOCOL_ALREADY_DRAFTED',
    stateForbids: 'PROTOCOL_STATE_FORBIDS',
  },
  told: protocolLife,
  subjectsOf: personsIn,
  scopeOf: ({ region, host }) => ({ region, host: host.id }),
});

/** Persons whom an event names. */
function personsIn({ type, data }: ProtocolEvent): readonly string[] {
  switch (type) {
    case 'ConventionOfficerAssigned':
    case 'ConventionOfficerReplaced':
    case 'ProtocolSignatureRecorded':
    case 'ProtocolAmendmentSignatureRecorded':
      return data.name ? [data.name.subject] : [];
    default:
      return [];
  }
}
