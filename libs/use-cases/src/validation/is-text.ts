import { Transform } from 'class-transformer';
import { IsNotEmpty, IsString, MaxLength } from 'class-validator';
import { together } from './together.ts';

/**
 * A text that says something, up to a length. It is kept in the composed form of Unicode (NFC), without blanks around it,
 * so that the same words are the same text; what no text may hold, the check of the whole input refuses.
 * @param maxLength in UTF-16 units, of the text as it is kept
 */
export function IsText(maxLength: number): PropertyDecorator {
  return together(
    Transform(({ value }: { readonly value: unknown }) => (typeof value === 'string' ? keptForm(value) : value)),
    IsString(),
    IsNotEmpty({ message: '$property must not be blank' }),
    MaxLength(maxLength),
  );
}

function keptForm(text: string): string {
  return text.normalize('NFC').trim();
}
