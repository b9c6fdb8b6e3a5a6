import { Matches } from 'class-validator';
import { matching } from './described.ts';

/** Of the id that tokens have for a person or system: printable ASCII characters, and no address of mail, which names somebody. */
const PERSON_ID = /^(?!.*@.*\.)[\x21-\x7e]{1,255}$/;
/** The same, as long as ids are told. */
const WRITTEN_ID = /^(?!.*@.*\.)[\x21-\x7e]{1,200}$/;

/** Whether a text can be the id that tokens have for a person or system; it is written with what they do, for ever. */
export function isPersonId(text: string): boolean {
  return PERSON_ID.test(text);
}

/** The id under which tokens know a person: what a token may have as its `sub`, and no name. */
export function IsPersonId(): PropertyDecorator {
  return Matches(
    WRITTEN_ID,
    matching({
      message: '$property must be the sub of tokens: 1 to 200 printable ASCII characters, and no address of mail',
      maxLength: 200,
      example: 'operatore-1',
    }),
  );
}
