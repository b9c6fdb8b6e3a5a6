import { IsUUID } from 'class-validator';
import { defineRefusal } from '#kernel/domain';
import { defineCommandOn, IsRealDate, IsRequiredObject, IsText, RectifyingActInput } from '#use-cases';
import { movedRenewal } from '../domain/moved-renewal.ts';
import { protocol } from '../domain/protocol.ts';
import { PROTOCOL_STATES } from '../domain/vocabulary.ts';
import { NO_PERSON, protocolId } from './on-protocol.ts';
import { OnRenewal, pointsOfSuccessor } from './renew-protocol.ts';

/** Moves the end of a protocol to the day on which its successor has entered into force in truth. */
export class MoveProtocolRenewal extends OnRenewal {
  /** First day in force of the successor. */
  @IsRealDate()
  readonly effectiveDate!: string;

  /** Id of the command by which that was rectified. */
  @IsUUID()
  readonly claimedBy!: string;

  /** Why the entry into force was rectified. */
  @IsText(1000)
  readonly reason!: string;

  /** The act by which it was. */
  @IsRequiredObject(() => RectifyingActInput)
  readonly act!: RectifyingActInput;
}

const nothingToMove = defineRefusal(
  'NO_RENEWAL_TO_MOVE',
  'In state {state} the protocol did not end for {successorId} on another day than {effectiveDate}: nothing is left to do.',
  'already-so',
);

/**
 * The older protocol ends where the newer one begins, also where that was on another day than was recorded (P6, T2). The
 * command on the newer one has looked whether it can, and claimed for it the days that it gains; what was recorded of the older
 * one in between counts where it finds room (T1).
 */
export const moveProtocolRenewal = defineCommandOn(protocol)({
  input: MoveProtocolRenewal,
  summary: 'Moves the end of a protocol to the day on which its successor has entered into force.',
  id: protocolId,
  by: NO_PERSON,
  in: PROTOCOL_STATES,
  needs: { successorPoints: pointsOfSuccessor },
  refuses: [nothingToMove],
  decide: ({ successorId, effectiveDate, claimedBy, reason, act }, state, { successorPoints, now }) => {
    const { authority, number, date } = act;
    const by = { claimedBy, reason, act: { authority, number, date } };
    const move = { successorId, effectiveDate, successorPoints: successorPoints(effectiveDate), ...by };
    const moved = movedRenewal(state, move, { now });
    if (!moved) throw nothingToMove({ state: state.status, successorId, effectiveDate });
    return moved.events;
  },
});
