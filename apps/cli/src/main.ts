import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { explanationOf } from '#composition';
import { Failure } from './failure.ts';
import { program } from './program.ts';

// Four folders up from dist/apps/cli/src: the command line runs from dist only.
const manifest = new URL('../../../../package.json', import.meta.url);
const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };

try {
  await program(version).parseAsync();
} catch (error) {
  const explanation = error instanceof Failure ? error.message : explanationOf(error);
  if (explanation === undefined) throw error;
  process.stderr.write(`${explanation}\n`);
  process.exitCode = 1;
}
