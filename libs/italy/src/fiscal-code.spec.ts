import fc from 'fast-check';
import { parseFiscalCode } from './fiscal-code.ts';

// Invented persons; RSSMRA80A01H501U is the example of every manual.
const PERSON = 'RSSMRA80A01H501U';

describe('a codice fiscale', () => {
  it.each([PERSON, 'RSSMRA80A41H501Y', 'MRTMTT91D08F205J'])('of a person is accepted: %s', (code) => {
    expect(parseFiscalCode(code)).toBe(code);
  });

  it('is normalised to upper case, without spaces around it', () => {
    expect(parseFiscalCode(' rssmra80a01h501u ')).toBe(PERSON);
  });

  it('with omocodia is accepted, with the check letter of what is written', () => {
    expect(parseFiscalCode('RSSMRA80A01H50MU')).toBeUndefined();
    expect(parseFiscalCode('RSSMRA80A01H50MM')).toBe('RSSMRA80A01H50MM');
  });

  it('with another check letter is refused, whichever of the 25 it is', () => {
    const wrong = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ').filter((letter) => letter !== 'U');

    expect(wrong.map((letter) => parseFiscalCode(PERSON.slice(0, 15) + letter)).filter(Boolean)).toEqual([]);
  });

  it.each([
    '',
    'RSSMRA80A01H501',
    `${PERSON}A`,
    'RSSMRA80F01H501U',
    'RSSMRA80A35H501X',
    'RSSMRA80A00H501T',
    '1SSMRA80A01H501U',
  ])('is refused when it has another form: %j', (text) => {
    expect(parseFiscalCode(text)).toBeUndefined();
  });

  it.each(['80078750587', '00799960158'])('of eleven digits is accepted by its check digit: %s', (code) => {
    expect(parseFiscalCode(code)).toBe(code);
  });

  it.each(['80078750588', '00000000000', '8007875058', '800787505870'])('of digits is refused: %s', (code) => {
    expect(parseFiscalCode(code)).toBeUndefined();
  });

  it('of digits is no longer one when a single digit is changed', () => {
    fc.assert(
      fc.property(fc.nat(10), fc.integer({ min: 1, max: 9 }), (index, shift) => {
        const digits = Array.from('80078750587');
        digits[index] = String((Number(digits[index]) + shift) % 10);
        return parseFiscalCode(digits.join('')) === undefined;
      }),
    );
  });
});
