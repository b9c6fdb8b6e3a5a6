import {
  fictitiousBodyCode,
  fictitiousPerson as invent,
  type FictitiousPerson,
} from '../../../apps/cli/src/demo/people.ts';
import { Random } from '../../../apps/cli/src/demo/random.ts';

export { fictitiousBodyCode, type FictitiousPerson };

/** A person who does not exist; the same number is the same person. */
export function fictitiousPerson(number: number): FictitiousPerson {
  return invent(number, new Random(number));
}
