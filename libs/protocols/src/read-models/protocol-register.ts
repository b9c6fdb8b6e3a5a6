import { Type, type Static } from '@sinclair/typebox';
import { defineProjection, idOf, when, type EventOf } from '#kernel/domain';
import { romeDateAt } from '#italy';
import { changesAfter, orNull, type Change } from '#use-cases';
import {
  HostBodyFacts,
  type HostBodyReference,
  LocalDate,
  PointKind,
  Id,
  listOf,
  POINT_KINDS,
  referenceTo,
  RegionCode,
  Revision,
  Text,
  Timestamp,
  whole,
  explained,
} from '#vocabulary';
import {
  ConventionOfficerAssigned,
  ConventionOfficerReplaced,
  ProtocolAmended,
  ProtocolAmendmentSignatureRecorded,
  ProtocolAmendmentSigned,
  ProtocolAmendmentWithdrawn,
  ProtocolDrafted,
  ProtocolDraftRevised,
  ProtocolEnteredIntoForce,
  ProtocolEntryIntoForceScheduled,
  ProtocolEntryIntoForceWithdrawn,
  ProtocolExpired,
  ProtocolExpiryNoticed,
  ProtocolForwardedToCentralOrganisation,
  ProtocolForwardingAcknowledged,
  ProtocolForwardingOverdueNoticed,
  ProtocolRectified,
  ProtocolRejected,
  ProtocolRenewalClaimed,
  ProtocolRenewalReleased,
  ProtocolRenewed,
  ProtocolResumed,
  ProtocolSignatureRecorded,
  ProtocolSigned,
  ProtocolSubmitted,
  ProtocolSuspended,
  ProtocolTerminated,
  ProtocolTerminationNotified,
  ProtocolTerminationWithdrawn,
  ProtocolWithdrawn,
} from '../domain/events.ts';
import { standingSuspension } from '../domain/standing-suspension.ts';
import { MAX_AMENDMENTS } from '../domain/amendment.ts';
import { isSamePost, type ClaimedRenewal } from '../domain/protocol-state.ts';
import {
  ForwardingState,
  ProtocolState,
  PublishedOfficer,
  PublishedSignature,
  Suspension,
  Termination,
} from '../domain/vocabulary.ts';
import { namedIn, officerInClear, signatureInClear, type NamedInAct } from '../domain/persons-in-act.ts';
import { termsToday } from '../domain/amendment.ts';
import {
  forwardingsOf,
  rectifiedAmendments,
  RegisteredAmendment,
  signedAmendment,
  withAmendment,
} from './register-amendments.ts';

const Renewal = Type.Object(
  { successorId: Id, effectiveDate: explained(LocalDate, 'First day in force of the successor.') },
  { $id: 'RenewalAnswer' },
);

const ExpiryNotice = Type.Object(
  { daysBefore: explained(whole(1, 366), 'On which of the days before its expiry it was due.'), noticedOn: LocalDate },
  { $id: 'ExpiryNoticeAnswer' },
);

/** A line of the register, which is its document: one per protocol. */
export const ProtocolSummary = Type.Object({
  id: Id,
  state: ProtocolState,
  region: RegionCode,
  host: HostBodyFacts,
  points: listOf(Id, 1_000),
  kinds: listOf(PointKind, POINT_KINDS.length),
  durationMonths: whole(1, 600),
  proposingUnit: orNull(Text, 'Code of the unit that proposes it, where somebody was asked for it.'),
  officers: listOf(PublishedOfficer, 100),
  signatures: listOf(PublishedSignature, 100),
  draftedAt: Timestamp,
  signedAt: orNull(Timestamp),
  forwardedOn: orNull(LocalDate),
  forwarding: orNull(ForwardingState, 'How far it has come on its way to the centre, once signed.'),
  acknowledgedOn: orNull(LocalDate, 'When the centre confirmed what was forwarded.'),
  scheduledFor: orNull(LocalDate, 'Date of an entry into force that lies ahead.'),
  effectiveDate: orNull(LocalDate, 'First day in force.'),
  expiresOn: orNull(LocalDate, 'When it ends (this day not included), unless terminated before.'),
  expiryNotice: orNull(ExpiryNotice, 'When its directorate was last told that it expires then.'),
  suspension: orNull(Suspension, 'The suspension that stands.'),
  termination: orNull(Termination),
  frameworkAgreementId: orNull(Id, 'The framework agreement that it follows.'),
  amendments: listOf(RegisteredAmendment, MAX_AMENDMENTS),
  renews: orNull(Id, 'The protocol that it renews.'),
  renewal: orNull(Renewal, 'The protocol that renews it; it lies ahead unless the state is RENEWED.'),
  templateId: orNull(Id, 'The template that it follows.'),
  loadedAs: orNull(Text, 'The code of its row in the file from which it was loaded.'),
  changedAt: Timestamp,
  revision: Revision,
});
export type ProtocolSummary = Static<typeof ProtocolSummary>;

/** What is stored of a protocol: its line, and what lists are ordered by. */
interface ProtocolDocument extends Omit<ProtocolSummary, 'host'> {
  /** Without its name. */
  readonly host: HostBodyReference;
  /** Its expiry, or later than all others where it has none: what has no date comes last. */
  readonly expiry: string;
  /** How far its signed acts have come: the protocol, and each amendment that was not withdrawn. */
  readonly forwardings: readonly ForwardingState[];
  /** Signatures under an amendment that nothing else is known of yet. */
  readonly signing: readonly PublishedSignature[];
  /** Who they are, sealed. */
  readonly persons: readonly NamedInAct[];
  /** Each date for which a successor was claimed. */
  readonly renewals: readonly ClaimedRenewal[];
  /** Id of the protocol by which it was renewed, whatever turned out of that since; null where none was. */
  readonly successorId: string | null;
}
const NO_EXPIRY = '9999-12-31';

const NOTHING_STANDS = {
  ...{ signedAt: null, forwardedOn: null, acknowledgedOn: null, scheduledFor: null },
  ...{ effectiveDate: null, expiresOn: null, expiryNotice: null, suspension: null, termination: null },
};

const changing = changesAfter<ProtocolDocument>(ProtocolDrafted);

/** What changes once an act has come further on its way: the protocol itself where no amendment is named. */
function further(
  { forwarding, amendments }: ProtocolDocument,
  amendmentId: string | undefined,
  change: { readonly forwarding: ForwardingState; readonly forwardedOn?: string; readonly acknowledgedOn?: string },
): Change<ProtocolDocument> {
  if (amendmentId === undefined) return { ...change, forwardings: forwardingsOf(change.forwarding, amendments) };
  const after = withAmendment(amendments, amendmentId, change);
  return { amendments: after, forwardings: forwardingsOf(forwarding, after) };
}

/** The state and the suspension of today: a late fact may have changed nothing of them. */
function suspensionToday(
  data: EventOf<typeof ProtocolSuspended>['data'] | EventOf<typeof ProtocolResumed>['data'],
): Change<ProtocolDocument> {
  return { state: data.to, suspension: standingSuspension(data) ?? null };
}

function renewalAhead(renewals: readonly ClaimedRenewal[]): Change<ProtocolDocument> {
  const { successorId, effectiveDate } = renewals.at(-1) ?? {};
  const isAhead = successorId !== undefined && effectiveDate !== undefined;
  return { renewals, renewal: isAhead ? { successorId, effectiveDate } : null };
}

/** What renews it once a fact was rectified: it may have been on another day, or not at all. */
function renewalToday(
  { to, standing: { renewedOn: effectiveDate } }: EventOf<typeof ProtocolRectified>['data'],
  { successorId, renewals }: ProtocolDocument,
): Change<ProtocolDocument> {
  const isRenewed = to === 'RENEWED' && effectiveDate !== undefined && successorId !== null;
  return isRenewed ? { renewal: { successorId, effectiveDate } } : renewalAhead(renewals);
}

/** The expiry, and the last notice where it was of this one. */
function expiring(expiresOn: string, before: ProtocolDocument): Change<ProtocolDocument> {
  return { expiresOn, expiry: expiresOn, expiryNotice: before.expiresOn === expiresOn ? before.expiryNotice : null };
}

/** The register of protocols: one document per protocol, as it stands. */
export const protocolRegister = defineProjection<ProtocolDocument>({
  name: 'protocol-register',
  version: 14,
  indexes: [
    { fields: ['draftedAt'] },
    { fields: ['region', 'draftedAt'] },
    { fields: ['host.id', 'draftedAt'] },
    { fields: ['state', 'draftedAt'] },
    { fields: ['points', 'draftedAt'] },
    { fields: ['forwardings', 'draftedAt'] },
    { fields: ['frameworkAgreementId', 'draftedAt'] },
    { fields: ['expiry'] },
    { fields: ['region', 'expiry'] },
    { fields: ['host.id', 'expiry'] },
    { fields: ['state', 'expiry'] },
    { fields: ['points', 'expiry'] },
    { fields: ['forwardings', 'expiry'] },
    { fields: ['frameworkAgreementId', 'expiry'] },
  ],
  keys: ({ stream }) => [idOf(stream)],
  on: [
    when(ProtocolDrafted, (_none, event) => ({
      id: event.data.protocolId,
      state: 'DRAFT',
      region: event.data.region,
      host: referenceTo(event.data.host),
      points: event.data.points,
      kinds: event.data.kinds,
      durationMonths: event.data.durationMonths,
      proposingUnit: event.data.proposingUnit ?? null,
      officers: [],
      persons: [],
      signatures: [],
      draftedAt: event.recordedAt,
      ...NOTHING_STANDS,
      forwarding: null,
      frameworkAgreementId: event.data.frameworkAgreementId ?? null,
      amendments: [],
      forwardings: [],
      signing: [],
      renews: event.data.renews ?? null,
      templateId: event.data.templateId ?? null,
      loadedAs: event.data.loadedAs ?? null,
      renewal: null,
      renewals: [],
      successorId: null,
      expiry: NO_EXPIRY,
      changedAt: event.recordedAt,
      revision: event.revision,
    })),
    changing(ProtocolDraftRevised, (terms) => terms),
    changing(ConventionOfficerAssigned, (officer, { officers, persons }) => ({
      officers: [...officers, officerInClear(officer)],
      persons: namedIn(officer, persons),
    })),
    changing(ConventionOfficerReplaced, ({ previousOfficerId: _previous, ...officer }, { officers, persons }) => ({
      officers: officers.map((named) => (isSamePost(named, officer) ? officerInClear(officer) : named)),
      persons: namedIn(officer, persons),
    })),
    changing(ProtocolSubmitted, () => ({ state: 'SUBMITTED' })),
    changing(ProtocolRejected, () => ({ state: 'REJECTED' })),
    changing(ProtocolWithdrawn, () => ({ state: 'WITHDRAWN' })),
    changing(ProtocolSignatureRecorded, (signature, { signatures, persons }) => ({
      signatures: [...signatures, signatureInClear(signature)],
      persons: namedIn({ ...signature, role: 'SIGNATORY' }, persons),
    })),
    changing(ProtocolSigned, ({ signedAt }) => ({
      ...{ state: 'SIGNED', signedAt, forwarding: 'NOT_FORWARDED', forwardings: ['NOT_FORWARDED'] },
    })),
    changing(ProtocolForwardedToCentralOrganisation, ({ amendmentId, forwardedOn }, document) =>
      further(document, amendmentId, { forwardedOn, forwarding: 'FORWARDED' }),
    ),
    changing(ProtocolForwardingOverdueNoticed, () => ({})),
    changing(ProtocolForwardingAcknowledged, ({ amendmentId, acknowledgedOn }, document) =>
      further(document, amendmentId, { acknowledgedOn, forwarding: 'ACKNOWLEDGED' }),
    ),
    changing(ProtocolEntryIntoForceScheduled, ({ effectiveDate }) => ({ scheduledFor: effectiveDate })),
    changing(ProtocolEnteredIntoForce, ({ effectiveDate, expiresOn }) => ({
      state: 'IN_FORCE',
      scheduledFor: null,
      effectiveDate,
      expiresOn,
      expiry: expiresOn,
    })),
    changing(ProtocolEntryIntoForceWithdrawn, () => ({ scheduledFor: null })),
    changing(ProtocolAmendmentSignatureRecorded, ({ amendmentId, ...signature }, { signing, persons }) => ({
      signing: [...signing, signatureInClear(signature)],
      persons: namedIn({ ...signature, amendmentId, role: 'SIGNATORY' }, persons),
    })),
    changing(ProtocolAmendmentSigned, (data, { amendments: before, signing, forwarding }) => {
      const amendments = [...before, signedAmendment(data, signing)];
      return { amendments, signing: [], forwardings: forwardingsOf(forwarding, amendments) };
    }),
    changing(ProtocolAmendmentWithdrawn, ({ amendmentId }, { amendments: before, forwarding }) => {
      const amendments = withAmendment(before, amendmentId, { isWithdrawn: true });
      return { amendments, forwardings: forwardingsOf(forwarding, amendments) };
    }),
    changing(ProtocolAmended, (data, before) => {
      const { points, kinds, durationMonths, expiresOn } = termsToday(data);
      return {
        ...{ points: [...points], kinds: [...kinds], durationMonths, ...expiring(expiresOn, before) },
        amendments: withAmendment(before.amendments, data.amendmentId, { isInEffect: true }),
      };
    }),
    // One that has ended is renewed as that says, wherever its end is to follow its successor.
    changing(ProtocolRenewalClaimed, ({ actBy: _by, moves, ...claimed }, { renewals }) =>
      moves ? {} : renewalAhead([...renewals, claimed]),
    ),
    changing(ProtocolRenewalReleased, ({ forCommandId }, { renewals }) => {
      const others = renewals.filter((one) => one.forCommandId !== forCommandId);
      return others.length === renewals.length ? {} : renewalAhead(others);
    }),
    changing(ProtocolRenewed, ({ successorId, effectiveDate }) => ({
      ...{ state: 'RENEWED', suspension: null, renewal: { successorId, effectiveDate }, renewals: [] },
      successorId,
    })),
    changing(ProtocolSuspended, suspensionToday),
    changing(ProtocolResumed, suspensionToday),
    changing(ProtocolTerminationNotified, (termination) => ({ termination })),
    changing(ProtocolTerminationWithdrawn, () => ({ termination: null })),
    changing(ProtocolTerminated, ({ noticeDate, effectiveDate, reason }) => ({
      ...{ state: 'TERMINATED', suspension: null, termination: { noticeDate, effectiveDate, reason } },
    })),
    changing(ProtocolRectified, (data, before) => {
      const { renewedOn: _renewed, pendingAmendment: _pending, ...standing } = data.standing;
      return {
        state: data.to,
        ...NOTHING_STANDS,
        ...standing,
        ...(standing.expiresOn === undefined ? { expiry: NO_EXPIRY } : expiring(standing.expiresOn, before)),
        ...renewalToday(data, before),
        amendments: rectifiedAmendments(before.amendments, data),
      };
    }),
    changing(ProtocolExpiryNoticed, ({ daysBefore }, _before, { recordedAt }) => ({
      expiryNotice: { daysBefore, noticedOn: romeDateAt(recordedAt) },
    })),
    changing(ProtocolExpired, ({ from }) => ({
      ...{ state: 'EXPIRED', suspension: null },
      // What had ended it on a later day counts for nothing.
      ...(from === 'TERMINATED' || from === 'RENEWED' ? { termination: null, renewal: null } : {}),
    })),
  ],
});
