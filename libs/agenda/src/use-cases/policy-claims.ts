import { isDomainError, type Claim, type DomainError } from '#kernel/domain';

/**
 * A claim of a policy: whatever stands against it, that is no failure, and the command is refused as the policy understands
 * it; also when the person was erased.
 * @param otherwise what the command is then refused with
 */
export function claimOr<State, Event extends Parameters<Claim['on']['evolve']>[1]>(
  claim: Claim<State, Event>,
  otherwise: () => DomainError,
): Claim<State, Event> {
  return {
    ...claim,
    claim: (state, known) => {
      try {
        return claim.claim(state, known);
      } catch (refusal) {
        if (isDomainError(refusal)) throw otherwise();
        throw refusal;
      }
    },
  };
}
