import type { CommandBus } from '@nestjs/cqrs';
import { deriveId } from '#kernel/domain';
import { DELIVERIES, stopSubscriptionDelivery, type DelivererParts } from '#integration';
import { commandMessageOf } from '#platform';

/** Writes down that deliveries end, as the policy that they are: once for each turn of their owner, however often it is asked. */
export function stopDeliveryOver(bus: CommandBus): DelivererParts['stopDelivery'] {
  const Message = commandMessageOf(stopSubscriptionDelivery);
  return async (subscriptionId, why, turn) => {
    const commandId = deriveId(DELIVERIES, `${subscriptionId} ${turn} ${why}`);
    const origin = { commandId, actor: { kind: 'policy' as const, name: DELIVERIES }, correlationId: commandId };
    await bus.execute(
      new Message({
        ...{ data: { subscriptionId, why, turn }, origin: { ...origin, causationId: commandId } },
        principal: { role: 'policy', name: DELIVERIES },
      }),
    );
  };
}
