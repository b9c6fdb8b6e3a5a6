import type { LocalDate } from '#italy';

/*
 * What is true of two protocols, the newer of which renews the older one, and of two points: facts by their days alone, whatever was known
 * of them when.
 */

export const PROTOCOL_NAMES = ['older', 'newer'] as const;
export type ProtocolName = (typeof PROTOCOL_NAMES)[number];

export const POINT_NAMES = ['first', 'second'] as const;
export type PointName = (typeof POINT_NAMES)[number];

/** Kinds of point that need nobody authorised to be active. */
export const KINDS = ['INFORMATIVO', 'EVOLUTO'] as const;
export type Kind = (typeof KINDS)[number];

/** Of a protocol: an amendment in effect from a day on, a suspension, or the end by a termination. */
export type ProtocolFact =
  | {
      readonly kind: 'amendment';
      readonly on: LocalDate;
      readonly points?: readonly PointName[] | undefined;
      readonly kinds?: readonly Kind[] | undefined;
      readonly durationMonths?: number | undefined;
    }
  | { readonly kind: 'suspension'; readonly on: LocalDate; readonly until: LocalDate }
  | { readonly kind: 'termination'; readonly on: LocalDate };

/** For what persons suspend a point. */
export const REASONS = ['PREMISES', 'SECURITY'] as const;
export type Reason = (typeof REASONS)[number];

/**
 * Of a point, by persons: that it is activated, or ends; that it is suspended, and that the reason for that is over; that it becomes one of
 * another kind.
 */
export type PointFact =
  | { readonly kind: 'activation'; readonly on: LocalDate; readonly under: ProtocolName }
  | { readonly kind: 'deactivation'; readonly on: LocalDate }
  | {
      readonly kind: 'suspension';
      readonly on: LocalDate;
      readonly reason: Reason;
      /** Without an end in sight when absent. */
      readonly until?: LocalDate | undefined;
    }
  | { readonly kind: 'resumption'; readonly on: LocalDate; readonly reason: Reason }
  | { readonly kind: 'change of kind'; readonly on: LocalDate; readonly to: Kind };

/** A protocol from its signature on. */
export interface TrueProtocol {
  /** First day in force; undefined while none is set. */
  readonly enteredOn?: LocalDate | undefined;
  /** As signed. */
  readonly durationMonths: number;
  /** As signed. */
  readonly points: readonly PointName[];
  /** As signed. */
  readonly kinds: readonly Kind[];
  /** No two of one day. */
  readonly facts: readonly ProtocolFact[];
}
