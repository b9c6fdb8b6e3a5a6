import { createHash, createPublicKey, verify, type JsonWebKey } from 'node:crypto';
import type { Api } from './api.ts';

/** What a subscriber writes down of an event, as far as a receipt tells. */
export interface BookedEvent {
  readonly number: number;
  readonly id: string;
  readonly type: string;
}

/** What is asked with for a receipt. */
interface Point {
  readonly number: number;
  readonly hash: string;
}

const INTEGRATION = '/rest/integration/v1';
/** Hashes that one question has. */
const MOST_POINTS = 350;

/**
 * The running hashes as docs/integration.md tells them, at each number from 1 on: over all events that are there up to it.
 * @param events in the order of their numbers, or in another
 */
export function hashesOf(book: string, events: readonly BookedEvent[]): readonly Point[] {
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
  const byNumber = new Map(events.map((event) => [event.number, event]));
  let hash = sha256(`rete-punti book ${book}`);
  return Array.from({ length: Math.max(0, ...byNumber.keys()) }, (_, index) => {
    const event = byNumber.get(index + 1);
    if (event) hash = sha256(`${hash}\n${String(event.number)}\n${event.id}\n${event.type}\n`);
    return { number: index + 1, hash };
  });
}

/** Asks for a receipt for all of a subscriber's book, and for where it differs if it does. */
export function askReceipt(
  owner: Api,
  subscription: string,
  book: string,
  points: readonly Point[],
): ReturnType<Api['post']> {
  const last = points.at(-1);
  return owner.post(`${INTEGRATION}/subscriptions/${subscription}/receipts`, { book, ...last, points });
}

/** The number of the first event by which a subscriber's book differs, in two questions as the documentation says. */
export async function firstDifference(
  owner: Api,
  subscription: string,
  book: string,
  events: readonly BookedEvent[],
): Promise<number> {
  const all = hashesOf(book, events);
  const step = Math.ceil(all.length / MOST_POINTS);
  const ask = async (points: readonly Point[]): Promise<{ agreesTo: number; differsBy: number }> => {
    const { status, body } = await askReceipt(owner, subscription, book, points);
    const { code, facts } = body as { code?: string; facts?: { agreesTo: number; differsBy: number } };
    if (code !== 'BOOKS_DIFFER' || !facts) throw new Error(`the answer was ${String(status)}: ${JSON.stringify(body)}`);
    return facts;
  };
  const roughly = await ask(all.filter(({ number }) => number % step === 0 || number === all.length));
  const { agreesTo, differsBy } = await ask(
    all.filter(({ number }) => number >= roughly.agreesTo && number <= roughly.differsBy),
  );
  if (differsBy !== agreesTo + 1) throw new Error(`between ${String(agreesTo)} and ${String(differsBy)} none is named`);
  return differsBy;
}

/**
 * What a statement says, once its signature is verified by a published key.
 * @throws Error when somebody else has signed it
 */
export async function saidBy(statement: string, api: Pick<Api, 'get'>): Promise<object> {
  const [header = '', payload = '', signature = ''] = statement.split('.');
  const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { readonly kid: string };
  const { keys } = (await api.get(`${INTEGRATION}/keys`)).body as { keys: (JsonWebKey & { kid: string })[] };
  const key = createPublicKey({ key: keys.find((one) => one.kid === kid) ?? {}, format: 'jwk' });
  if (!verify(null, Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'))) {
    throw new Error('the statement is signed by somebody else');
  }
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
}
