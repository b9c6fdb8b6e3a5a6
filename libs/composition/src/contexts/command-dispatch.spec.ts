import type { CommandBus } from '@nestjs/cqrs';
import { systemClock, type CommandOrigin } from '#kernel/domain';
import { CommandExecutor, EventRegistry } from '#kernel/execution';
import { protocols } from '#protocols';
import { MemoryEventStore } from '#store-memory';
import { commandDispatch } from './command-dispatch.ts';

/** Takes what reaches the bus, as the handlers would. */
class NotingBus {
  readonly given: { readonly name: string; readonly principal: unknown }[] = [];

  async execute(command: { readonly envelope: { readonly principal: unknown } }): Promise<void> {
    this.given.push({ name: command.constructor.name, principal: command.envelope.principal });
  }
}

const originOf = (policy: string): CommandOrigin => ({
  commandId: 'c-1',
  actor: { kind: 'policy', name: policy },
  correlationId: 'r-1',
  causationId: 'e-1',
});

describe('a policy', () => {
  const executor = new CommandExecutor({
    store: new MemoryEventStore(),
    registry: new EventRegistry(protocols.events),
    clock: systemClock,
  });
  const bus = new NotingBus();
  const dispatch = commandDispatch(bus as unknown as CommandBus, executor, [protocols]);
  const data = { protocolId: 'p-1', expiresOn: '2026-03-02' };

  it('gives the commands that it declares, and is their principal', async () => {
    await dispatch('ExpireProtocol', data, originOf('protocol-calendar'));

    expect(bus.given).toEqual([{ name: 'ExpireProtocol', principal: { role: 'policy', name: 'protocol-calendar' } }]);
  });

  it.each([
    ['that it does not declare', 'TerminateProtocol', 'protocol-calendar'],
    ['of claims, that only the sweeper declares', 'SettleClaim', 'protocol-calendar'],
    ['when no process manager has its name', 'ExpireProtocol', 'somebody'],
  ])('is refused a command %s', async (_what, command, policy) => {
    const before = bus.given.length;

    await expect(dispatch(command, data, originOf(policy))).rejects.toMatchObject({
      code: 'POLICY_NOT_ALLOWED',
      kind: 'forbidden',
      facts: { policy, command },
    });
    expect(bus.given).toHaveLength(before);
  });
});
