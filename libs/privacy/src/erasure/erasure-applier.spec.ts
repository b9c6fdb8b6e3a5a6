import type { CommandOrigin } from '#kernel/domain';
import { CommandExecutor, EventRegistry } from '#kernel/execution';
import { MemoryEventStore, MemoryKeyStore } from '#store-memory';
import { privacyEvents, type SubjectEvent } from '../domain/events.ts';
import { subject as subjectAggregate } from '../domain/subject.ts';
import { ErasureApplier } from './erasure-applier.ts';

const KEY = new Uint8Array([1, 2, 3]);
const origin = (commandId: string): CommandOrigin => ({
  commandId,
  actor: { kind: 'policy', name: 'spec' },
  correlationId: commandId,
  causationId: commandId,
});

function installation() {
  const log = new MemoryEventStore();
  const registry = new EventRegistry(privacyEvents);
  const executor = new CommandExecutor({ store: log, registry, clock: { now: () => 0 } });
  const write = (subject: string, event: SubjectEvent) =>
    executor.execute(subjectAggregate, {
      id: subject,
      origin: origin(`${event.type}-${subject}`),
      decide: () => [event],
    });
  const register = async (subject: string, ...stores: MemoryKeyStore[]) => {
    for (const store of stores) await store.addSubject(`pseudonym-of-${subject}`, subject, KEY);
    await write(subject, { type: 'SubjectRegistered', data: { subject } });
  };
  const erase = (subject: string) => write(subject, { type: 'SubjectErased', data: { subject, commitments: [] } });
  return { log, registry, register, erase };
}

/** Who is erased when the log is read from where it was read last. */
async function erasedAnew(applier: ErasureApplier): Promise<readonly string[]> {
  const erased: string[] = [];
  applier.onErased((subject) => void erased.push(subject));
  expect(await applier.catchUp()).toBeUndefined();
  return erased;
}

describe('erasures of the log', () => {
  it('are applied to the keys at start: those of a process that died, and of keys that were put back', async () => {
    const { log, registry, register, erase } = installation();
    const keyStore = new MemoryKeyStore();
    await register('a', keyStore);
    await register('b', keyStore);
    await erase('a');

    await new ErasureApplier({ log, registry, keyStore }).catchUp();
    expect(await keyStore.keyOf('a')).toEqual({ erased: true });
    expect(await keyStore.subjectOf('pseudonym-of-a')).toBeUndefined();
    expect(await keyStore.keyOf('b')).toMatchObject({ erased: false });
  });

  it('are read from where the last start ended', async () => {
    const { log, registry, register, erase } = installation();
    const keyStore = new MemoryKeyStore();
    await register('a', keyStore);
    await erase('a');
    await new ErasureApplier({ log, registry, keyStore }).catchUp();

    expect(await keyStore.erasureCheckpoint()).toEqual({ logId: await log.logId(), position: await log.head() });
    expect(await erasedAnew(new ErasureApplier({ log, registry, keyStore }))).toEqual([]);
  });

  it('are read from the beginning when the log is another, or shorter than it was', async () => {
    const { log, registry, register, erase } = installation();
    const keyStore = new MemoryKeyStore();
    await register('a', keyStore);
    await erase('a');
    const logId = await log.logId();

    for (const checkpoint of [
      { logId: 'another', position: await log.head() },
      { logId, position: '999999' },
    ]) {
      await keyStore.saveErasureCheckpoint(checkpoint);
      expect(await erasedAnew(new ErasureApplier({ log, registry, keyStore }))).toEqual(['a']);
    }
  });

  it('are followed as they come, in processes that were not asked', async () => {
    const { log, registry, register, erase } = installation();
    const keyStore = new MemoryKeyStore();
    await register('a', keyStore);
    const stop = new AbortController();
    const told = Promise.withResolvers<string>();
    const applier = new ErasureApplier({ log, registry, keyStore });
    applier.onErased(told.resolve);

    await applier.catchUp();
    const following = applier.follow(stop.signal);
    await erase('a');
    expect(await told.promise).toBe('a');
    expect(await keyStore.keyOf('a')).toEqual({ erased: true });
    stop.abort();
    await following;
  });

  it('are all that is decoded: an event that cannot be read stops no start', async () => {
    const { log, registry, register, erase } = installation();
    const keyStore = new MemoryKeyStore();
    await register('a', keyStore);
    const metadata = { recordedAt: '1970-01-01T00:00:00.000Z' } as never;
    const event = { eventId: 'x', type: 'FromAnotherContext', data: {}, metadata };
    await log.append({ stream: 'Other-1', expectedRevision: 'no-stream', events: [event] });
    await erase('a');

    await new ErasureApplier({ log, registry, keyStore }).catchUp();
    expect(await keyStore.keyOf('a')).toEqual({ erased: true });
  });
});

describe('keys that are older than the log', () => {
  const nobody: readonly string[] = [];

  /** What stands after `copied` was registered, the copy of the keys made, and `since` registered. */
  async function afterCopy(copied: readonly string[], since: readonly string[]) {
    const stage = installation();
    const [whole, keyStore] = [new MemoryKeyStore(), new MemoryKeyStore()];
    for (const subject of copied) await stage.register(subject, whole, keyStore);
    const applier = new ErasureApplier({ ...stage, keyStore });
    await applier.catchUp();
    const checkpoint = await keyStore.erasureCheckpoint();
    for (const subject of since) await stage.register(subject, whole);
    return { ...stage, keyStore, applier, checkpoint };
  }

  it('are told of, with how many persons have no key, again and again', async () => {
    const { applier, keyStore, checkpoint } = await afterCopy(['a', 'b'], ['c', 'd']);

    for (let times = 0; times < 2; times += 1) {
      const at = '1970-01-01T00:00:00.000Z';
      expect(await applier.catchUp()).toEqual({ why: 'OLDER', persons: 2, first: at, last: at });
    }
    expect(await keyStore.erasureCheckpoint()).toEqual(checkpoint);
  });

  it('are told of, also where erasures came between: these are applied, and do not hide who has no key', async () => {
    const { applier, keyStore, erase, register, checkpoint } = await afterCopy(['a'], ['b']);
    await erase('a');
    await register('c', keyStore);
    await erase('c');

    for (let times = 0; times < 2; times += 1) expect(await applier.catchUp()).toMatchObject({ persons: 1 });
    expect(await keyStore.keyOf('a')).toEqual({ erased: true });
    expect(await keyStore.erasureCheckpoint()).toEqual(checkpoint);
  });

  it('are as good as the newest where everybody who was registered since is erased', async () => {
    const { applier, keyStore, erase } = await afterCopy(['a'], ['b']);
    await erase('b');

    expect(await applier.catchUp()).toBeUndefined();
    expect(await keyStore.keyOf('b')).toEqual({ erased: true });
  });

  it('are not those in which a person stands whose event never came, or came after the last look', async () => {
    const { applier, keyStore, register } = await afterCopy(['a'], nobody);
    await keyStore.addSubject('pseudonym-of-who-was-never-heard-of', 'never-heard-of', KEY);
    await register('b', keyStore);

    expect(await applier.catchUp()).toBeUndefined();
  });

  it('are looked at from where the last start ended', async () => {
    const { log, registry, keyStore, applier, register } = await afterCopy(['a'], nobody);
    await register('b', keyStore);
    await applier.catchUp();
    const asked: string[][] = [];
    const unknownOf = keyStore.unknownOf.bind(keyStore);
    keyStore.unknownOf = (subjects) => {
      asked.push([...subjects]);
      return unknownOf(subjects);
    };
    await register('c', keyStore);

    await new ErasureApplier({ log, registry, keyStore }).catchUp();
    expect(asked).toEqual([['c']]);
  });

  it.each([
    ['knows nobody of this one', ['a'], nobody],
    ['knows nobody, as all of them are erased', nobody, ['a']],
  ])('are told from those of another log, which %s', async (_why, standing, erased) => {
    const { log, registry, register, erase } = installation();
    for (const subject of [...standing, ...erased]) await register(subject);
    for (const subject of erased) await erase(subject);
    const keyStore = new MemoryKeyStore();
    await keyStore.addSubject('pseudonym', 'of another log', KEY);
    await keyStore.saveErasureCheckpoint({ logId: 'another', position: '7' });

    const applier = new ErasureApplier({ log, registry, keyStore });
    for (let times = 0; times < 2; times += 1) {
      expect(await applier.catchUp()).toEqual({ why: 'OF_ANOTHER_LOG', followed: 'another' });
    }
  });

  it('are taken where the log is another one that has their persons: it was put back from a backup', async () => {
    const { applier, keyStore, log } = await afterCopy(['a'], nobody);
    await keyStore.saveErasureCheckpoint({ logId: 'before it was put back', position: '7' });

    expect(await applier.catchUp()).toBeUndefined();
    expect(await keyStore.erasureCheckpoint()).toEqual({ logId: await log.logId(), position: await log.head() });
  });
});
