import { isDeepStrictEqual } from 'node:util';
import { IsOptional, IsUUID } from 'class-validator';
import { defineRefusal, toTimestamp, valueAlreadyTaken, type Absent, type Claim } from '#kernel/domain';
import { dependenceRefusals } from '#organisation';
import {
  defineCommandOn,
  fact,
  otherFactsRefusals,
  IsRequiredObject,
  rectificationIn,
  RectificationInput,
  rectificationRefusals,
  rectificationUnclear,
  type Rectification,
} from '#use-cases';
import { coverageOfEach, pointCovered } from '../domain/coverage/coverage-claim.ts';
import { coveredPeriods } from '../domain/covered-periods.ts';
import { isBinding, type Protocol } from '../domain/protocol-state.ts';
import { protocol } from '../domain/protocol.ts';
import { rectified } from '../domain/rectified.ts';
import { coverageBehind, coverageNeeds, requireCoverageKnown } from './coverage-record.ts';
import { OFFICES, protocolId } from './on-protocol.ts';
import { RectifiedFieldsInput } from './rectified-fields.ts';
import { entryClaims, refuseInconsistent, registerEntryRefusals } from './register-entry.ts';
import { unitClaims } from './unit-claim.ts';

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

const endedPredecessor = defineRefusal(
  'ENTRY_ENDED_PREDECESSOR',
  'By its entry into force on {effectiveDate} the protocol {renews}, which it renews, ended that day and handed over its ' +
    'points: the day of a renewal is not moved. Where it must be another, terminate this protocol and conclude a new one.',
);

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
    const made = rectified(inPlainTimes(wanted), { life, ...known });
    const { after } = made;
    const needed = isBinding(after) ? unitClaims(after, after.effectiveDate) : [];
    return [...needed, ...made.taken.flatMap(entryClaims), ...coverageClaims(made)];
  },
  needs: {
    ...coverageNeeds,
    predecessor: fact(
      protocol,
      (_wanted: RectifyProtocol, { renews }: Protocol) => renews,
      (found): Handing => ({ successors: successorsOf(found) }),
    ),
  },
  refuses: [
    endedPredecessor,
    rectificationUnclear,
    rectificationRefusals,
    ...dependenceRefusals,
    otherFactsRefusals,
    registerEntryRefusals,
    valueAlreadyTaken,
    coverageBehind,
    pointCovered,
  ],
  decide: (wanted, { life }, known) => {
    requireCoverageKnown(known);
    const rectification = inPlainTimes(wanted);
    if (wanted.changes?.registerEntry) refuseInconsistent(wanted.changes.registerEntry, known.today);
    const { events, before, after } = rectified(rectification, { life, ...known });
    refuseMovingRenewal(before, after, known.predecessor);
    return events;
  },
});

/** What a predecessor says of those that renew it. */
interface Handing {
  readonly successors: readonly string[];
}

/** Of a protocol that was renewed, or is about to be. */
function successorsOf(found: Protocol | Absent): readonly string[] {
  if (found.status === 'RENEWED') return [found.successorId];
  return isBinding(found) ? (found.renewals ?? []).map(({ successorId }) => successorId) : [];
}

/**
 * What ended on the day of an entry into force stays ended on that day (P6).
 * @throws DomainError ENTRY_ENDED_PREDECESSOR
 */
function refuseMovingRenewal(before: Protocol, after: Protocol, predecessor: Handing | undefined): void {
  if (!('effectiveDate' in before) || !('effectiveDate' in after)) return;
  const { effectiveDate, id, renews } = before;
  if (effectiveDate === after.effectiveDate || !predecessor?.successors.includes(id)) return;
  throw endedPredecessor({ renews, effectiveDate });
}

/** With the time of a signature as events hold it. */
function inPlainTimes(wanted: RectifyProtocol): Rectification {
  const { changes, ...rectification } = rectificationIn(wanted);
  const signedAt = changes?.signedAt as string | undefined;
  const times = signedAt === undefined ? {} : { signedAt: toTimestamp(Date.parse(signedAt)) };
  return { ...rectification, ...(changes ? { changes: { ...changes, ...times } } : {}) };
}

/** The days of each point that are others than before, all of them. Days that belong to a successor in force are not had. */
function coverageClaims({ before, after, life }: ReturnType<typeof rectified>): readonly Claim[] {
  const had = coveredPeriods(life.before, before);
  const others = [...coveredPeriods(life.after, after)].filter(
    ([pointId, periods]) => !isDeepStrictEqual(periods, had.get(pointId)),
  );
  return coverageOfEach(after, new Map(others), { withPredecessor: false, withSuccessors: isBinding(after) });
}
