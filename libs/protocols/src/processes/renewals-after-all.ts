import { defineProcessManager, give, idOf, when } from '#kernel/domain';
import { ProtocolAmended, ProtocolEnteredIntoForce, ProtocolRectified } from '../domain/events.ts';
import { renewProtocol } from '../use-cases/renew-protocol.ts';

interface Renewed {
  /** Ids of the protocols that have entered into force in its stead. */
  readonly successors: readonly string[];
}

/**
 * A protocol that had ended before its successor entered into force, and turns out to have been in force still on that day, was renewed
 * on it (P6). An instance is the older one.
 */
export const renewalsAfterAll = defineProcessManager<Renewed>({
  name: 'renewals-after-all',
  gives: [renewProtocol],
  on: [
    when(
      ProtocolEnteredIntoForce,
      (state, { stream }) => ({ state: { successors: [...new Set([...(state?.successors ?? []), idOf(stream)])] } }),
      ({ data: { renews } }) => (renews === undefined ? [] : [renews]),
    ),
    when([ProtocolRectified, ProtocolAmended], (state, _event, protocolId) => ({
      state,
      commands: (state?.successors ?? []).map((successorId) => give(renewProtocol, { protocolId, successorId })),
    })),
  ],
  keys: ({ stream }) => [idOf(stream)],
});
