import { once } from 'node:events';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { Syncs } from './syncs.ts';

/** So many are never open; the number of one that was closed is given to the next. */
const NOT_OPEN = 2 ** 30;

describe('a sync in another thread', () => {
  let directory: string;
  let descriptor: number;
  /** What threads have told in this test. */
  let told: { readonly thread: Worker; readonly message: unknown }[];
  const { emit } = Worker.prototype;
  beforeEach(() => {
    directory = fs.mkdtempSync(join(tmpdir(), 'rete-punti-'));
    descriptor = fs.openSync(join(directory, 'file'), 'w');
    told = [];
    Worker.prototype.emit = function (this: Worker, ...event: unknown[]) {
      if (event[0] === 'message') told.push({ thread: this, message: event[1] });
      return Reflect.apply(emit, this, event) as boolean;
    };
  });
  afterEach(() => {
    Worker.prototype.emit = emit;
    fs.rmSync(directory, { recursive: true });
  });

  const sync = (syncs: Syncs, file = descriptor): Promise<unknown> =>
    new Promise((resolve) => {
      syncs.fdatasync(file, resolve);
    });

  it('is done once, be the thread woken when it has done it already', async () => {
    // It is new, and does not wait yet: it sees what is wanted without being woken.
    const syncs = Syncs.take();
    const { notify } = Atomics;
    const answers: unknown[] = [];
    Atomics.notify = (numbers, index) => {
      Atomics.notify = notify;
      while (answers.length === 0) Syncs.notice();
      while (notify(numbers as Int32Array, index) === 0);
      const until = performance.now() + 20;
      while (performance.now() < until);
      return 1;
    };
    syncs.fdatasync(descriptor, (error) => answers.push(error));
    expect(answers).toEqual([undefined]);
    await sync(syncs);

    expect(told.map(({ message }) => message)).toEqual([{ number: 1 }, { number: 2 }]);
    syncs.giveBack();
  });

  it('is told to the event loop', async () => {
    const syncs = Syncs.take();

    expect(await sync(syncs)).toBeUndefined();
    expect(await sync(syncs)).toBeUndefined();
    syncs.giveBack();
  });

  it('is told in the middle of a turn to whoever looks', () => {
    const syncs = Syncs.take();
    const answers: unknown[] = [];
    syncs.fdatasync(descriptor, (error) => answers.push(error));
    const until = performance.now() + 10_000;

    while (answers.length === 0 && performance.now() < until) Syncs.notice();

    expect(answers).toEqual([undefined]);
    syncs.giveBack();
  });

  it('is told once, be it noticed or not', async () => {
    const syncs = Syncs.take();
    const answers: unknown[] = [];
    syncs.fdatasync(descriptor, (error) => answers.push(error));
    while (answers.length === 0) Syncs.notice();

    expect(await sync(syncs)).toBeUndefined();
    Syncs.notice();
    expect(answers).toEqual([undefined]);
    syncs.giveBack();
  });

  it('is noticed a few times in a turn: the event loop comes round whatever goes on by it', async () => {
    await nextTurn();
    const syncs = Syncs.take();
    let answers = 0;
    for (let wanted = 1; wanted <= 10 && answers === wanted - 1; wanted += 1) {
      syncs.fdatasync(descriptor, () => (answers += 1));
      const until = performance.now() + (wanted <= 4 ? 10_000 : 200);
      while (answers < wanted && performance.now() < until) Syncs.notice();
    }

    expect(answers).toBe(4);
    while (answers < 5) await nextTurn();
    syncs.giveBack();
  });

  it('is told in a turn of its own, also when the next one has ended before the answer to it has', async () => {
    const syncs = Syncs.take();
    let turn = 0;
    const answered: number[] = [];
    const next = (): void => {
      answered.push(turn);
      if (answered.length > 20) return;
      syncs.fdatasync(descriptor, next);
      // As whoever goes on takes some time.
      const until = performance.now() + 5;
      while (performance.now() < until);
    };
    next();
    for (; answered.length <= 20; turn += 1) await nextTurn();

    expect(new Set(answered).size).toBe(answered.length);
    syncs.giveBack();
  });

  it('says what it failed of, and is not noticed as one that went well', async () => {
    const syncs = Syncs.take();
    const failed = sync(syncs, NOT_OPEN);
    Syncs.notice();

    expect(await failed).toMatchObject({ code: 'EBADF' });
    syncs.giveBack();
  });

  it('goes through a thread that was given back', async () => {
    const before = Syncs.take();
    await sync(before);
    before.giveBack();

    expect(Syncs.take()).toBe(before);
    before.giveBack();
  });

  it('has a thread for as long as somebody may want it, and a while longer', async () => {
    const syncs = Syncs.take();
    await sync(syncs);
    const { thread } = told.at(-1)!;
    syncs.giveBack();

    await once(thread, 'exit');
    const next = Syncs.take();
    expect(next).not.toBe(syncs);
    next.giveBack();
  });

  it('goes through another thread when the one that was given back is gone', async () => {
    const before = Syncs.take();
    await sync(before);
    const { thread } = told.at(-1)!;
    before.giveBack();
    await Promise.all([once(thread, 'exit'), thread.terminate()]);

    const after = Syncs.take();
    expect(after).not.toBe(before);
    expect(await sync(after)).toBeUndefined();
    after.giveBack();
  });
});
