import { romeDateOf, type LocalDate } from '#italy';
import { LATEST, lifeOnce, type Correction, type Life } from '#use-cases/dated';
import { comeByNow } from './come-by-now.ts';
import type { ProtocolEvent } from './events.ts';
import { protocolLife } from './protocol-life.ts';
import { isBinding } from './protocol-state.ts';

/**
 * What of an expiry that was carried out is wrong, once an amendment is recorded or turns out to be of another day: it fell on the day
 * on which the term is over now, or there was none by now (T1, T2, P7).
 * @param life all that is written of the protocol, the amendment with it
 * @param now milliseconds since the epoch
 * @returns nothing where no expiry was carried out, or it stays where it is
 */
export function correctedExpiry(life: Life<ProtocolEvent>, now: number): Correction<'ProtocolExpired'> | undefined {
  const expiry = protocolLife.facts(life).find(({ event, counts }) => counts && event.type === 'ProtocolExpired');
  if (!expiry) return undefined;
  const { revision, on } = expiry;
  const expiredOn = endOfTerm(life, now);
  if (expiredOn === on) return undefined;
  const changes = expiredOn === undefined || expiredOn > romeDateOf(now) ? {} : { changes: { expiredOn } };
  return { revision, of: 'ProtocolExpired', ...changes };
}

/** First day after the term of a protocol, whatever expiry was carried out; undefined where something else ends it within its term. */
function endOfTerm(life: Life<ProtocolEvent>, now: number): LocalDate | undefined {
  const without = life.filter(({ event }) => event.type !== 'ProtocolExpired');
  // What was ahead when the term was over finds another one now.
  const unexpired = lifeOnce(protocolLife, without, now, ...comeByNow(without, now));
  const end = protocolLife
    .walk(unexpired)
    .find(({ found, leaves, counts }) => counts && isBinding(found) && !isBinding(leaves));
  const state = end ? end.found : protocolLife.judgedOn(unexpired, LATEST);
  if (!isBinding(state)) return undefined;
  if (end?.event.type === 'ProtocolExpired') return end.on;
  return end && end.on <= state.expiresOn ? undefined : state.expiresOn;
}
