import { isDeepStrictEqual } from 'node:util';
import { IsOptional, IsUUID } from 'class-validator';
import { toTimestamp, valueAlreadyTaken, type Claim } from '#kernel/domain';
import {
  defineCommandOn,
  otherFactsRefusals,
  IsRequiredObject,
  rectificationIn,
  RectificationInput,
  rectificationRefusals,
  rectificationUnclear,
  type Rectification,
} from '#use-cases';
import { coverageOfAll, pointCovered } from '../domain/coverage/coverage-claim.ts';
import { coveredPeriod } from '../domain/covered-period.ts';
import { standingOf, type Protocol } from '../domain/protocol-state.ts';
import { protocol } from '../domain/protocol.ts';
import { rectified } from '../domain/rectified.ts';
import { OFFICES, protocolId } from './on-protocol.ts';
import { RectifiedFieldsInput } from './rectified-fields.ts';
import { entryClaims, refuseInconsistent, registerEntryRefusals } from './register-entry.ts';

/** Corrects a date, a number or a hash of an event, or says that it never was. */
export class RectifyProtocol extends RectificationInput {
  /** Id of the protocol. */
  @IsUUID()
  readonly protocolId!: string;

  /** What is right, where something of the event was wrong. */
  @IsOptional()
  @IsRequiredObject(() => RectifiedFieldsInput)
  readonly changes?: RectifiedFieldsInput;
}

/**
 * What was wrong stays in the history, and counts as long as nobody knew better (T2; as the annulment of D.P.R. 445/2000,
 * art. 54). Where other days are covered by then, they are claimed.
 */
export const rectifyProtocol = defineCommandOn(protocol)({
  input: RectifyProtocol,
  summary: 'Rectifies a date, a number or a hash of an event by an act, or annuls the event.',
  id: protocolId,
  by: OFFICES,
  in: ['SUBMITTED', 'SIGNED', 'IN_FORCE', 'SUSPENDED', 'RENEWED', 'TERMINATED', 'EXPIRED'],
  claims: (wanted, { life }, known) => {
    const { taken, before, after } = rectified(inPlainTimes(wanted), { life, ...known });
    return [...taken.flatMap(entryClaims), ...coverageClaims(before, after)];
  },
  refuses: [
    rectificationUnclear,
    rectificationRefusals,
    otherFactsRefusals,
    registerEntryRefusals,
    valueAlreadyTaken,
    pointCovered,
  ],
  decide: (wanted, { life }, known) => {
    const rectification = inPlainTimes(wanted);
    if (wanted.changes?.registerEntry) refuseInconsistent(wanted.changes.registerEntry, known.today);
    return rectified(rectification, { life, ...known }).events;
  },
});

/** With the time of a signature as events hold it. */
function inPlainTimes(wanted: RectifyProtocol): Rectification {
  const { changes, ...rectification } = rectificationIn(wanted);
  const signedAt = changes?.signedAt as string | undefined;
  const times = signedAt === undefined ? {} : { signedAt: toTimestamp(Date.parse(signedAt)) };
  return { ...rectification, ...(changes ? { changes: { ...changes, ...times } } : {}) };
}

function coverageClaims(before: Protocol, after: Protocol): readonly Claim[] {
  const period = coveredPeriod(after.status, standingOf(after));
  if (!period || isDeepStrictEqual(period, coveredPeriod(before.status, standingOf(before)))) return [];
  return coverageOfAll(after, after.points, period);
}
