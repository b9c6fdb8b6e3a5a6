import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsOptional, Matches } from 'class-validator';
import { IsId, IsProvince, IsRegion, matching } from '#use-cases';
import type { SubscriptionFilter } from '../domain/subscription-events.ts';
import { PUBLISHED_TYPE, PUBLISHED_TYPE_EXAMPLE, requirePublished } from './scope-input.ts';

/** What of all that its integration may read a subscription is for; what is absent leaves nothing out. */
export class SubscriptionFilterInput {
  /** Names of published events. That a person was erased comes with those that name persons. */
  @IsOptional()
  @Matches(PUBLISHED_TYPE, { each: true, ...matching(PUBLISHED_TYPE_EXAMPLE) })
  @ArrayUnique()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  readonly types?: string[];

  /** ISTAT code of the region in which it happened. */
  @IsOptional()
  @IsRegion()
  readonly region?: string;

  /** ISTAT code of the province in which it happened. */
  @IsOptional()
  @IsProvince()
  readonly province?: string;

  /** Id of the hosting body that it is about. */
  @IsOptional()
  @IsId()
  readonly host?: string;
}

/**
 * The filter as it is written down.
 * @param known names of all published types
 * @throws DomainError PUBLISHED_TYPE_UNKNOWN
 */
export function requireFilterOf(
  { types, region, province, host }: SubscriptionFilterInput,
  known: ReadonlySet<string>,
): SubscriptionFilter {
  requirePublished(types ?? [], known);
  return {
    ...(types === undefined ? {} : { types: types.toSorted() }),
    ...(region === undefined ? {} : { region }),
    ...(province === undefined ? {} : { province }),
    ...(host === undefined ? {} : { host }),
  };
}
