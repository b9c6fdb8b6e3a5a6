import 'reflect-metadata';
import { IsFiscalCode } from '../validation/is-fiscal-code.ts';
import { IsRequiredObject, IsRequiredObjects } from '../validation/is-required-object.ts';
import { IsText } from '../validation/is-text.ts';
import { personalFieldsOf } from './personal-fields.ts';

class Code {
  @IsFiscalCode()
  readonly fiscalCode!: string;
}

class Person {
  @IsText(60)
  readonly name!: string;

  @IsRequiredObject(() => Code)
  readonly document!: Code;
}

class Office {
  @IsText(60)
  readonly name!: string;
}

class Visit extends Code {
  @IsText(60)
  readonly reason!: string;

  @IsRequiredObject(() => Office)
  readonly office!: Office;

  @IsRequiredObject(() => Person)
  readonly visitor!: Person;

  @IsRequiredObjects(() => Person)
  readonly companions!: readonly Person[];
}

describe('the fields of an input that say something of persons', () => {
  it('are those of a codice fiscale, also inherited, and all that has one somewhere in it', () => {
    expect([...personalFieldsOf(Visit)].sort()).toEqual(['companions', 'fiscalCode', 'visitor']);
    expect(personalFieldsOf(Office)).toEqual([]);
  });
});
