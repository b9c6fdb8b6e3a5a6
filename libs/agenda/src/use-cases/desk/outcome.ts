import { defineRefusals } from '#kernel/domain';
import { requireService, serviceUnknown } from '#services';

const refuse = defineRefusals({
  SOLVED_WITHOUT_SERVICE: 'It was solved, but no service was delivered: name what was, or say that it is not solved.',
});

/** What {@link requireOutcome} refuses. */
export const outcomeRefusals = [refuse.SOLVED_WITHOUT_SERVICE, serviceUnknown];

/** What came of receiving somebody. */
export interface Outcome {
  readonly servicesDelivered: readonly string[];
  readonly solved: boolean;
}

/**
 * Refuses services that the catalogue does not have, and what was solved by none.
 * @throws DomainError SERVICE_UNKNOWN | SOLVED_WITHOUT_SERVICE
 */
export function requireOutcome({ servicesDelivered, solved }: Outcome): void {
  servicesDelivered.forEach(requireService);
  if (solved && servicesDelivered.length === 0) throw refuse.SOLVED_WITHOUT_SERVICE();
}
