import { canonicalJson } from './canonical-json.ts';

describe('the canonical form of a body', () => {
  it('does not depend on the order of members', () => {
    expect(canonicalJson({ b: 1, a: { d: [1, { f: 2, e: 1 }], c: null } })).toBe(
      '{"a":{"c":null,"d":[1,{"e":1,"f":2}]},"b":1}',
    );
  });

  it('depends on the order of items, and on types', () => {
    expect(canonicalJson([1, 2])).not.toBe(canonicalJson([2, 1]));
    expect(canonicalJson({ a: 1 })).not.toBe(canonicalJson({ a: '1' }));
  });

  it('of no body is that of null', () => {
    expect(canonicalJson(undefined)).toBe('null');
  });

  it('is refused to bodies that nest deeper than any command', () => {
    const deep: unknown = JSON.parse('['.repeat(50_000) + ']'.repeat(50_000));

    expect(() => canonicalJson(deep)).toThrow('BODY_TOO_DEEP');
  });
});
