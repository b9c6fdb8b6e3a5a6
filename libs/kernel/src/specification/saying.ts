import type { RequestBody } from '../commands/command-origin.ts';

/** The body of a request that says something, of nobody. */
export function saying(what: string): RequestBody {
  return { hash: async () => what, matches: async (bodyHash) => bodyHash === what };
}
