import { serveParent } from '../measure/child.ts';

/** Which feed is read. */
export interface FeedRead {
  readonly url: string;
  readonly token: string;
}

/** What was read, from the beginning to the end. */
export interface FeedWasRead {
  readonly events: number;
  readonly seconds: number;
}

const PAGE = 1_000;

async function read({ url, token }: FeedRead): Promise<FeedWasRead> {
  const headers = { authorization: `Bearer ${token}` };
  const started = performance.now();
  let events = 0;
  for (let after = ''; ;) {
    const answer = await fetch(`${url}/rest/integration/v1/events?limit=${PAGE}${after}`, { headers });
    if (!answer.ok) throw new Error(`the feed answered ${answer.status}: ${await answer.text()}`);
    const page = (await answer.json()) as readonly { readonly id: string }[];
    const last = page.at(-1);
    if (!last) return { events, seconds: (performance.now() - started) / 1_000 };
    events += page.length;
    after = `&lastEventId=${last.id}`;
  }
}

serveParent(read);
