import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { KeyedHash } from './keyed-hash.ts';

describe('a keyed hash', () => {
  it('is HMAC-SHA-256, whatever was hashed before', () => {
    const texts = [...Array.from({ length: 20 }, () => randomUUID()), '', 'è un nome 🪁', 'x'.repeat(500), 'x', 'y'];
    for (const bytes of [1, 32, 64]) {
      const key = randomBytes(bytes);
      const keyed = new KeyedHash(key);
      for (const text of [...texts, ...texts]) {
        expect(keyed.of(text)).toBe(createHmac('sha256', key).update(text).digest('hex'));
      }
    }
  });

  it('takes no key that HMAC would hash first', () => {
    expect(() => new KeyedHash(randomBytes(65))).toThrow('out of bounds');
  });
});
