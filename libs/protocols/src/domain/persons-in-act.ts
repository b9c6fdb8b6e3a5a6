import type { Sealed } from '#kernel/domain';
import type {
  Officer,
  OfficerRole,
  Party,
  PersonName,
  PublishedOfficer,
  PublishedSignature,
  Signature,
} from './vocabulary.ts';

/** What a person is in an act: officer, or who signs. */
export type RoleInAct = OfficerRole | 'SIGNATORY';

/** A person whom an act names: what they are in it, and who they are, sealed. */
export interface NamedInAct {
  /** The amendment that names them, where it is not the protocol itself. */
  readonly amendmentId?: string | undefined;
  readonly party: Party;
  readonly role: RoleInAct;
  readonly subject: string;
  readonly name: Sealed<PersonName>;
}

/** The persons of an act once it names one more, or another in the same place. */
export function namedIn(
  { amendmentId, party, role, name }: Omit<NamedInAct, 'subject' | 'name'> & { readonly name?: Sealed<PersonName> },
  persons: readonly NamedInAct[],
): readonly NamedInAct[] {
  const others = persons.filter(
    (person) => person.party !== party || person.role !== role || person.amendmentId !== amendmentId,
  );
  const act = amendmentId === undefined ? {} : { amendmentId };
  return name ? [...others, { ...act, party, role, subject: name.subject, name }] : others;
}

/** The officer without the person. */
export function officerInClear({ party, role, office, officerId, name }: Officer): PublishedOfficer {
  return { party, role, office, ...(name ? {} : { officerId }) };
}

/** The signature without the person. */
export function signatureInClear({ signatory: _who, name: _called, ...signature }: Signature): PublishedSignature {
  return signature;
}
