import { fictitiousBodyCode, fictitiousPerson as invent, Random, type FictitiousPerson } from '#demonstration';

export { fictitiousBodyCode, type FictitiousPerson };

/** A person who does not exist; the same number is the same person. */
export function fictitiousPerson(number: number): FictitiousPerson {
  return invent(number, new Random(number));
}

/** Who it is, as acts name a person. */
export function namedPerson(number: number): Pick<FictitiousPerson, 'fiscalCode' | 'givenName' | 'familyName'> {
  const { fiscalCode, givenName, familyName } = fictitiousPerson(number);
  return { fiscalCode, givenName, familyName };
}
