import { generateKeyPairSync } from 'node:crypto';
import { MemoryEventStore } from '#store-memory';
import type { CheckedPlace } from '../ports/log-tree.ts';
import { checkLog, type LogCheck } from './check-log.ts';
import { textOf } from './log-entry.ts';
import { isSignedBy, parseHead, signHead, type LogHead } from './log-head.ts';

describe('the check of a log that keeps no tree', () => {
  async function* placesOf(log: MemoryEventStore): AsyncGenerator<CheckedPlace> {
    for await (const { events } of log.readLog({ after: '0' })) {
      for (const event of events) yield { position: event.position, event: textOf(event) };
    }
  }
  async function logOf(...texts: readonly string[]): Promise<MemoryEventStore> {
    const log = new MemoryEventStore();
    const events = texts.map((text, index) => ({ eventId: `e-${index}`, type: 'Said', data: { text }, metadata }));
    await log.append({ stream: 'S-1', expectedRevision: 'no-stream', events });
    return log;
  }
  const check = async (log: MemoryEventStore, ...heads: readonly LogCheck[]): Promise<LogCheck> =>
    checkLog(placesOf(log), { hasTree: false, heads: heads.map((head) => ({ ...head, name: 'then' })) });

  it('tells whether it goes on from a head of before: an event that was changed, removed or added is noticed', async () => {
    const then = await check(await logOf('a', 'b', 'c'));

    expect(await check(await logOf('a', 'b', 'c', 'd'), then)).toMatchObject({ size: 4, found: 0 });
    for (const changed of [
      ['a', 'x', 'c', 'd'],
      ['a', 'c', 'd'],
      ['a', 'b', 'c2'],
    ]) {
      expect((await check(await logOf(...changed), then)).findings).toMatchObject([{ code: 'HEAD_DIFFERS' }]);
    }
    expect((await check(await logOf('a', 'b'), then)).findings).toMatchObject([{ code: 'LOG_SHORTENED' }]);
  });

  it('goes on from nothing, whatever it holds', async () => {
    const nothing = await check(new MemoryEventStore());

    expect(nothing).toMatchObject({ size: 0, events: 0, found: 0 });
    expect(await check(await logOf('a'), nothing)).toMatchObject({ found: 0 });
  });
});

describe('a head of a log', () => {
  const key = generateKeyPairSync('ed25519');
  const head: LogHead = { logId: 'l', size: 3, position: '21', root: 'ab'.repeat(32), at: '2026-03-01T09:30:00.000Z' };

  it('is signed as a whole: with any field changed the signature holds no longer', () => {
    const signed = signHead(head, key);

    expect(isSignedBy(signed, key.publicKey)).toBe(true);
    expect(isSignedBy(signed, generateKeyPairSync('ed25519').publicKey)).toBe(false);
    const others = {
      logId: 'm',
      size: 4,
      position: '22',
      root: 'ac'.repeat(32),
      at: '2026-03-01T09:30:01.000Z',
      key: 'k',
    };
    for (const [field, other] of Object.entries(others)) {
      expect(isSignedBy({ ...signed, [field]: other }, key.publicKey)).toBe(false);
    }
  });

  it('comes back from JSON as it was, and nothing else is taken for one', () => {
    const signed = signHead(head, key);

    expect(parseHead(JSON.parse(JSON.stringify(signed)))).toEqual(signed);
    expect(parseHead({ ...head, events: 3 })).toEqual(head);
    for (const other of [undefined, null, [], {}, { ...head, size: -1 }, { ...head, root: 'x' }, { ...head, at: 1 }]) {
      expect(parseHead(other)).toBeUndefined();
    }
  });
});

const metadata = {
  ...{
    schemaVersion: 1,
    recordedAt: '2026-03-01T09:30:00.000Z',
    $correlationId: 'c',
    $causationId: 'c',
    commandId: 'c',
  },
  ...{ actor: { kind: 'policy' as const, name: 'test' }, scope: {}, subjects: [] },
};
