import { BodyHasher } from './body-hasher.ts';

describe('the hash of a request', () => {
  const hasher = new BodyHasher(Buffer.alloc(32, 1));
  const body = { fiscalCode: 'RSSMRA80A01H501U', slot: '09:00' };
  const path = { agendaId: 'a' };

  it('is the same for a request that says the same', () => {
    expect(hasher.hash({ slot: '09:00', fiscalCode: 'RSSMRA80A01H501U' }, path)).toBe(hasher.hash(body, path));
  });

  it.each<[string, object | undefined, object]>([
    ['another body', { ...body, slot: '09:30' }, path],
    ['no body', undefined, path],
    ['another path', body, { agendaId: 'b' }],
    ['what was in the path now in the body', { ...body, ...path }, {}],
  ])('is another for %s', (_what, otherBody, otherPath) => {
    expect(hasher.hash(otherBody, otherPath)).not.toBe(hasher.hash(body, path));
  });

  it('is another in another installation, so that nobody finds a body by trying', () => {
    expect(new BodyHasher(Buffer.alloc(32, 2)).hash(body, path)).not.toBe(hasher.hash(body, path));
  });
});
