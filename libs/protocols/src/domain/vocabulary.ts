import { Type, type Static } from '@sinclair/typebox';
import { personal } from '#kernel/domain';
import { Id, LocalDate, oneOf, PointKind, Text, whole, explained } from '#vocabulary';

export const PARTIES = ['INPS', 'HOST'] as const;
/** Who agrees: the institute (its regional director signs) or the hosting body. */
export const Party = oneOf(PARTIES, 'Party');
export type Party = Static<typeof Party>;

export const OFFICER_ROLES = ['RESPONSABILE', 'REFERENTE_TECNICO'] as const;
/** Whom each party names for the convention: who answers for it, and who deals with its technical side. */
export const OfficerRole = oneOf(OFFICER_ROLES, 'OfficerRole');
export type OfficerRole = Static<typeof OfficerRole>;

/** Formats of a digital signature over the document (D.Lgs. 82/2005, art. 24; eIDAS). */
export const ELECTRONIC_FORMATS = ['PADES', 'CADES'] as const;
export const ElectronicFormat = oneOf(ELECTRONIC_FORMATS, 'ElectronicFormat');
export type ElectronicFormat = Static<typeof ElectronicFormat>;
export const SIGNATURE_FORMATS = [...ELECTRONIC_FORMATS, 'PAPER'] as const;
/** How a signature was given: electronically, or by hand on paper, of which hashes are those of a copy. */
export const SignatureFormat = oneOf(SIGNATURE_FORMATS, 'SignatureFormat');
export type SignatureFormat = Static<typeof SignatureFormat>;

export const SIGNATURE_KINDS = ['DIGITAL', 'ADVANCED', 'QUALIFIED', 'SIMPLE'] as const;
/** What a signature is worth: the kinds of eIDAS, art. 3, and the digital signature of D.Lgs. 82/2005, art. 1. */
export const SignatureKind = oneOf(SIGNATURE_KINDS, 'SignatureKind');
export type SignatureKind = Static<typeof SignatureKind>;

/** What a protocol is about, as events say it. */
export const protocolTerms = {
  /** Ids of the Punti Cliente that it covers. */
  points: Type.Array(Id, { minItems: 1 }),
  /** Kinds of point that it allows. */
  kinds: Type.Array(PointKind, { minItems: 1 }),
  durationMonths: Type.Integer({ minimum: 1 }),
};

/** What of these an amendment may change. */
export const AMENDABLE = [
  'points',
  'kinds',
  'durationMonths',
] as const satisfies readonly (keyof typeof protocolTerms)[];

/** Which signed act of a protocol something is said of. */
export const ofAct = {
  /** The amendment; absent where it is the protocol itself. */
  amendmentId: Type.Optional(Id),
};

/** 64 lower-case hexadecimal digits. */
export const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$', maxLength: 64 });

/** Where a document stands in a protocol register: numbers begin anew each year in each AOO (D.P.R. 445/2000, art. 53-57). */
export const RegisterEntry = Type.Object({
  /** Of the administration, in the Indice dei domicili digitali; absent where nobody was asked for it. */
  ipaCode: Type.Optional(Text),
  /** Code of the Area Organizzativa Omogenea that keeps the register. */
  aoo: Text,
  /** Which register of the AOO; absent where nobody was asked for it. */
  register: Type.Optional(Text),
  year: whole(1990, 9999),
  number: whole(1, Number.MAX_SAFE_INTEGER),
  date: LocalDate,
});
export type RegisterEntry = Static<typeof RegisterEntry>;

/** What a person is called, as sealed. */
export const PersonName = Type.Object({ givenName: Text, familyName: Text });
export type PersonName = Static<typeof PersonName>;

/** The fields that names are sealed for. */
export const OFFICER_NAME_FIELD = 'ConventionOfficer.name';
export const SIGNATORY_NAME_FIELD = 'ProtocolSignature.name';

const post = { party: Party, role: OfficerRole, office: Text };

export const Officer = Type.Object({
  ...post,
  /** Of the person, opaque; where no name is sealed beside it, in the directory of the office. */
  officerId: Id,
  /** Absent where names stayed in the directory of the office. */
  name: Type.Optional(personal(PersonName)),
});
export type Officer = Static<typeof Officer>;

/** An officer as everybody reads it who may read the act: not who the person is. */
export const PublishedOfficer = Type.Object({
  ...post,
  officerId: Type.Optional({ ...Id, description: 'In the directory of the office, of officers who were named so.' }),
});
export type PublishedOfficer = Static<typeof PublishedOfficer>;

const signatureInClear = {
  party: Party,
  /** Of the text before any signature, 64 lower-case hexadecimal digits. */
  documentSha256: Sha256,
  /** Of the file as it was issued with this signature, which changes it; absent where nobody was asked for it. */
  signedFileSha256: Type.Optional(Sha256),
  /** Absent where nobody was asked for it. */
  kind: Type.Optional(SignatureKind),
  format: SignatureFormat,
  /** Code of the unit that signs for the institute; absent where nobody was asked for it. */
  unit: Type.Optional(Text),
  signerRole: Text,
  /** RFC 3339. */
  signedAt: Text,
  registerEntry: RegisterEntry,
};

export const Signature = Type.Object({
  ...signatureInClear,
  /** Of the person who signs, opaque; absent where nobody was asked for it. */
  signatory: Type.Optional(Id),
  /** Of the person who signs. */
  name: Type.Optional(personal(PersonName)),
});
export type Signature = Static<typeof Signature>;

/** A signature as everybody reads it who may read the act: not who the person is. */
export const PublishedSignature = Type.Object(signatureInClear);
export type PublishedSignature = Static<typeof PublishedSignature>;

export const Termination = Type.Object({
  /** When the notice was given. */
  noticeDate: LocalDate,
  effectiveDate: Type.String(explained(LocalDate, 'When it ends (this day not included).')),
  reason: Text,
});
export type Termination = Static<typeof Termination>;

export const Suspension = Type.Object({
  /** First day on which it is suspended. */
  suspendedOn: LocalDate,
  until: Type.Optional(Type.String(explained(LocalDate, 'First day in force again.'))),
  reason: Text,
});
export type Suspension = Static<typeof Suspension>;

/** What follows from the facts of a protocol: how it stands, and what is set for later. */
export const ProtocolStanding = Type.Object({
  signatures: Type.Array(PublishedSignature),
  signedAt: Type.Optional(Text),
  forwardedOn: Type.Optional(LocalDate),
  acknowledgedOn: Type.Optional(LocalDate),
  scheduledFor: Type.Optional(LocalDate),
  effectiveDate: Type.Optional(LocalDate),
  expiresOn: Type.Optional(LocalDate),
  suspension: Type.Optional(Suspension),
  termination: Type.Optional(Termination),
  renewedOn: Type.Optional(LocalDate),
  /** The amendment that lies ahead. */
  pendingAmendment: Type.Optional(Type.Object({ amendmentId: Id, effectiveDate: LocalDate })),
  // The terms of today, of a protocol that was amended.
  ...Type.Partial(Type.Object(protocolTerms)).properties,
});
export type ProtocolStanding = Static<typeof ProtocolStanding>;

/** How an amendment stands as a signed act. */
export const AmendmentStanding = Type.Object({
  documentSha256: Text,
  signatures: Type.Array(PublishedSignature),
  /** RFC 3339; of the later signature. */
  signedAt: Text,
  forwardBy: LocalDate,
  forwardedOn: Type.Optional(LocalDate),
  acknowledgedOn: Type.Optional(LocalDate),
  effectiveDate: LocalDate,
});
export type AmendmentStanding = Static<typeof AmendmentStanding>;

/** The life of a protocol, from draft to end. */
export const PROTOCOL_STATES = [
  'DRAFT',
  'SUBMITTED',
  'REJECTED',
  'WITHDRAWN',
  'SIGNED',
  'IN_FORCE',
  'SUSPENDED',
  'RENEWED',
  'TERMINATED',
  'EXPIRED',
] as const;
export type ProtocolStatus = (typeof PROTOCOL_STATES)[number];
/** Those in which a protocol binds, whether or not anything is done under it. */
export const BINDING_STATES = ['IN_FORCE', 'SUSPENDED'] as const satisfies readonly ProtocolStatus[];
export const ProtocolState = oneOf(PROTOCOL_STATES, 'ProtocolState');
/** The state today before and after a fact, as its event says it: one that is recorded late may leave it as it is. */
export const effectToday = { from: ProtocolState, to: ProtocolState };

export const FORWARDING_STATES = ['NOT_FORWARDED', 'FORWARDED', 'ACKNOWLEDGED'] as const;
/** How far a signed act has come on its way to the centre. */
export const ForwardingState = oneOf(FORWARDING_STATES, 'ForwardingState');
export type ForwardingState = (typeof FORWARDING_STATES)[number];
