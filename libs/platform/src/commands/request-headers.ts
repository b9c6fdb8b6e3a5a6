import { faultOfText } from '#use-cases';
import { HttpProblem } from '../problems/http-problem.ts';
import { ownProblems, type OwnProblemCode } from '../problems/own-problems.ts';

const IDEMPOTENCY_KEY = /^[\x20-\x7e]{1,255}$/;
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
 * The revision that If-Match asks for; undefined without the header.
 * @throws HttpProblem IF_MATCH_INVALID for anything but one strong entity tag as a command or look-up gave it
 */
export function ifMatchRevision(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const revision = STRONG_REVISION.exec(header)?.[1];
  if (revision !== undefined) return Number(revision);
  throw badHeader('IF_MATCH_INVALID', 'If-Match');
}
