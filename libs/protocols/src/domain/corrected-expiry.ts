import type { LocalDate } from '#italy';
import { LATEST, type Correction, type Life } from '#use-cases/dated';
import type { ProtocolEvent } from './events.ts';
import { protocolLife } from './protocol-life.ts';
import { isBinding } from './protocol-state.ts';

/**
 * What of an expiry that was carried out is wrong, once an amendment is recorded or turns out to be of another day: it fell on the day
 * on which the term is over now, or there was none by now (T1, T2, P7).
 * @param life all that is written of the protocol, the amendment with it
 * @returns nothing where no expiry was carried out, or it stays where it is
 */
export function correctedExpiry(
  life: Life<ProtocolEvent>,
  today: LocalDate,
): Correction<'ProtocolExpired'> | undefined {
  const expiry = protocolLife.facts(life).find(({ event, counts }) => counts && event.type === 'ProtocolExpired');
  if (!expiry) return undefined;
  const { revision, on } = expiry;
  const expiredOn = endOfTerm(life);
  if (expiredOn === on) return undefined;
  const changes = expiredOn === undefined || expiredOn > today ? {} : { changes: { expiredOn } };
  return { revision, of: 'ProtocolExpired', ...changes };
}

/** First day after the term of a protocol, whatever expiry was carried out; undefined where something else ends it within its term. */
function endOfTerm(life: Life<ProtocolEvent>): LocalDate | undefined {
  const unexpired = life.filter(({ event }) => event.type !== 'ProtocolExpired');
  const end = protocolLife
    .walk(unexpired)
    .find(({ found, leaves, counts }) => counts && isBinding(found) && !isBinding(leaves));
  const state = end ? end.found : protocolLife.judgedOn(unexpired, LATEST);
  if (!isBinding(state)) return undefined;
  return end && end.on <= state.expiresOn ? undefined : state.expiresOn;
}
