import { readFileSync } from 'node:fs';
import { Command } from 'commander';

// Four folders up from dist/apps/cli/src: the command line runs from dist only.
const manifest = new URL('../../../../package.json', import.meta.url);
const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };

await new Command('rete-punti')
  .description('System of record of the INPS network of service points')
  .version(version)
  .parseAsync();
