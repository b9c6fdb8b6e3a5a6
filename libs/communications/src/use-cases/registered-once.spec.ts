import { MemoryEventStore } from '#store-memory';
import { organisation, type TerritorialUnitEvent, territorialUnit } from '#organisation';
import { commandsOver } from '#use-cases/specification';
import { idOf } from '#kernel/domain';
import { communications } from '../communications.ts';
import { mail } from '../specification/sample-communication.ts';
import { registerCommunication } from './register-communication.ts';
import { registerMailOfCommunication } from './register-mail-of-communication.ts';

describe('a mail is registered once', () => {
  it('in one communication and no other, known by its Message-ID and by what it is', async () => {
    const events = [...organisation.events, ...communications.events];
    const { executor, give, written } = commandsOver({ store: new MemoryEventStore(), events });
    const established: TerritorialUnitEvent = {
      type: 'TerritorialUnitEstablished',
      data: {
        ...{ code: 'DR-08', kind: 'DIREZIONE_REGIONALE', name: 'DR', region: '08', aooCode: 'INPS.08' },
        pec: 'dr08@example.org',
      },
    };
    const origin = {
      commandId: 'unit',
      actor: { kind: 'policy', name: 'spec' },
      causationId: 'u',
      correlationId: 'u',
    } as const;
    await executor.execute(territorialUnit, { id: 'DR-08', origin, decide: () => [established] });

    const what = { kind: 'NOTICE', subject: 'Avviso', mail } as const;
    const first = await give(registerCommunication, what, { key: 'first' });

    await expect(give(registerCommunication, what, { key: 'second' })).rejects.toMatchObject({
      code: 'VALUE_ALREADY_TAKEN',
    });
    const again = { communicationId: idOf(first.stream), mail };
    await expect(give(registerMailOfCommunication, again, { key: 'third' })).rejects.toMatchObject({
      code: 'VALUE_ALREADY_TAKEN',
    });
    const underAnother = { ...mail, messageId: '<5678@example.org>' };
    await expect(give(registerMailOfCommunication, { ...again, mail: underAnother })).rejects.toMatchObject({
      code: 'VALUE_ALREADY_TAKEN',
    });
    await give(registerMailOfCommunication, { ...again, mail: { ...underAnother, sha256: 'c'.repeat(64) } });
    expect((await written()).filter((type) => type.startsWith('Communication'))).toEqual([
      'CommunicationRegistered',
      'CommunicationMailRegistered',
    ]);
  });
});
