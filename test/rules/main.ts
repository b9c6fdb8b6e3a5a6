import { availableParallelism } from 'node:os';
import { FAMILIES } from './rules.ts';
import { refusalTrials } from './refusals.ts';
import { run, type Trial } from './trial.ts';

/*
 * Leaves out every guard of a rule in turn, and every refusal of a context, and shows which specification goes red: `npm run
 * test:rules`, with parts of names for some of them; `--rules` leaves the refusals aside. Ends with 1 when one stays green.
 */

interface Named extends Trial {
  readonly name: string;
}

const numbered = FAMILIES.flatMap(({ rules }) => rules).flatMap(({ rule, guards }) =>
  guards.map(({ keeps, spec, titles = `\\b${rule}\\b`, ...guard }): Named => ({
    ...{ name: `${rule} ${keeps}`, guard, titles },
    specs: [spec],
  })),
);
const refusals = refusalTrials().map((trial): Named => ({
  ...trial,
  name: `${'refusal' in trial.guard ? trial.guard.refusal : ''} ${trial.guard.file}`,
}));

const ALONE = '--rules';
const wanted = process.argv.slice(2).filter((argument) => argument !== ALONE);
const trials = [...numbered, ...(process.argv.includes(ALONE) ? [] : refusals)].filter(
  ({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)),
);

const waiting = trials.entries();
let green = 0;
async function work(): Promise<void> {
  for (const [index, trial] of waiting) {
    const said = await tell(trial);
    if (!said.isRed) green += 1;
    console.log(`${index + 1}/${trials.length} ${trial.name}\n    ${said.text}`);
  }
}

async function tell(trial: Trial): Promise<{ readonly isRed: boolean; readonly text: string }> {
  if (trial.specs.length === 0) return { isRed: false, text: 'NO SPECIFICATION names it' };
  try {
    const { red, tried } = await run(trial);
    if (red !== undefined) return { isRed: true, text: `red: ${red}` };
    return { isRed: false, text: `STAYS GREEN: ${tried} tried in ${trial.specs.join(', ')}` };
  } catch (error) {
    return { isRed: false, text: `NOT TRIED: ${String(error).slice(0, 500)}` };
  }
}

await Promise.all(Array.from({ length: Math.min(availableParallelism(), 4) }, work));
console.log(`${trials.length - green} of ${trials.length} guards turn a specification red when they are left out`);
process.exitCode = green === 0 ? 0 : 1;
