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

  it('lets the next task begin once one has passed its turn on; who wants to be alone waits until all before have ended', async () => {
    const queue = new KeyedQueue();
    const log: string[] = [];
    const gates = [new Gate(), new Gate()] as const;
    const passing = gates.map((gate, index) =>
      queue.run('a', async ({ pass }) => {
        log.push(`begins ${index}`);
        pass();
        await gate.pass();
        log.push(`ends ${index}`);
        if (index === 1) throw new Error('failed');
      }),
    );
    const third = queue.run('a', async ({ alone }) => {
      log.push('third');
      await alone();
      log.push('alone');
    });
    const fourth = queue.run('a', async () => log.push('fourth'));
    await turn();
    expect(log).toEqual(['begins 0', 'begins 1', 'third']);
    expect(queue.runIfFree(['a'], () => Promise.reject(new Error('it was run')))).toBeUndefined();

    gates[1].open();
    await turn();
    gates[0].open();
    await Promise.allSettled([...passing, third, fourth]);
    expect(log.slice(3)).toEqual(['ends 1', 'ends 0', 'alone', 'fourth']);
    await turn();
    expect(queue.size).toBe(0);
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

  it('runs a task of several keys at once when nobody is at any of them, and others wait for it', async () => {
    const queue = new KeyedQueue();
    const log: string[] = [];
    const gate = new Gate();
    const several = queue.runIfFree(['a', 'b'], async () => {
      await gate.pass();
      log.push('several');
    });
    const later = ['a', 'b'].map((key) => queue.run(key, async () => log.push(key)));
    await queue.run('c', async () => log.push('other key'));
    gate.open();
    await Promise.all([several, ...later]);
    expect(log).toEqual(['other key', 'several', 'a', 'b']);
    await turn();
    expect(queue.size).toBe(0);
  });

  it('does not run such a task while somebody is at one of its keys, nor make anybody wait for it', async () => {
    const queue = new KeyedQueue();
    const gate = new Gate();
    const running = queue.run('a', () => gate.pass());
    expect(queue.runIfFree(['a', 'b'], () => Promise.reject(new Error('it was run')))).toBeUndefined();
    expect(await queue.run('b', async () => 'free')).toBe('free');
    gate.open();
    await running;
  });
});
