import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { csvRows, type CsvRow } from './csv-rows.ts';
import { bodyOf } from './loadable.ts';

describe('a table that is loaded', () => {
  const directory = mkdtempSync(join(tmpdir(), 'rete-punti-load-'));
  const file = join(directory, 'table.csv');
  afterAll(() => {
    rmSync(directory, { recursive: true });
  });

  const read = async (text: string): Promise<CsvRow[]> => {
    writeFileSync(file, text);
    const rows: CsvRow[] = [];
    for await (const row of csvRows(file, ['code', 'kind', 'act.number', 'act.date'])) rows.push(row);
    return rows;
  };

  it.each([
    ['commas', 'code,kind\nDC,X\nDR,\n'],
    ['semicolons, a mark at its beginning and lines as Windows ends them', '\uFEFFcode;kind\r\nDC;X\r\n DR ;\r\n'],
    ['quotes, and empty lines', '"code","kind"\n\nDC,"X"\n\nDR,""'],
  ])('is read with %s, and empty cells are left out', async (_form, text) => {
    expect((await read(text)).map(({ cells }) => cells)).toEqual([{ code: 'DC', kind: 'X' }, { code: 'DR' }]);
  });

  it('tells the line of each row, also after a cell of several lines', async () => {
    expect((await read('code,kind\n"D\nC",X\nDR,X\n')).map(({ line }) => line)).toEqual([3, 4]);
  });

  it.each([
    [
      'has a column that is not known',
      'code,colour\nDC,red\n',
      'columns that are not known: colour. Known are code, kind',
    ],
    ['has a column twice', 'code,code\nDC,DC\n', 'two columns code'],
    ['has a row with fewer cells', 'code,kind\nDC\n', 'is no such table'],
    ['has a quote that does not end', 'code,kind\nDC,"x\n', 'is no such table'],
    ['has a row longer than any', `code,kind\nDC,${'x'.repeat(30_000)}\n`, 'is no such table'],
  ])('is refused as a whole that %s', async (_fault, text, why) => {
    await expect(read(text)).rejects.toThrow(why);
  });

  it('is refused where there is no such file', async () => {
    await expect(csvRows(join(directory, 'none.csv'), []).next()).rejects.toThrow('cannot be read');
  });

  it('names fields of objects with a dot', () => {
    expect(bodyOf({ code: 'DC', 'act.number': '12', 'act.date': '2015-05-04' })).toEqual({
      code: 'DC',
      act: { number: '12', date: '2015-05-04' },
    });
  });
});
