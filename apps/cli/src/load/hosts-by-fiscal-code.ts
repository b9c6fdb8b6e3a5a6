import type { OperationsClient } from '../installation/operations-client.ts';

interface Page {
  readonly items: readonly { readonly id: string; readonly fiscalCode: string }[];
  readonly nextCursor: string | null;
}

/** Ids of all hosts by their fiscal codes: read as a list, as codes are not said in a URL. */
export async function hostsByFiscalCode(client: OperationsClient): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for (let cursor: string | null = ''; cursor !== null;) {
    const next: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page: Page = await client.read<Page>(`rest/organisation/v1/host-bodies?limit=100${next}`);
    for (const { id, fiscalCode } of page.items) ids.set(fiscalCode, id);
    cursor = page.nextCursor;
  }
  return ids;
}
