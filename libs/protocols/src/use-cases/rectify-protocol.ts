import { isDeepStrictEqual } from 'node:util';
import { IsOptional, IsUUID } from 'class-validator';
import { toTimestamp, type Claim } from '#kernel/domain';
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
  requireMayState,
  resumptionRefusals,
  type Rectification,
  type StatedBy,
} from '#use-cases';
import type { Life } from '#use-cases/dated';
import { coverageOfSeveral, pointCovered } from '../domain/coverage/coverage-claim.ts';
import { coveredPeriods } from '../domain/covered-periods.ts';
import type { ProtocolEvent } from '../domain/events.ts';
import { loadingRefusals } from '../domain/loaded-act.ts';
import { frameworkRefusals, requireSignedUnder } from '../domain/framework/framework-agreement.ts';
import type { Protocol } from '../domain/protocol-state.ts';
import { protocol } from '../domain/protocol.ts';
import { moveToFollowRefusals, refuseWhileMoving } from '../domain/move-to-follow.ts';
import { rectified } from '../domain/rectified.ts';
import { registeredInTimeRefusals } from '../domain/registered-in-time.ts';
import { requireSignedByTemplate, templateRefusals } from '../domain/template/protocol-template.ts';
import { acknowledgeProtocolForwarding } from './acknowledge-protocol-forwarding.ts';
import { coverageBehind, coverageNeeds, requireCoverageKnown } from './coverage-record.ts';
import { forwardProtocolToCentralOrganisation } from './forward-protocol-to-central-organisation.ts';
import { frameworkOfProtocol } from './framework/framework-of-protocol.ts';
import { OFFICES, protocolId } from './on-protocol.ts';
import { RectifiedFieldsInput } from './rectified-fields.ts';
import {
  followingPredecessor,
  movedRenewalRefusals,
  predecessorToTell,
  predecessorCoverage,
  requireToFollow,
  type MovedEntry,
} from './renewal-moves.ts';
import { renewalMoveOf, requireBeforeSuccessor, successorRefusals } from './renewal-claim.ts';
import { refuseWhatRecordingRefuses, signatureIn } from './rectified-content.ts';
import { entryClaims } from './register-entry.ts';
import { signatureRefusals, signingNeedsOf } from './signature-input.ts';
import { templateOfProtocol } from './template/template-of-protocol.ts';
import { movedUnitClaims } from './unit-claim.ts';

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

/** The letter is the directorate's, and the acknowledgement the centre's (P9). */
const STATED_BY: StatedBy<ProtocolEvent> = {
  ProtocolForwardedToCentralOrganisation: forwardProtocolToCentralOrganisation,
  ProtocolForwardingAcknowledged: acknowledgeProtocolForwarding,
};

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
  check: ({ rectifies }, { life }, _known, principal) => requireMayState(principal, { rectifies, life }, STATED_BY),
  claims: (wanted, { life }, known) => {
    const rectification = inPlainTimes(wanted);
    const made = rectified(rectification, { life, ...known });
    const needed = movedUnitClaims(made.before, made.after);
    const entry = { ...made, ...known, rectification };
    return [...needed, ...made.taken.flatMap(entryClaims), ...moveClaims(entry), ...coverageClaims(entry)];
  },
  needs: {
    ...coverageNeeds,
    ...signingNeedsOf(
      ({ rectifies }: RectifyProtocol, { life }: Protocol & { readonly life: Life<ProtocolEvent> }) =>
        signatureIn(life.find(({ revision }) => revision === rectifies)?.event)?.unit,
    ),
    framework: frameworkOfProtocol,
    template: templateOfProtocol,
    predecessor: fact(
      protocol,
      (_wanted: RectifyProtocol, { renews }: Protocol) => renews,
      (found) => found,
    ),
  },
  refuses: [
    ...movedRenewalRefusals,
    successorRefusals,
    moveToFollowRefusals,
    rectificationUnclear,
    rectificationRefusals,
    frameworkRefusals,
    templateRefusals,
    ...dependenceRefusals,
    otherFactsRefusals,
    resumptionRefusals,
    ...signatureRefusals,
    loadingRefusals,
    registeredInTimeRefusals,
    coverageBehind,
    pointCovered,
  ],
  decide: (wanted, { life }, known) => {
    requireCoverageKnown(known);
    refuseWhileMoving(life, known.now);
    const rectification = inPlainTimes(wanted);
    const made = rectified(rectification, { life, ...known });
    refuseWhatRecordingRefuses(wanted.changes ?? {}, made, known);
    if (isSignedOnAnotherDay(made)) {
      requireSignedUnder(known.framework, made.after.signatures);
      requireSignedByTemplate(known.template, made.after.signatures);
    }
    const entry = { ...made, ...known, rectification };
    requireToFollow(entry);
    requireBeforeSuccessor(made.after);
    const uncovered = uncoveredBy(made);
    const predecessor = followingPredecessor(entry) ?? predecessorToTell(entry);
    return made.events
      .map((event) => (predecessor ? endingWithIt(event, predecessor.id) : event))
      .map((event, index) => (index === 0 && uncovered.length > 0 ? uncovering(event, uncovered) : event));
  },
});

/** The entry into force with the protocol whose end goes with it. */
function endingWithIt(event: ProtocolEvent, endsWithIt: string): ProtocolEvent {
  const isEntry = event.type === 'ProtocolRectified' && event.data.of === 'ProtocolEnteredIntoForce';
  return isEntry ? { ...event, data: { ...event.data, endsWithIt } } : event;
}

/** The first rectification with the points that have no days by then: nothing is claimed for them anew. */
function uncovering(event: ProtocolEvent, uncovered: readonly string[]): ProtocolEvent {
  return { ...event, data: { ...event.data, uncovered } } as ProtocolEvent;
}

function uncoveredBy({ before, after, life }: Pick<ReturnType<typeof rectified>, 'before' | 'after' | 'life'>) {
  const has = coveredPeriods(life.after, after);
  return [...coveredPeriods(life.before, before).keys()].filter((pointId) => !has.has(pointId));
}

function isSignedOnAnotherDay({ before, after }: Pick<ReturnType<typeof rectified>, 'before' | 'after'>): boolean {
  return 'signedAt' in before && 'signedAt' in after && before.signedAt !== after.signedAt;
}

/** With the time of a signature as events hold it. */
function inPlainTimes(wanted: RectifyProtocol): Rectification {
  const { changes, ...rectification } = rectificationIn(wanted);
  const signedAt = changes?.signedAt as string | undefined;
  const times = signedAt === undefined ? {} : { signedAt: toTimestamp(Date.parse(signedAt)) };
  return { ...rectification, ...(changes ? { changes: { ...changes, ...times } } : {}) };
}

/** What is told to the protocol that it renews before its end follows: nothing else of that changes its days meanwhile. */
function moveClaims(entry: MovedEntry): readonly Claim[] {
  const predecessor = followingPredecessor(entry);
  if (!predecessor || !('effectiveDate' in entry.after)) return [];
  return [renewalMoveOf(entry.after.id, predecessor, entry.after.effectiveDate)];
}

/**
 * The days of each point that are others than before, all of them, and those that the protocol which it renews gains. Where
 * it turns out to have gone on until its successor began, it is renewed on that day, and has the days before it (P6).
 */
function coverageClaims(entry: MovedEntry & Pick<ReturnType<typeof rectified>, 'life'>): readonly Claim[] {
  const { before, after, life } = entry;
  const had = coveredPeriods(life.before, before);
  const others = [...coveredPeriods(life.after, after)].filter(
    ([pointId, periods]) => !isDeepStrictEqual(periods, had.get(pointId)),
  );
  const withPredecessor = followingPredecessor(entry) ? ('SETTLED' as const) : false;
  const sharing = { withPredecessor, withSuccessors: true };
  return coverageOfSeveral([{ protocol: after, periods: new Map(others), sharing }, ...predecessorCoverage(entry)]);
}
