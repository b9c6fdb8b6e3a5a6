// Copies what the compiler leaves behind (reference tables, templates …) from libs/*/src and apps/*/src into dist, at
// the same place relative to the compiled code, so that `new URL('./x.tsv', import.meta.url)` works in both.
import { cpSync, existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const isCode = (path) => /\.[cm]?tsx?$/.test(path);

for (const group of ['libs', 'apps']) {
  for (const name of existsSync(join(root, group)) ? readdirSync(join(root, group)) : []) {
    const source = join(root, group, name, 'src');
    if (name === 'web' || !existsSync(source)) continue;
    cpSync(source, join(root, 'dist', group, name, 'src'), {
      recursive: true,
      filter: (path) => statSync(path).isDirectory() || !isCode(path),
    });
  }
}
