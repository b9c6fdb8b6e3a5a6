import type { InputClass } from '../commands/define-command.ts';

/** The class of the objects in a field, asked for late: it may be declared after. */
type Shape = () => new () => object;

/** Fields that say something of a person, by the prototype of their class: themselves, or by what is in them. */
const declared = new WeakMap<object, Map<string, 'personal' | Shape>>();

/** Notes that a field is sealed before it is written, or looked up and never written: it may name a person. */
export function IsPersonal(): PropertyDecorator {
  return (prototype, property) => {
    note(prototype, property, 'personal');
  };
}

/** Notes that a field holds objects of a class: it says of persons what these say. */
export function HoldsObjects(shape: Shape): PropertyDecorator {
  return (prototype, property) => {
    note(prototype, property, shape);
  };
}

function note(prototype: object, property: string | symbol, what: 'personal' | Shape): void {
  const fields = declared.get(prototype) ?? new Map<string, 'personal' | Shape>();
  declared.set(prototype, fields.set(String(property), what));
}

/** Whether a field of an input may name a person itself. */
export function isPersonalField(input: object, property: string): boolean {
  return lineage(input).some((prototype) => declared.get(prototype)?.get(property) === 'personal');
}

/**
 * Names of the fields of an input that say something of persons, each as a whole: a codice fiscale, and every object that
 * has one somewhere in it, with the name and telephone number beside it. Nothing of them may be kept but under keys of
 * those persons.
 */
export function personalFieldsOf(input: InputClass<object>): readonly string[] {
  return personalIn(input.prototype as object);
}

function personalIn(prototype: object): readonly string[] {
  const fields = lineage(prototype).flatMap((one) => [...(declared.get(one) ?? [])]);
  const personal = fields.filter(
    ([, what]) => what === 'personal' || personalIn(what().prototype as object).length > 0,
  );
  return [...new Set(personal.map(([name]) => name))];
}

function lineage(start: object): object[] {
  const line: object[] = [];
  for (let one: unknown = start; typeof one === 'object' && one !== null; one = Object.getPrototypeOf(one))
    line.push(one);
  return line;
}
