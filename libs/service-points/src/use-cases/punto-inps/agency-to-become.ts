import { defineRefusal, reservationOf, type Claim } from '#kernel/domain';
import { dependenceOn, NEEDING_A_KIND, type DaysOfNeed } from '#organisation';

/** What is reserved: that an agency becomes a Punto INPS. */
export const AGENCY = 'agency-of-punto-inps';

export const agencyReplaced = defineRefusal(
  'AGENCY_REPLACED_ALREADY',
  'The agency {agency} is to become another Punto INPS already, or has become one: go on with that one, or close it if it never opened.',
  'conflict',
);

type AgencyClaim = ReturnType<typeof reservationOf>;

/**
 * The claim of a proposal on the agency that the point is made of: an agency becomes one point at most (K3).
 * @throws DomainError when claimed: AGENCY_REPLACED_ALREADY (conflict)
 */
export function agencyToBecome(agency: string): AgencyClaim {
  return reservationOf(AGENCY, agency, (takenBy) => agencyReplaced({ agency, takenBy }));
}

/**
 * The claim of a proposal, or of its rectification, by which the agency is needed until the point opens, or comes to nothing.
 * @param id of the point
 * @param days on which it is; from now on when absent
 * @throws DomainError when claimed: TERRITORIAL_UNIT_CHANGING | TERRITORIAL_UNIT_CLOSING
 */
export function agencyNeeded(agency: string, id: string, days?: DaysOfNeed): Claim {
  return dependenceOn(agency, { kind: NEEDING_A_KIND.inPlaceOfAgency, id }, days);
}
