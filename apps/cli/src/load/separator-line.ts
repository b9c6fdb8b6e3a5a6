import { open } from 'node:fs/promises';

/** The line with which spreadsheets begin a table to say what stands between its cells: `sep=;`. */
const SEPARATOR_LINE = /^\uFEFF?(?:sep=([,;|\t])|"sep=([,;|\t])")(?:\r?\n|$)/i;
/** Bytes that it has at most: a byte order mark, quotes, and how a line ends. */
const LONGEST = 13;

/** What the first line of a table says of it. */
interface SeparatorLine {
  readonly separator: string;
  /** Bytes of the line, with its end. */
  readonly length: number;
}

/**
 * The separator that the first line of a table names, as Excel writes and reads it; undefined where the table begins at once.
 * @throws an error of the file system when the file cannot be read
 */
export async function separatorLineOf(file: string): Promise<SeparatorLine | undefined> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(LONGEST), 0, LONGEST, 0);
    const [line, bare, quoted] = SEPARATOR_LINE.exec(buffer.toString('utf8', 0, bytesRead)) ?? [];
    const separator = bare ?? quoted;
    if (line === undefined || separator === undefined) return undefined;
    return { separator, length: Buffer.byteLength(line) };
  } finally {
    await handle.close();
  }
}
