import { lookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { performance } from 'node:perf_hooks';
import { Agent, request, type Dispatcher } from 'undici';
import { endpointRefusals, endpointUrl, type EndpointRules } from './endpoint.ts';
import { isPublicAddress } from './public-address.ts';

/** What became of one attempt. */
export interface Attempt {
  /** Milliseconds. */
  readonly durationMs: number;
  /** Of the answer; absent when none came. */
  readonly status?: number;
  /** The first part of the answer's body, as text. */
  readonly answer?: string;
  /** What follows on it, as far as whoever keeps it has to look whether something was cut in two; absent when nothing does. */
  readonly goesOn?: string;
  /** The header Retry-After as it came. */
  readonly retryAfter?: string;
  /** Why no answer came: a stable code, of this file or of Node (`ECONNREFUSED`, `UND_ERR_HEADERS_TIMEOUT` …). */
  readonly failure?: string;
}

/** A request to an endpoint. */
export interface OutgoingPost {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface OutgoingPostsOptions extends EndpointRules {
  /** Whole time of one attempt in milliseconds, name and connection included. */
  readonly timeoutMs: number;
  /** Most connections to one endpoint at once. */
  readonly connections: number;
  /** How names are resolved; that of the machine when absent. */
  readonly resolve?: Resolve;
}

/** All addresses of a name, as `dns.lookup` gives them with `all`. */
export type Resolve = (
  hostname: string,
  options: LookupOptions & { readonly all: true },
  done: (error: NodeJS.ErrnoException | null, addresses?: LookupAddress[]) => void,
) => void;

/** How much of an answer is kept, in bytes. */
const KEPT_OF_ANSWER = 1024;
/** How much of what follows is told, in bytes: more than a codice fiscale or an IBAN takes, in groups. */
const TOLD_BEYOND = 64;

/**
 * Sends to endpoints that others chose. A name is resolved once, when the connection is made, all its addresses are
 * looked at, and it is connected to one of those: what another look-up would say a moment later plays no part. Redirects
 * are not followed. After Standard Webhooks, "Server side request forgery".
 */
export class OutgoingPosts {
  readonly #options: OutgoingPostsOptions;
  readonly #agent: Agent;

  constructor(options: OutgoingPostsOptions) {
    this.#options = options;
    this.#agent = new Agent({
      connections: options.connections,
      pipelining: 1,
      connect: { timeout: options.timeoutMs, lookup: checkedLookup(options) },
    });
  }

  /**
   * One attempt. Whatever goes wrong is told in the result.
   * @throws DomainError as {@link endpointUrl}, when it is an address to which nothing is sent
   */
  async post({ url, headers, body }: OutgoingPost): Promise<Attempt> {
    const target = endpointUrl(url, this.#options);
    const began = performance.now();
    const signal = AbortSignal.timeout(this.#options.timeoutMs);
    const duration = (): number => Math.round(performance.now() - began);
    try {
      const answer = await request(target, { method: 'POST', headers, body, dispatcher: this.#agent, signal });
      const told = await beginning(answer.body);
      const retryAfter = answer.headers['retry-after'];
      return {
        durationMs: duration(),
        status: answer.statusCode,
        ...told,
        ...(typeof retryAfter === 'string' ? { retryAfter } : {}),
      };
    } catch (error) {
      return { durationMs: duration(), failure: signal.aborted ? 'ENDPOINT_TIMEOUT' : failureOf(error) };
    }
  }

  /** Ends every connection; attempts under way fail. */
  async close(): Promise<void> {
    await this.#agent.destroy();
  }
}

/** Resolves a name for `net.connect`, and fails when one of its addresses is none of the Internet. */
function checkedLookup({ allowsPrivate, resolve = lookup }: OutgoingPostsOptions) {
  type Done = (error: Error | null, addresses: string | LookupAddress[], family?: number) => void;
  return (hostname: string, options: LookupOptions, done: Done): void => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      // Of a name that is not found there are none, not even an empty list.
      const [first] = addresses ?? [];
      if (error || !addresses || first === undefined) done(error ?? notPublic(), []);
      else if (!allowsPrivate && !addresses.every(({ address }) => isPublicAddress(address))) done(notPublic(), []);
      else if (options.all) done(null, addresses);
      else done(null, first.address, first.family);
    });
  };
}

function notPublic(): Error {
  return endpointRefusals.ENDPOINT_NOT_PUBLIC();
}

/**
 * The first bytes of an answer; one that goes on is cut off with its connection. The status was said before them: where they
 * end too early, or not in time, they are what came until then.
 */
async function beginning(body: Dispatcher.ResponseData['body']): Promise<Pick<Attempt, 'answer' | 'goesOn'>> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > KEPT_OF_ANSWER + TOLD_BEYOND) break;
    }
  } catch {
    // Out of time, or broken off.
  }
  const all = Buffer.concat(chunks);
  const answer = all.subarray(0, KEPT_OF_ANSWER).toString();
  const goesOn = all.subarray(KEPT_OF_ANSWER, KEPT_OF_ANSWER + TOLD_BEYOND).toString();
  return { answer, ...(goesOn === '' ? {} : { goesOn }) };
}

function failureOf(error: unknown): string {
  const code = (error as { readonly code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : 'ENDPOINT_FAILED';
}
