import { randomBytes } from 'node:crypto';
import { CommandExecutor, deriveId, EventRegistry } from '#kernel';
import type { AnyPrincipal, CommandEnvelope } from '#platform';
import { MemoryEventStore, MemoryKeyStore, MemoryWorkStore } from '#store-memory';
import { privacyEvents } from '../domain/events.ts';
import { ListAccesses, ListAccessesHandler } from './list-accesses.ts';
import { ReleaseCommitment, ReleaseCommitmentHandler } from './release-commitment.ts';
import { EraseSubject, EraseSubjectHandler, RegisterSubject, RegisterSubjectHandler } from './subjects.ts';
import { MasterKey } from './vault/master-key.ts';
import { PersonalDataVault } from './vault/personal-data-vault.ts';

const CODE = 'RSSMRA80A01H501U';
const CENTRAL: AnyPrincipal = { id: 'c', role: 'central' };

async function installation() {
  const log = new MemoryEventStore();
  const clock = { now: () => 0 };
  const executor = new CommandExecutor({ store: log, registry: new EventRegistry(privacyEvents), clock });
  const keyStore = new MemoryKeyStore();
  const workStore = new MemoryWorkStore();
  const box = new MasterKey(randomBytes(32));
  const vault = await PersonalDataVault.open({ keyStore, workStore, box, executor, clock });
  return { log, executor, keyStore, workStore, vault };
}

function envelope<T>(key: string, data: T, principal = CENTRAL): CommandEnvelope<T> {
  const commandId = deriveId('spec', key);
  const actor = { kind: 'policy', name: 'spec' } as const;
  const idempotency = { route: 'POST /x', bodyHash: JSON.stringify(data).length.toString() };
  return { data, principal, origin: { commandId, actor, correlationId: key, causationId: key, idempotency } };
}

describe('a registration', () => {
  it('asked again answers the same, also once the person was erased: it makes no new key for them', async () => {
    const { vault, executor, log, keyStore } = await installation();
    const handler = new RegisterSubjectHandler(vault, executor, log);
    const command = new RegisterSubject(envelope('k', { fiscalCode: CODE }));
    const first = await handler.execute(command);
    expect(first).toMatchObject({ revision: 0 });
    await new EraseSubjectHandler(vault, executor, log).execute(
      new EraseSubject(envelope('e', { subject: first.subject })),
    );
    keyStore.addSubject = () => Promise.reject(new Error('a new key'));
    const head = await log.head();

    expect(await handler.execute(command)).toEqual(first);
    expect(await log.head()).toBe(head);
    expect(await vault.findSubject(CODE)).toBeUndefined();
  });

  it('asked again under a key that stands for another request is refused', async () => {
    const { vault, executor, log } = await installation();
    const handler = new RegisterSubjectHandler(vault, executor, log);
    const { origin, ...rest } = envelope('k', { fiscalCode: CODE });
    await handler.execute(new RegisterSubject({ ...rest, origin }));
    const idempotency = { route: 'POST /x', bodyHash: 'other' };

    await expect(
      handler.execute(new RegisterSubject({ ...rest, origin: { ...origin, idempotency } })),
    ).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });
});

describe('an erasure', () => {
  it('writes its proof first, then destroys the key; asked again it answers the same', async () => {
    const { vault, executor, log, keyStore } = await installation();
    const subject = await vault.subjectFor(CODE);
    const handler = new EraseSubjectHandler(vault, executor, log);
    const command = new EraseSubject(envelope('k', { fiscalCode: CODE, reason: 'CONSENT_WITHDRAWN' as const }));

    const first = await handler.execute(command);
    expect(first).toMatchObject({ subject, revision: 1 });
    expect(await keyStore.keyOf(subject)).toEqual({ erased: true });
    // The codice fiscale leads nowhere any more: the answer comes from the claim on the Idempotency-Key.
    expect(await handler.execute(command)).toEqual(first);
  });

  it('of someone unknown, or erased before, is refused', async () => {
    const { vault, executor, log } = await installation();
    const handler = new EraseSubjectHandler(vault, executor, log);
    const erase = (key: string, data: EraseSubject['envelope']['data']) =>
      handler.execute(new EraseSubject(envelope(key, data)));

    await expect(erase('a', { fiscalCode: CODE })).rejects.toMatchObject({ code: 'SUBJECT_UNKNOWN', facts: {} });
    await expect(erase('b', { subject: 'nobody' })).rejects.toMatchObject({ code: 'SUBJECT_UNKNOWN' });
    const subject = await vault.subjectFor(CODE);
    await erase('c', { subject });
    await expect(erase('d', { subject })).rejects.toMatchObject({ code: 'SUBJECT_ALREADY_ERASED' });
  });

  it('destroys the key also when the process died after the proof, and another command finds it erased', async () => {
    const { vault, executor, log, keyStore } = await installation();
    const subject = await vault.subjectFor(CODE);
    const handler = new EraseSubjectHandler(vault, executor, log);
    const erase = (key: string) => handler.execute(new EraseSubject(envelope(key, { subject })));
    const destroy = keyStore.erase.bind(keyStore);
    keyStore.erase = () => Promise.reject(new Error('killed'));
    await expect(erase('a')).rejects.toThrow('killed');
    keyStore.erase = destroy;

    await expect(erase('b')).rejects.toMatchObject({ code: 'SUBJECT_ALREADY_ERASED' });
    expect(await keyStore.keyOf(subject)).toEqual({ erased: true });
  });
});

describe('the roles of privacy', () => {
  it.each(['regional', 'provincial', 'desk-operator', 'citizen', 'analyst', 'integration', 'host-operator'] as const)(
    'let no %s erase',
    async (role) => {
      const { vault, executor, log } = await installation();
      const command = new EraseSubject(envelope('k', { fiscalCode: CODE }, { id: 'x', role }));

      await expect(new EraseSubjectHandler(vault, executor, log).execute(command)).rejects.toMatchObject({
        kind: 'forbidden',
      });
    },
  );

  it.each(['citizen', 'analyst', 'integration', 'host-operator'] as const)('let no %s register', async (role) => {
    const { vault, executor, log } = await installation();
    const command = new RegisterSubject(envelope('k', { fiscalCode: CODE }, { id: 'x', role }));

    await expect(new RegisterSubjectHandler(vault, executor, log).execute(command)).rejects.toMatchObject({
      kind: 'forbidden',
    });
  });

  it('let the centre read the access log, and nobody else', async () => {
    const { workStore } = await installation();
    const handler = new ListAccessesHandler(workStore);

    expect(await handler.execute(new ListAccesses({ id: 'c', role: 'central' }, 's', 10))).toEqual([]);
    await expect(
      handler.execute(new ListAccesses({ id: 'r', role: 'regional', region: '12' }, 's', 10)),
    ).rejects.toMatchObject({ kind: 'forbidden' });
  });

  it('let policies give commitments back, and no person', async () => {
    const { executor, vault } = await installation();
    const subject = await vault.subjectFor(CODE);
    const release = (principal: AnyPrincipal) =>
      new ReleaseCommitmentHandler(executor).execute(
        new ReleaseCommitment(envelope('k', { subject, commitmentId: 'c', reason: 'CANCELLED' }, principal)),
      );

    expect((await release({ role: 'policy', name: 'commitment-release' })).events).toEqual([]);
    await expect(release(CENTRAL)).rejects.toMatchObject({ kind: 'forbidden' });
  });
});
