import type { ResolvedEvent } from '@eventstore/db-client';
import { Namespace } from './namespace.ts';
import { ownEvent } from './stored-event.ts';

describe('an event of the server', () => {
  const namespace = new Namespace('north');
  const recorded = {
    ...{ streamId: 'north.Protocol-1', id: '0b8f2b52-7f4a-4d5e-9f6e-3f2f5a6f7a10', revision: 3n, type: 'Signed' },
    ...{ isJson: true, data: { n: 1 }, metadata: { recordedAt: '2026-03-01T09:30:00.123Z' } },
    ...{ created: new Date('2026-03-01T10:00:00.000Z'), position: { commit: 77n, prepare: 77n } },
  };
  const resolved = (changes: object = {}): ResolvedEvent =>
    ({ event: { ...recorded, ...changes }, commitPosition: 77n }) as unknown as ResolvedEvent;

  it('has its stream without the installation, its revision as a number, its position as a decimal', () => {
    const event = ownEvent(resolved(), namespace)!;

    expect([event.stream, event.revision, event.position]).toEqual(['Protocol-1', 3, '77']);
    expect([event.eventId, event.type, event.recordedAt]).toEqual([recorded.id, 'Signed', '2026-03-01T09:30:00.123Z']);
    expect([event.data, event.metadata]).toEqual([recorded.data, recorded.metadata]);
  });

  it.each([
    ['data that is broken JSON', { data: '{"n":' }, 'data'],
    ['data that is no JSON at all', { isJson: false, data: new Uint8Array([1]) }, 'data'],
    ['metadata that is broken', { metadata: new Uint8Array([123]) }, 'metadata'],
    ['no metadata', { metadata: undefined }, 'metadata'],
  ] as const)('with %s says so when that is read, and names itself', (_case, changes, part) => {
    const event = ownEvent(resolved(changes), namespace)!;

    expect(event.recordedAt).toMatch(/^2026-03-01T/);
    expect(() => event[part]).toThrow(SyntaxError);
    expect(() => event[part]).toThrow(`the ${part} of Protocol-1@3 (${recorded.id}) is no JSON`);
  });

  it.each([
    ['of another installation', resolved({ streamId: 'north2.Protocol-1' })],
    ['of no installation', resolved({ streamId: 'Protocol-1' })],
    ["of the server's own kind", resolved({ type: '$metadata' })],
    ['that a link leads to no more', { link: recorded, commitPosition: 77n } as unknown as ResolvedEvent],
  ])('%s is none of ours', (_case, other) => {
    expect(ownEvent(other, namespace)).toBeUndefined();
  });

  it('belongs to an installation with a name that no other begins with', () => {
    expect(() => new Namespace('north.east')).toThrow(TypeError);
    expect(() => new Namespace('$north')).toThrow(TypeError);
    expect(new Namespace('north').identityStream).not.toContain('.');
  });
});
