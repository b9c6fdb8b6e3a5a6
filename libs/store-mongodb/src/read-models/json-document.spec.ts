import { BSON } from 'mongodb';
import fc from 'fast-check';
import { fromStoredJson, toStoredJson } from './json-document.ts';

const throughBson = (document: unknown): unknown =>
  fromStoredJson(BSON.deserialize(BSON.serialize(toStoredJson(document))) as { document: unknown });

/** Names that servers take amiss, mixed with others. */
const names = fc.oneof(
  fc.string(),
  fc.constantFrom('a.b', '$set', '$', '.', '%', '%2E', '%array', 'a\0b', '_bsontype', '_id', '__proto__', 'è'),
  fc.constantFrom('half \uD83C', '\uDFDB', '%name-IiI', '%text'),
);
const { document: documents } = fc.letrec((tie) => ({
  document: fc.dictionary(names, tie('value'), { maxKeys: 4 }),
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(
      null,
      true,
      false,
      0,
      -1.5,
      2 ** 31,
      2 ** 53 - 1,
      'text',
      '$text',
      '',
      'half \uD83C',
      '\uDFDB other',
    ),
    fc.array(tie('value'), { maxLength: 4 }),
    tie('document'),
  ),
}));

describe('documents in BSON', () => {
  it('come back as they were, whatever JSON they are', () => {
    fc.assert(fc.property(documents, (document) => expect(throughBson(document)).toEqual(document)));
  });

  it('are what JSON makes of them, where BSON would know more than JSON', () => {
    const document = { zero: -0, list: [-0, undefined, Number.NaN], nothing: undefined };

    expect(throughBson(document)).toStrictEqual({ zero: 0, list: [0, null, null] });
    expect(toStoredJson(document)).not.toHaveProperty('escaped');
  });

  it.each([
    [{ alone: -0 }, { alone: 0 }],
    [{ alone: Number.NaN }, { alone: null }],
    [{ alone: [undefined] }, { alone: [null] }],
    [{ alone: undefined }, {}],
  ])('are so also where only one value is of that kind: %p', (document, asJson) => {
    expect(throughBson(document)).toStrictEqual(asJson);
  });

  it('are stored as they are, so that their fields can be searched, unless a server would take them amiss', () => {
    const plain = { status: 'ACTIVE', list: [1, { three: [] }] };

    expect(toStoredJson(plain)).toEqual({ document: plain });
    expect(toStoredJson({ 'a.b': [[1]], status: 'ACTIVE' })).toEqual({
      document: { 'a%2Eb': [{ '%array': [1] }], status: 'ACTIVE' },
      escaped: true,
    });
  });
});
