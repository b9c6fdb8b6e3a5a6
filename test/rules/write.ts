import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from './guard.ts';
import { PAGE, page } from './page.ts';

// Run as the last part of `npm run docs:write`.
const path = join(ROOT, PAGE);
mkdirSync(dirname(path), { recursive: true });
writeFileSync(path, page());
