import { defineRefusal } from '#kernel/domain';
import type { PointKind } from '#vocabulary';
import { profilesBeyond, type ServiceProfile } from '../../domain/authorization/vocabulary.ts';

export const profileNotOfKind = defineRefusal(
  'PROFILE_NOT_OF_KIND',
  'The point is {kind}, where nobody is authorised for {profiles}: leave them out, or have the kind of the point changed first.',
);

/**
 * Refuses profiles that nobody has at a point of the kind that it is on the legal date: bookings, quesiti, the remote desk and
 * administrative processing are for SERVIZIO and EVOLUTO (K4, K8).
 * @throws DomainError PROFILE_NOT_OF_KIND
 */
export function requireProfilesOfKind(kind: PointKind, wanted: readonly ServiceProfile[]): void {
  const profiles = profilesBeyond(kind, wanted);
  if (profiles.length > 0) throw profileNotOfKind({ kind, profiles });
}
