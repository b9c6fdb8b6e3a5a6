import { create, createAt, get, post, routes } from '#use-cases';
import { checkProtocolDocument } from '../read-models/check-protocol-document.ts';
import { getProtocolPersons } from '../read-models/get-protocol-persons.ts';
import { getProtocol, listProtocols } from '../read-models/protocol-queries.ts';
import { acknowledgeProtocolForwarding } from '../use-cases/acknowledge-protocol-forwarding.ts';
import { amendProtocol } from '../use-cases/amend-protocol.ts';
import { assignConventionOfficer } from '../use-cases/assign-convention-officer.ts';
import { bringProtocolIntoForce } from '../use-cases/bring-protocol-into-force.ts';
import { draftProtocol } from '../use-cases/draft-protocol.ts';
import { forwardProtocolToCentralOrganisation } from '../use-cases/forward-protocol-to-central-organisation.ts';
import { recordProtocolSignature } from '../use-cases/record-protocol-signature.ts';
import { rectifyProtocol } from '../use-cases/rectify-protocol.ts';
import { loadProtocol } from '../use-cases/load-protocol.ts';
import { rejectProtocol } from '../use-cases/reject-protocol.ts';
import { resumeProtocol } from '../use-cases/resume-protocol.ts';
import { reviseProtocolDraft } from '../use-cases/revise-protocol-draft.ts';
import { submitProtocol } from '../use-cases/submit-protocol.ts';
import { suspendProtocol } from '../use-cases/suspend-protocol.ts';
import { terminateProtocol } from '../use-cases/terminate-protocol.ts';
import { withdrawAmendment } from '../use-cases/withdraw-amendment.ts';
import { withdrawEntryIntoForce } from '../use-cases/withdraw-entry-into-force.ts';
import { withdrawProtocol } from '../use-cases/withdraw-protocol.ts';
import { withdrawTermination } from '../use-cases/withdraw-termination.ts';

export const protocolRoutes = routes('protocols', 'rest/protocols/v1/protocols', [
  get('', listProtocols),
  create('', draftProtocol),
  createAt('', 'loaded', loadProtocol),
  get(':protocolId', getProtocol),
  get(':protocolId/persons', getProtocolPersons),
  get(':protocolId/document-check', checkProtocolDocument),
  post(':protocolId/revision', reviseProtocolDraft),
  post(':protocolId/officers', assignConventionOfficer),
  post(':protocolId/submission', submitProtocol),
  post(':protocolId/rejection', rejectProtocol),
  post(':protocolId/withdrawal', withdrawProtocol),
  post(':protocolId/signatures', recordProtocolSignature),
  post(':protocolId/forwarding', forwardProtocolToCentralOrganisation),
  post(':protocolId/forwarding/acknowledgement', acknowledgeProtocolForwarding),
  post(':protocolId/entry-into-force', bringProtocolIntoForce),
  post(':protocolId/entry-into-force/withdrawal', withdrawEntryIntoForce),
  post(':protocolId/suspension', suspendProtocol),
  post(':protocolId/resumption', resumeProtocol),
  post(':protocolId/amendments', amendProtocol),
  post(':protocolId/amendments/:amendmentId/withdrawal', withdrawAmendment),
  post(':protocolId/termination', terminateProtocol),
  post(':protocolId/termination/withdrawal', withdrawTermination),
  post(':protocolId/rectifications', rectifyProtocol),
]);
