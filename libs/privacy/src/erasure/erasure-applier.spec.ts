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
    const erased: string[] = [];
    await new ErasureApplier({ log, registry, keyStore, forget: (subject) => erased.push(subject) }).catchUp();
    expect(erased).toEqual([]);
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
      const erased: string[] = [];
      await new ErasureApplier({ log, registry, keyStore, forget: (subject) => erased.push(subject) }).catchUp();
      expect(erased).toEqual(['a']);
    }
  });

  it('are followed as they come, in processes that were not asked', async () => {
    const { log, registry, register, erase } = installation();
    const keyStore = new MemoryKeyStore();
    await register('a', keyStore);
    const stop = new AbortController();
    const told = Promise.withResolvers<string>();
    const applier = new ErasureApplier({ log, registry, keyStore, forget: told.resolve });

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
