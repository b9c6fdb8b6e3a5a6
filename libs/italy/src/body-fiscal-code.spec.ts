import { isBodyFiscalCode } from './fiscal-code.ts';

describe('fiscal code of a body', () => {
  it.each(['80078750587', '01199250158'])('%s has a valid check digit', (code) => {
    expect(isBodyFiscalCode(code)).toBe(true);
  });

  it.each([
    '00000000000',
    '80078750588',
    '08078750587',
    '8007875058',
    '800787505870',
    '8007875058A',
    '',
    '८0078750587',
  ])('"%s" is refused: all zeros, wrong check digit, length or character', (code) => {
    expect(isBodyFiscalCode(code)).toBe(false);
  });

  it('a single wrong digit is always found', () => {
    for (let place = 0; place < 11; place += 1) {
      for (let digit = 0; digit < 10; digit += 1) {
        const code = `80078750587`.slice(0, place) + String(digit) + `80078750587`.slice(place + 1);
        expect(isBodyFiscalCode(code)).toBe(code === '80078750587');
      }
    }
  });
});
