import { hasLines } from './is-text.ts';
import { isPersonalField } from '../personal-data/personal-fields.ts';
import { personalIn, type PersonalInText } from './personal-in-text.ts';

/** Why a text must not be kept; its message never repeats the text. */
export interface TextFault {
  /** Stable. */
  readonly code: 'isPlainText' | 'namesNobody' | 'holdsNoAccount';
  /** What is expected, to follow the name of the field. */
  readonly message: string;
}

const UNPLAIN: TextFault = {
  code: 'isPlainText',
  message:
    'must be one line of characters that can be seen, and blanks between them: write it anew in UTF-8, without line breaks',
};
const UNPLAIN_LINES: TextFault = {
  ...UNPLAIN,
  message:
    'must hold nothing but characters that can be seen, blanks and line breaks between them: write it anew in UTF-8',
};
const NAMING: TextFault = {
  code: 'namesNobody',
  message: 'must not contain a codice fiscale: personal data does not belong here, where it would stay in clear',
};
const ACCOUNT: TextFault = {
  code: 'holdsNoAccount',
  message: 'must not contain an IBAN: whose account it is can be found out, and it would stay in clear here',
};

const FAULTS: Readonly<Record<PersonalInText, TextFault>> = { 'a codice fiscale': NAMING, 'an IBAN': ACCOUNT };

/**
 * Control characters, halves of surrogate pairs, what is invisible or turns the direction of writing, what has no
 * meaning outside of one program, and the mark that a reader leaves in the place of bytes that it could not read.
 */
const UNPLAIN_CHARACTER = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{DI}\p{NChar}\u{FFFD}]/u;

/**
 * Why a text must not stand in the log, in the name of a stream, in metadata or in a line of the output, where it would
 * be in clear for ever; undefined when it may.
 * @param isPersonal it is sealed before it is written, or looked up and not written, so that it may name a person
 * @param hasLines it may have line breaks, as LF
 */
export function faultOfText(text: string, { isPersonal = false, hasLines = false } = {}): TextFault | undefined {
  if (hasLines && UNPLAIN_CHARACTER.test(text.replaceAll('\n', ''))) return UNPLAIN_LINES;
  if (!hasLines && UNPLAIN_CHARACTER.test(text)) return UNPLAIN;
  if (isPersonal) return undefined;
  const personal = personalIn(text);
  return personal && FAULTS[personal];
}

/** Characters of a text that takes time to look through. */
const LONG = 1_000;

/** A field with a text that must not be kept. */
export interface FieldFault extends TextFault {
  /** Dotted path into the input. */
  readonly field: string;
}

/**
 * The one check that every text of an input goes through, however deep, whatever else is checked of it; save that of a long text which
 * is refused anyway nobody needs to know what else it holds.
 * @param input made of the classes that declare it, which say what is personal
 * @param refused dotted paths of the fields that are refused
 */
export function* textFaultsIn(
  input: object,
  refused: ReadonlySet<string> = new Set(),
  path = '',
): Generator<FieldFault> {
  for (const [property, value] of Object.entries(input) as [string, unknown][]) {
    const field = path === '' ? property : `${path}.${property}`;
    if (typeof value === 'string') {
      if (value.length > LONG && refused.has(field)) continue;
      const isPersonal = isPersonalField(input, property);
      const fault = faultOfText(value, { isPersonal, hasLines: hasLines(input, property) });
      if (fault) yield { ...fault, field };
    } else if (typeof value === 'object' && value !== null) {
      yield* textFaultsIn(value, refused, field);
    }
  }
}
