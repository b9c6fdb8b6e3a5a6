import { defineRefusals } from '#kernel/domain';
import type { HostBodyFacts } from '#vocabulary';
import type { Party, Signature, SignatureKind } from './vocabulary.ts';

/** Kinds of signature that count between administrations (l. 241/1990, art. 15 c. 2-bis). */
const BETWEEN_ADMINISTRATIONS: readonly SignatureKind[] = ['DIGITAL', 'ADVANCED', 'QUALIFIED'];

/** Why a signature is refused. */
export const signingRefusals = defineRefusals({
  PARTY_ALREADY_SIGNED: '{party} signed on {signedAt}: only the signature of the other party is missing.',
  SIGNATURE_HASH_MISMATCH:
    'The other party signed a document with another hash, {signed}: have the same text signed, and record that.',
  SIGNED_FILE_IS_TEXT:
    'The signed file has the hash of the text, which a signature changes: give the hash of the file as it was issued.',
  SIGNED_FILE_OF_OTHER_PARTY:
    'This is the file as {party} issued it, before this signature: give the hash of the file as this signature made it.',
  DOCUMENT_OF_ANOTHER_ACT:
    'Another act of this protocol has a text or a signed file of this hash, {sha256}: give the hash of the file of this act.',
  SIGNED_FOR_BOTH_PARTIES:
    'The same person has signed for the other party: record who signed for this one, or have somebody else sign.',
  SIGNATURE_KIND_DOES_NOT_COUNT:
    'Between administrations no signature of kind {kind} counts, but {counting}: have it signed so, and record that.',
  SIGNED_IN_FUTURE: '{signedAt} lies ahead: record a signature once it is given.',
  SIGNING_UNIT_MISSING: 'The institute signs through one of its units: name the one whose director signs.',
  HOST_SIGNS_THROUGH_NO_UNIT: 'A host signs through no unit of the institute: leave the unit out.',
});

/** Why a unit is refused that proposes a protocol, or signs it. */
export const unitRefusals = defineRefusals({
  UNIT_NOT_THERE: 'On {on} there was no unit {unit}: correct its code, or the date.',
  UNIT_MAY_NOT_SIGN: 'On {on} the unit {unit} was a {kind}, and only {allowed} sign: name the one that signed.',
  UNIT_MAY_NOT_PROPOSE: 'The unit {unit} is a {kind}, and only {allowed} propose: name the one that proposes.',
  UNIT_OF_ANOTHER_REGION: 'The unit {unit} stands in another region: name one of region {region}.',
});

/** What a protocol must know of a unit of the institute. */
export interface NamedUnit {
  readonly kind: string;
  /** Absent for a unit of the whole country. */
  readonly region?: string;
}

/** What a unit must be to act for the institute. */
interface Acting {
  /** As it was on the day; undefined when it was not there. */
  readonly unit: NamedUnit | undefined;
  readonly code: string;
  /** `yyyy-mm-dd`. */
  readonly on: string;
  /** ISTAT code of the region of the protocol. */
  readonly region: string;
  readonly allowed: readonly string[];
}

/**
 * Who may sign and propose is data by kind of unit; a unit of a region does so for that region, one of the whole country
 * for each.
 * @throws DomainError UNIT_NOT_THERE | UNIT_MAY_NOT_SIGN | UNIT_MAY_NOT_PROPOSE | UNIT_OF_ANOTHER_REGION
 */
export function requireActingUnit(act: 'SIGN' | 'PROPOSE', { unit, code, on, region, allowed }: Acting): void {
  if (!unit) throw unitRefusals.UNIT_NOT_THERE({ unit: code, on });
  const { kind } = unit;
  if (!allowed.includes(kind)) {
    if (act === 'SIGN') throw unitRefusals.UNIT_MAY_NOT_SIGN({ unit: code, on, kind, allowed });
    throw unitRefusals.UNIT_MAY_NOT_PROPOSE({ unit: code, kind, allowed });
  }
  if (unit.region !== undefined && unit.region !== region) {
    throw unitRefusals.UNIT_OF_ANOTHER_REGION({ unit: code, region });
  }
}

/** What a signature is judged by. */
interface Signing {
  readonly host: HostBodyFacts;
  /** The signatures that stand over the text. */
  readonly before: readonly Signature[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * Both parties sign one text, once each, with a signature that counts between them; each leaves a file of its own.
 * @throws DomainError one of {@link signingRefusals}
 */
export function requireSignable(signature: Signature, { host, before, now }: Signing): void {
  const { party, documentSha256, kind, signedAt, unit, signatory } = signature;
  const own = before.find((standing) => standing.party === party);
  if (own) throw signingRefusals.PARTY_ALREADY_SIGNED({ party, signedAt: own.signedAt });
  for (const { documentSha256: signed } of before) {
    if (signed !== documentSha256) throw signingRefusals.SIGNATURE_HASH_MISMATCH({ signed, given: documentSha256 });
  }
  requireFilesApart([...before, signature]);
  // A contract with oneself, which art. 1395 c.c. lets be annulled. Ids tell it: one person has one, and no name is opened.
  if (signatory !== undefined && before.some((one) => one.signatory === signatory)) {
    throw signingRefusals.SIGNED_FOR_BOTH_PARTIES();
  }
  if (kind !== undefined && host.kind === 'PUBLIC_ADMINISTRATION' && !BETWEEN_ADMINISTRATIONS.includes(kind)) {
    throw signingRefusals.SIGNATURE_KIND_DOES_NOT_COUNT({ kind, counting: BETWEEN_ADMINISTRATIONS });
  }
  if (Date.parse(signedAt) > now) throw signingRefusals.SIGNED_IN_FUTURE({ signedAt });
  if (party === 'INPS' && unit === undefined) throw signingRefusals.SIGNING_UNIT_MISSING();
  if (party === 'HOST' && unit !== undefined) throw signingRefusals.HOST_SIGNS_THROUGH_NO_UNIT({ unit });
}

/** The files of a signature. */
type Files = Pick<Signature, 'documentSha256' | 'signedFileSha256' | 'party'>;

/**
 * A signature changes the file: the text and the files as each party issued them are three (P2).
 * @param signatures of one act, in their order
 * @throws DomainError SIGNED_FILE_IS_TEXT | SIGNED_FILE_OF_OTHER_PARTY
 */
export function requireFilesApart(signatures: readonly Files[]): void {
  for (const [index, { documentSha256, signedFileSha256 }] of signatures.entries()) {
    if (signedFileSha256 === undefined) continue;
    if (signedFileSha256 === documentSha256) throw signingRefusals.SIGNED_FILE_IS_TEXT({ documentSha256 });
    const other = signatures.slice(0, index).find((one) => one.signedFileSha256 === signedFileSha256);
    if (other) throw signingRefusals.SIGNED_FILE_OF_OTHER_PARTY({ party: other.party });
  }
}

/**
 * An amendment is an act with a text of its own (P7): no file of an act is one of another act of the same protocol, or it
 * could not be told of a file what it is.
 * @param acts the signatures of each act
 * @throws DomainError DOCUMENT_OF_ANOTHER_ACT
 */
export function requireDocumentsApart(acts: readonly (readonly Files[])[]): void {
  const taken = new Set<string>();
  for (const signatures of acts) {
    const own = signatures.flatMap(({ documentSha256, signedFileSha256 = [] }) =>
      [documentSha256].concat(signedFileSha256),
    );
    const sha256 = own.find((hash) => taken.has(hash));
    if (sha256 !== undefined) throw signingRefusals.DOCUMENT_OF_ANOTHER_ACT({ sha256 });
    for (const hash of own) taken.add(hash);
  }
}

/**
 * The administration in whose registers a signature stands: that of the party; an association has none, and what it signs
 * stands where the institute received it.
 * @returns IPA code
 */
export function registrarOf(
  party: Party,
  {
    host,
    hostIpaCode,
    institute,
  }: { readonly host: HostBodyFacts; readonly hostIpaCode?: string | undefined; readonly institute: string },
): string {
  return party === 'HOST' && host.kind === 'PUBLIC_ADMINISTRATION' ? (hostIpaCode ?? '') : institute;
}
