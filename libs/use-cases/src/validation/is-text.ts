import { IsNotEmpty, IsString, MaxLength } from 'class-validator';
import { BroughtIntoForm } from './brought-into-form.ts';
import { together } from './together.ts';

/**
 * A text that says something, up to a length. It is kept in the composed form of Unicode (NFC), without blanks around it,
 * so that the same words are the same text; what no text may hold, the check of the whole input refuses.
 * @param maxLength in UTF-16 units, of the text as it is kept
 */
export function IsText(maxLength: number): PropertyDecorator {
  return textOf(maxLength, keptForm);
}

/** Fields whose texts may have line breaks, by the prototype of their class. */
const withLines = new WeakMap<object, Set<string>>();

/** A text as {@link IsText}, of several lines: what people write to each other. However a line ends, it is kept as LF. */
export function IsTextOfLines(maxLength: number): PropertyDecorator {
  const note: PropertyDecorator = (prototype, property) => {
    withLines.set(prototype, (withLines.get(prototype) ?? new Set()).add(String(property)));
  };
  return together(
    textOf(maxLength, (text) => keptForm(text.replaceAll(/\r\n?/g, '\n'))),
    note,
  );
}

/** Whether the text of a field may have line breaks. */
export function hasLines(input: object, property: string): boolean {
  for (let one: unknown = input; typeof one === 'object' && one !== null; one = Object.getPrototypeOf(one)) {
    if (withLines.get(one)?.has(property)) return true;
  }
  return false;
}

function textOf(maxLength: number, kept: (text: string) => string): PropertyDecorator {
  return together(
    BroughtIntoForm(kept),
    IsString(),
    IsNotEmpty({ message: '$property must not be blank' }),
    MaxLength(maxLength),
  );
}

function keptForm(text: string): string {
  return text.normalize('NFC').trim();
}
