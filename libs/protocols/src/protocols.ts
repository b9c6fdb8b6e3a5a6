import { defineContext } from '#use-cases';
import { coverageRecord, coverageRecordEvents } from './domain/coverage/coverage-record.ts';
import { coverageEvents } from './domain/coverage/coverage-events.ts';
import { pointCoverage } from './domain/coverage/point-coverage.ts';
import {
  protocolEvents,
  ProtocolAmendmentSignatureRecorded,
  ProtocolEnteredIntoForce,
  ProtocolEntryIntoForceScheduled,
  ProtocolForwardedToCentralOrganisation,
  ProtocolForwardingAcknowledged,
  ProtocolRectified,
  ProtocolSignatureRecorded,
} from './domain/events.ts';
import {
  frameworkAgreement,
  FrameworkAgreementConcluded,
  FrameworkAgreementRectified,
  frameworkEvents,
} from './domain/framework/framework-agreement.ts';
import { protocol } from './domain/protocol.ts';
import {
  protocolTemplate,
  ProtocolTemplateAdopted,
  ProtocolTemplateRectified,
  templateEvents,
} from './domain/template/protocol-template.ts';
import { coverageRoutes } from './http/coverage-routes.ts';
import { forwardingRoutes } from './http/forwarding-routes.ts';
import { frameworkRoutes } from './http/framework-routes.ts';
import { templateRoutes } from './http/template-routes.ts';
import { protocolRoutes } from './http/protocol-routes.ts';
import { coverageOfProtocol } from './processes/coverage-of-protocol.ts';
import { coverageSweeper } from './processes/coverage-sweeper.ts';
import { retentionOfPersons } from './processes/retention-of-persons.ts';
import { retentionSweeper } from './processes/retention-sweeper.ts';
import { expiryNotices } from './processes/expiry-notices.ts';
import { forwardingReminders } from './processes/forwarding-reminders.ts';
import { freedRegisterEntries } from './processes/freed-register-entries.ts';
import { reservedTexts } from './processes/reserved-texts.ts';
import { protocolCalendar } from './processes/protocol-calendar.ts';
import { protocolsOfUnits } from './processes/protocols-of-units.ts';
import { protocolRenewal } from './processes/protocol-renewal.ts';
import { renewalsAfterAll } from './processes/renewals-after-all.ts';
import { expiryNotice } from './mails/expiry-notice.ts';
import { forwardingReminder } from './mails/forwarding-reminder.ts';
import { protocolSettings } from './protocol-settings.ts';
import { publishedProtocols } from './published/published-protocols.ts';
import { checkProtocolDocument } from './read-models/check-protocol-document.ts';
import { datedProtocols } from './read-models/dated-protocols.ts';
import {
  frameworkAgreements,
  frameworkHistory,
  getFrameworkAgreement,
  listFrameworkAgreements,
} from './read-models/framework-agreements.ts';
import { listPointCoverages, pointCoverages } from './read-models/point-coverages.ts';
import { forwardedProtocols } from './read-models/forwarded-protocols.ts';
import { forwardings } from './read-models/forwardings.ts';
import { getProtocolPersons } from './read-models/get-protocol-persons.ts';
import { listForwardings } from './read-models/list-forwardings.ts';
import { protocolCounters } from './read-models/protocol-counters.ts';
import { protocolHistory } from './read-models/protocol-history.ts';
import { getProtocol, listProtocols } from './read-models/protocol-queries.ts';
import {
  getProtocolTemplate,
  listProtocolTemplates,
  protocolTemplates,
  templateHistory,
} from './read-models/protocol-templates.ts';
import { protocolRegister } from './read-models/protocol-register.ts';
import { acknowledgeProtocolForwarding } from './use-cases/acknowledge-protocol-forwarding.ts';
import { amendProtocol } from './use-cases/amend-protocol.ts';
import { assignConventionOfficer } from './use-cases/assign-convention-officer.ts';
import { bringProtocolIntoForce } from './use-cases/bring-protocol-into-force.ts';
import { carryOutAmendment } from './use-cases/carry-out-amendment.ts';
import { carryOutEntryIntoForce } from './use-cases/carry-out-entry-into-force.ts';
import { carryOutResumption } from './use-cases/carry-out-resumption.ts';
import { carryOutTermination } from './use-cases/carry-out-termination.ts';
import { completeCoverageRecord } from './use-cases/coverage-record.ts';
import { cutPointCoverageShort } from './use-cases/cut-point-coverage-short.ts';
import { draftProtocol } from './use-cases/draft-protocol.ts';
import { expireProtocol } from './use-cases/expire-protocol.ts';
import { forwardProtocolToCentralOrganisation } from './use-cases/forward-protocol-to-central-organisation.ts';
import { loadProtocol } from './use-cases/load-protocol.ts';
import { noticeForwardingOverdue } from './use-cases/notice-forwarding-overdue.ts';
import { concludeFrameworkAgreement } from './use-cases/framework/conclude-framework-agreement.ts';
import { rectifyFrameworkAgreement } from './use-cases/framework/rectify-framework-agreement.ts';
import { terminateFrameworkAgreement } from './use-cases/framework/terminate-framework-agreement.ts';
import { noticeProtocolExpiry } from './use-cases/notice-protocol-expiry.ts';
import { recordProtocolSignature } from './use-cases/record-protocol-signature.ts';
import { recordPointCoverage } from './use-cases/record-point-coverage.ts';
import { rectifyProtocol } from './use-cases/rectify-protocol.ts';
import { rejectProtocol } from './use-cases/reject-protocol.ts';
import { releasePointCoverage } from './use-cases/release-point-coverage.ts';
import { resumeProtocol } from './use-cases/resume-protocol.ts';
import { releaseProtocolRenewal } from './use-cases/release-protocol-renewal.ts';
import { moveProtocolRenewal } from './use-cases/move-protocol-renewal.ts';
import { renewProtocol } from './use-cases/renew-protocol.ts';
import { reviseProtocolDraft } from './use-cases/revise-protocol-draft.ts';
import { submitProtocol } from './use-cases/submit-protocol.ts';
import { adoptProtocolTemplate } from './use-cases/template/adopt-protocol-template.ts';
import { rectifyProtocolTemplate } from './use-cases/template/rectify-protocol-template.ts';
import { withdrawProtocolTemplate } from './use-cases/template/withdraw-protocol-template.ts';
import { suspendProtocol } from './use-cases/suspend-protocol.ts';
import { terminateProtocol } from './use-cases/terminate-protocol.ts';
import { withdrawAmendment } from './use-cases/withdraw-amendment.ts';
import { withdrawEntryIntoForce } from './use-cases/withdraw-entry-into-force.ts';
import { withdrawProtocol } from './use-cases/withdraw-protocol.ts';
import { withdrawTermination } from './use-cases/withdraw-termination.ts';

/** Protocolli d'intesa, from draft to end. */
export const protocols = defineContext({
  name: 'protocols',
  about: 'Protocolli d’intesa with hosting bodies, from the draft to their end, with their history.',
  aggregates: [protocol, frameworkAgreement, protocolTemplate, pointCoverage, coverageRecord],
  events: [
    ...[...protocolEvents, ...frameworkEvents, ...templateEvents],
    ...[...coverageEvents, ...coverageRecordEvents],
  ],
  acts: [
    ProtocolSignatureRecorded,
    ProtocolEntryIntoForceScheduled,
    ProtocolEnteredIntoForce,
    ProtocolAmendmentSignatureRecorded,
    ProtocolForwardedToCentralOrganisation,
    ProtocolForwardingAcknowledged,
    ProtocolRectified,
    ...[FrameworkAgreementConcluded, FrameworkAgreementRectified, ProtocolTemplateAdopted, ProtocolTemplateRectified],
  ],
  commands: [
    draftProtocol,
    loadProtocol,
    reviseProtocolDraft,
    assignConventionOfficer,
    submitProtocol,
    rejectProtocol,
    withdrawProtocol,
    recordProtocolSignature,
    forwardProtocolToCentralOrganisation,
    acknowledgeProtocolForwarding,
    noticeForwardingOverdue,
    bringProtocolIntoForce,
    withdrawEntryIntoForce,
    suspendProtocol,
    resumeProtocol,
    terminateProtocol,
    withdrawTermination,
    rectifyProtocol,
    concludeFrameworkAgreement,
    terminateFrameworkAgreement,
    rectifyFrameworkAgreement,
    adoptProtocolTemplate,
    withdrawProtocolTemplate,
    rectifyProtocolTemplate,
    amendProtocol,
    withdrawAmendment,
    carryOutAmendment,
    carryOutEntryIntoForce,
    carryOutResumption,
    carryOutTermination,
    noticeProtocolExpiry,
    expireProtocol,
    releasePointCoverage,
    cutPointCoverageShort,
    recordPointCoverage,
    completeCoverageRecord,
    renewProtocol,
    moveProtocolRenewal,
    releaseProtocolRenewal,
  ],
  queries: [
    listProtocols,
    getProtocol,
    getProtocolPersons,
    checkProtocolDocument,
    listForwardings,
    listPointCoverages,
    listFrameworkAgreements,
    getFrameworkAgreement,
    listProtocolTemplates,
    getProtocolTemplate,
  ],
  projections: [
    ...[protocolRegister, protocolHistory, forwardings, pointCoverages],
    ...[frameworkAgreements, frameworkHistory, protocolTemplates, templateHistory],
  ],
  processes: [
    protocolCalendar,
    expiryNotices,
    forwardingReminders,
    ...[freedRegisterEntries, reservedTexts],
    retentionOfPersons,
    retentionSweeper,
    protocolRenewal,
    renewalsAfterAll,
    coverageOfProtocol,
    coverageSweeper,
  ],
  counters: [protocolCounters],
  inbox: [forwardedProtocols],
  unitDependences: [protocolsOfUnits],
  dated: [datedProtocols],
  mails: [forwardingReminder, expiryNotice],
  publishes: publishedProtocols,
  routes: [protocolRoutes, frameworkRoutes, templateRoutes, forwardingRoutes, coverageRoutes],
  settings: [protocolSettings],
});
