import 'reflect-metadata';
import { validateSync } from 'class-validator';
import { IsText } from './is-text.ts';

class Words {
  @IsText(60)
  readonly reason: unknown;

  constructor(reason: unknown) {
    this.reason = reason;
  }
}

const wrong = (reason: unknown) => validateSync(new Words(reason)).map(({ constraints }) => constraints);

describe('a text', () => {
  it.each(['Recesso della convenzione', 'Delibera 12/2026', 'Richiesta di 80078750587', 'RSSMRA80A01H501X'])(
    'may say %j',
    (text) => {
      expect(wrong(text)).toEqual([]);
    },
  );

  it.each([[undefined], [''], [' \n'], ['x'.repeat(61)], [7]])(
    'says something, up to its length, and not %j',
    (text) => {
      expect(wrong(text)).toHaveLength(1);
    },
  );

  it.each([
    'RSSMRA80A01H501U',
    'chiesto da RSSMRA80A01H501U.',
    'c.f.:rssmra80a01h501u, allo sportello',
    'cf_RSSMRA80A01H501U',
    'Rossi (RSSMRA80A01H50MM)',
  ])('names nobody by codice fiscale, as does %j', (text) => {
    const [errors] = wrong(text);

    expect(errors).toEqual({
      namesNobody: 'reason must not contain a codice fiscale: personal data does not belong in a reason or in a name',
    });
  });
});
