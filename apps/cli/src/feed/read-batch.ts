import { messageOf } from '#kernel/domain';

/** Which feed is read, as whom, and what of it. */
export interface FeedAddress {
  readonly url: string;
  readonly token: string;
  /** Names of events; all when there is none. */
  readonly types: readonly string[];
}

/** An event, of which nothing but its id plays a part here. */
export interface ReadEvent {
  readonly id: string;
}

/** What a server answered: events, that it cannot now, or that it never will. */
export type BatchAnswer =
  | { readonly kind: 'events'; readonly events: readonly ReadEvent[] }
  | { readonly kind: 'later'; readonly message: string; readonly retryAfterMs: number | undefined }
  | { readonly kind: 'refused'; readonly message: string };

interface Wanted {
  readonly lastEventId: string | undefined;
  /** Milliseconds. */
  readonly timeout: number;
  readonly limit: number;
}

/** Milliseconds that an answer may take beyond what it waits. */
const GRACE_MS = 30_000;

/** Reads one batch of a feed. */
export async function readBatch(
  { url, token, types }: FeedAddress,
  { lastEventId, timeout, limit }: Wanted,
): Promise<BatchAnswer> {
  const query = new URLSearchParams({
    ...{ timeout: String(timeout), limit: String(limit) },
    ...(lastEventId === undefined ? {} : { lastEventId }),
    ...(types.length === 0 ? {} : { types: types.join(',') }),
  });
  try {
    const answer = await fetch(new URL(`/rest/integration/v1/events?${query.toString()}`, url), {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(timeout + GRACE_MS),
    });
    if (answer.ok) return { kind: 'events', events: (await answer.json()) as readonly ReadEvent[] };
    return refusal(answer, await answer.text());
  } catch (error) {
    return { kind: 'later', message: `${url} does not answer (${messageOf(error)})`, retryAfterMs: undefined };
  }
}

function refusal({ status, headers }: Response, body: string): BatchAnswer {
  const message = `${String(status)} ${detailOf(body)}`;
  const seconds = Number(headers.get('retry-after') ?? NaN);
  const retryAfterMs = Number.isFinite(seconds) ? seconds * 1_000 : undefined;
  const passes = status >= 500 || status === 429;
  return passes ? { kind: 'later', message, retryAfterMs } : { kind: 'refused', message };
}

/** The sentence of a problem, which says what to do. */
function detailOf(body: string): string {
  try {
    const { code, detail } = JSON.parse(body) as { readonly code?: string; readonly detail?: string };
    return `${code ?? ''}: ${detail ?? body}`;
  } catch {
    return body;
  }
}
