import { IsUUID } from 'class-validator';
import { subject } from '#privacy';
import { defineCommandOn } from '#use-cases';
import { isSamePost } from '../domain/protocol-state.ts';
import { protocol } from '../domain/protocol.ts';
import type { Officer } from '../domain/vocabulary.ts';
import { retentionsOf } from './named-person.ts';
import { officerAlreadyAssigned, OfficerInput, officerOf } from './officer-input.ts';
import { OFFICES, protocolId } from './on-protocol.ts';

/** Names an officer for a post, or another in place of the one who holds it. */
export class AssignConventionOfficer extends OfficerInput {
  /** Id of the protocol. */
  @IsUUID()
  readonly protocolId!: string;
}

/** Officers are persons: the act that names them holds them (P5). */
export const assignConventionOfficer = defineCommandOn(protocol)({
  input: AssignConventionOfficer,
  summary: 'Names an officer for the convention, or another in place of the one named before.',
  id: protocolId,
  by: OFFICES,
  in: ['DRAFT', 'SUBMITTED', 'SIGNED', 'IN_FORCE', 'SUSPENDED'],
  namesPerson: () => true,
  refuses: [officerAlreadyAssigned, subject.stateForbids],
  prepare: officerOf,
  claims: ({ name }) => retentionsOf([name]),
  decide: ({ party, role, officerId, office, name }: Officer, { officers }) => {
    const officer = { party, role, officerId, office, ...(name ? { name } : {}) };
    const holder = officers.find((named) => isSamePost(named, officer));
    if (!holder) return [{ type: 'ConventionOfficerAssigned', data: officer }];
    if (holder.officerId === officerId && holder.office === office) throw officerAlreadyAssigned({ party, role });
    return [{ type: 'ConventionOfficerReplaced', data: { ...officer, previousOfficerId: holder.officerId } }];
  },
});
