import { readFileSync } from 'node:fs';
import { examplesOf } from '#integration';
import type { CloudEvent } from '#use-cases';

const FILE = new URL('./published-examples.json', import.meta.url);

/** An event of each published type, as a real run has told it: `npm run contract:examples` writes them. */
export const publishedExamples = examplesOf(JSON.parse(readFileSync(FILE, 'utf8')) as CloudEvent[]);
