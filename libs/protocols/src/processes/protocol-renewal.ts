import { defineProcessManager, give, idOf, when } from '#kernel/domain';
import { ProtocolEnteredIntoForce, ProtocolRectified } from '../domain/events.ts';
import { moveProtocolRenewal } from '../use-cases/move-protocol-renewal.ts';
import { renewProtocol } from '../use-cases/renew-protocol.ts';

/** Ends a protocol when its successor has entered into force, and on another day where that was rectified. An instance is the older one. Remembers nothing. */
export const protocolRenewal = defineProcessManager<never>({
  name: 'protocol-renewal',
  gives: [renewProtocol, moveProtocolRenewal],
  on: [
    when(
      ProtocolEnteredIntoForce,
      (_nothing, { stream, data: { effectiveDate } }, protocolId) => ({
        state: undefined,
        commands: [give(renewProtocol, { protocolId, successorId: idOf(stream), effectiveDate })],
      }),
      ({ data: { renews } }) => (renews === undefined ? [] : [renews]),
    ),
    when(
      ProtocolRectified,
      (_nothing, { stream, data: { changes, reason, act }, metadata: { commandId: claimedBy } }, protocolId) => {
        const { effectiveDate } = changes ?? {};
        if (effectiveDate === undefined) return { state: undefined };
        const move = { protocolId, successorId: idOf(stream), effectiveDate, claimedBy, reason, act };
        // One that had ended on that day for something else is renewed then.
        const renewal = give(renewProtocol, { protocolId, successorId: idOf(stream) });
        return { state: undefined, commands: [give(moveProtocolRenewal, move), renewal] };
      },
      ({ data: { endsWithIt } }) => (endsWithIt === undefined ? [] : [endsWithIt]),
    ),
  ],
});
