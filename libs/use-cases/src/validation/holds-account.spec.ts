import fc from 'fast-check';
import { holdsAccount } from './holds-account.ts';

// Examples of the registry of IBANs and of banks: accounts of nobody.
const ITALIAN = 'IT60X0542811101000000123456';

describe('a text with the number of an account', () => {
  it.each([
    ITALIAN,
    'it60x0542811101000000123456',
    'IT60 X054 2811 1010 0000 0123 456',
    'IT 60 X 05428 11101 000000123456',
    'IT60-X054-2811-1010-0000-0123-456',
    'IBAN:IT60X0542811101000000123456.',
    'Accredito su IT60X0542811101000000123456, intestato al richiedente',
    'SM86U0322509800000000270100',
    'DE89 3704 0044 0532 0130 00',
    'GB29NWBK60161331926819',
    'BE68 5390 0754 7034',
    'RO49AAAA1B31007593840000',
  ])('is found however it is written: %s', (text) => {
    expect(holdsAccount(text)).toBe(true);
  });

  it.each([
    ['', 'nothing'],
    ['Delibera 12/2026 del 10.3.2026, prot. INPS.5501.12/03/2026.0001234', 'a register entry'],
    ['IT61X0542811101000000123456', 'wrong check digits'],
    ['IT60X05428111010000001234567', 'one digit more'],
    ['Partita IVA IT 80078750587', 'the number of a body'],
    ['al 31 dicembre 2025, in 12 sedi e 40 punti, se 60 giorni non bastano', 'words like countries'],
    ['de89370400440532013000a4f1c2e5b87d3960aa11bb22cc33dd44ee55ff667788', 'a hash that begins like one'],
    ['be685390-0754-7034-8a0c-0123456789ab', 'a UUID that begins like one'],
  ])('is not found in %j: %s', (text) => {
    expect(holdsAccount(text)).toBe(false);
  });

  it('is not found in random identifiers and hashes', () => {
    const hash = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 });
    fc.assert(fc.property(fc.uuid(), hash, (id, sha256) => !holdsAccount(id) && !holdsAccount(sha256)));
  });
});
