import { contexts, processesOf } from '#composition';
import { accessTable, type AccessRow } from '#use-cases';

/** Who may give every command and ask every query of the product. */
export function productAccess(): readonly AccessRow[] {
  return accessTable(contexts, processesOf(contexts));
}

/** Who may, in a word or two for each role. */
export function whoMay({ isPublic, roles, policies }: AccessRow): readonly string[] {
  if (isPublic) return ['anyone'];
  return [
    ...roles.map(({ role, bound, forSome }) => `${role} (${bound}${forSome ? ', for some inputs' : ''})`),
    ...policies.map((name) => `policy ${name}`),
  ];
}
