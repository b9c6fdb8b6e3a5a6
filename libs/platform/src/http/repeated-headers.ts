import { HttpProblem } from '../problems/http-problem.ts';
import type { HttpRequest } from './fastify.ts';

/** Headers that say who asks, or how a body is to be read. Of two, Node keeps the first and drops the other. */
const SINGULAR: ReadonlySet<string> = new Set(['authorization', 'content-type', 'host']);

/**
 * Refuses two headers of a name that may stand once: what stands before this server may have looked at the other one.
 * @throws HttpProblem HEADER_REPEATED (400)
 */
export function refuseRepeatedHeaders({ raw: { rawHeaders } }: HttpRequest): void {
  const seen = new Set<string>();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const header = rawHeaders[at]?.toLowerCase() ?? '';
    if (!SINGULAR.has(header)) continue;
    if (seen.has(header)) throw new HttpProblem('HEADER_REPEATED', { words: { header } });
    seen.add(header);
  }
}
