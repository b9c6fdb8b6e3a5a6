import { fictitiousBodyCode, fictitiousPerson as invent, Random, type FictitiousPerson } from '#demonstration';

export { fictitiousBodyCode, type FictitiousPerson };

/** A person who does not exist; the same number is the same person. */
export function fictitiousPerson(number: number): FictitiousPerson {
  return invent(number, new Random(number));
}
