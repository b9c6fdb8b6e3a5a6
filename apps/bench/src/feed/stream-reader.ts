import { setTimeout as sleep } from 'node:timers/promises';
import { serveParent } from '../measure/child.ts';

/** Which streams are opened, or how many events are waited for. */
export type StreamOrder =
  | { readonly url: string; readonly tokens: readonly string[]; readonly after: string }
  | { readonly until: number; readonly within: number };

/** Milliseconds from the `time` of each event to its arrival, at each client. */
export type StreamAnswer = readonly number[];

const LOOK_EVERY_MS = 5;
const latencies: number[] = [];

async function follow(url: string, token: string, after: string): Promise<void> {
  const answer = await fetch(`${url}/rest/integration/v1/events/stream?lastEventId=${after}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  if (!answer.ok || !answer.body) throw new Error(`the stream answered ${answer.status}: ${await answer.text()}`);
  void read(answer.body);
}

async function read(body: ReadableStream<Uint8Array>): Promise<void> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const piece of body as unknown as AsyncIterable<Uint8Array>) {
    const now = Date.now();
    const blocks = (text + decoder.decode(piece, { stream: true })).split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const time = /"time":"([^"]*)"/.exec(block)?.[1];
      if (time !== undefined) latencies.push(now - Date.parse(time));
    }
  }
}

serveParent(async (order: StreamOrder): Promise<StreamAnswer> => {
  if ('tokens' in order) {
    await Promise.all(order.tokens.map((token) => follow(order.url, token, order.after)));
    return [];
  }
  const end = performance.now() + order.within;
  while (latencies.length < order.until && performance.now() < end) await sleep(LOOK_EVERY_MS);
  return latencies.splice(0);
});
