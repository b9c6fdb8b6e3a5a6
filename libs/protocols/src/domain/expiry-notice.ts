import { addDays, type LocalDate } from '#italy';

/** So many days before a protocol expires, an installation may have it noticed, and the usual choice among them. */
export const EXPIRY_NOTICE_DAYS = ['180', '120', '90', '60', '45', '30', '15', '7'] as const;
export const USUAL_EXPIRY_NOTICE_DAYS: readonly (typeof EXPIRY_NOTICE_DAYS)[number][] = ['90', '60', '30'];

/** That the expiry of a protocol was noticed. */
export interface ExpiryNotice {
  readonly expiresOn: string;
  readonly daysBefore: number;
}

/** What of a protocol in force decides whether its expiry is noticed. */
interface Expiring {
  readonly expiresOn: string;
  /** Present where it is terminated for an earlier day. */
  readonly termination?: unknown;
  /** Successors that are to enter into force. */
  readonly renewals?: readonly { readonly effectiveDate: string }[];
  /** The last one. */
  readonly expiryNotice?: ExpiryNotice;
}

/** The day on which a notice is due. */
export function noticeDay({ expiresOn, daysBefore }: ExpiryNotice): LocalDate {
  return addDays(expiresOn, -daysBefore);
}

/**
 * The notice that is due of a protocol: of several whose days have come, the last one stands for all.
 * @param days so many days before the expiry each
 * @returns undefined when none is due, or it was given; when it does not come to its expiry, as it was terminated for an
 *   earlier day or its successor enters into force by then; and from the expiry on
 */
export function dueNotice(
  { expiresOn, termination, renewals = [], expiryNotice: given }: Expiring,
  days: readonly number[],
  today: LocalDate,
): ExpiryNotice | undefined {
  const goesOn = renewals.some(({ effectiveDate }) => effectiveDate <= expiresOn);
  if (termination || goesOn || today >= expiresOn) return undefined;
  const due = days.filter((daysBefore) => noticeDay({ expiresOn, daysBefore }) <= today);
  if (due.length === 0) return undefined;
  const daysBefore = Math.min(...due);
  const isGiven = given?.expiresOn === expiresOn && given.daysBefore <= daysBefore;
  return isGiven ? undefined : { expiresOn, daysBefore };
}
