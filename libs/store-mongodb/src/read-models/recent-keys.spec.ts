import { RecentKeys } from './recent-keys.ts';

describe('recent keys', () => {
  it('are the latest, whatever was before, and no more than twice as many as always kept', () => {
    const recent = new RecentKeys(10);
    const keys = Array.from({ length: 95 }, (_, index) => `key-${index}`);

    for (const key of keys) recent.add(key);

    expect(keys.slice(-10).every((key) => recent.has(key))).toBe(true);
    expect(keys.filter((key) => recent.has(key)).length).toBeLessThanOrEqual(20);
  });

  it('stay when they are met again and again', () => {
    const recent = new RecentKeys(10);

    for (let index = 0; index < 100; index += 1) {
      recent.add(`key-${index}`);
      recent.add('hot');
    }

    expect(recent.has('hot')).toBe(true);
  });
});
