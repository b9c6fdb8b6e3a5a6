import { randomUUID } from 'node:crypto';
import type { IdempotencyStore, IdempotencyRecord } from '#kernel/ports';
import type { MakeHarness, StoreHarness } from './harness.ts';

/** What every store of idempotency records must do. */
export function describeIdempotencyStore(name: string, makeHarness: MakeHarness<IdempotencyStore>): void {
  describe(`${name} as an idempotency store`, () => {
    let harness: StoreHarness<IdempotencyStore>;
    let store: IdempotencyStore;
    beforeAll(async () => {
      harness = await makeHarness();
      store = await harness.open();
    });
    afterAll(() => harness.close());

    it('keeps a record', async () => {
      const record = freshRecord();

      expect(await store.make(record)).toEqual(record);

      expect(await store.find(record.commandId)).toEqual(record);
      expect(await store.find(randomUUID())).toBeUndefined();
    });

    it('lets the first record of a command stand, whatever the later ones say', async () => {
      const first = freshRecord();
      await store.make(first);

      for (const later of [first, { ...freshRecord(), commandId: first.commandId }]) {
        expect(await store.make(later)).toEqual(first);
      }
      expect(await store.find(first.commandId)).toEqual(first);
    });

    it('shows a record to every other handle at once', async () => {
      const other = await harness.open();
      const record = freshRecord();
      await store.make(record);

      expect(await other.find(record.commandId)).toEqual(record);
      expect(await other.make({ ...freshRecord(), commandId: record.commandId })).toEqual(record);
    });

    it('lets one record of many concurrent makers, of several handles, stand for all of them', async () => {
      const handles = [store, await harness.open()];
      const commandId = randomUUID();
      const records = Array.from({ length: 20 }, () => ({ ...freshRecord(), commandId }));

      const outcomes = await Promise.all(records.map((record, index) => handles[index % handles.length]!.make(record)));

      const standing = await store.find(commandId);
      expect(records).toContainEqual(standing);
      expect(outcomes).toEqual(records.map(() => standing));
    });

    it('forgets the records of before a time, of whichever handle, and no others', async () => {
      const records = Array.from({ length: 1100 }, freshRecord);
      await Promise.all(records.map((record) => store.make(record)));
      const [first, last] = [records[0]!, records.at(-1)!];

      expect(await store.forget(Date.now() - 60_000)).toBe(0);
      expect(await store.find(first.commandId)).toEqual(first);

      // Those of the tests before are as old.
      expect(await (await harness.open()).forget(Date.now() + 60_000)).toBeGreaterThanOrEqual(1100);
      for (const { commandId } of [first, last]) expect(await store.find(commandId)).toBeUndefined();
      expect(await store.make(first)).toEqual(first);
    });

    it('has its records when it is opened again', async () => {
      if (!harness.reopen) return;
      const record = freshRecord();
      await store.make(record);

      store = await harness.reopen();

      expect(await store.find(record.commandId)).toEqual(record);
      expect(await store.make({ ...freshRecord(), commandId: record.commandId })).toEqual(record);
    });
  });
}

function freshRecord(): IdempotencyRecord {
  return {
    commandId: randomUUID(),
    route: 'POST /rest/protocols/v1/protocols',
    bodyHash: randomUUID(),
    stream: `Protocol-${randomUUID()}`,
  };
}
