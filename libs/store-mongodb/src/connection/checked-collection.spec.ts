import type { Collection } from 'mongodb';
import { checkedCollection } from './checked-collection.ts';
import type { Row } from './guarded-writes.ts';

interface Instance extends Row {
  readonly process?: string | undefined;
}

describe('what is sent to MongoDB', () => {
  const sent: unknown[][] = [];
  const names = ['find', 'findOne', 'findOneAndUpdate', 'updateOne', 'updateMany', 'replaceOne', 'deleteMany'] as const;
  const raw = Object.fromEntries(
    [...names, 'insertOne', 'bulkWrite', 'distinct'].map((name) => [name, (...args: unknown[]) => sent.push(args)]),
  ) as unknown as Collection<Instance>;
  const rows = checkedCollection(raw);
  beforeEach(() => void sent.splice(0));

  it.each(names)('never has a filter with undefined in it, which would mean other documents, or all: %s', (name) => {
    const call = rows[name].bind(rows) as (filter: unknown, update?: unknown) => unknown;

    expect(() => call({ process: undefined }, { _id: 'a' })).toThrow(TypeError);
    expect(() => call({ $and: [{ process: 'p' }, { epoch: { $lt: undefined } }] }, { _id: 'a' })).toThrow(
      `undefined is sent to MongoDB, at ${name}(0).$and.1.epoch.$lt`,
    );

    expect(sent).toEqual([]);
  });

  it.each([
    ['a change', () => rows.updateOne({ _id: 'a' }, { $set: { process: undefined } })],
    ['a document', () => rows.insertOne({ _id: 'a', process: undefined })],
    ['one of many writes', () => rows.bulkWrite([{ deleteOne: { filter: { process: undefined as never } } }])],
    ['the filter of distinct', () => rows.distinct('process', { process: undefined as never })],
  ])('has no undefined in %s either', (_what, call) => {
    expect(call).toThrow(TypeError);

    expect(sent).toEqual([]);
  });

  it.each([
    ['the id of a document', () => rows.insertOne({ _id: 'a\uD800' })],
    ['a filter', () => rows.findOne({ _id: 'a\uDC00' })],
    ['a list of ids', () => rows.find({ _id: { $in: ['a', '\uD800'] } })],
    ['a change', () => rows.updateOne({ _id: 'a' }, { $set: { process: '\uD800' } })],
    ['the name of a field', () => rows.updateOne({ _id: 'a' }, { $set: { 'parked.\uD800': 1 } })],
    ['one of many writes', () => rows.bulkWrite([{ insertOne: { document: { _id: '\uD800' } } }])],
  ])('has no half of a surrogate pair in it, which BSON makes the same of whatever half it was: %s', (_what, call) => {
    expect(call).toThrow(/half of a surrogate pair is sent to MongoDB, at /);

    expect(sent).toEqual([]);
  });

  it('may have whole pairs in it, and the mark that stands for what could not be read', () => {
    void rows.findOne({ _id: '🏛️ \uFFFD' });

    expect(sent).toEqual([[{ _id: '🏛️ \uFFFD' }]]);
  });

  it('asks for enough documents at once, so that few answers need a second request', () => {
    void rows.find({ process: 'p' });
    void rows.find();

    expect(sent.map(([, options]) => options)).toEqual([{ batchSize: 1000 }, { batchSize: 1000 }]);
  });
});
