import { Type, type TProperties } from '@sinclair/typebox';
import { defineEvent } from '#kernel/domain';
import { always, at, madeFrom, PairwiseId, publish } from '#use-cases';
import { oneOf } from '#vocabulary';
import { breakingChanges, contractOf } from './contract.ts';

const LampLit = defineEvent({
  type: 'LampLit',
  schema: Type.Object({ lamp: Type.String(), colour: Type.String(), by: Type.Object({ name: Type.String() }) }),
});
const fields = {
  colour: oneOf(['RED', 'BLUE']),
  watts: Type.Integer({ minimum: 1, maximum: 100 }),
  rooms: Type.Array(Type.Object({ name: Type.String({ maxLength: 10 }) })),
  note: Type.Optional(Type.String()),
  size: Type.Union([Type.String(), Type.Integer()]),
};
const contractWith = (more: TProperties = {}, left: readonly string[] = [], name = 'lamp.lit.v1') => {
  const kept = Object.entries({ ...fields, ...more }).filter(([field]) => !left.includes(field));
  const made = Object.fromEntries(kept.map(([field]) => [field, always('x')]));
  const type = publish({
    type: name,
    title: 'Lampada',
    about: 'A lamp.',
    fields: Object.fromEntries(kept),
    made: [madeFrom(LampLit, made)],
  });
  return contractOf([type]);
};
const former = contractWith();

describe('a contract, compared with the one that was released', () => {
  it.each<[string, ReturnType<typeof contractOf>, RegExp]>([
    ['a type is gone', contractWith({}, [], 'lamp.lit.v2'), /lamp\.lit\.v1 is gone/],
    ['a field is gone', contractWith({}, ['note']), /data\.note is gone/],
    ['a field may be absent', contractWith({ watts: Type.Optional(fields.watts) }), /data\.watts may be absent/],
    ['a word is new', contractWith({ colour: oneOf(['RED', 'BLUE', 'GREEN']) }), /data\.colour may be "GREEN"/],
    ['words are any text', contractWith({ colour: Type.String() }), /data\.colour is no longer one of/],
    ['it is of another type', contractWith({ watts: Type.String() }), /data\.watts is string and was integer/],
    [
      'one of several may be another',
      contractWith({ size: Type.Union([Type.String(), Type.Null()]) }),
      /data\.size is desc/,
    ],
    ['a bound is wider', contractWith({ watts: Type.Integer({ minimum: 1, maximum: 200 }) }), /another maximum/],
    [
      'a field within a list is wider',
      contractWith({ rooms: Type.Array(Type.Object({ name: Type.String({ maxLength: 20 }) })) }),
      /data\.rooms\[\]\.name has another maxLength/,
    ],
  ])('is broken where %s', (_change, now, sentence) => {
    expect(breakingChanges(former, now)).toEqual([expect.stringMatching(sentence)]);
  });

  it.each<[string, ReturnType<typeof contractOf>]>([
    ['nothing changes', contractWith()],
    ['a field is added', contractWith({ switchedOn: Type.Optional(Type.String()) })],
    ['a field is always there', contractWith({ note: Type.String() })],
    ['a word is never said any more', contractWith({ colour: oneOf(['RED', 'RED']) })],
    ['a bound is narrower', contractWith({ watts: Type.Integer({ minimum: 2, maximum: 50 }) })],
    ['a type is added', { types: [...former.types, ...contractWith({}, [], 'lamp.lit.v2').types] }],
  ])('stands where %s', (_change, now) => {
    expect(breakingChanges(former, now)).toEqual([]);
  });
});

describe('a published event', () => {
  const tried =
    (made: Parameters<typeof madeFrom>[1], more: TProperties = {}) =>
    () =>
      publish({
        type: 'lamp.lit.v1',
        title: 'Lampada',
        about: 'A lamp.',
        fields: { lamp: Type.String(), ...more },
        made: [madeFrom(LampLit, made)],
      });

  it('is not declared with a field that nothing makes, that its schema lacks, or that the domain event does not have', () => {
    expect(tried({ lamp: at('lamp') })).not.toThrow();
    expect(tried({})).toThrow('it.inps.retepunti.lamp.lit.v1 from LampLit makes no lamp');
    expect(tried({ lamp: at('lamp'), colour: at('colour') })).toThrow('makes colour, which its schema lacks');
    expect(tried({ lamp: at('by.age') })).toThrow('reads by.age, which that event does not have');
  });

  it('is not declared with a person who could not be left out, nor without a version', () => {
    expect(tried({ lamp: at('lamp'), person: at('by.name') }, { person: Type.String() })).toThrow('make it optional');
    expect(() =>
      publish({
        ...{ type: 'lamp.lit.v1', title: 'Lampada accesa', about: 'A lamp.', made: [], everywhere: true },
        fields: { person: Type.Optional(PairwiseId) },
      }),
    ).toThrow('is told everywhere');
    expect(() => publish({ type: 'lamp.lit', title: 'Lampada', about: 'A lamp.', fields: {}, made: [] })).toThrow(
      'no name of a published',
    );
  });
});
