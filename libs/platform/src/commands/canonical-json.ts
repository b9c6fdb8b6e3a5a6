import { HttpProblem } from '../problems/http-problem.ts';

const MAX_DEPTH = 32;

/**
 * JSON with the names of every object in order, so that two bodies that mean the same give the same text.
 * @param value what JSON.parse gave
 * @throws HttpProblem BODY_TOO_DEEP: no command nests that deep, and a stranger must not choose how far we recurse
 */
export function canonicalJson(value: unknown): string {
  return write(value, 0);
}

function write(value: unknown, depth: number): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  if (depth === MAX_DEPTH) throw tooDeep;
  if (Array.isArray(value)) return `[${value.map((item) => write(item, depth + 1)).join(',')}]`;
  const members = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${write(member, depth + 1)}`);
  return `{${members.join(',')}}`;
}

const tooDeep = new HttpProblem({
  status: 400,
  code: 'BODY_TOO_DEEP',
  detail: 'The body nests objects or arrays deeper than any command does.',
  errors: [{ field: 'body', code: 'maxDepth', message: `body must not nest deeper than ${MAX_DEPTH}` }],
});
