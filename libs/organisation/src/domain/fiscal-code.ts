const ELEVEN_DIGITS = /^\d{11}$/;

/**
 * Tells whether `text` is the fiscal code of a body: eleven digits, the last of which checks the others.
 * The rule is that of the VAT number, which bodies share (D.M. 23 December 1976, allegato): the digits at even places
 * count double, less nine when that gives two digits, and the whole sum must be a multiple of ten.
 */
export function isBodyFiscalCode(text: string): boolean {
  if (!ELEVEN_DIGITS.test(text)) return false;
  let sum = 0;
  for (let index = 0; index < text.length; index += 1) {
    const digit = Number(text[index]);
    const doubled = digit * 2;
    sum += index % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
