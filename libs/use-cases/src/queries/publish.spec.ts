import { Type } from '@sinclair/typebox';
import { publisherOf } from './publish.ts';

describe('a published answer', () => {
  it('has the fields that are declared, however deep, and no others', () => {
    const publish = publisherOf(
      Type.Object({
        id: Type.String(),
        list: Type.Array(Type.Object({ n: Type.Number() })),
        one: Type.Union([Type.Object({ kind: Type.Literal('a') }), Type.Null()]),
      }),
    );

    const stored = { id: 'x', secret: 1, list: [{ n: 1, secret: 2 }], one: { kind: 'a', secret: 3 } };
    expect(publish(stored)).toEqual({ id: 'x', list: [{ n: 1 }], one: { kind: 'a' } });
    expect(publish({ id: 'x', list: [], one: null })).toEqual({ id: 'x', list: [], one: null });
  });

  it.each([
    ['a record', Type.Record(Type.String(), Type.Object({ n: Type.Number() }))],
    ['an intersection', Type.Intersect([Type.Object({ a: Type.String() }), Type.Object({ b: Type.String() })])],
    ['anything', Type.Object({ any: Type.Unknown() })],
  ])('is not declared as %s, which nothing would cut', (_shape, schema) => {
    expect(() => publisherOf(schema)).toThrow(TypeError);
  });
});
