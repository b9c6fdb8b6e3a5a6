import type { EventOf } from '#kernel/domain';
import type { ProtocolResumed, ProtocolSuspended } from './events.ts';
import type { Suspension } from './vocabulary.ts';

type SuspensionFact = EventOf<typeof ProtocolSuspended>['data'] | EventOf<typeof ProtocolResumed>['data'];

/** The suspension that stands once a suspension or its end is recorded; undefined where the protocol is not suspended. */
export function standingSuspension(data: SuspensionFact): Suspension | undefined {
  if (data.to !== 'SUSPENDED') return undefined;
  if (data.suspension || !('suspendedOn' in data)) return data.suspension;
  return suspensionOf(data);
}

/** A suspension by its own terms, whatever else is said beside them. */
export function suspensionOf({
  suspendedOn,
  until,
  reason,
}: Omit<Suspension, 'until'> & { readonly until?: string | undefined }): Suspension {
  return { suspendedOn, ...(until === undefined ? {} : { until }), reason };
}
