import type { HttpReply, HttpRequest } from './fastify.ts';

/**
 * What every answer carries. Answers may hold personal data: no cache between here and the client keeps one, and no page
 * of another site shows or runs them.
 */
export const ANSWER_HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
} as const;

/** What a page of this server may load, and who may show it in a frame: nobody. */
export const PAGE_POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; " +
  "form-action 'none'; frame-ancestors 'none'";

/** A year, in seconds; of other servers of the domain this one knows nothing. */
const STRICT_TRANSPORT = 'max-age=31536000';

/** Puts the headers of every answer on one; behind TLS, also that a browser asks by TLS from now on. */
export function addAnswerHeaders(request: HttpRequest, reply: HttpReply): void {
  void reply.headers(ANSWER_HEADERS);
  if (request.protocol === 'https') void reply.header('strict-transport-security', STRICT_TRANSPORT);
}
