import { defineRefusal } from '#kernel/domain';
import { IsOneOf, IsRequiredObject, IsText, type CommandShell } from '#use-cases';
import {
  OFFICER_NAME_FIELD,
  OFFICER_ROLES,
  PARTIES,
  type Officer,
  type OfficerRole,
  type Party,
} from '../domain/vocabulary.ts';
import { namedPerson, NamedPersonInput } from './named-person.ts';

/** An officer named for the convention by one of the parties. */
export class OfficerInput {
  @IsOneOf(PARTIES, 'Party')
  readonly party!: Party;

  @IsOneOf(OFFICER_ROLES, 'OfficerRole')
  readonly role!: OfficerRole;

  /** Who it is. The name is sealed before it is written. */
  @IsRequiredObject(() => NamedPersonInput)
  readonly person!: NamedPersonInput;

  @IsText(200)
  readonly office!: string;
}

/** The officer as written down: role and office in clear, the person under their id, with the name sealed (P5). */
export async function officerOf(
  { party, role, office, person }: OfficerInput,
  shell: Pick<CommandShell, 'personalData' | 'origin'>,
): Promise<Officer> {
  const { subject, name } = await namedPerson(person, { field: OFFICER_NAME_FIELD, post: `${party} ${role}` }, shell);
  return { party, role, office, officerId: subject, name };
}

export const officerAlreadyAssigned = defineRefusal(
  'OFFICER_ALREADY_ASSIGNED',
  'This officer is {role} of {party} already: nothing is left to do.',
  'already-so',
);
