import { defineRefusal } from '#kernel/domain';

export const internalBeyondCapacity = defineRefusal(
  'INTERNAL_BEYOND_CAPACITY',
  'Of {capacity} places {internalCapacity} cannot be kept for staff: name as many as there are, or fewer.',
);

/**
 * Refuses to keep more places for staff than there are. All of them may be kept: such hours are for desks alone.
 * @throws DomainError INTERNAL_BEYOND_CAPACITY
 */
export function requireWithinCapacity({
  capacity,
  internalCapacity = 0,
}: {
  readonly capacity: number;
  readonly internalCapacity?: number | undefined;
}): void {
  if (internalCapacity > capacity) throw internalBeyondCapacity({ capacity, internalCapacity });
}
