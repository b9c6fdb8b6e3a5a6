import 'reflect-metadata';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { breakingChanges, contractOf, type Contract } from '#integration';
import { publishedTypes } from './published-page.ts';
import { contractText, RELEASED_CONTRACT } from './released-contract.ts';

// Run as `npm run contract:release`, in the root of the repository: what stands there is relied on from then on.
const former = existsSync(RELEASED_CONTRACT)
  ? (JSON.parse(readFileSync(RELEASED_CONTRACT, 'utf8')) as Contract)
  : { types: [] };
const broken = breakingChanges(former, contractOf(publishedTypes()));
if (broken.length > 0) {
  process.stderr.write(`${broken.join('\n')}\n`);
  process.exitCode = 1;
} else {
  writeFileSync(RELEASED_CONTRACT, contractText());
}
