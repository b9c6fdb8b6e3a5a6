import type { Role } from '#use-cases';

/** How long a token may be valid at most, in seconds. */
export interface TokenLifetimes {
  readonly usual: number;
  /** Of backend integrations, which have nobody to log in again. */
  readonly integration: number;
}

/** What an installation takes that says nothing else. */
export const DEFAULT_LIFETIMES: TokenLifetimes = { usual: 12 * 3_600, integration: 30 * 86_400 };

/** Seconds that a token of this role may be valid at most. */
export function longestOf(lifetimes: TokenLifetimes, role: Role): number {
  return role === 'integration' ? lifetimes.integration : lifetimes.usual;
}

/** Seconds after which no token that was issued before is valid. */
export function longestOfAll({ usual, integration }: TokenLifetimes): number {
  return Math.max(usual, integration);
}
