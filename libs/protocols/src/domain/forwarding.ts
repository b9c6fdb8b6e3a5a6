import { addDays, romeDateAt } from '#italy';

/** Days within which a signed act is forwarded to the centre, where an installation chooses no others. */
export const USUAL_FORWARDING_DAYS = 15;

/**
 * Last day on which a signed act is forwarded in time.
 * @param signedAt RFC 3339; of the later signature
 * @param days calendar days after that of the signature in Rome
 * @returns `yyyy-mm-dd`
 */
export function forwardBy(signedAt: string, days = USUAL_FORWARDING_DAYS): string {
  return addDays(romeDateAt(signedAt), days);
}
