import type { Absent } from '#kernel/domain';
import { romeDateOf, type LocalDate } from '#italy';
import { lifeOnce, stateToday, withEndsByNow, type DatedFact, type Life, type Rectification } from '#use-cases/dated';
import { comeAmendments } from './come-amendments.ts';
import { endsOfProtocolByNow } from './ends-by-now.ts';
import type { ProtocolEvent } from './events.ts';
import { protocolLife } from './protocol-life.ts';
import { handedOver } from './handed-over.ts';
import { isBinding, standingOf, type Protocol } from './protocol-state.ts';
import { restsOn } from './what-facts-rest-on.ts';

/** The entry into force of a successor was on another day than was recorded: the end of the older protocol goes with it. */
export interface RenewalMove extends Pick<Rectification, 'reason' | 'act'> {
  readonly successorId: string;
  /** First day in force of the successor, as it is known now; `yyyy-mm-dd`. */
  readonly effectiveDate: LocalDate;
  /** Ids of the points that the successor covers then. */
  readonly successorPoints: readonly string[];
  /** The command on the successor. */
  readonly claimedBy?: string;
}

/** What comes of it for the older protocol. */
interface MovedRenewal {
  readonly events: readonly ProtocolEvent[];
  readonly life: Life<ProtocolEvent>;
  /** The protocol on the day of the move, as if it had not been renewed. */
  readonly otherwise: Protocol | Absent;
}

/**
 * The end of a protocol that was renewed on the day on which its successor has begun in truth. What was set for a day before
 * that, an amendment or the ends of suspensions, has happened: nobody could record it of a protocol that had ended.
 * @returns undefined where it was not renewed by that successor, or ended on that day already
 */
export function movedRenewal(
  { life }: { readonly life: Life<ProtocolEvent> },
  { successorId, effectiveDate, successorPoints, claimedBy, reason, act }: RenewalMove,
  { now }: { readonly now: number },
): MovedRenewal | undefined {
  // An end that was recorded since, of a day before, may have it count for nothing until it is moved.
  const renewal = renewalBy(life, successorId);
  if (!renewal || renewal.on === effectiveDate) return undefined;
  const without = life.filter(({ revision }) => revision !== renewal.revision);
  const come = comeAmendments(without, { before: effectiveDate, now });
  const otherwise = protocolLife.judgedOn(lifeOnce(protocolLife, without, now, ...come), effectiveDate);
  const passing = handedOver(isBinding(otherwise) ? otherwise.points : [], successorPoints);
  const changes = { effectiveDate, ...passing };
  const what = { rectifies: renewal.revision, of: 'ProtocolRenewed', changes, reason, act };
  const from = stateToday(protocolLife, life, now);
  const after = stateToday(protocolLife, life, now, { type: 'ProtocolRectified', data: what } as ProtocolEvent);
  const claimed = claimedBy === undefined ? {} : { claimedBy };
  const moves = { from: from.status, to: after.status, standing: standingOf(after as Protocol) };
  const rectified = { type: 'ProtocolRectified', data: { ...what, ...claimed, ...moves } } as ProtocolEvent;
  const known = { now, today: romeDateOf(now) };
  const events = withEndsByNow(protocolLife, life, [rectified, ...come], known, endsOfProtocolByNow);
  return { events, life: lifeOnce(protocolLife, life, now, ...events), otherwise };
}

/** The last fact that says that a protocol was renewed by a successor, whether it counts or not. */
export function renewalBy(life: Life<ProtocolEvent>, successorId: string): DatedFact<ProtocolEvent> | undefined {
  return protocolLife.facts(life).findLast(({ event }) => isRenewalBy(event, successorId));
}

/** Tells whether an event says that a protocol was renewed by a successor. */
export function isRenewalBy(event: ProtocolEvent, successorId: string): boolean {
  return event.type === 'ProtocolRenewed' && event.data.successorId === successorId;
}

/** First day on which a protocol is no longer in force if nobody renews it, as far as it is set; undefined where it has ended. */
export function endOtherwise(state: Protocol | Absent): LocalDate | undefined {
  if (!isBinding(state)) return undefined;
  const { expiresOn, termination } = state;
  return termination && termination.effectiveDate < expiresOn ? termination.effectiveDate : expiresOn;
}

/** What persons have done under a protocol in force, which binds nobody after its end. */
const ACTS: readonly ProtocolEvent['type'][] = ['ProtocolSuspended', 'ProtocolResumed', 'ProtocolAmended'];

/** The first act under a protocol that counts in one life of it, and not in the other. */
export function firstLostAct(before: Life<ProtocolEvent>, after: Life<ProtocolEvent>) {
  const acts = (life: Life<ProtocolEvent>) =>
    protocolLife
      .walk(life)
      .filter(({ counts, found, event }) => ACTS.includes(event.type) && counts && restsOn(found, event));
  const kept = new Set(acts(after).map(({ revision }) => revision));
  return acts(before).find(({ revision }) => !kept.has(revision));
}
