import type { SeenRevision } from '#kernel/domain';
import { idempotencyKey, ifMatchRevision } from './request-headers.ts';

describe('the Idempotency-Key', () => {
  it.each(['a', '8e03978e-40d5-43dd-bc93-6894a57f9324', 'x'.repeat(255)])('may be %s', (key) => {
    expect(idempotencyKey([key])).toBe(key);
  });

  it.each([undefined, [], ['']])('must be there, and not %p', (values) => {
    expect(() => idempotencyKey(values)).toThrow('MISSING_IDEMPOTENCY_KEY');
  });

  it.each([
    [['x'.repeat(256)]],
    [['perché']],
    [['a', 'b']],
    [['a', 'a']],
    [['', 'a']],
    [['RSSMRA80A01H501U']],
    [['booking rss-mra-80a01-h501u']],
  ])('must not be %p', (values) => {
    expect(() => idempotencyKey(values)).toThrow('IDEMPOTENCY_KEY_INVALID');
  });
});

describe('If-Match', () => {
  it('gives the revision of one strong entity tag', () => {
    expect([ifMatchRevision('"0"'), ifMatchRevision('"12"'), ifMatchRevision(undefined)]).toEqual([0, 12, undefined]);
  });

  it.each<[string, SeenRevision]>([
    ['*', 'any'],
    ['"1", "2"', [1, 2]],
    [' "1",,\t"2" ,', [1, 2]],
    ['W/"12"', []],
    ['W/"1", "2"', [2]],
    ['"a,b", "3"', [3]],
    ['"01"', []],
    ['"-1"', []],
    ['""', []],
  ])('may be a list, weak, or whatever there is: %s', (header, seen) => {
    expect(ifMatchRevision(header)).toEqual(seen);
  });

  it.each(['12', '', '"1" "2"', '"1""2"', '"1', '1"', 'w/"1"', '*, "1"', '"1", x', ',', '"a b"'])(
    'refuses %p',
    (tag) => {
      expect(() => ifMatchRevision(tag)).toThrow('IF_MATCH_INVALID');
    },
  );

  it('is read in a moment, however long and odd it is', () => {
    for (const odd of ['"', ' ', ',', '", ', '"a" ', 'W/', ' ,']) {
      expect(() => ifMatchRevision(`${odd.repeat(16_384 / odd.length)}x`)).toThrow('IF_MATCH_INVALID');
    }
  });
});
