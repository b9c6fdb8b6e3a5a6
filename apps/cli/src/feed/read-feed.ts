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

/** What a server answered: what was asked for, that it cannot now, or that it never will. */
export type FeedAnswer<T> =
  | { readonly kind: 'read'; readonly read: T }
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
export function readBatch(
  address: FeedAddress,
  { lastEventId, timeout, limit }: Wanted,
): Promise<FeedAnswer<readonly ReadEvent[]>> {
  const { types } = address;
  const query = new URLSearchParams({
    ...{ timeout: String(timeout), limit: String(limit) },
    ...(lastEventId === undefined ? {} : { lastEventId }),
    ...(types.length === 0 ? {} : { types: types.join(',') }),
  });
  return read(address, { path: `?${query.toString()}`, timeout }, (body) => body as readonly ReadEvent[]);
}

/** Reads where a feed ends now. */
export function readEnd(address: FeedAddress): Promise<FeedAnswer<string>> {
  return read(address, { path: '/end', timeout: 0 }, (body) => (body as { readonly lastEventId: string }).lastEventId);
}

async function read<T>(
  { url, token }: FeedAddress,
  { path, timeout }: { readonly path: string; readonly timeout: number },
  of: (body: unknown) => T,
): Promise<FeedAnswer<T>> {
  try {
    const answer = await fetch(new URL(`/rest/integration/v1/events${path}`, url), {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(timeout + GRACE_MS),
    });
    if (answer.ok) return { kind: 'read', read: of(await answer.json()) };
    return refusal(answer, await answer.text());
  } catch (error) {
    return { kind: 'later', message: `${url} does not answer (${messageOf(error)})`, retryAfterMs: undefined };
  }
}

function refusal({ status, headers }: Response, body: string): FeedAnswer<never> {
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
