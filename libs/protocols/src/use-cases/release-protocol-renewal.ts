import { IsUUID } from 'class-validator';
import { defineCommandOn } from '#use-cases';
import { protocol } from '../domain/protocol.ts';
import { PROTOCOL_STATES } from '../domain/vocabulary.ts';
import { NO_PERSON, OnProtocol, protocolId } from './on-protocol.ts';
import { renewalRelease } from './renewal-claim.ts';

/** Tells a protocol that its successor does not enter into force as was claimed. */
export class ReleaseProtocolRenewal extends OnProtocol {
  /** Id of the command that claimed it. */
  @IsUUID()
  readonly forCommandId!: string;
}

export const releaseProtocolRenewal = defineCommandOn(protocol)({
  input: ReleaseProtocolRenewal,
  summary: 'Tells a protocol that its successor does not enter into force as was claimed.',
  id: protocolId,
  by: NO_PERSON,
  in: PROTOCOL_STATES,
  decide: ({ forCommandId }, state) => renewalRelease(state, forCommandId),
});
