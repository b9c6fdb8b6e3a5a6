import { printJson, printTable } from '#terminal';
import { productAccess, whoMay } from '../documents/declarations.ts';

/** Prints who may give which command and ask which query. */
export function access({ json = false }: { readonly json?: boolean }): void {
  const rows = productAccess();
  if (json) {
    printJson(rows);
    return;
  }
  printTable(
    ['context', 'use case', 'kind', 'who', 'purpose'],
    rows.map((row) => [row.context, row.name, row.kind, whoMay(row).join('\n'), row.purpose ?? '']),
  );
}
