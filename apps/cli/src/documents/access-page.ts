import { productAccess, whoMay } from './declarations.ts';

const HEAD = `# Who may do what

Made from the declarations of the use cases by \`npm run docs:write\`; guards, queries and the description of the API follow
the same declarations. \`rete-punti access\` prints it.

Bounds: *territory* is the region, province, unit or hosting body of whoever acts (for the centre all of Italy),
*everywhere* has no bound, *own* is what belongs to the citizen or the integration. A policy is a process manager: it gives
what it declares, and nothing else. A purpose is the parameter that says why personal data is read; the reading then stands in the access log.
`;

/** `docs/access.md`. */
export function accessPage(): string {
  const rows = productAccess();
  const sections = [...new Set(rows.map(({ context }) => context))].map((context) => {
    const lines = rows
      .filter((row) => row.context === context)
      .map((row) => `| \`${row.name}\` | ${row.kind} | ${whoMay(row).join(', ')} | ${row.purpose ?? ''} |`);
    return [`## ${context}`, '', '| use case | kind | who | purpose |', '|---|---|---|---|', ...lines, ''].join('\n');
  });
  return [HEAD, ...sections].join('\n');
}
