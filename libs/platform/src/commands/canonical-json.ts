import { MAX_DEPTH, tooDeep } from '../http/body-bounds.ts';

/**
 * JSON with the names of every object in order, so that two bodies that mean the same give the same text.
 * @param value what JSON.parse gave
 * @throws HttpProblem BODY_TOO_DEEP: no command nests that deep, and a stranger must not choose how far we recurse
 */
export function canonicalJson(value: unknown): string {
  // One call at the end, on ordered copies, is far cheaper than one for each name and value.
  return JSON.stringify(inOrder(value, 0) ?? null);
}

function inOrder(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth === MAX_DEPTH) throw tooDeep();
  if (Array.isArray(value)) return value.map((item) => inOrder(item, depth + 1));
  const ordered: Record<string, unknown> = {};
  for (const name of Object.keys(value).sort()) {
    ordered[name] = inOrder((value as Record<string, unknown>)[name], depth + 1);
  }
  return ordered;
}
