import { Matches } from 'class-validator';
import { BroughtIntoForm, matching, together } from '#use-cases';

/** Blanks and dashes, with which a code is written down and read out in parts. */
const BETWEEN = String.raw`[\s\-\u2010-\u2015]`;
const MAX_LENGTH = 40;

/** Eight letters and digits as people write them, which are meant as the eight that the confirmation says. */
const MEANT = new RegExp(`^${BETWEEN}*([A-Za-z0-9]${BETWEEN}*){8}$`);
const BETWEEN_ALL = new RegExp(BETWEEN, 'g');

/**
 * What the person shows or says: eight letters and digits. Small letters count as capital ones, and blanks and dashes for
 * nothing, so that a code is found however it was copied. It is taken from bodies alone: it must not stand in a URL.
 */
export function IsBookingCode(): PropertyDecorator {
  return together(
    BroughtIntoForm(asPrinted),
    Matches(
      /^[A-Z0-9]{8}$/,
      matching({
        message: '$property must be 8 letters and digits; blanks and dashes between them do not matter',
        pattern: MEANT.source,
        maxLength: MAX_LENGTH,
        example: 'K7MTR2QX',
      }),
    ),
  );
}

/** A code as the confirmation says it; what is none stays as it is. */
function asPrinted(text: string): string {
  const isMeant = text.length <= MAX_LENGTH && MEANT.test(text);
  return isMeant ? text.replaceAll(BETWEEN_ALL, '').toUpperCase() : text;
}
