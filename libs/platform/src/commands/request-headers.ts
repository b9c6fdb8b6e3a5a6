import type { SeenRevision } from '#kernel/domain';
import { faultOfText } from '#use-cases';
import { HttpProblem } from '../problems/http-problem.ts';
import { ownProblems, type OwnProblemCode } from '../problems/own-problems.ts';

const IDEMPOTENCY_KEY = /^[\x20-\x7e]{1,255}$/;
/** RFC 9110, 8.8.3. */
const ENTITY_TAG = /(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"/g;
/** A list as RFC 9110, 5.6.1, takes it: with commas, blanks and empty members, each tag being a T. */
const BETWEEN_TAGS = /^[ \t,]*T(?:[ \t]*,[ \t,]*T)*[ \t,]*$/;
/** Characters: a hundred tags, where one is usual. */
const MAX_IF_MATCH = 1_000;
const STRONG_REVISION = /^"(0|[1-9]\d{0,14})"$/;

function badHeader(code: OwnProblemCode, field: string): HttpProblem {
  return new HttpProblem(code, { errors: [{ field, code: 'header', message: ownProblems[code].text }] });
}

/**
 * The Idempotency-Key of a POST.
 * @param values of each header of that name: a key may hold a comma, by which two would be joined
 * @throws HttpProblem MISSING_IDEMPOTENCY_KEY | IDEMPOTENCY_KEY_INVALID
 */
export function idempotencyKey(values: readonly string[] = []): string {
  const [key = ''] = values;
  if (values.length > 1) throw badHeader('IDEMPOTENCY_KEY_INVALID', 'Idempotency-Key');
  if (key === '') throw badHeader('MISSING_IDEMPOTENCY_KEY', 'Idempotency-Key');
  // Ids derive from it, and whoever knows how could try all codici fiscali.
  if (IDEMPOTENCY_KEY.test(key) && !faultOfText(key)) return key;
  throw badHeader('IDEMPOTENCY_KEY_INVALID', 'Idempotency-Key');
}

/**
 * What If-Match says of the revision that the client has seen; undefined without the header. As RFC 9110, 13.1.1, has it:
 * one entity tag, a list of them, or `*`, and tags are compared strongly, so a weak one matches nothing, nor does one that
 * was never answered.
 * @throws HttpProblem IF_MATCH_INVALID for what is none of these
 */
export function ifMatchRevision(header: string | undefined): SeenRevision | undefined {
  if (header === undefined) return undefined;
  if (header === '*') return 'any';
  const tags = header.length > MAX_IF_MATCH ? undefined : header.match(ENTITY_TAG);
  if (!tags || !BETWEEN_TAGS.test(header.replace(ENTITY_TAG, 'T'))) throw badHeader('IF_MATCH_INVALID', 'If-Match');
  const revisions = tags.flatMap((tag) => {
    const revision = STRONG_REVISION.exec(tag)?.[1];
    return revision === undefined ? [] : [Number(revision)];
  });
  const [only] = revisions;
  return only !== undefined && tags.length === 1 ? only : revisions;
}
