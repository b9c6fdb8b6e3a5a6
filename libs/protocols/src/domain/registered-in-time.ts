import { defineRefusals } from '#kernel/domain';
import type { LocalDate } from '#italy';
import type { RegisterEntry } from './vocabulary.ts';

/** What the entries of a forwarding and of its acknowledgement may be refused for. */
export const registeredInTimeRefusals = defineRefusals({
  LETTER_REGISTERED_AFTER_FORWARDING:
    'The letter stands in its register on {registeredOn}, after the forwarding of {forwardedOn}: correct one of the two.',
  RECEIPT_REGISTERED_BEFORE_FORWARDING:
    'The centre has registered on {registeredOn} what was forwarded on {forwardedOn}, after that: correct one of the two.',
  RECEIPT_REGISTERED_AFTER_ACKNOWLEDGEMENT:
    'The entry of the centre is dated {registeredOn}, after the acknowledgement of {acknowledgedOn} that names it: correct one of the two.',
});

/**
 * A letter is registered before it leaves, and named by its entry (P9; D.P.R. 445/2000, art. 53 and 55). How long before is not
 * asked, nor whether the act was signed by then: it may have been kept for the signature.
 * @throws DomainError LETTER_REGISTERED_AFTER_FORWARDING
 */
export function requireLetterRegistered({ date: registeredOn }: RegisterEntry, forwardedOn: LocalDate): void {
  if (registeredOn <= forwardedOn) return;
  throw registeredInTimeRefusals.LETTER_REGISTERED_AFTER_FORWARDING({ registeredOn, forwardedOn });
}

/**
 * The centre registers what has come, and acknowledges it by that entry.
 * @param days those that it is to fit
 * @throws DomainError RECEIPT_REGISTERED_BEFORE_FORWARDING | RECEIPT_REGISTERED_AFTER_ACKNOWLEDGEMENT
 */
export function requireReceiptRegistered(
  { date: registeredOn }: RegisterEntry,
  days: { readonly forwardedOn?: LocalDate; readonly acknowledgedOn?: LocalDate },
): void {
  const { forwardedOn = registeredOn, acknowledgedOn = registeredOn } = days;
  if (registeredOn < forwardedOn) {
    throw registeredInTimeRefusals.RECEIPT_REGISTERED_BEFORE_FORWARDING({ registeredOn, forwardedOn });
  }
  if (registeredOn <= acknowledgedOn) return;
  throw registeredInTimeRefusals.RECEIPT_REGISTERED_AFTER_ACKNOWLEDGEMENT({ registeredOn, acknowledgedOn });
}
