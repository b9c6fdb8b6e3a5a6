import { MongoBulkWriteError, type BulkWriteResult, type Collection } from 'mongodb';
import { writeGuarded, type Row } from './guarded-writes.ts';

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
    const write = (_id: string) => ({ row: { _id }, guard: {}, perhapsNew: true });

    await expect(writeGuarded(collection, [write('a'), write('b')])).rejects.toMatchObject({ code: 64 });
  });
});
