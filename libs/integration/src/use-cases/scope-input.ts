import { ArrayMaxSize, ArrayUnique, IsBoolean, IsOptional, Matches } from 'class-validator';
import { defineRefusals } from '#kernel/domain';
import { provinceByCode, regionByCode } from '#italy';
import { IsId, matching, PUBLISHED_PREFIX } from '#use-cases';
import type { IntegrationScope } from '../domain/events.ts';

export const PUBLISHED_TYPE = /^it\.inps\.retepunti(\.[a-z-]{1,40}){1,3}\.v[1-9]\d{0,2}$/;
export const PUBLISHED_TYPE_EXAMPLE = {
  message: '$property must be names of published events, such as it.inps.retepunti.service-point.opened.v1',
  maxLength: 100,
  example: `${PUBLISHED_PREFIX}service-point.opened.v1`,
};
const MOST_PLACES = 200;

/** What of the network an integration may read. */
export class IntegrationScopeInput {
  /** All of the network; then nothing else is named. */
  @IsBoolean()
  readonly nation!: boolean;

  /** ISTAT codes of regions. */
  @IsOptional()
  @Matches(/^\d{2}$/, {
    each: true,
    ...matching({ message: '$property must be ISTAT codes of regions', maxLength: 2, example: '12' }),
  })
  @ArrayUnique()
  @ArrayMaxSize(20)
  readonly regions?: string[];

  /** ISTAT codes of provinces. */
  @IsOptional()
  @Matches(/^\d{3}$/, {
    each: true,
    ...matching({ message: '$property must be ISTAT codes of provinces', maxLength: 3, example: '058' }),
  })
  @ArrayUnique()
  @ArrayMaxSize(MOST_PLACES)
  readonly provinces?: string[];

  /** Ids of hosting bodies. */
  @IsOptional()
  @IsId({ each: true })
  @ArrayUnique()
  @ArrayMaxSize(MOST_PLACES)
  readonly hosts?: string[];

  /** Names of published events; all when absent. That a person was erased comes with those that name persons. */
  @IsOptional()
  @Matches(PUBLISHED_TYPE, { each: true, ...matching(PUBLISHED_TYPE_EXAMPLE) })
  @ArrayUnique()
  @ArrayMaxSize(100)
  readonly types?: string[];
}

export const scopeRefusals = defineRefusals({
  INTEGRATION_SCOPE_EMPTY: 'It could read nothing: name regions, provinces, hosting bodies, or the whole nation.',
  INTEGRATION_SCOPE_TWOFOLD: 'The whole nation has all places in it: name either that or places.',
  INTEGRATION_SCOPE_UNKNOWN: 'There is no region or province with one of these codes: correct {unknown}.',
});

export const typeRefusals = defineRefusals({
  PUBLISHED_TYPE_UNKNOWN: 'Nothing is published under {unknown}: take a name of the catalogue.',
});

/**
 * The scope as it is written down.
 * @param known names of all published types
 * @throws DomainError of {@link scopeRefusals} and {@link typeRefusals}
 */
export function requireScopeOf(input: IntegrationScopeInput, known: ReadonlySet<string>): IntegrationScope {
  const { nation, regions = [], provinces = [], hosts = [], types } = input;
  const places = regions.length + provinces.length + hosts.length;
  if (nation && places > 0) throw scopeRefusals.INTEGRATION_SCOPE_TWOFOLD();
  if (!nation && places === 0) throw scopeRefusals.INTEGRATION_SCOPE_EMPTY();
  const unknown = [
    ...regions.filter((code) => regionByCode(code) === undefined),
    ...provinces.filter((code) => provinceByCode(code) === undefined),
  ];
  if (unknown.length > 0) throw scopeRefusals.INTEGRATION_SCOPE_UNKNOWN({ unknown });
  requirePublished(types ?? [], known);
  return { nation, regions, provinces, hosts, ...(types === undefined || types.length === 0 ? {} : { types }) };
}

/** @throws DomainError PUBLISHED_TYPE_UNKNOWN */
export function requirePublished(types: readonly string[], known: ReadonlySet<string>): void {
  const unknown = types.filter((type) => !known.has(type));
  if (unknown.length > 0) throw typeRefusals.PUBLISHED_TYPE_UNKNOWN({ unknown });
}
