import { defineRefusal } from '#kernel/domain';
import { onlyAtAdministrations } from '#organisation';
import type { HostBodyFacts, PointKind } from '#vocabulary';

const hostRequestRequired = defineRefusal(
  'HOST_REQUEST_REQUIRED',
  'A point of kind {kind} is opened where the administration asks for it: give its request, hostRequest.',
);

/** What {@link requireAskedFor} refuses. */
export const askedForRefusals = [onlyAtAdministrations, hostRequestRequired];

/**
 * Refuses a kind of point that stands at public administrations only, and only where these ask for it (INPS circolare
 * 119/2011).
 * @throws DomainError KIND_ONLY_AT_PUBLIC_ADMINISTRATION | HOST_REQUEST_REQUIRED
 */
export function requireAskedFor(kind: PointKind, host: HostBodyFacts, isAskedFor: boolean): void {
  if (kind === 'INFORMATIVO') return;
  if (host.kind !== 'PUBLIC_ADMINISTRATION') throw onlyAtAdministrations({ kind, hostKind: host.kind });
  if (!isAskedFor) throw hostRequestRequired({ kind });
}
