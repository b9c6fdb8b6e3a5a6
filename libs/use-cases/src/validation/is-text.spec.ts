import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { IsText } from './is-text.ts';

class Words {
  @IsText(60)
  readonly reason!: unknown;
}

const read = (reason: unknown): Words => plainToInstance(Words, { reason });
const wrong = (reason: unknown) => validateSync(read(reason)).map(({ constraints }) => constraints);

describe('a text', () => {
  it.each(['Recesso della convenzione', 'Delibera 12/2026', 'Richiesta di 80078750587', 'x'.repeat(60)])(
    'may say %j',
    (text) => {
      expect(wrong(text)).toEqual([]);
      expect(read(text).reason).toBe(text);
    },
  );

  it.each([[undefined], [''], [' \n'], [' '], ['x'.repeat(61)], [7]])(
    'says something, up to its length, and not %j',
    (text) => {
      expect(wrong(text)).toHaveLength(1);
    },
  );

  it('is kept without the blanks around it, and its accents with their letters', () => {
    expect(read('  Niccolo\u0300 Della Vedova\n').reason).toBe('Niccol\u00f2 Della Vedova');
  });

  it('is as long as it is kept', () => {
    expect(wrong(` ${'o\u0300'.repeat(60)} `)).toEqual([]);
  });
});
