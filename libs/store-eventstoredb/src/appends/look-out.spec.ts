import type { StoredEvent } from '#kernel/ports';
import { lookOutFor } from './look-out.ts';

it('looking out for an event reads no event of the stream twice', async () => {
  const stream = ['a', 'b', 'c'];
  const asked: number[] = [];
  const isThere = lookOutFor('d', async (from) => {
    asked.push(from);
    return stream.slice(from).map((eventId, index) => ({ eventId, revision: from + index }) as StoredEvent);
  });

  expect([await isThere(), await isThere()]).toEqual([false, false]);
  stream.push('d', 'e');
  expect(await isThere()).toBe(true);
  expect(asked).toEqual([0, 3, 3]);
});
