import { monthsAfter } from '#italy';
import { startOf } from '#use-cases/dated';
import type { ProtocolEvent } from './events.ts';
import type { Protocol } from './protocol-state.ts';

/** A protocol enters into force at 00:00 in Rome of a date, which fixes its expiry. */
export function enteredIntoForce(
  effectiveDate: string,
  { durationMonths, renews }: Pick<Protocol, 'durationMonths' | 'renews'>,
): ProtocolEvent {
  const expiresOn = monthsAfter(effectiveDate, durationMonths);
  const data = { effectiveDate, expiresOn, ...(renews === undefined ? {} : { renews }) };
  return { type: 'ProtocolEnteredIntoForce', data, effectiveAt: startOf(effectiveDate) };
}
