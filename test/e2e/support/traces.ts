import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A value that must not be found, and how it is called in a failure. */
export interface Secret {
  readonly name: string;
  readonly value: string | Uint8Array;
}

/** In which files of a directory, and in which form, secrets stand: `file: name in form`. */
export function tracesInFiles(directory: string, secrets: readonly Secret[]): string[] {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.flatMap((file) => {
    const bytes = readFileSync(join(file.parentPath, file.name));
    return tracesIn(bytes, secrets).map((trace) => `${file.name}: ${trace}`);
  });
}

/** In which form secrets stand somewhere: `name in form`. */
export function tracesIn(where: Uint8Array | string, secrets: readonly Secret[]): string[] {
  const bytes = Buffer.from(where);
  return secrets.flatMap(({ name, value }) =>
    formsOf(Buffer.from(value))
      .filter(([, form]) => bytes.includes(form))
      .map(([form]) => `${name} in ${form}`),
  );
}

function formsOf(value: Buffer): (readonly [form: string, bytes: Buffer | string])[] {
  const hex = value.toString('hex');
  return [
    ['clear', value],
    ['small letters', value.toString('latin1').toLowerCase()],
    ['hex', hex],
    ['HEX', hex.toUpperCase()],
    ['UTF-16', Buffer.from(value.toString('latin1'), 'utf16le')],
    ...[0, 1, 2].flatMap((before) => {
      const base64 = withinBase64(value, before);
      return [
        [`base64+${String(before)}`, base64],
        [`base64url+${String(before)}`, base64.replaceAll('+', '-').replaceAll('/', '_')],
      ] as const;
    }),
  ];
}

/** What the base64 of a longer text has in common wherever the value stands after so many bytes, modulo three. */
function withinBase64(value: Buffer, before: number): string {
  const bits = 6;
  const text = Buffer.concat([Buffer.alloc(before), value]).toString('base64');
  return text.slice(Math.ceil((before * 8) / bits), Math.floor(((before + value.length) * 8) / bits));
}
