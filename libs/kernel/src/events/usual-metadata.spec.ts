import { Type } from '@sinclair/typebox';
import { MemoryEventStore } from '#store-memory';
import { CommandExecutor } from '../commands/command-executor.ts';
import { isSystemError } from '../errors.ts';
import type { StoredEvent } from '../ports/event-store.ts';
import { counter, counterRegistry, decideCounter, originOf, SpecClock } from '../specification/counters.ts';
import { defineEvent } from './event-definition.ts';
import { EventRegistry } from './event-registry.ts';
import { usualHeadOf } from './usual-metadata.ts';

const Seen = defineEvent({ type: 'Seen', schema: Type.Object({}) });
const registry = new EventRegistry([Seen]);

const metadata = {
  schemaVersion: 1,
  recordedAt: '2026-03-02T08:00:00.000Z',
  $correlationId: 'correlation',
  $causationId: 'causation',
  commandId: 'command',
  actor: { kind: 'person', id: 'desk', role: 'desk-operator', office: 'DP-058' } as object,
  scope: { region: '12', province: '058' },
  subjects: ['one', 'other'],
};
const { recordedAt, schemaVersion, ...later } = metadata;

/** An event whose metadata stand there as this text, and which has that text or only what it says. */
function stored(text: string, hasText: boolean): StoredEvent {
  return {
    ...{ eventId: 'event-1', type: 'Seen', stream: 'Point-7', revision: 4, position: '40', recordedAt, data: {} },
    get metadata() {
      return JSON.parse(text) as unknown;
    },
    ...(hasText ? { metadataText: text } : {}),
  };
}

/** What decoding comes to: the event, or its refusal. */
function decoded(text: string, hasText: boolean): unknown {
  try {
    const { event, commandId } = registry.decodeToFold(stored(text, hasText));
    return { event, commandId };
  } catch (error) {
    if (isSystemError(error)) return { code: error.code, message: error.message };
    throw error;
  }
}

const usual: readonly [string, object][] = [
  ['a person of an office', metadata],
  ['a person without an office', { ...metadata, actor: { kind: 'person', id: 'x', role: 'citizen' } }],
  ['a policy', { ...metadata, actor: { kind: 'policy', name: 'sweep' } }],
  ['no scope and no subjects', { ...metadata, scope: {}, subjects: [] }],
  ['a time at which it takes effect', { schemaVersion, recordedAt, effectiveAt: '2026-04-01', ...later }],
  ['letters beyond ASCII', { ...metadata, commandId: 'però 😀' }],
];
const { commandId: _none, ...withoutCommand } = metadata;
const unusual: readonly [string, string][] = [
  ['another order of fields', JSON.stringify({ ...later, recordedAt, schemaVersion })],
  ['a field more', JSON.stringify({ ...metadata, more: 1 })],
  ['something escaped', JSON.stringify({ ...metadata, commandId: 'a"b' })],
  ['spaces between fields', JSON.stringify(metadata, undefined, 1)],
  ['no command', JSON.stringify(withoutCommand)],
  ['an empty command', JSON.stringify({ ...metadata, commandId: '' })],
  ['an empty role', JSON.stringify({ ...metadata, actor: { kind: 'person', id: 'x', role: '' } })],
  ['an actor of no kind', JSON.stringify({ ...metadata, actor: { kind: 'system', name: 'x' } })],
  ['a version of 0', JSON.stringify({ ...metadata, schemaVersion: 0 })],
  ['a version that is a fraction', JSON.stringify({ ...metadata, schemaVersion: 1.5 })],
  ['a newer version', JSON.stringify({ ...metadata, schemaVersion: 2 })],
  ['a number in its scope', JSON.stringify({ ...metadata, scope: { region: 12 } })],
  ['a subject that is none', JSON.stringify({ ...metadata, subjects: [1] })],
  ['an end that is cut off', JSON.stringify(metadata).slice(0, -1)],
  ['a line break in a text', JSON.stringify(metadata).replace('desk-operator', 'desk\noperator')],
  ['something behind it', `${JSON.stringify(metadata)}\n`],
];

it.each(usual)('metadata with %s are read without parsing, and say what parsing says', (_what, written) => {
  const text = JSON.stringify(written);

  expect(usualHeadOf(text)).toBeDefined();
  expect(decoded(text, true)).toEqual(decoded(text, false));
  expect(decoded(text, true)).toMatchObject({ commandId: (written as typeof metadata).commandId });
});

it.each(unusual)('metadata with %s are parsed and checked, and refused where they were before', (what, text) => {
  if (what !== 'a newer version') expect(usualHeadOf(text)).toBeUndefined();
  expect(decoded(text, true)).toEqual(decoded(text, false));
});

it('what is read without parsing is never parsed', () => {
  const unread: StoredEvent = {
    ...{ eventId: 'event-1', type: 'Seen', stream: 'Point-7', revision: 4, position: '40', recordedAt, data: {} },
    get metadata(): unknown {
      throw new TypeError('somebody has looked');
    },
    metadataText: JSON.stringify(metadata),
  };

  expect(registry.decodeToFold(unread).commandId).toBe('command');
});

it('the executor stamps events in the usual way', async () => {
  const store = new MemoryEventStore();
  const executor = new CommandExecutor({ store, registry: counterRegistry(), clock: new SpecClock() });
  await executor.execute(counter, {
    id: '1',
    origin: originOf('c1'),
    decide: (state) => decideCounter({ type: 'Count', group: 'g', amounts: [1] }, state, 10),
  });

  const [event] = await store.readStream('Counter-1');

  expect(usualHeadOf(JSON.stringify(event?.metadata))).toMatchObject({ schemaVersion: 1, commandId: 'c1' });
});
