import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Syncs } from './syncs.ts';

describe('a sync in another thread', () => {
  let directory: string;
  let descriptor: number;
  beforeEach(() => {
    directory = fs.mkdtempSync(join(tmpdir(), 'rete-punti-'));
    descriptor = fs.openSync(join(directory, 'file'), 'w');
  });
  afterEach(() => {
    fs.rmSync(directory, { recursive: true });
  });

  const sync = (syncs: Syncs, file = descriptor): Promise<unknown> =>
    new Promise((resolve) => {
      syncs.fdatasync(file, resolve);
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

  it('says what it failed of, and is not noticed as one that went well', async () => {
    const syncs = Syncs.take();
    fs.closeSync(descriptor);
    const failed = sync(syncs);
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
});
