import { attacks, type Target } from './attacks.ts';

// A process of its own: `attacker.ts <number of the attack> <target as JSON>`; it prints what came of it.
const [number = '', target = ''] = process.argv.slice(2);
const outcome = await attacks[Number(number)]?.run(JSON.parse(target) as Target);
process.stdout.write(JSON.stringify(outcome));
