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

  it.each(['12', 'W/"12"', '*', '"1", "2"', '"-1"', '"01"', '""', '"a"'])('refuses %s', (tag) => {
    expect(() => ifMatchRevision(tag)).toThrow('IF_MATCH_INVALID');
  });
});
