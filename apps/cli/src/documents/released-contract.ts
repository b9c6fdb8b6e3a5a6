import { contractOf } from '#integration';
import { publishedTypes } from './published-page.ts';

/** Where the contract stands that receivers rely on, in the repository. */
export const RELEASED_CONTRACT = 'docs/contract/published-events.json';

/** The contract as the declarations make it, as it is written down. */
export function contractText(): string {
  return `${JSON.stringify(contractOf(publishedTypes()), undefined, 2)}\n`;
}
