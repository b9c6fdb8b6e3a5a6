import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { csvRows, type BrokenRow, type CsvRow } from './csv-rows.ts';
import { bodyOf } from './loadable.ts';

describe('a table that is loaded', () => {
  const directory = mkdtempSync(join(tmpdir(), 'rete-punti-load-'));
  const file = join(directory, 'table.csv');
  afterAll(() => {
    rmSync(directory, { recursive: true });
  });

  const readAll = async (text: string): Promise<(CsvRow | BrokenRow)[]> => {
    writeFileSync(file, text);
    const rows: (CsvRow | BrokenRow)[] = [];
    for await (const row of csvRows(file, ['code', 'kind', 'act.number', 'act.date'])) rows.push(row);
    return rows;
  };
  /** Of a table in which every row is one. */
  const read = async (text: string): Promise<CsvRow[]> =>
    (await readAll(text)).map((row) => {
      if ('fault' in row) throw new Error(row.fault.why);
      return row;
    });
  /** The lines of rows, and why those that are none are refused. */
  const told = async (text: string) =>
    (await readAll(text)).map((row) => ('fault' in row ? [row.line, row.fault.code] : [row.line, row.cells.code]));

  it.each([
    ['commas', 'code,kind\nDC,X\nDR,\n'],
    ['semicolons, a mark at its beginning and lines as Windows ends them', '\uFEFFcode;kind\r\nDC;X\r\n DR ;\r\n'],
    ['lines of two kinds, as where one table was put after another', 'code,kind\r\nDC,X\nDR,\r\n'],
    ['quotes, and empty lines', '"code","kind"\n\nDC,"X"\n\nDR,""'],
    ['a line before that says semicolons', 'sep=;\ncode;kind\nDC;X\nDR;\n'],
    ['a mark, and a line in quotes that says commas', '\uFEFF"sep=,"\r\ncode,kind\r\nDC,X\r\nDR,\r\n'],
    ['a line before that says tabs', 'SEP=\t\ncode\tkind\nDC\tX\nDR\t\n'],
    ['a line before that says bars', 'sep=|\ncode|kind\nDC|X\nDR|\n'],
    ['rows in which nothing stands, as spreadsheets leave them', 'code,kind\nDC,X\n,\nDR,\n, \n"",""\n'],
  ])('is read with %s, and empty cells are left out', async (_form, text) => {
    expect((await read(text)).map(({ cells }) => cells)).toEqual([{ code: 'DC', kind: 'X' }, { code: 'DR' }]);
  });

  it('tells the line of each row, also after a cell of several lines', async () => {
    expect((await read('code,kind\n"D\nC",X\nDR,X\n')).map(({ line }) => line)).toEqual([3, 4]);
  });

  it('is read with the separator alone that a line before says, and tells the lines of the file', async () => {
    const rows = await readAll('sep=;\ncode;kind\nDC,1;X\nDR;X;Y\n');
    expect(rows).toMatchObject([
      { line: 3, cells: { code: 'DC,1' } },
      { line: 4, fault: { code: 'ROW_OF_OTHER_LENGTH' } },
    ]);
    expect(await told('sep=;\ncode;kind\nDC;X\nDR;"x\n')).toEqual([
      [3, 'DC'],
      [4, 'ROWS_NOT_TOLD_APART'],
    ]);
  });

  it.each([
    [
      'has a column that is not known',
      'code,colour\nDC,red\n',
      'columns that are not known: colour. Known are code, kind',
    ],
    ['has a column twice', 'code,code\nDC,DC\n', 'two columns code'],
    ['is empty', '', 'is empty: its first line is to name the columns'],
    ['has a mark alone', '\uFEFF', 'is empty'],
    ['has a line before alone', 'sep=;\n', 'is empty'],
    ['ends its first line with a separator', 'code,kind,\nDC,X,\n', 'column without a name, number 3 of 3'],
    ['has a quote that does not end in its first line', 'code,"kind\nDC,x\n', 'is no such table'],
  ])('is refused as a whole that %s', async (_fault, text, why) => {
    await expect(read(text)).rejects.toThrow(why);
  });

  it.each([
    ['fewer cells', 'DC\n', 2, 'The table has 2 columns, and this row 1'],
    ['more cells', 'DC,X,Y\n', 2, 'The table has 2 columns, and this row 3'],
    ['more cells, by a quote that closes on a later line', '"DC,X\nDD,Y\nDE",X,Y\n', 4, 'Lines 2 to 4 are one row'],
  ])('tells of a row with %s why it is refused, and reads the others', async (_fault, broken, line, why) => {
    const rows = await readAll(`code,kind\n${broken}DR,X\n\nDP\nDS,X\n`);
    expect(rows).toMatchObject([
      { line, fault: { code: 'ROW_OF_OTHER_LENGTH', why: expect.stringContaining(why) as string } },
      { line: line + 1, cells: { code: 'DR' } },
      { line: line + 3, fault: { why: 'The table has 2 columns, and this row 1: correct the row.' } },
      { line: line + 4, cells: { code: 'DS' } },
    ]);
  });

  it.each([
    ['a quote does not end', 'DP,"x\nDQ,X\n'],
    ['a quote ends within a cell', 'DP,"x\nDQ,"X"\n'],
    ['a cell is longer than any', `DP,${'x'.repeat(30_000)}\nDQ,X\n`],
  ])('tells, where %s, that from there on nothing is read, and what comes before is', async (_fault, broken) => {
    const before = Array.from({ length: 50 }, (_, index) => `D${index},X\n`);
    const rows = await told(`code,kind\n${before.join('')}${broken}`);
    expect(rows).toEqual([...before.map((_, index) => [index + 2, `D${index}`]), [52, 'ROWS_NOT_TOLD_APART']]);
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
