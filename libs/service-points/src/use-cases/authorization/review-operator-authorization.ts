import { IsOptional } from 'class-validator';
import { defineRefusals, type EventOf } from '#kernel/domain';
import { defineCommandOn, IsOneOf, IsRealDate, LATEST, lifeOnce, onItsDay, type Known } from '#use-cases';
import type { OperatorAuthorizationEvent, OperatorAuthorizationReviewed } from '../../domain/authorization/events.ts';
import { operatorAuthorization, type LivedAuthorization } from '../../domain/authorization/operator-authorization.ts';
import {
  REVIEW_OUTCOMES,
  SERVICE_PROFILES,
  type ReviewOutcome,
  type ServiceProfile,
} from '../../domain/authorization/vocabulary.ts';
import { dateInFuture, requireNotAhead } from '../on-punto-cliente.ts';
import {
  authorizationId,
  GRANTING_OFFICES,
  OnOperatorAuthorization,
  takingEffect,
} from './on-operator-authorization.ts';
import { IsServiceProfiles } from './request-operator-authorization.ts';
import { reviewDates, reviewTerms } from './review-terms.ts';

/** Says what came of the periodic review of an authorisation. */
export class ReviewOperatorAuthorization extends OnOperatorAuthorization {
  @IsOneOf(REVIEW_OUTCOMES, 'ReviewOutcome')
  readonly outcome!: ReviewOutcome;

  /** The profiles that are left; needed when it is REDUCED, and then alone. */
  @IsOptional()
  @IsServiceProfiles()
  readonly profiles?: ServiceProfile[];

  /** Day of the review, yyyy-mm-dd; today when absent. */
  @IsOptional()
  @IsRealDate()
  readonly reviewedOn?: string;
}

const refuse = defineRefusals({
  REDUCED_PROFILES_REQUIRED:
    'A review that reduces names the profiles that are left, some but not all of {profiles}; another names none.',
});

export const reviewOperatorAuthorization = defineCommandOn(operatorAuthorization)({
  input: ReviewOperatorAuthorization,
  example: { outcome: 'CONFIRMED' },
  summary: 'Says what came of the periodic review of an authorisation.',
  id: authorizationId,
  by: GRANTING_OFFICES,
  in: ['GRANTED', 'SUSPENDED'],
  legalDate: ({ reviewedOn }) => reviewedOn,
  needs: { terms: reviewTerms },
  refuses: [refuse, dateInFuture],
  decide: ({ outcome, profiles: wanted }, authorization, known): OperatorAuthorizationEvent[] => {
    const { legalDate: reviewedOn, today, terms } = known;
    requireNotAhead(reviewedOn, today);
    const { pointId, profiles: granted } = authorization;
    const isReduced =
      wanted !== undefined && wanted.length < granted.length && wanted.every((one) => granted.includes(one));
    if (outcome === 'REDUCED' ? !isReduced : wanted !== undefined) {
      throw refuse.REDUCED_PROFILES_REQUIRED({ profiles: granted });
    }
    const left = wanted && { profiles: SERVICE_PROFILES.filter((profile) => wanted.includes(profile)) };
    const goesOn = outcome === 'REVOKED' ? {} : reviewDates(reviewedOn, terms);
    const review = { pointId, outcome, reviewedOn, ...left, ...goesOn };
    const reviewed = onItsDay({ type: 'OperatorAuthorizationReviewed' as const, data: review }, reviewedOn);
    if (outcome !== 'REVOKED') return [withStandingReview(authorization, reviewed, known)];
    const data = { pointId, reason: 'REVIEW' as const, revokedOn: reviewedOn };
    return [reviewed, takingEffect(authorization, { type: 'OperatorAuthorizationRevoked', data }, reviewedOn, known)];
  },
});

type Reviewed = EventOf<typeof OperatorAuthorizationReviewed>;

/** A review with what stands of a later one, where it is recorded after that. */
function withStandingReview(
  { life }: LivedAuthorization,
  reviewed: Reviewed,
  { now }: Pick<Known, 'now'>,
): OperatorAuthorizationEvent {
  const { told } = operatorAuthorization;
  const today = told.judgedOn(lifeOnce(told, life, now, reviewed), LATEST);
  if (!('nextReviewOn' in today) || today.nextReviewOn === reviewed.data.nextReviewOn) return reviewed;
  const { nextReviewOn, endsUnlessReviewedOn } = today;
  return { ...reviewed, data: { ...reviewed.data, standing: { nextReviewOn, endsUnlessReviewedOn } } };
}
