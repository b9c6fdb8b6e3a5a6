import { randomBytes } from 'node:crypto';
import { idOf, type CommandResult } from '#kernel/domain';
import { CommandExecutor, EventRegistry } from '#kernel/execution';
import { saying } from '#kernel/specification';
import { runQuery, type AnyPrincipal, type CommandUseCase, type ReadingParts } from '#use-cases';
import { commandsOver } from '#use-cases/specification';
import { MemoryAccessLog, MemoryEventStore, MemoryKeyStore } from '#store-memory';
import { privacyEvents } from '../domain/events.ts';
import { listAccesses } from '../read-models/access-log.ts';
import { MasterKey } from '../vault/master-key.ts';
import { PersonalDataVault } from '../vault/personal-data-vault.ts';
import { eraseSubject, type EraseSubject } from './erase-subject.ts';
import { registerSubject } from './register-subject.ts';
import { releaseCommitment } from './release-commitment.ts';

const CODE = 'RSSMRA80A01H501U';
const CENTRAL: AnyPrincipal = { id: 'c', role: 'central' };

const WHY = { ground: 'CONSENT_WITHDRAWN', reason: 'Richiesta scritta' } as const;

async function installation() {
  const log = new MemoryEventStore();
  const clock = { now: () => 0 };
  const executor = new CommandExecutor({ store: log, registry: new EventRegistry(privacyEvents), clock });
  const keyStore = new MemoryKeyStore();
  const accessLog = new MemoryAccessLog();
  const box = new MasterKey(randomBytes(32));
  const vault = await PersonalDataVault.open({ keyStore, accessLog, box, executor, clock });
  const commands = commandsOver({ store: log, events: privacyEvents, clock, personalData: vault });
  const give = async <Input extends object>(
    command: CommandUseCase<Input>,
    key: string,
    input: Input,
    { as = CENTRAL, bodyHash = JSON.stringify(input).length.toString() } = {},
  ) =>
    answerOf(
      await commands.give(command, input, { as, key, idempotency: { route: 'POST /x', body: saying(bodyHash) } }),
    );
  return {
    ...{ log, keyStore, accessLog, vault, give },
    register: (key: string, how: { as?: AnyPrincipal; bodyHash?: string } = {}) =>
      give(registerSubject, key, { fiscalCode: CODE }, how),
    erase: (key: string, who: Pick<EraseSubject, 'subject' | 'fiscalCode'>, how: { as?: AnyPrincipal } = {}) =>
      give(eraseSubject, key, { ...who, ...WHY }, how),
  };
}

/** As a client is told. */
function answerOf({ stream, logId, revision, position, events }: CommandResult) {
  return { subject: idOf(stream), logId, revision, position, types: events.map(({ type }) => type) };
}

describe('a registration', () => {
  it('asked again answers the same, also once the person was erased: it makes no new key for them', async () => {
    const { vault, log, keyStore, register, erase } = await installation();
    const first = await register('k');
    expect(first).toMatchObject({ revision: 0 });
    await erase('e', { subject: first.subject });
    keyStore.addSubject = () => Promise.reject(new Error('a new key'));
    const head = await log.head();

    expect(await register('k')).toEqual(first);
    expect(await log.head()).toBe(head);
    expect(await vault.findSubject(CODE)).toBeUndefined();
  });

  it('asked again under a key that stands for another request is refused', async () => {
    const { register } = await installation();
    await register('k');

    await expect(register('k', { bodyHash: 'other' })).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });
});

describe('an erasure', () => {
  it('writes its proof first, then destroys the key; asked again it answers the same', async () => {
    const { vault, keyStore, erase } = await installation();
    const subject = await vault.subjectFor(CODE);
    const wanted = { fiscalCode: CODE };

    const first = await erase('k', wanted);
    expect(first).toMatchObject({ subject, revision: 1 });
    expect(await keyStore.keyOf(subject)).toEqual({ erased: true });
    // The codice fiscale leads nowhere any more: the answer comes from the claim on the Idempotency-Key.
    expect(await erase('k', wanted)).toEqual(first);
  });

  it('of someone unknown, or erased before, is refused', async () => {
    const { vault, erase } = await installation();

    await expect(erase('a', { fiscalCode: CODE })).rejects.toMatchObject({ code: 'SUBJECT_UNKNOWN', facts: {} });
    await expect(erase('b', { subject: 'nobody' })).rejects.toMatchObject({ code: 'SUBJECT_UNKNOWN' });
    const subject = await vault.subjectFor(CODE);
    await erase('c', { subject });
    await expect(erase('d', { subject })).rejects.toMatchObject({ code: 'SUBJECT_ALREADY_ERASED' });
  });

  it('destroys the key also when the process died after the proof, and another command finds it erased', async () => {
    const { vault, keyStore, erase } = await installation();
    const subject = await vault.subjectFor(CODE);
    const destroy = keyStore.erase.bind(keyStore);
    keyStore.erase = () => Promise.reject(new Error('killed'));
    await expect(erase('a', { subject })).rejects.toThrow('killed');
    keyStore.erase = destroy;

    await expect(erase('b', { subject })).rejects.toMatchObject({ code: 'SUBJECT_ALREADY_ERASED' });
    expect(await keyStore.keyOf(subject)).toEqual({ erased: true });
  });
});

describe('the roles of privacy', () => {
  it.each(['regional', 'provincial', 'desk-operator', 'citizen', 'analyst', 'integration', 'host-operator'] as const)(
    'let no %s erase',
    async (role) => {
      const { erase } = await installation();

      await expect(erase('k', { fiscalCode: CODE }, { as: { id: 'x', role } })).rejects.toMatchObject({
        kind: 'forbidden',
      });
    },
  );

  it.each(['citizen', 'analyst', 'integration', 'host-operator'] as const)('let no %s register', async (role) => {
    const { register } = await installation();

    await expect(register('k', { as: { id: 'x', role } })).rejects.toMatchObject({ kind: 'forbidden' });
  });

  it('let the centre read the access log, and nobody else', async () => {
    const { accessLog } = await installation();
    const list = (principal: AnyPrincipal) =>
      runQuery(listAccesses, { input: { subject: 's', limit: 10 }, principal }, {
        accessLog,
        clock: { now: () => 0 },
      } as unknown as ReadingParts);

    expect(await list({ id: 'c', role: 'central' })).toEqual({ items: [], nextCursor: null });
    await expect(list({ id: 'r', role: 'regional', region: '12' })).rejects.toMatchObject({ kind: 'forbidden' });
  });

  it('let policies give commitments back, and no person', async () => {
    const { vault, give } = await installation();
    const subject = await vault.subjectFor(CODE);
    const release = (as: AnyPrincipal) =>
      give(releaseCommitment, 'k', { subject, commitmentId: 'c', reason: 'CANCELLED' }, { as });

    expect((await release({ role: 'policy', name: 'commitment-release' })).types).toEqual([]);
    await expect(release(CENTRAL)).rejects.toMatchObject({ kind: 'forbidden' });
  });
});
