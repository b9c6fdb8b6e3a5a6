import { IsOptional } from 'class-validator';
import { IsId } from '#use-cases';
import { defineRefusals } from '#kernel/domain';
import { OnProtocol } from './on-protocol.ts';

/** What every command on a signed act names: a protocol, or an amendment of it. */
export abstract class OnAct extends OnProtocol {
  /** Id of the amendment, where it is not the protocol itself. */
  @IsOptional()
  @IsId()
  readonly amendmentId?: string;
}

/** Why an amendment is refused as an act. */
export const actRefusals = defineRefusals({
  AMENDMENT_NOT_FOUND: [
    'The protocol has no amendment {amendmentId} that is signed: take the id from those that are told with it.',
    'not-found',
  ],
  AMENDMENT_WITHDRAWN: [
    'The amendment {amendmentId} was withdrawn before its day: nothing is left to do.',
    'already-so',
  ],
});

/** The field that tells an amendment from the protocol itself, in what is recorded of an act. */
export function ofThisAct(amendmentId: string | undefined): { readonly amendmentId?: string } {
  return amendmentId === undefined ? {} : { amendmentId };
}
