import { IsOptional, IsUUID } from 'class-validator';
import { defineRefusal } from '#kernel/domain';
import type { LocalDate } from '#italy';
import { defineCommandOn, fact, IsRealDate } from '#use-cases';
import { lifeOnce, withEndsByNow } from '#use-cases/dated';
import { comeAmendments } from '../domain/come-amendments.ts';
import { broughtToLight } from '../domain/come-by-now.ts';
import { renewed } from '../domain/effect.ts';
import { handedOver } from '../domain/handed-over.ts';
import { pointsOn } from '../domain/points-on.ts';
import { protocolLife } from '../domain/protocol-life.ts';
import { isBinding } from '../domain/protocol-state.ts';
import { protocol } from '../domain/protocol.ts';
import { beforeItsEndOn } from '../domain/unclaimed-renewal.ts';
import { PROTOCOL_STATES } from '../domain/vocabulary.ts';
import { NO_PERSON, OnProtocol, protocolId } from './on-protocol.ts';

/** What is said of a protocol and the one that renews it. */
export abstract class OnRenewal extends OnProtocol {
  /** Id of the protocol that renews it. */
  @IsUUID()
  readonly successorId!: string;
}

/** Ends a protocol whose successor has entered into force. */
export class RenewProtocol extends OnRenewal {
  /**
   * First day in force of the successor; as is known of it when absent: the protocol, which had ended before that, may turn out to have
   * gone on.
   */
  @IsOptional()
  @IsRealDate()
  readonly effectiveDate?: string;
}

const nothingToRenew = defineRefusal(
  'NOTHING_TO_RENEW',
  'In state {state} the protocol has ended already, and hands nothing over: nothing is left to do.',
  'already-so',
);

const successorOf = ({ successorId }: OnRenewal): string => successorId;

/** Ids of the points that the successor covers on its first day; what amends it later passes nothing. */
export const pointsOfSuccessor = fact(
  protocol,
  successorOf,
  (found) =>
    (on: LocalDate): readonly string[] =>
      found.status === 'ABSENT' ? [] : pointsOn(found.life, on),
);

const beginningOfSuccessor = fact(protocol, successorOf, (found) =>
  'effectiveDate' in found ? found.effectiveDate : undefined,
);

/** The renewal is a new, linked act: the older protocol ends on the day on which the newer one begins, and hands over what it covered then: with what an
 * amendment has changed to whose day the calendar has not come yet. */
export const renewProtocol = defineCommandOn(protocol)({
  input: RenewProtocol,
  summary: 'Ends a protocol whose successor has entered into force.',
  id: protocolId,
  by: NO_PERSON,
  in: PROTOCOL_STATES,
  needs: { successorPoints: pointsOfSuccessor, begunOn: beginningOfSuccessor },
  refuses: [nothingToRenew],
  decide: ({ successorId, effectiveDate: wanted }, state, { successorPoints, begunOn, now, today }) => {
    const isClaimed = wanted !== undefined && isBinding(state);
    // Of one that had ended it is what is known by now of the day on which the newer one began, as is known by now (T1).
    const effectiveDate = isClaimed ? wanted : begunOn;
    if (effectiveDate === undefined) throw nothingToRenew({ state: state.status });
    const then = isClaimed ? state : beforeItsEndOn(state.life, effectiveDate);
    if (!isBinding(then)) throw nothingToRenew({ state: state.status });
    const itsPoints = successorPoints(effectiveDate);
    const come = comeAmendments(state.life, { before: effectiveDate, now });
    const life = lifeOnce(protocolLife, state.life, now, ...come);
    const passing = handedOver(pointsOn(life, effectiveDate), itsPoints);
    const ended = [...come, renewed({ successorId, effectiveDate, ...passing }, { life, now })];
    return withEndsByNow(protocolLife, state.life, ended, { now, today }, broughtToLight);
  },
});
