export { protocols } from './protocols.ts';
export {
  ProtocolAmended,
  ProtocolExpired,
  ProtocolRectified,
  ProtocolRenewed,
  ProtocolResumed,
  ProtocolSuspended,
  ProtocolTerminated,
  type ProtocolEvent,
} from './domain/events.ts';
export { loadedProtocolId } from './domain/loaded-act.ts';
export { protocol } from './domain/protocol.ts';
export { protocolLife } from './domain/protocol-life.ts';
export type { Protocol } from './domain/protocol-state.ts';
export { kindsToCome, type KindsToCome } from './domain/to-come.ts';
export { requireActingUnit, unitRefusals } from './domain/signing.ts';
export { PROTOCOL_STATES, ProtocolState, PublishedSignature } from './domain/vocabulary.ts';
export {
  CheckProtocolDocument,
  protocolDocumentChecked,
  DocumentCheckAnswer,
} from './read-models/check-protocol-document.ts';
export { coveringSteps, stepsUnderProtocols, underProtocols, type CoveringSteps } from './read-models/covering-on.ts';
export { datedProtocols, type AmendmentOnDate, type ProtocolOnDate } from './read-models/dated-protocols.ts';
export { protocolHistory } from './read-models/protocol-history.ts';
export { dataWithoutPersons } from './read-models/without-persons.ts';
export { protocolRegister } from './read-models/protocol-register.ts';
export { amendProtocol, type AmendProtocol } from './use-cases/amend-protocol.ts';
export { concludeFrameworkAgreement } from './use-cases/framework/conclude-framework-agreement.ts';
export { adoptProtocolTemplate } from './use-cases/template/adopt-protocol-template.ts';
export { acknowledgeProtocolForwarding } from './use-cases/acknowledge-protocol-forwarding.ts';
export { bringProtocolIntoForce } from './use-cases/bring-protocol-into-force.ts';
export { draftProtocol } from './use-cases/draft-protocol.ts';
export { forwardProtocolToCentralOrganisation } from './use-cases/forward-protocol-to-central-organisation.ts';
export { recordProtocolSignature, type RecordProtocolSignature } from './use-cases/record-protocol-signature.ts';
export { submitProtocol } from './use-cases/submit-protocol.ts';
export { suspendProtocol } from './use-cases/suspend-protocol.ts';
export { terminateProtocol } from './use-cases/terminate-protocol.ts';
