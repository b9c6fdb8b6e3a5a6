import { Agent, get } from 'node:http';
import pMap from 'p-map';
import { serveParent } from '../measure/child.ts';

/** Who is to wait, until they are told to leave. */
export type WaitingOrder =
  { readonly url: string; readonly after: string; readonly readers: readonly WaitingReader[] } | 'leave';

export interface WaitingReader {
  readonly token: string;
  /** ISTAT code: where they wait for something to happen. */
  readonly province: string;
}

const LONGEST_MS = 60_000;
/** Readers that come at once. */
const AT_ONCE = 100;

let agent: Agent | undefined;
let isLeaving = false;

/** Asks again and again; resolves once the first request has been sent. */
function wait(url: string, after: string, { token, province }: WaitingReader): Promise<void> {
  const path = `${url}/rest/integration/v1/events?lastEventId=${after}&province=${province}&timeout=${LONGEST_MS}`;
  return new Promise((resolve, reject) => {
    const asked = get(path, { agent, headers: { authorization: `Bearer ${token}` } }, (answer) => {
      answer.resume();
      if (answer.statusCode !== 200 && !isLeaving)
        throw new Error(`a reader was answered ${String(answer.statusCode)}`);
      answer.once('end', () => {
        if (!isLeaving) void wait(url, after, { token, province }).catch(() => undefined);
      });
    });
    asked.once('finish', resolve);
    asked.once('error', (error) => (isLeaving ? resolve() : reject(error)));
  });
}

serveParent(async (order: WaitingOrder): Promise<null> => {
  if (order === 'leave') {
    isLeaving = true;
    agent?.destroy();
    return null;
  }
  isLeaving = false;
  agent = new Agent({ keepAlive: true });
  // Of a connection that is opened, the server wants a request soon.
  await pMap(order.readers, (reader) => wait(order.url, order.after, reader), { concurrency: AT_ONCE });
  return null;
});
