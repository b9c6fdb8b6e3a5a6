import { defineRefusal } from '#kernel/domain';
import { defineCommandOn } from '#use-cases';
import { isSamePost } from '../domain/protocol-state.ts';
import { protocol } from '../domain/protocol.ts';
import { OFFICER_ROLES, PARTIES } from '../domain/vocabulary.ts';
import { OFFICES, OnProtocol, protocolId } from './on-protocol.ts';

/** Submits a draft for signature. */
export class SubmitProtocol extends OnProtocol {}

const officersMissing = defineRefusal(
  'CONVENTION_OFFICERS_MISSING',
  'Officers are still missing, {missing}: assign them, then submit again.',
);

/** Responsabile and Referente tecnico are named for both parties before submission (circolare 104/2016). */
export const submitProtocol = defineCommandOn(protocol)({
  input: SubmitProtocol,
  summary: 'Submits a draft for signature.',
  id: protocolId,
  by: OFFICES,
  in: ['DRAFT'],
  refuses: [officersMissing],
  decide: (_command, { officers }) => {
    const posts = PARTIES.flatMap((party) => OFFICER_ROLES.map((role) => ({ party, role })));
    const missing = posts.filter((post) => !officers.some((officer) => isSamePost(officer, post)));
    if (missing.length > 0) throw officersMissing({ missing });
    return [{ type: 'ProtocolSubmitted', data: {} }];
  },
});
