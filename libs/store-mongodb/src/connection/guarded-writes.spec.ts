import { MongoBulkWriteError, MongoNetworkTimeoutError, type BulkWriteResult, type Collection } from 'mongodb';
import { BatchSize } from './batch-size.ts';
import { writeGuarded, type GuardedWrite, type Row } from './guarded-writes.ts';

describe('a guarded write', () => {
  it('fails when too few members confirm it, although a duplicate was refused beside it', async () => {
    const concern = { code: 64, errmsg: 'waiting for replication timed out' };
    const collection = {
      bulkWrite: async () => {
        const result = { getWriteConcernError: () => concern, insertedCount: 1, matchedCount: 0 };
        const duplicate = { code: 11_000, index: 0 };
        throw new MongoBulkWriteError(
          { message: 'duplicate key', code: 11_000, writeErrors: [duplicate as never] },
          result as unknown as BulkWriteResult,
        );
      },
    } as unknown as Collection<Row>;

    await expect(writeGuarded(collection, [write('a'), write('b')], new BatchSize())).rejects.toMatchObject({
      code: 64,
    });
  });

  it('gets done in the end when it is tried again, by a server that is too slow for many documents at once', async () => {
    const written: number[] = [];
    const collection = {
      bulkWrite: async ({ length }: readonly object[]) => {
        if (length > 20) throw new MongoNetworkTimeoutError('timed out');
        written.push(length);
        return { insertedCount: length, matchedCount: 0 };
      },
    } as unknown as Collection<Row>;
    const [writes, size] = [Array.from({ length: 3000 }, (_, index) => write(`id-${index}`)), new BatchSize()];

    for (let attempt = 1; attempt <= 4; attempt += 1) {
      written.length = 0;
      await writeGuarded(collection, writes, size).catch(() => undefined);
    }

    expect(written.reduce((sum, length) => sum + length, 0)).toBe(3000);
  });
});

function write(_id: string): GuardedWrite<Row> {
  return { row: { _id }, guard: {}, perhapsNew: true };
}
