import { Type } from '@sinclair/typebox';
import { isSystemError, type SystemError } from '../errors.ts';
import type { StoredEvent } from '../ports/event-store.ts';
import { defineEvent, type EventDefinition } from './event-definition.ts';
import { EventRegistry } from './event-registry.ts';
import { personal } from './sealed.ts';

const SignatureRecorded = defineEvent({
  type: 'SignatureRecorded',
  version: 3,
  schema: Type.Object({ party: Type.Union([Type.Literal('INPS'), Type.Literal('HOST')]), count: Type.Integer() }),
  upcasters: {
    1: (data) => ({ party: (data as { by: string }).by.toUpperCase() }),
    2: (data) => ({ ...(data as object), count: 1 }),
  },
});
const SubjectSeen = defineEvent({
  type: 'SubjectSeen',
  schema: Type.Object({
    place: Type.String(),
    citizen: personal(Type.Object({ fiscalCode: Type.String() })),
    contact: Type.Optional(personal(Type.String())),
  }),
});
const registry = new EventRegistry([SignatureRecorded, SubjectSeen]);

const metadata = {
  schemaVersion: 3,
  recordedAt: '2026-03-02T08:00:00.000Z',
  $correlationId: 'correlation',
  $causationId: 'causation',
  commandId: 'command',
  actor: { kind: 'policy', name: 'spec' },
  scope: {},
  subjects: [],
};

function stored(type: string, data: unknown, changes: Record<string, unknown> = {}): StoredEvent {
  return {
    eventId: 'event-1',
    type,
    stream: 'Protocol-7',
    revision: 4,
    position: '40',
    recordedAt: metadata.recordedAt,
    data,
    metadata: { ...metadata, ...changes },
  };
}

function refusal(act: () => unknown): SystemError {
  try {
    act();
  } catch (error) {
    if (isSystemError(error)) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

describe('an event definition', () => {
  it('is refused when an upcaster of the chain is missing', () => {
    const define = (): EventDefinition =>
      defineEvent({ type: 'Changed', version: 3, schema: Type.Object({}), upcasters: { 1: (data) => data } });
    expect(define).toThrow(new TypeError('Changed: no upcaster from version 2'));
  });

  it('names the fields that are personal data, optional ones too', () => {
    expect(SubjectSeen.personalFields).toEqual(['citizen', 'contact']);
    expect(SignatureRecorded.personalFields).toEqual([]);
  });

  it('cannot share its type with another', () => {
    expect(() => new EventRegistry([SubjectSeen, SignatureRecorded, SubjectSeen])).toThrow(
      new TypeError('event declared twice: SubjectSeen'),
    );
  });
});

describe('the decode point', () => {
  it('lifts an old payload through every upcaster up to today’s schema', () => {
    const oldest = registry.decode(stored('SignatureRecorded', { by: 'inps' }, { schemaVersion: 1 }));
    const middle = registry.decode(stored('SignatureRecorded', { party: 'HOST' }, { schemaVersion: 2 }));
    const newest = registry.decode(stored('SignatureRecorded', { party: 'HOST', count: 5 }));
    expect([oldest.data, middle.data, newest.data]).toEqual([
      { party: 'INPS', count: 1 },
      { party: 'HOST', count: 1 },
      { party: 'HOST', count: 5 },
    ]);
  });

  it('gives the event its place in the log and what stood beside the payload', () => {
    const event = registry.decode(
      stored('SignatureRecorded', { party: 'HOST', count: 2 }, { effectiveAt: '2026-04-01T00:00:00.000Z' }),
    );
    expect(event).toMatchObject({ eventId: 'event-1', stream: 'Protocol-7', revision: 4, position: '40' });
    expect(event.recordedAt).toBe(metadata.recordedAt);
    expect(event.effectiveAt).toBe('2026-04-01T00:00:00.000Z');
    expect(event.metadata.commandId).toBe('command');
  });

  it('refuses a type that this build does not know, also when it is only passed over', () => {
    const event = stored('PointPainted', {});
    for (const read of [() => registry.decode(event), () => registry.skip(event)]) {
      const error = refusal(read);
      expect(error.code).toBe('UNKNOWN_EVENT_TYPE');
      expect(error.facts).toMatchObject({ type: 'PointPainted', stream: 'Protocol-7', revision: 4 });
    }
  });

  it('names an event of an unknown type, also one that tells what it is only when it is asked, as those of stores do', () => {
    const event = stored('PointPainted', {});
    const asked = Object.create(
      {},
      {
        ...Object.fromEntries(Object.entries(event).map(([name, value]) => [name, { get: () => value as unknown }])),
      },
    ) as StoredEvent;

    expect(refusal(() => registry.skip(asked)).message).toContain('PointPainted event-1 in Protocol-7@4 is unknown');
  });

  it('refuses a schema version newer than this build’s, and is not content that the payload would fit', () => {
    const error = refusal(() =>
      registry.decode(stored('SignatureRecorded', { party: 'HOST', count: 1 }, { schemaVersion: 4 })),
    );
    expect(error.code).toBe('NEWER_EVENT_VERSION');
    expect(error.facts).toMatchObject({ version: 4, known: 3, stream: 'Protocol-7', revision: 4 });
  });

  it('names stream, revision and path of an invalid payload', () => {
    const error = refusal(() => registry.decode(stored('SignatureRecorded', { party: 'HOST', count: 'two' })));
    expect(error.code).toBe('INVALID_EVENT');
    expect(error.facts).toMatchObject({ stream: 'Protocol-7', revision: 4, path: '/data/count' });
    expect(error.message).toContain('Protocol-7@4');
  });

  it('names stream, revision and path of invalid metadata', () => {
    const error = refusal(() =>
      registry.decode(stored('SignatureRecorded', { party: 'HOST', count: 1 }, { commandId: '' })),
    );
    expect(error.code).toBe('INVALID_EVENT');
    expect(error.facts).toMatchObject({ stream: 'Protocol-7', revision: 4, path: '/metadata/commandId' });
  });

  it.each(['data', 'metadata'])('names the place of an event whose %s is broken JSON', (part) => {
    const broken = Object.defineProperty(stored('SignatureRecorded', {}), part, {
      get: () => JSON.parse('{"party": ') as unknown,
    });
    const error = refusal(() => registry.decode(broken));
    expect(error.code).toBe('INVALID_EVENT');
    expect(error.facts).toMatchObject({ stream: 'Protocol-7', revision: 4, path: `/${part}` });
  });

  it('names the place of an old payload that an upcaster cannot lift', () => {
    const error = refusal(() => registry.decode(stored('SignatureRecorded', { by: null }, { schemaVersion: 1 })));
    expect(error.code).toBe('INVALID_EVENT');
    expect(error.facts).toMatchObject({ stream: 'Protocol-7', revision: 4, path: '/data' });
  });

  it('leaves personal fields sealed', () => {
    const citizen = { sealed: 'bm90IG9wZW5lZA', subject: 'subject-1', field: 'SubjectSeen.citizen' };
    const event = registry.decode(stored('SubjectSeen', { place: 'Roma', citizen }, { schemaVersion: 1 }));
    expect(event.data).toEqual({ place: 'Roma', citizen });
  });

  it.each([
    ['stands in clear', { fiscalCode: 'RSSMRA80A01H501U' }],
    [
      'carries clear text beside the sealed one',
      { sealed: 'bm90IG9wZW5lZA', subject: 'subject-1', field: 'f', fiscalCode: 'RSSMRA80A01H501U' },
    ],
  ])('refuses a personal field that %s, before it is written', (_how, citizen) => {
    const error = refusal(() =>
      registry.validate({ type: 'SubjectSeen', data: { place: 'Roma', citizen } }, 'Subject-1'),
    );
    expect(error.code).toBe('INVALID_EVENT');
    expect(error.facts.path).toMatch(/^\/data\/citizen/);
    expect(error.message).not.toContain('RSSMRA80A01H501U');
  });
});
