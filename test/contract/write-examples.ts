import { writeFileSync } from 'node:fs';
import { examplesText, freshExamples } from './fresh-examples.ts';
import { EXAMPLES } from './examples-file.ts';

// Run as `npm run contract:examples`.
writeFileSync(EXAMPLES, examplesText(await freshExamples()));
