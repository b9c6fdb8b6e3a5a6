import { addDays, monthsAfter, type LocalDate } from '#italy';
import { setting } from '#use-cases';
import { servicePointSettings } from '../../service-point-settings.ts';

/** After how long an authorisation is reviewed, and how long that may take. */
export interface ReviewTerms {
  readonly months: number;
  readonly graceDays: number;
}

/** As the installation has them. */
export const reviewTerms = setting(
  servicePointSettings,
  ({ reviewMonths: months, reviewGraceDays: graceDays }): ReviewTerms => ({ months, graceDays }),
);

/**
 * When an authorisation is reviewed next, and on which day it ends when it was not (K6).
 * @param from day of the grant or of the last review, `yyyy-mm-dd`
 */
export function reviewDates(from: LocalDate, { months, graceDays }: ReviewTerms) {
  const nextReviewOn = monthsAfter(from, months);
  return { nextReviewOn, endsUnlessReviewedOn: addDays(nextReviewOn, graceDays + 1) };
}
