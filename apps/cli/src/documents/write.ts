import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { pages } from './pages.ts';

// Run as `npm run docs:write`, in the root of the repository.
for (const [path, page] of Object.entries(pages)) writeFileSync(path, page());
