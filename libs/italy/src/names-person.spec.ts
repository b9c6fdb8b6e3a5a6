import fc from 'fast-check';
import { namesPerson } from './names-person.ts';

// Invented persons; RSSMRA80A01H501U is the example of every manual.
const PERSON = 'RSSMRA80A01H501U';
/** Every digit is a letter; the check letter is right. */
const LETTERS_ALONE = 'RSSMRAURTMLARSNL';

describe('a text names a person by codice fiscale', () => {
  it.each([
    PERSON,
    'rssmra80a01h501u',
    'TINIT-RSSMRA80A01H501U',
    'Richiesta di RSSMRA80A01H501U, allo sportello',
    'cf_RSSMRA80A01H501U',
    'c.f.:rssmra80a01h501u.',
    'RSS MRA 80A01 H501U',
    'RSS.MRA.80A01.H501U',
    'RSS-MRA-80A01-H501-U',
    'RSSMRA/80A01/H501U',
    'RSS\tMRA\n80A01 H501U',
    'R S S M R A 8 0 A 0 1 H 5 0 1 U',
    'RSSMRA\u200b80A01\u202eH501U',
    'ＲＳＳＭＲＡ８０Ａ０１Ｈ５０１Ｕ',
    'RSSMRÀ80Á01H501U',
    // А, М and Н of the Cyrillic alphabet; Α, Μ and Η of the Greek one.
    'RSS\u041cR\u041080\u041001\u041d501U',
    'rssmr\u043080\u043001h501u',
    'RSS\u039cR\u039180\u039101\u0397501U',
    'INPSRSSMRA80A01H501U',
    'a4a70900-24e1-5ff1-9ec1-1dd0d6c1b2f9 RSSMRA80A01H501U',
  ])('however it is written: %j', (text) => {
    expect(namesPerson(text)).toBe(true);
  });

  it.each(['RSSMRA80A01H50MM', 'RSSMRA85T10A56NH', LETTERS_ALONE, 'Rossi (RSSMRA80A01H50MM)', 'RSS MRA 80A01 H50MM'])(
    'with omocodia: %s',
    (text) => {
      expect(namesPerson(text)).toBe(true);
    },
  );

  it.each(['RSSMRA80A01H501X', 'di RSSMRA80A01H501X', 'RSS MRA 80 A 01 H 501 X', 'RSSMRAURTMLARSNX'])(
    'though its last character is mistaken: %s',
    (text) => {
      expect(namesPerson(text)).toBe(true);
    },
  );

  it('wherever separators stand between its characters', () => {
    const separators = fc.array(fc.constantFrom('', ' ', '.', '-', '/', '_', ' - ', ' '), {
      minLength: 15,
      maxLength: 15,
    });
    fc.assert(
      fc.property(separators, (between) =>
        namesPerson(Array.from(PERSON, (c, at) => c + (between[at] ?? '')).join('')),
      ),
    );
  });
});

describe('a text names nobody', () => {
  it.each([
    '',
    'Recesso della convenzione',
    'Delibera 12/2026 del 10.3.2026, prot. INPS.5501.12/03/2026.0001234',
    'Richiesta di 80078750587',
    'Piazza della Repubblica 12, 00185 Roma RM',
    'Certificazione Unica e variazione residenza: precipitevolissimevolmente',
    'IT60X0542811101000000123456',
    'registro-2026.operatore@inps.example.org',
    'INPS.campione:clerk-7',
  ])('by codice fiscale when it has none: %j', (text) => {
    expect(namesPerson(text)).toBe(false);
  });

  it.each(['RSSMRA80A32H501X', 'RSSMRA01B29H501Z', 'RSSMRA80F01H501U', 'RSSMRA80A01N501A', 'RSSMRA80A01H501'])(
    'by what cannot be a codice fiscale: %s',
    (text) => {
      expect(namesPerson(text)).toBe(false);
    },
  );

  it('by a random identifier', () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => !namesPerson(id)),
      { numRuns: 1_000 },
    );
    expect(namesPerson('ffffff80-a01b-1234-8f00-abcdefabcdef')).toBe(false);
  });

  it.each([
    'faebaa62e11a201e218a695ebcf244c7dce474b81831c4404af6c1aec72f7484',
    'load:protocols:92E41E237EB721C0E2A38A12E0317EB406B0B8A6B26A4FE8E109279CAAAC26BE',
    '00-faebaa62e11a201e218a695ebcf244c7-00f067aa0ba902b7-01',
  ])('by a hash, whose letters are those of numbers: %s', (text) => {
    expect(namesPerson(text)).toBe(false);
    expect(namesPerson(`${text} RSSMRA80A01H501U`)).toBe(true);
    expect(namesPerson(`${text}RSSMRA80A01H501U`)).toBe(true);
  });
});
