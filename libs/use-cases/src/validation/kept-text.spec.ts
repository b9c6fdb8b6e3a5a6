import 'reflect-metadata';
import { plainToInstance, Type } from 'class-transformer';
import { IsFiscalCode } from './is-fiscal-code.ts';
import { IsPersonal } from '../personal-data/personal-fields.ts';
import { faultOfText, textFaultsIn } from './kept-text.ts';

const PERSON = 'RSSMRA80A01H501U';

class Contact {
  @IsFiscalCode()
  readonly fiscalCode!: string;
  @IsPersonal()
  readonly email!: string;
  readonly name!: string;
}
class Booking {
  readonly serviceId!: string;
  readonly notes!: readonly string[];
  @Type(() => Contact)
  readonly citizens!: readonly Contact[];
}
class LaterBooking extends Booking {}

const faultsOf = (input: object, shape: new () => object = Booking) =>
  [...textFaultsIn(plainToInstance(shape, input))].map(({ field, code }) => [field, code]);

describe('a text that is kept', () => {
  it.each([
    'Niccol\u00f2 D\u2019Angelo',
    "Valle d'Aosta/Vall\u00e9e d'Aoste",
    'S\u00fcdtirol \u2013 Bozen',
    '\u010ceh \u0160tef\u00e1nik',
    '\u041f\u0435\u0442\u0440\u043e\u0432\u0430',
    'Piazza 1\u00b0 Maggio, n. 3/b \u20ac 12',
  ])('may hold what people write: %s', (text) => {
    expect(faultOfText(text)).toBeUndefined();
  });

  it.each([
    ['a control character', 'Rossi\u0000'],
    ['a line break', 'Rossi\nMario'],
    ['a tab', 'Rossi\tMario'],
    ['an escape to the terminal', '\u001b[31mRossi'],
    ['half of a surrogate pair', 'Rossi\ud83d'],
    ['a blank without width', 'Ros\u200bsi'],
    ['a joiner without width', 'Ros\u200dsi'],
    ['a soft hyphen', 'Ros\u00adsi'],
    ['a byte order mark', '\ufeffRossi'],
    ['an override of the direction', 'Rossi\u202eoiraM'],
    ['an isolate of the direction', 'Rossi\u2066Mario'],
    ['a filler that nobody sees', 'Rossi\u3164'],
    ['an anchor of annotations, which nobody sees', 'Rossi\ufff9'],
    ['a character that is none', 'Rossi\ufdd0'],
    ['a line separator', 'Rossi\u2028Mario'],
    ['a character of private use', 'Rossi\ue000'],
    ['the mark of bytes that were not read', 'Niccol\ufffd'],
  ])('holds no %s', (_what, text) => {
    expect(faultOfText(text)?.code).toBe('isPlainText');
    expect(faultOfText(text, { isPersonal: true })?.code).toBe('isPlainText');
  });

  it('names nobody by codice fiscale, unless it is personal', () => {
    expect(faultOfText(`chiesto da ${PERSON}`)?.code).toBe('namesNobody');
    expect(faultOfText(`chiesto da ${PERSON}`, { isPersonal: true })).toBeUndefined();
    expect(faultOfText(`chiesto da ${PERSON}`)?.message).not.toContain(PERSON);
  });

  it.each([
    ['a letter', 'https://example.org/%52SSMRA80A01H501U'],
    ['digits, in a query', 'https://example.org/?cf=RSSMRA%380A0%31H501U'],
    ['all of it', [...PERSON].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join('')],
    ['twice', 'https://example.org/%2552SSMRA80A01H501U'],
    ['over and over', `https://example.org/%${'25'.repeat(100)}52SSMRA80A01H501U`],
    ['twice, by who writes all letters so', 'https://example.org/%25%35%32SSMRA80A01H501U'],
    ['beside bytes that are no text', '%ff%52SSMRA80A01H501U'],
  ])('names nobody as an address writes it, percent-encoded: %s', (_what, text) => {
    expect(faultOfText(text)?.code).toBe('namesNobody');
  });

  it('is looked at a few times, however often it is encoded: each look takes as long as the text', () => {
    let decoded = 0;
    const { prototype } = String;
    const replaceAll = prototype.replaceAll;
    prototype.replaceAll = new Proxy(replaceAll, {
      apply: (target, text, [pattern, by]): unknown => {
        if (typeof by === 'function') decoded += 1;
        return Reflect.apply(target, text, [pattern, by]);
      },
    });
    for (const layer of ['25', '%32%35']) faultOfText(`%${layer.repeat(100)}41`);
    prototype.replaceAll = replaceAll;
    expect(decoded).toBeLessThanOrEqual(6);
  });

  it('may have a percent sign, and what an address encodes otherwise', () => {
    expect(faultOfText('sconto del 50%, 100%RSSM, https://example.org/%C3%A8?a=%20%zz')).toBeUndefined();
  });

  it('holds no number of an account, unless it is personal; an address of an office, or its telephone, it may', () => {
    const account = 'rimborso su IT60 X054 2811 1010 0000 0123 456';
    expect(faultOfText(account)?.code).toBe('holdsNoAccount');
    expect(faultOfText(account)?.message).not.toContain('X054');
    expect(faultOfText(account, { isPersonal: true })).toBeUndefined();
    expect(faultOfText('scrivere a protocollo@comune.example.it, tel. +39 06 0000 0000')).toBeUndefined();
  });

  it('is checked in every field of an input, however deep', () => {
    const input = { serviceId: PERSON, notes: ['x', PERSON], citizens: [{ name: PERSON }, { name: 'Ros\u200bsi' }] };

    expect(faultsOf(input)).toEqual([
      ['serviceId', 'namesNobody'],
      ['notes.1', 'namesNobody'],
      ['citizens.0.name', 'namesNobody'],
      ['citizens.1.name', 'isPlainText'],
    ]);
  });

  it('is personal where its field is declared so, also by a class that another extends', () => {
    const citizens = [{ fiscalCode: PERSON, email: `${PERSON}@example.org`, name: 'Mario' }];

    expect(faultsOf({ serviceId: 's', citizens })).toEqual([]);
    expect(faultsOf({ serviceId: 's', citizens }, LaterBooking)).toEqual([]);
    expect(faultsOf({ email: PERSON })).toEqual([['email', 'namesNobody']]);
  });
});
