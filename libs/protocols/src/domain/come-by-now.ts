import { dayAfter, romeDateOf, type LocalDate } from '#italy';
import { lifeOnce, stateToday, type ChangedLife, type Life } from '#use-cases/dated';
import { comeAmendments } from './come-amendments.ts';
import { expired, terminated } from './effect.ts';
import { endsOfProtocolByNow } from './ends-by-now.ts';
import type { ProtocolEvent } from './events.ts';
import { protocolLife } from './protocol-life.ts';
import { isBinding, type BindingProtocol } from './protocol-state.ts';

/**
 * What was set for days that have come while the protocol was in force, as is known now, and that nobody has said to have happened: its
 * amendments, a termination of which notice was given, and which something else had ended before, and an expiry that an amendment or a
 * renewal of a later day hides.
 * @param life all that is written of the protocol
 * @param now milliseconds since the epoch
 */
export function comeByNow(life: Life<ProtocolEvent>, now: number): readonly ProtocolEvent[] {
  const before = dayAfter(romeDateOf(now));
  const events: ProtocolEvent[] = [];
  const say = (next: (life: Life<ProtocolEvent>) => readonly ProtocolEvent[]): void => {
    events.push(...next(lifeOnce(protocolLife, life, now, ...events)));
  };
  say((whole) => comeAmendments(whole, { before, now }));
  for (const day of noticedDays(life)) if (day < before) say((whole) => comeTermination(whole, day, now));
  say((whole) => hiddenExpiry(whole, now));
  return events;
}

/** Days for which a termination was notified, in their order. */
function noticedDays(life: Life<ProtocolEvent>): readonly LocalDate[] {
  const days = protocolLife
    .facts(life)
    .flatMap(({ event, counts }) =>
      event.type === 'ProtocolTerminationNotified' && counts ? [event.data.effectiveDate] : [],
    );
  return days.toSorted();
}

function comeTermination(life: Life<ProtocolEvent>, day: LocalDate, now: number): readonly ProtocolEvent[] {
  const then = protocolLife.judgedOn(life, day);
  if (!isBinding(then) || then.termination?.effectiveDate !== day || day >= then.expiresOn) return [];
  return isRenewedBy(then, day) ? [] : [terminated(then.termination, { life, now })];
}

/** What is of a day on which the term was over finds a protocol that has expired: an amendment, or a renewal. */
function hiddenExpiry(life: Life<ProtocolEvent>, now: number): readonly ProtocolEvent[] {
  for (const { event, found, counts, on } of protocolLife.walk(life)) {
    if (!counts || !isBinding(found)) continue;
    const { expiresOn } = found;
    // One that renews it goes first on the day on which it ends.
    const isHiding =
      event.type === 'ProtocolAmended' ? on >= expiresOn : event.type === 'ProtocolRenewed' && on > expiresOn;
    if (isHiding) return isRenewedBy(found, expiresOn) ? [] : [expired(expiresOn, { life, now })];
  }
  return [];
}

/** Its successor goes first (P6). */
function isRenewedBy({ renewals = [] }: BindingProtocol, day: LocalDate): boolean {
  return renewals.some(({ effectiveDate }) => effectiveDate <= day);
}

/**
 * What a change of its life has brought to light: what has come by now, and ends of suspensions. The calendar comes to none of them of a
 * protocol that has ended.
 */
export function broughtToLight({ before, life, now, today }: ChangedLife<ProtocolEvent>): readonly ProtocolEvent[] {
  const come = comeByNow(life, now);
  const whole = lifeOnce(protocolLife, life, now, ...come);
  const hasEnded = !isBinding(stateToday(protocolLife, whole, now));
  return [...come, ...endsOfProtocolByNow({ before: hasEnded ? [] : before, life: whole, now, today })];
}
