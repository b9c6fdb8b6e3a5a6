import type { Facts, RefusalKind } from '#kernel/domain';

/** Media type of every answer with a status of 400 or more (RFC 9457). */
export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** The status of what a rule refuses. */
export const statusOfRefusal: Readonly<Record<RefusalKind, number>> = {
  rule: 422,
  'already-so': 422,
  'not-yet': 422,
  conflict: 409,
  'not-found': 404,
  forbidden: 403,
};

/** One wrong field of a request. */
export interface FieldError {
  /** Dotted path into the body, or the name of the query or path parameter; `body` when it is the body as a whole. */
  readonly field: string;
  /** The check that failed, for example `isInt`. */
  readonly code: string;
  readonly message: string;
}

/** Why a request was not carried out. Never holds personal data, nor anything of the machine. */
export interface Problem {
  readonly status: number;
  /** Stable, SCREAMING_SNAKE_CASE: what a client tells problems apart by. */
  readonly code: string;
  /** What to do next. */
  readonly detail: string;
  readonly facts?: Facts;
  readonly errors?: readonly FieldError[];
  /** Of the answer, lower-case names. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A problem as it travels: the members of RFC 9457, and ours. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance?: string;
  readonly code: string;
  readonly facts?: Facts;
  readonly errors?: readonly FieldError[];
  readonly traceId?: string;
}

/** The stable URI of a kind of problem. */
export function problemType(code: string): string {
  return `urn:rete-punti:problem:${code.toLowerCase().replaceAll('_', '-')}`;
}

/** The same for all problems of a kind, as RFC 9457 wants it: `SLOT_FULL` reads "Slot full". */
export function titleOf(code: string): string {
  const words = code
    .toLowerCase()
    .replaceAll('_', ' ')
    .replace(/\b(json|ur[il])\b/g, (word) => word.toUpperCase());
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/**
 * A problem as a document.
 * @param occurrence.path path of the request, without its query
 * @param occurrence.traceId what the log calls the request
 */
export function problemDocument(
  problem: Problem,
  occurrence: { readonly path?: string | undefined; readonly traceId?: string | undefined } = {},
): ProblemDocument {
  const { status, code, detail, facts, errors } = problem;
  return {
    type: problemType(code),
    title: titleOf(code),
    status,
    detail,
    ...(occurrence.path === undefined ? {} : { instance: occurrence.path }),
    code,
    ...(facts && Object.keys(facts).length > 0 ? { facts } : {}),
    ...(errors ? { errors } : {}),
    ...(occurrence.traceId === undefined ? {} : { traceId: occurrence.traceId }),
  };
}
