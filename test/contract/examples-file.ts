import { fileURLToPath } from 'node:url';

/** Where the examples of the contract stand. */
export const EXAMPLES = fileURLToPath(
  new URL('../../libs/composition/src/contexts/published-examples.json', import.meta.url),
);
