/** A row by the names of its columns. */
export type Row = Readonly<Record<string, string>>;

/** The rows of a reference table: tab-separated, first line the names of the columns. */
export function table(text: string): Row[] {
  const [header = '', ...lines] = text.split('\n');
  const names = header.split('\t');
  return lines.map((line) => {
    const cells = line.split('\t');
    return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? '']));
  });
}

/**
 * A value that every row has.
 * @throws TypeError when this one lacks it
 */
export function cell(row: Row, name: string): string {
  const value = row[name];
  if (value === undefined || value === '') throw new TypeError(`reference table lacks ${name}`);
  return value;
}
