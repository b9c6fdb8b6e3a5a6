import { IsUUID, Matches } from 'class-validator';
import { defineRefusal } from '#kernel/domain';
import { defineCommandOn, IsOneOf, IsText, matching } from '#use-cases';
import { isSamePost } from '../domain/protocol-state.ts';
import { protocol } from '../domain/protocol.ts';
import { OFFICER_ROLES, PARTIES, type OfficerRole, type Party } from '../domain/vocabulary.ts';
import { OFFICES, protocolId } from './on-protocol.ts';

/** An officer named for the convention by one of the parties. */
export class OfficerInput {
  @IsOneOf(PARTIES, 'Party')
  readonly party!: Party;

  @IsOneOf(OFFICER_ROLES, 'OfficerRole')
  readonly role!: OfficerRole;

  /** Opaque id in the directory of the office; no name and no codice fiscale. */
  @Matches(
    /^[\w.@:-]{1,100}$/,
    matching({
      message: '$property must be 1 to 100 letters, digits and . _ @ : -',
      maxLength: 100,
      example: 'funzionario-1',
    }),
  )
  readonly officerId!: string;

  @IsText(200)
  readonly office!: string;
}

/** Names an officer for a post, or another in place of the one who holds it. */
export class AssignConventionOfficer extends OfficerInput {
  /** Id of the protocol. */
  @IsUUID()
  readonly protocolId!: string;
}

const alreadyAssigned = defineRefusal(
  'OFFICER_ALREADY_ASSIGNED',
  'This officer is {role} of {party} already: nothing is left to do.',
  'already-so',
);

export const assignConventionOfficer = defineCommandOn(protocol)({
  input: AssignConventionOfficer,
  summary: 'Names an officer for the convention, or another in place of the one named before.',
  id: protocolId,
  by: OFFICES,
  in: ['DRAFT', 'SUBMITTED', 'SIGNED', 'IN_FORCE', 'SUSPENDED'],
  refuses: [alreadyAssigned],
  decide: ({ party, role, officerId, office }, { officers }) => {
    const officer = { party, role, officerId, office };
    const holder = officers.find((named) => isSamePost(named, officer));
    if (!holder) return [{ type: 'ConventionOfficerAssigned', data: officer }];
    if (holder.officerId === officerId && holder.office === office) throw alreadyAssigned({ party, role });
    return [{ type: 'ConventionOfficerReplaced', data: { ...officer, previousOfficerId: holder.officerId } }];
  },
});
