import { Type } from '@sinclair/typebox';
import { defineEvent } from '#kernel/domain';
import { HostBodyFacts, Id, LocalDate, RegionCode, Text } from '#vocabulary';
import { ofAct, Officer, protocolTerms, RegisterEntry, Sha256, Signature } from './vocabulary.ts';

/* How a protocol is concluded: from the draft to what the centre acknowledges. */

export const ProtocolDrafted = defineEvent({
  type: 'ProtocolDrafted',
  schema: Type.Object({
    protocolId: Id,
    /** As it stood at the drafting. */
    host: HostBodyFacts,
    /** Whose directorate concludes it. */
    region: RegionCode,
    ...protocolTerms,
    /** Code of the unit that proposes it; absent where nobody was asked for it. */
    proposingUnit: Type.Optional(Text),
    /** The protocol that it renews, with another one's terms or its own. */
    renews: Type.Optional(Id),
    /** The framework agreement that it follows. */
    frameworkAgreementId: Type.Optional(Id),
    /** The template that it follows. */
    templateId: Type.Optional(Id),
    /** The code under which it was loaded, of an act that was signed before it was recorded here. */
    loadedAs: Type.Optional(Text),
  }),
});

/** The terms of the draft as they are now. */
export const ProtocolDraftRevised = defineEvent({
  type: 'ProtocolDraftRevised',
  schema: Type.Object(protocolTerms),
});

export const ConventionOfficerAssigned = defineEvent({ type: 'ConventionOfficerAssigned', schema: Officer });

export const ConventionOfficerReplaced = defineEvent({
  type: 'ConventionOfficerReplaced',
  schema: Type.Object({ ...Officer.properties, previousOfficerId: Id }),
});

export const ProtocolSubmitted = defineEvent({ type: 'ProtocolSubmitted', schema: Type.Object({}) });

export const ProtocolRejected = defineEvent({
  type: 'ProtocolRejected',
  schema: Type.Object({ reason: Text }),
});

export const ProtocolWithdrawn = defineEvent({
  type: 'ProtocolWithdrawn',
  schema: Type.Object({ reason: Text, from: Type.Union([Type.Literal('DRAFT'), Type.Literal('SUBMITTED')]) }),
});

export const ProtocolSignatureRecorded = defineEvent({ type: 'ProtocolSignatureRecorded', schema: Signature });

/** Both signatures stand over one document; `signedAt` is that of the later one. */
export const ProtocolSigned = defineEvent({
  type: 'ProtocolSigned',
  schema: Type.Object({
    documentSha256: Text,
    signedAt: Text,
    /** Last day on which it is forwarded in time; absent where nobody was asked for it. */
    forwardBy: Type.Optional(LocalDate),
    /** Recorded by a load: nobody is reminded of anything for it. */
    loaded: Type.Optional(Type.Literal(true)),
  }),
});

export const ProtocolForwardedToCentralOrganisation = defineEvent({
  type: 'ProtocolForwardedToCentralOrganisation',
  schema: Type.Object({
    ...ofAct,
    forwardedOn: LocalDate,
    /** Of the letter, in the register of the directorate; absent where nobody was asked for it. */
    registerEntry: Type.Optional(RegisterEntry),
    /** Of the letter; absent where nobody was asked for it. */
    letterSha256: Type.Optional(Sha256),
    /** With whom an amendment is concluded, for who receives it; of a protocol, its draft says so. */
    host: Type.Optional(HostBodyFacts),
  }),
});

/** A signed act was not forwarded in time: its directorate is reminded. */
export const ProtocolForwardingOverdueNoticed = defineEvent({
  type: 'ProtocolForwardingOverdueNoticed',
  schema: Type.Object({
    ...ofAct,
    /** Code of the unit that signed; absent where the signature names none. */
    unit: Type.Optional(Text),
    /** Of the later signature. */
    signedOn: LocalDate,
    /** Last day on which it was to be forwarded. */
    forwardBy: LocalDate,
    noticedOn: LocalDate,
    /** Which reminder, from 1. */
    reminder: Type.Integer({ minimum: 1 }),
    /** When the next one follows, unless it is forwarded before. */
    nextOn: LocalDate,
  }),
});

export const ProtocolForwardingAcknowledged = defineEvent({
  type: 'ProtocolForwardingAcknowledged',
  schema: Type.Object({ ...ofAct, acknowledgedOn: LocalDate, registerEntry: RegisterEntry }),
});
