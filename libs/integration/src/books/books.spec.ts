import { MemoryWorkStore } from '#store-memory';
import type { Checkpoint, ProcessInstance, WorkStore } from '#kernel/ports';
import type { Position } from '#kernel/domain';
import { stored } from '../work/stored.ts';
import { BookKeeper, type EventForBooks } from './book-keeper.ts';
import { Books } from './books.ts';
import { hashOfNothing, nextHash } from './running-hash.ts';

const LOG = 'log-1';
const idOf = (position: Position): string => `id-${position}`;
const options = (work: WorkStore) => ({ work, process: 'books', idOf });
const keeper = (work: WorkStore, more: { epoch?: number; logId?: string } = {}): Promise<BookKeeper> =>
  BookKeeper.takeOver({ ...options(work), logId: LOG, ...more });

/** One published event at each of these positions, for these books. */
const events = (from: number, to: number, ...books: string[]): EventForBooks[] =>
  Array.from({ length: to - from + 1 }, (_, at) => {
    const position = String(from + at);
    return { position, type: `type-${(from + at) % 3}`, thing: `thing-${(from + at) % 5}`, books };
  });

/** What stands in a book, read to its end in steps. */
async function bookOf(work: WorkStore, book: string, step = 50): Promise<readonly string[]> {
  const books = new Books(options(work));
  const found: string[] = [];
  for (;;) {
    const next = await books.events(book, found.length, step);
    if (next.length === 0) return found;
    found.push(...next.map(({ number, position }) => `${number}:${position}`));
  }
}

const numbered = (from: number, to: number): readonly string[] =>
  Array.from({ length: to - from + 1 }, (_, at) => `${at + 1}:${from + at}`);

describe('the book of a subscription', () => {
  it('numbers its events from 1 in log order without a gap, over many pages and however the log was cut', async () => {
    for (const cut of [1, 7, 64, 65, 200]) {
      const work = new MemoryWorkStore();
      const writer = await keeper(work);
      for (let from = 1; from <= 200; from += cut) {
        const to = Math.min(from + cut - 1, 200);
        await writer.write(events(from, to, 'a'), String(to));
      }
      expect(await bookOf(work, 'a')).toEqual(numbered(1, 200));
    }
  });

  it('has of what was skipped what names it; nothing is named where the books were begun by an earlier version', async () => {
    const skipped = [{ number: 1, book: 'a.00000000' }, { number: 2 }];
    const work = new MemoryWorkStore();
    await keeper(work);
    const now = new Books(options(work));
    const named = [...skipped, { number: 3, book: await now.idOf('a') }];
    expect(await now.skippedIn('a', named)).toEqual([3]);
    const older = new MemoryWorkStore();
    await older.save('books', [stored('series', { id: '0a1b2c3d' })], { logId: LOG, position: '0' });
    const before = new Books(options(older));
    expect(await before.skippedIn('a', [...skipped, { number: 3, book: 'a.0a1b2c3d' }])).toEqual([2, 3]);
  });

  it('counts its own events alone', async () => {
    const work = new MemoryWorkStore();
    const writer = await keeper(work);
    await writer.write([...events(1, 70, 'a'), ...events(71, 140, 'a', 'b'), ...events(141, 150)], '150');
    expect(await bookOf(work, 'a')).toEqual(numbered(1, 140));
    expect(await bookOf(work, 'b')).toEqual(numbered(71, 140));
    expect(await bookOf(work, 'c')).toEqual([]);
  });

  it('says how far the log was looked at, also where nothing was for it', async () => {
    const work = new MemoryWorkStore();
    const books = new Books(options(work));
    const writer = await keeper(work);
    expect(await books.stand('a')).toEqual({ number: 0, hash: hashOfNothing(await books.idOf('a')), through: '0' });
    await writer.write(events(1, 3, 'a'), '9');
    expect(await books.stand('a')).toMatchObject({ number: 3, through: '9' });
    expect(await books.stand('b')).toMatchObject({ number: 0, through: '9' });
  });

  it('has a running hash at every number, which a receiver computes from number, id and type alone', async () => {
    const work = new MemoryWorkStore();
    const writer = await keeper(work);
    const all = events(1, 130, 'a');
    await writer.write(all, '130');
    const books = new Books(options(work));
    let hash = hashOfNothing(await books.idOf('a'));
    expect(await books.hashAt('a', 0)).toBe(hash);
    for (const [index, { position, type }] of all.entries()) {
      hash = nextHash(hash, { number: index + 1, id: idOf(position), type });
      expect(await books.hashAt('a', index + 1)).toBe(hash);
    }
    expect(await books.stand('a')).toMatchObject({ number: 130, hash });
    expect(await books.hashAt('a', 131)).toBeUndefined();
  });

  it('tells an event that is missing, another one, and two that have changed places', () => {
    const counted = events(1, 3).map(({ position, type }, at) => ({ number: at + 1, id: idOf(position), type }));
    const hash = (list: typeof counted): string => list.reduce(nextHash, hashOfNothing('a'));
    const [one, two, three] = counted as [(typeof counted)[0], (typeof counted)[0], (typeof counted)[0]];
    const hashes = [
      counted,
      [one, two],
      [one, two, { ...three, type: 'other' }],
      [one, { ...three, number: 2 }, { ...two, number: 3 }],
    ].map(hash);
    expect(new Set(hashes).size).toBe(4);
  });
});

/** Writes some of the instances of a save, and then is away, as a store without transactions may. */
class TornWorkStore extends MemoryWorkStore {
  torn: ((instance: ProcessInstance) => boolean) | undefined;

  override async save(
    process: string,
    instances: readonly ProcessInstance[],
    checkpoint: Checkpoint,
    epoch?: number,
  ): Promise<void> {
    if (!this.torn) return super.save(process, instances, checkpoint, epoch);
    const before = await this.checkpoint(process);
    await super.save(process, instances.filter(this.torn), before ?? { logId: LOG, position: '0' }, epoch);
    throw new Error('the store is away');
  }
}

describe('the id of a book', () => {
  it('is the same for as long as books go on, whoever keeps them, and another once they begin anew', async () => {
    const work = new MemoryWorkStore();
    await expect(new Books(options(work)).idOf('a')).rejects.toMatchObject({ code: 'PROJECTION_NOT_READY' });
    await (await keeper(work, { epoch: 1 })).write(events(1, 5, 'a'), '5');
    const first = await new Books(options(work)).idOf('a');
    expect(first).toMatch(/^a\.[0-9a-f]{8}$/);
    await (await keeper(work, { epoch: 2 })).write(events(6, 9, 'a'), '9');
    expect(await new Books(options(work)).idOf('a')).toBe(first);
    const hash = await new Books(options(work)).hashAt('a', 9);
    // As `accept-restore` does, and as it is where the store was lost.
    await work.reset('books');
    await (await keeper(work, { epoch: 3, logId: 'log-2' })).write(events(1, 9, 'a'), '9');
    expect(await new Books(options(work)).idOf('a')).not.toBe(first);
    expect(await new Books(options(work)).hashAt('a', 9)).not.toBe(hash);
  });
});

describe('a book that was being written when the process died', () => {
  const ends = ({ key }: ProcessInstance): boolean => key.startsWith('end/');
  it.each([
    ['nothing', () => false],
    ['its end without its pages', ends],
    ['its pages without its end', (instance: ProcessInstance) => !ends(instance)],
    ['its last page alone', ({ key }: ProcessInstance) => key === 'page/a/2'],
    ['its first page alone', ({ key }: ProcessInstance) => key === 'page/a/0'],
    ['everything but the checkpoint', () => true],
  ])('shows nothing of it and gives the same numbers again, after %s was written', async (_, torn) => {
    const work = new TornWorkStore();
    const first = await keeper(work, { epoch: 1 });
    await first.write(events(1, 60, 'a'), '60');
    work.torn = torn;
    await expect(first.write(events(61, 150, 'a'), '150')).rejects.toThrow('the store is away');
    expect(await bookOf(work, 'a')).toEqual(numbered(1, 60));
    work.torn = undefined;
    const second = await keeper(work, { epoch: 2 });
    expect(second.through).toBe('60');
    await second.write(events(61, 100, 'a'), '100');
    expect(await bookOf(work, 'a')).toEqual(numbered(1, 100));
    await second.write(events(101, 160, 'a'), '160');
    expect(await bookOf(work, 'a')).toEqual(numbered(1, 160));
  });

  it('is written again by the same process, once the store is back', async () => {
    const work = new TornWorkStore();
    const writer = await keeper(work);
    work.torn = () => true;
    await expect(writer.write(events(1, 70, 'a'), '70')).rejects.toThrow('the store is away');
    work.torn = undefined;
    await writer.write(events(1, 70, 'a'), '70');
    expect(await bookOf(work, 'a')).toEqual(numbered(1, 70));
  });

  it('forgets what a keeper of a newer version does not number: the rest takes its numbers', async () => {
    const work = new TornWorkStore();
    const first = await keeper(work);
    work.torn = () => true;
    await expect(first.write(events(1, 100, 'a'), '100')).rejects.toThrow('the store is away');
    work.torn = undefined;
    const second = await keeper(work);
    await second.clear(['a', 'b']);
    await second.write([], '80');
    expect(await bookOf(work, 'a')).toEqual([]);
    await second.write(events(91, 95, 'a'), '100');
    expect(await bookOf(work, 'a')).toEqual(numbered(91, 95));
  });
});

describe('whoever keeps the books', () => {
  it('writes no more once another has taken them over', async () => {
    const work = new MemoryWorkStore();
    const frozen = await keeper(work, { epoch: 1 });
    const next = await keeper(work, { epoch: 2 });
    await next.write(events(1, 5, 'a'), '5');
    await expect(frozen.write(events(1, 9, 'a'), '9')).rejects.toMatchObject({ code: 'LEASE_LOST' });
    expect(await bookOf(work, 'a')).toEqual(numbered(1, 5));
  });

  it('refuses those of another log', async () => {
    const work = new MemoryWorkStore();
    await (await keeper(work)).write(events(1, 5, 'a'), '5');
    await expect(keeper(work, { logId: 'log-2' })).rejects.toMatchObject({ code: 'LOG_REPLACED' });
  });

  it('writes to more books at once than it keeps open', async () => {
    const work = new MemoryWorkStore();
    const writer = await keeper(work);
    const many = Array.from({ length: 2_500 }, (_, at) => `book-${at}`);
    await writer.write(events(1, 3, ...many), '3');
    await writer.write(events(4, 4, ...many), '4');
    for (const book of ['book-0', 'book-2499']) expect(await bookOf(work, book)).toEqual(numbered(1, 4));
  });
});
