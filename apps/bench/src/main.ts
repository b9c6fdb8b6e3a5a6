import { Command, Option } from 'commander';
import { Child } from './measure/child.ts';
import { thisMachine } from './measure/machine.ts';
import type { PartResult } from './measure/result.ts';
import { parts } from './parts/parts.ts';
import type { PartRequest } from './part-process.ts';
import { print, save } from './report/report.ts';

interface Options {
  readonly quick: boolean;
  readonly only?: string;
  readonly out: string;
  readonly profiles?: string;
}

/** Runs the parts one after the other, each in a process of its own, so that none meets what another left behind. */
async function bench({ quick, only, out, profiles }: Options): Promise<void> {
  const machine = thisMachine();
  const results: PartResult[] = [];
  for (const part of only === undefined ? Object.keys(parts) : [only]) {
    process.stderr.write(`${part} …\n`);
    const child = new Child<PartRequest, PartResult>(new URL('./part-process.js', import.meta.url));
    try {
      const result = await child.ask({ part, options: { quick, ...(profiles === undefined ? {} : { profiles }) } });
      print(result);
      results.push(result);
    } finally {
      child.end();
    }
  }
  process.stdout.write(`Saved in ${save(out, machine, results).join(' and ')}.\n`);
}

await new Command('npm run bench --')
  .description('Measures what the product costs beside what it cannot do without.')
  .option('--quick', 'small numbers, to see that it works: the figures say nothing', false)
  .addOption(new Option('--only <part>', 'one part alone').choices(Object.keys(parts)))
  .option('--out <directory>', 'where the results are saved', 'bench-results')
  .option('--profiles <directory>', 'write CPU profiles of the HTTP parts there')
  .action(bench)
  .parseAsync();
