import { defineProcessManager, give, idOf, when } from '#kernel/domain';
import { ProtocolEnteredIntoForce } from '../domain/events.ts';
import { renewProtocol } from '../use-cases/renew-protocol.ts';

/** Ends a protocol when its successor has entered into force. An instance is the older one. Remembers nothing. */
export const protocolRenewal = defineProcessManager<never>({
  name: 'protocol-renewal',
  gives: [renewProtocol],
  on: [
    when(
      ProtocolEnteredIntoForce,
      (_nothing, { stream, data: { effectiveDate } }, protocolId) => ({
        state: undefined,
        commands: [give(renewProtocol, { protocolId, successorId: idOf(stream), effectiveDate })],
      }),
      ({ data: { renews } }) => (renews === undefined ? [] : [renews]),
    ),
  ],
});
