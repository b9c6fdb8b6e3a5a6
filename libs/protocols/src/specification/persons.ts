import { deriveId, type CommandOrigin, type Sealed } from '#kernel/domain';
import type { CommandExecutor } from '#kernel/execution';
import { subject, type SubjectEvent } from '#privacy';
import type { PersonalData } from '#use-cases';
import type { NamedPersonInput } from '../use-cases/named-person.ts';
import { OFFICER_ROLES, PARTIES, type Party } from '../domain/vocabulary.ts';

/*
 * Persons whom acts name, for specifications of acts.
 */

const person = (fiscalCode: string): NamedPersonInput => ({ fiscalCode, givenName: 'Ada', familyName: 'Prova' });

export const officers = PARTIES.flatMap((party) =>
  OFFICER_ROLES.map((role) => ({ party, role, person: person(`${party} ${role}`), office: 'Ufficio' })),
);

/** Who signs for a party. */
export function signatoryOf(party: Party): NamedPersonInput {
  return person(`${party} signs`);
}

/** The id under which a person is known. */
export function subjectOf(fiscalCode: string): string {
  return deriveId('Subject', fiscalCode);
}

/** Persons are registered in the log; what is sealed is not secret, for want of keys. */
export function personsOver(executor: () => CommandExecutor): PersonalData {
  const persons: Partial<PersonalData> = {
    subjectFor: async (fiscalCode, origin) => {
      const id = subjectOf(fiscalCode);
      const registered: SubjectEvent = { type: 'SubjectRegistered', data: { subject: id } };
      const decide = ({ status }: { readonly status: string }): SubjectEvent[] =>
        status === 'ABSENT' ? [registered] : [];
      await executor().execute(subject, { id, origin: origin as CommandOrigin, decide });
      return id;
    },
    seal: async <T>(id: string, field: string, value: T): Promise<Sealed<T>> => ({
      ...{ sealed: Buffer.from(JSON.stringify(value)).toString('base64url'), subject: id, field },
    }),
  };
  return persons as PersonalData;
}
