import { Gate, rejectionOf, turn } from '../specification/faults.ts';
import { KeyedQueue } from './keyed-queue.ts';

describe('a keyed queue', () => {
  it('runs tasks of one key one after the other, in order, also after one that failed', async () => {
    const queue = new KeyedQueue();
    const log: string[] = [];
    const gate = new Gate();
    const first = queue.run('a', async () => {
      await gate.pass();
      log.push('first');
      throw new Error('failed');
    });
    const second = queue.run('a', async () => log.push('second'));
    const third = queue.run('a', async () => log.push('third'));
    await queue.run('b', async () => log.push('other key'));
    gate.open();
    expect(await rejectionOf(first)).toEqual(new Error('failed'));
    await Promise.all([second, third]);
    expect(log).toEqual(['other key', 'first', 'second', 'third']);
  });

  it('forgets a key as soon as nothing of it waits', async () => {
    const queue = new KeyedQueue();
    await Promise.allSettled(
      Array.from({ length: 100 }, (_, index) =>
        queue.run(`key ${index % 10}`, async () => {
          if (index % 3 === 0) throw new Error('failed');
        }),
      ),
    );
    await turn();
    expect(queue.size).toBe(0);
  });
});
