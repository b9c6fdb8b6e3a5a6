import pMap from 'p-map';
import type { Application } from '#composition';
import { fictitiousPerson, Random, type FictitiousPerson } from '#demonstration';
import { PERSONAL_DATA } from '#platform';
import type { PersonalData } from '#use-cases';

/** As many are registered at once as one group commit takes. */
const CONCURRENCY = 1_000;

/** Persons who do not exist, all different. */
export function citizens(count: number): readonly FictitiousPerson[] {
  const random = new Random(7);
  return Array.from({ length: count }, (_, index) => fictitiousPerson(index + 1, random));
}

/** Registers citizens, as an earlier booking would have. */
export async function register({ app }: Application, people: readonly FictitiousPerson[]): Promise<void> {
  const personalData = app.get<PersonalData>(PERSONAL_DATA, { strict: false });
  await pMap(people, ({ fiscalCode }) => personalData.subjectFor(fiscalCode), { concurrency: CONCURRENCY });
}
