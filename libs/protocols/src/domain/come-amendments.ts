import type { LocalDate } from '#italy';
import { lifeOnce, type Life } from '#use-cases/dated';
import { amendedAmong } from './amendment.ts';
import type { ProtocolEvent } from './events.ts';
import { protocolLife } from './protocol-life.ts';
import { isBinding, type PendingAmendment } from './protocol-state.ts';

/**
 * The amendments whose day has come while the protocol was in force, as is known now, and that nobody has said to be in effect: the
 * calendar does not come to one of a protocol that has ended meanwhile, or of which it was not known that it was in force then (T1, T2, P7).
 * @param life all that is written of the protocol
 * @param before the first day that has not come
 * @param now milliseconds since the epoch
 * @returns each in effect, in the order of their days
 */
export function comeAmendments(
  life: Life<ProtocolEvent>,
  { before, now }: { readonly before: LocalDate; readonly now: number },
): readonly ProtocolEvent[] {
  const events: ProtocolEvent[] = [];
  for (const amendment of waitingBefore(life, before)) {
    const whole = lifeOnce(protocolLife, life, now, ...events);
    const then = protocolLife.judgedOn(whole, amendment.effectiveDate);
    if (!isBinding(then) || amendment.effectiveDate >= then.expiresOn) continue;
    events.push(amendedAmong(then, amendment, { life: whole, now }));
  }
  return events;
}

/** Amendments of days before one that are signed, not withdrawn, and never said to be in effect. */
function waitingBefore(life: Life<ProtocolEvent>, day: LocalDate): readonly PendingAmendment[] {
  const signed: PendingAmendment[] = [];
  const settled = new Set<string>();
  for (const { event, counts } of protocolLife.facts(life)) {
    // One that was carried out, and counts for nothing, comes back by itself.
    if (event.type === 'ProtocolAmended' || event.type === 'ProtocolAmendmentWithdrawn') {
      settled.add(event.data.amendmentId);
    }
    if (event.type === 'ProtocolAmendmentSigned' && counts && event.data.effectiveDate < day) signed.push(event.data);
  }
  return signed
    .filter(({ amendmentId }) => !settled.has(amendmentId))
    .toSorted((one, other) => (one.effectiveDate < other.effectiveDate ? -1 : 1))
    .map(pendingOf);
}

function pendingOf({ amendmentId, effectiveDate, points, kinds, durationMonths }: PendingAmendment): PendingAmendment {
  return {
    ...{ amendmentId, effectiveDate },
    ...(points && { points }),
    ...(kinds && { kinds }),
    ...(durationMonths !== undefined && { durationMonths }),
  };
}
