import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../failure.ts';
import { FeedPlace } from '../feed/feed-place.ts';
import { readBatch, readEnd, type FeedAddress, type FeedAnswer } from '../feed/read-feed.ts';
import { givenToken, TOKEN_VARIABLE } from '../installation/given-token.ts';

export interface FollowOptions {
  /** Of the server. */
  readonly url: string;
  readonly tokenFile?: string;
  readonly token?: string;
  readonly types?: readonly string[];
  readonly fromStart?: boolean;
  /** Where it is written down how far was read. */
  readonly state?: string;
}

/** Milliseconds that one request waits for events. */
const WAIT_MS = 30_000;
const PAGE = 1_000;
/** Milliseconds before a server that does not answer is asked again. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Prints published events, one on a line, as they come, until it is ended. How far was read is written down once the lines
 * are out: whoever ends it at any moment reads some of them again the next time, and misses none.
 */
export async function followFeed(options: FollowOptions): Promise<void> {
  const token = options.token ?? givenToken(options.tokenFile);
  if (token === undefined)
    throw new Failure(`Give the token of an integration: --token-file, ${TOKEN_VARIABLE} or --token.`);
  const address: FeedAddress = { url: options.url, token, types: options.types ?? [] };
  const place = new FeedPlace(options.state, address);
  let lastEventId = place.read();
  if (lastEventId === undefined && !options.fromStart) {
    lastEventId = await patiently(() => readEnd(address));
    // Whoever is ended before the first event goes on from here, and not from a later end.
    place.write(lastEventId);
  }
  for (;;) {
    const after = lastEventId;
    const events = await patiently(() => readBatch(address, { lastEventId: after, timeout: WAIT_MS, limit: PAGE }));
    const last = events.at(-1);
    if (!last) continue;
    await print(events.map((event) => `${JSON.stringify(event)}\n`).join(''));
    lastEventId = last.id;
    place.write(lastEventId);
  }
}

/** Asks until the server answers: what passes with time is waited for. */
async function patiently<T>(ask: () => Promise<FeedAnswer<T>>): Promise<T> {
  let pause = FIRST_PAUSE_MS;
  for (;;) {
    const answer = await ask();
    if (answer.kind === 'read') return answer.read;
    if (answer.kind === 'refused') throw new Failure(answer.message);
    process.stderr.write(`${answer.message}; trying again\n`);
    await sleep(answer.retryAfterMs ?? pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
  }
}

/** @throws Failure when it cannot be printed, as nobody reads it any more or there is no room */
async function print(text: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const fail = (error: Error): void => {
    reject(new Failure(`Events cannot be printed any more (${error.message}); they are printed again the next time.`));
  };
  process.stdout.once('error', fail);
  process.stdout.write(text, (error) => (error ? fail(error) : resolve(undefined)));
  await promise;
  process.stdout.off('error', fail);
}
