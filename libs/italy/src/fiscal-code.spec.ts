import fc from 'fast-check';
import { parseFiscalCode } from './fiscal-code.ts';

// Invented persons; RSSMRA80A01H501U is the example of every manual.
const PERSON = 'RSSMRA80A01H501U';

const two = (number: number): string => String(number).padStart(2, '0');

/** Fifteen characters with the one of the 26 letters that makes them a codice fiscale, or with A if none does. */
function withCheckLetter(fifteen: string): string {
  const codes = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ', (letter) => fifteen + letter);
  return codes.find((code) => parseFiscalCode(code) !== undefined) ?? `${fifteen}A`;
}

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

  it.each(['RSSMRA01B29H501Z', 'RSSMRA01B69H501D', 'RSSMRA80D31H501D', 'RSSMRA80S71H501M', 'RSSMRA80B30H501X'])(
    'is refused when its day is none of its month: %s',
    (code) => {
      expect(parseFiscalCode(code)).toBeUndefined();
    },
  );

  it.each(['RSSMRA00B29H501Y', 'RSSMRA04B69H501G', 'RSSMRA80D30H501E', 'RSSMRA80A31H501X'])(
    'of the last day of a month is accepted: %s',
    (code) => {
      expect(parseFiscalCode(code)).toBe(code);
    },
  );

  it('counts the day of its month as it is meant, whatever letters stand for digits', () => {
    expect(parseFiscalCode('RSSMRALMBN9H501Y')).toBeUndefined();
    expect(parseFiscalCode('RSSMRALMBNVH501N')).toBeUndefined();
    expect(parseFiscalCode('RSSMRALQBNVH501R')).toBe('RSSMRALQBNVH501R');
    // P and M stand for 3 and 1, T for 7, L for 0.
    for (const day of ['PM', 'P1', 'TM', '7M']) {
      expect(parseFiscalCode(withCheckLetter(`RSSMRA80D${day}H501`))).toBeUndefined();
    }
    for (const day of ['PL', 'P0', 'TL', '7L']) {
      const code = withCheckLetter(`RSSMRA80D${day}H501`);
      expect(parseFiscalCode(code)).toBe(code);
    }
  });

  it('knows every birthday of four years, and no other day', () => {
    const months = Array.from('ABCDEHLMPRST');
    for (let year = 1999; year < 2003; year += 1) {
      for (const [month, letter] of months.entries()) {
        for (let day = 0; day <= 40; day += 1) {
          const exists = day > 0 && new Date(Date.UTC(year, month, day)).getUTCDate() === day && day <= 31;
          for (const written of [day, day + 40]) {
            const code = withCheckLetter(`RSSMRA${two(year % 100)}${letter}${two(written)}H501`);
            const isMan = written === day;
            // 41 and more are the days of women.
            if (isMan && day > 31) continue;
            expect([code, parseFiscalCode(code) !== undefined]).toEqual([code, exists]);
          }
        }
      }
    }
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
