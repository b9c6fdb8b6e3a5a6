import type { Claim, Sealed } from '#kernel/domain';
import { retentionOf } from '#privacy';
import { PersonInput, registrationOf, type CommandShell } from '#use-cases';
import type { PersonName } from '../domain/vocabulary.ts';

/** A person whom an act names. The name is sealed before it is written, and the codice fiscale is not written at all. */
export class NamedPersonInput extends PersonInput {}

/** A person as an act names them: under their id, with the name sealed. */
export interface NamedPerson {
  readonly subject: string;
  readonly name: Sealed<PersonName>;
}

/**
 * Finds or registers a person, durably, and seals their name.
 * @param field that the name is sealed for
 * @param post for which the person is named, which tells one registration of a command from another
 */
export async function namedPerson(
  { fiscalCode, givenName, familyName }: NamedPersonInput,
  { field, post }: { readonly field: string; readonly post: string },
  { personalData, origin }: Pick<CommandShell, 'personalData' | 'origin'>,
): Promise<NamedPerson> {
  const subject = await personalData.subjectFor(fiscalCode, registrationOf(origin, `register ${post}`));
  return { subject, name: await personalData.seal<PersonName>(subject, field, { givenName, familyName }) };
}

/** The claims that hold persons for an act that names them, one for each person. */
export function retentionsOf(names: readonly (Sealed<PersonName> | undefined)[]): Claim[] {
  const subjects = names.flatMap((name) => (name ? [name.subject] : []));
  return [...new Set(subjects)].map((subject) => retentionOf(subject) as Claim);
}
