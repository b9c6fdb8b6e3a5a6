import type { SystemError } from '#kernel/domain';
import type { NewEvent } from '#kernel/ports';
import { proposalsOf } from './proposal.ts';

const LIMIT = 1024 * 1024;

describe('the size of an append', () => {
  it('is that of data and metadata in UTF-8, and of two bytes for a character of the type, of all its events', () => {
    const metadata = { place: 'Forlì' } as unknown as NewEvent['metadata'];
    const first = { eventId: '0b8f2b52-7f4a-4d5e-9f6e-3f2f5a6f7a10', type: 'Città', data: { name: '€' }, metadata };
    const second = { ...first, eventId: '5a2c1a0e-3a4e-4f6f-8a3e-0a8b7c6d5e4f', data: { text: 'x'.repeat(LIMIT) } };

    const refused = (): unknown => proposalsOf('S-1', [first, second]);

    const bytes = '{"name":"EUR"}'.length + '{"text":""}'.length + LIMIT + 2 * ('{"place":"Forli_"}'.length + 10);
    expect(refused).toThrow(expect.objectContaining({ code: 'APPEND_TOO_LARGE' } satisfies Partial<SystemError>));
    expect(refused).toThrow(expect.objectContaining({ facts: { stream: 'S-1', bytes, limit: LIMIT } }));
  });
});
