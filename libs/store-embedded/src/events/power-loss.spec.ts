import fc from 'fast-check';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { AppendRequest, SignedHead } from '#kernel/ports';
import { WalOnDisk } from '../specification/power-cuts.ts';
import { EmbeddedEventStore } from './embedded-event-store.ts';

const TURNS = 5;

describe('a log that loses its power', () => {
  let directory: string;
  let file: string;
  let disk: WalOnDisk;
  let store: EmbeddedEventStore;
  const opened: EmbeddedEventStore[] = [];

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rete-punti-'));
    file = join(directory, 'events.db');
    disk = new WalOnDisk(file);
    store = open();
  });
  afterEach(async () => {
    disk.recover();
    disk.release();
    for (const one of opened.splice(0)) await one.close();
    disk.restore();
    await rm(directory, { recursive: true });
  });

  /** A disk that is held is late for nobody, however slow the machine is, unless a specification says so. */
  function open({
    path = file,
    ...options
  }: { path?: string; readOnly?: boolean; lateSync?: number } = {}): EmbeddedEventStore {
    const one = new EmbeddedEventStore(path, { busyTimeout: 0, lateSync: Infinity, ...options });
    opened.push(one);
    return one;
  }

  /** What stands on the disk, as the next start finds it. */
  async function afterPowerCut<T>(look: (found: EmbeddedEventStore) => Promise<T>): Promise<T> {
    const copy = await mkdtemp(join(directory, 'cut-'));
    const found = new EmbeddedEventStore(disk.copyTo(copy), { readOnly: true });
    try {
      return await look(found);
    } finally {
      await found.close();
    }
  }

  const headAfterPowerCut = (): Promise<number> => afterPowerCut(async (found) => Number(await found.head()));

  function append(stream: string, revision = -1, more: Partial<AppendRequest> = {}): AppendRequest {
    const metadata = {
      ...{ schemaVersion: 1, recordedAt: '2026-03-01T09:30:00.000Z', commandId: 'c', scope: {}, subjects: [] },
      ...{ $correlationId: 'c', $causationId: 'c', actor: { kind: 'policy', name: 'test' } as const },
    };
    const data = { filling: 'x'.repeat(1_000) };
    return {
      stream,
      expectedRevision: revision < 0 ? 'no-stream' : revision,
      events: [{ eventId: 'id', type: 'Happened', data, metadata }],
      ...more,
    };
  }

  async function turns(): Promise<void> {
    for (let number = 0; number < TURNS; number += 1) await turn();
  }

  /** Whether something is answered in a few turns. */
  async function isAnswered(asked: Promise<unknown>): Promise<boolean> {
    let answered = false;
    const note = (): void => void (answered = true);
    void asked.then(note, note);
    await turns();
    return answered;
  }

  it('has told nobody of an append before it stands on the disk', async () => {
    await store.append(append('S-0'));
    const followed: string[] = [];
    const end = new AbortController();
    const following = (async () => {
      for await (const { through } of store.subscribe({ after: '0', signal: end.signal })) followed.push(through);
    })();
    await turns();
    disk.hold();
    const idempotency = { commandId: 'c-1', route: 'POST /', bodyHash: 'h', stream: 'S-1' };
    const appended = store.append(append('S-1', -1, { idempotency }));
    await turns();

    const asked = [
      appended,
      store.readStream('S-1'),
      store.findIdempotencyRecord('c-1'),
      store.append(append('S-1')),
      store.append(append('S-1', -1, { idempotency })),
    ];
    for (const answer of asked) expect(await isAnswered(answer)).toBe(false);
    expect(await store.head()).toBe('1');
    expect(store.end).toBe('1');
    for await (const { through } of store.readLog({ after: '0' })) expect(through).toBe('1');
    const late = store.subscribe({ after: '0', signal: end.signal })[Symbol.asyncIterator]();
    expect(await late.next()).toMatchObject({ value: { through: '1' } });
    const next = late.next();
    expect(await isAnswered(next)).toBe(false);
    expect(followed).toEqual(['1']);
    expect(await headAfterPowerCut()).toBe(1);

    disk.release();
    await Promise.allSettled(asked);
    await turns();
    expect(await store.head()).toBe('2');
    expect(followed).toEqual(['1', '2']);
    expect(await next).toMatchObject({ value: { through: '2' } });
    expect(await headAfterPowerCut()).toBe(2);
    end.abort();
    await Promise.all([following, late.next()]);
  });

  it('does not say that all is well while its disk does not answer', async () => {
    await store.close();
    store = open({ lateSync: 0 });
    disk.hold();
    const appended = store.append(append('S-0'));
    await turns();

    const head = store.head();
    expect(await isAnswered(head)).toBe(false);
    disk.release();
    expect(await head).toBe('1');
    await appended;
  });

  it('answers what rests on nothing that is not on the disk', async () => {
    await store.append(append('S-0'));
    disk.hold();
    void store.append(append('S-1'));
    await turns();

    expect(await store.readStream('S-0')).toHaveLength(1);
    expect(await store.findIdempotencyRecord('c-0')).toBeUndefined();
  });

  it('answers a repeat of what is on the disk, whatever else is not', async () => {
    const record = { commandId: 'c-1', route: 'POST /', bodyHash: 'h', stream: 'S-1' };
    await store.append(append('S-1', -1, { idempotency: record }));
    disk.hold();
    void store.append(append('S-2'));
    await turns();

    expect(await isAnswered(store.findIdempotencyRecord('c-1'))).toBe(true);
  });

  it('counts a sync for no append that was committed after it began', async () => {
    const { syncs } = disk;
    disk.hold();
    const first = store.append(append('S-0'));
    await turns();
    const closing = store.append(append('S-1'));
    // Closing commits at once what else would wait for the end of the sync.
    const closed = store.close();
    await turns();
    disk.release();
    await Promise.all([first, closing]);

    expect(disk.syncs - syncs).toBe(2);
    await closed;
  });

  it('commits together what comes while a sync goes on', async () => {
    disk.hold();
    const all = [store.append(append('S-0'))];
    for (const stream of ['S-1', 'S-2', 'S-3']) {
      await turns();
      all.push(store.append(append(stream)));
    }
    await turns();
    expect(store.commits).toBe(1);
    disk.release();
    await Promise.all(all);

    expect(store.commits).toBe(2);
  });

  it('shows no head of its tree that the disk has not', async () => {
    disk.hold();
    void store.append(append('S-0'));
    await turns();
    const { size } = store.tree.head();

    expect(size).toBe(1);
    expect(await headAfterPowerCut()).toBe(1);
  });

  it('has on the disk what another process has read', async () => {
    const reader = open({ readOnly: true });
    disk.hold();
    void store.append(append('S-0'));
    await turns();
    expect(await headAfterPowerCut()).toBe(0);
    const looks = [
      () => reader.head(),
      () => reader.readStream('S-1').then((events) => events[0]?.position),
      async () => {
        for await (const { through } of reader.subscribe({ after: '2', signal: new AbortController().signal }))
          return through;
        return undefined;
      },
      async () => reader.tree.head().position,
      async () => {
        let last: string | undefined;
        for await (const { position } of reader.tree.places()) last = position;
        return last;
      },
    ];
    for (const [index, look] of looks.entries()) {
      expect(Number(await look())).toBe(index + 1);
      expect(await headAfterPowerCut()).toBe(index + 1);
      disk.release();
      disk.hold();
      void store.append(append(`S-${index + 1}`));
      await turns();
    }
  });

  it('is the file that a link leads to, for who writes it and for who reads it', async () => {
    await store.close();
    const path = join(await mkdtemp(join(directory, 'link-')), 'events.db');
    await symlink(file, path);
    const written = open({ path });
    await written.append(append('S-0'));
    expect(await headAfterPowerCut()).toBe(1);

    disk.hold();
    void written.append(append('S-1'));
    await turns();
    expect(await open({ path, readOnly: true }).head()).toBe('2');
    expect(await headAfterPowerCut()).toBe(2);
  });

  it('makes durable first what a process wrote that was killed', async () => {
    disk.hold();
    void store.append(append('S-0'));
    await turns();
    expect(await headAfterPowerCut()).toBe(0);
    // The next one begins while the first, which will never go on, still has its files open.
    const next = open();

    expect(await next.head()).toBe('1');
    expect(await headAfterPowerCut()).toBe(1);
  });

  it('says that nobody knows once a sync has failed, syncs nothing again, and moves nothing into the database', async () => {
    await store.append(append('S-0'));
    disk.hold();
    disk.fail();
    const failing = [store.append(append('S-1')), store.append(append('S-2'))];
    await turns();
    const waiting = [store.append(append('S-3')), store.readStream('S-1')];
    disk.release();
    disk.recover();
    const codes = async (asked: readonly Promise<unknown>[]): Promise<unknown[]> =>
      (await Promise.allSettled(asked)).map(
        (one) => one.status === 'rejected' && (one.reason as { code: string }).code,
      );

    expect(await codes(failing)).toEqual(['OUTCOME_UNKNOWN', 'OUTCOME_UNKNOWN']);
    expect(await codes(waiting)).toEqual(['STORE_UNAVAILABLE', 'OUTCOME_UNKNOWN']);
    const { syncs } = disk;
    const after = [
      store.append(append('S-4')),
      store.head(),
      store.readStream('S-0'),
      store.findIdempotencyRecord('c'),
      store.renewLogId(),
      store.forgetIdempotencyRecords(1),
    ];
    expect(await codes(after)).toEqual(after.map(() => 'STORE_UNAVAILABLE'));
    const head = {
      size: 0,
      position: '0',
      root: '',
      logId: '',
      at: '',
      signature: '',
      keyId: '',
    } as unknown as SignedHead;
    for (const look of [() => store.tree.head(), () => store.tree.keepHead(head)]) {
      expect(look).toThrow(expect.objectContaining({ code: 'STORE_UNAVAILABLE' }));
    }
    await store.close();
    expect(disk.syncs).toBe(syncs);
    expect(await headAfterPowerCut()).toBe(1);
  });

  it('is not believed by another process that reads what the disk has lost', async () => {
    await store.append(append('S-0'));
    const reader = open({ readOnly: true });
    expect(await reader.head()).toBe('1');
    disk.fail();
    await expect(store.append(append('S-1'))).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });

    for (const look of [() => reader.head(), () => reader.readStream('S-1'), () => reader.logId()]) {
      await expect(look()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    }
  });

  it('tells its followers when a sync has failed', async () => {
    const end = new AbortController();
    const following = store.subscribe({ after: '0', signal: end.signal })[Symbol.asyncIterator]().next();
    await turns();
    disk.fail();
    await expect(store.append(append('S-0'))).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });

    const heard = following.catch((error: unknown) => error);
    expect(await isAnswered(heard)).toBe(true);
    expect(await heard).toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringContaining('log of the operating system'),
    });
    end.abort();
  });

  it.each(['ENOSPC', 'EDQUOT'])('says that the disk is full where a sync finds no room (%s)', async (code) => {
    disk.fail(code);
    await expect(store.append(append('S-0'))).rejects.toMatchObject({
      code: 'OUTCOME_UNKNOWN',
      message: expect.stringContaining('The disk is full: free some space'),
    });
  });

  it('shows nothing that the disk has lost, though another sync has heard of that', async () => {
    disk.hold();
    disk.fail();
    const failing = store.append(append('S-0'));
    await turns();

    expect(() => store.tree.head()).toThrow(expect.objectContaining({ code: 'OUTCOME_UNKNOWN' }));
    await store.close();
    disk.release();
    await expect(failing).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
  });

  it('has lost nothing that was acknowledged, and shown nothing that is not there, whenever it happens', async () => {
    const steps = fc.array(fc.constantFrom('append', 'follow', 'read', 'head', 'hold', 'release', 'cut'), {
      minLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        await store.close();
        await rm(file, { force: true });
        store = open();
        /** Last position that anybody was told of, and the revisions of streams that were acknowledged. */
        let told = 0;
        const acknowledged = new Map<string, number>();
        const running: Promise<unknown>[] = [];
        const tell = (position: unknown): void => void (told = Math.max(told, Number(position)));
        const end = new AbortController();
        running.push(
          (async () => {
            for await (const { through } of store.subscribe({ after: '0', signal: end.signal })) tell(through);
          })(),
        );
        let next = 0;
        for (const step of sequence) {
          const stream = `S-${next % 3}`;
          if (step === 'append') {
            next += 1;
            const name = `T-${next}`;
            running.push(
              store.append(append(name)).then(({ positions }) => {
                tell(positions.at(-1));
                acknowledged.set(name, 0);
              }),
            );
          }
          if (step === 'read')
            running.push(store.readStream(stream).then((events) => tell(events.at(-1)?.position ?? 0)));
          if (step === 'head') tell(await store.head());
          if (step === 'follow') await turns();
          if (step === 'hold') disk.hold();
          if (step === 'release') disk.release();
          if (step === 'cut') {
            await afterPowerCut(async (found) => {
              expect(Number(await found.head())).toBeGreaterThanOrEqual(told);
              for (const name of acknowledged.keys()) expect(await found.readStream(name)).toHaveLength(1);
            });
          }
        }
        disk.release();
        end.abort();
        await Promise.all(running);
        await afterPowerCut(async (found) => {
          expect(Number(await found.head())).toBe(next);
        });
      }),
      { numRuns: 30 },
    );
  });

  it('has lost nothing when what was written was moved into the database on the way', async () => {
    for (let round = 0; round < 20; round += 1) {
      const writing = Array.from({ length: 100 }, (_, index) => store.append(append(`R-${round}-${index}`)));
      const position = (await Promise.all(writing)).at(-1)!.positions[0];
      disk.hold();
      void store.append(append(`H-${round}`)).catch(() => undefined);
      await turns();
      expect(await headAfterPowerCut()).toBeGreaterThanOrEqual(Number(position));
      disk.release();
      await turns();
    }
  });
});
