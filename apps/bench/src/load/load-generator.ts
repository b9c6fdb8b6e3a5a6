import { createRequire } from 'node:module';
import type autocannonFunction from 'autocannon';
import { serveParent } from '../measure/child.ts';
import { percentile } from '../measure/statistics.ts';
import type { Load, LoadOrder, LoadRequest, LoadResult } from './load.ts';

/** Of development only, so it is looked up where it is needed. */
const PACKAGE = 'autocannon';
const autocannon = createRequire(import.meta.url)(PACKAGE) as typeof autocannonFunction;

/** Bytes of an answer that are told, where it is a refusal. */
const LONGEST_FAILURE = 400;

/** Sends every request of a load once, and waits for the last answer. */
function send({ url, connections, method, requests, rate }: Load): Promise<LoadResult> {
  const latencies: number[] = [];
  /** Of the requests that have another method than the load. */
  const ofOthers: number[] = [];
  /** What each connection has sent, in the order of its answers. */
  const sent = new Map<object, LoadRequest[]>();
  /** What came last over each connection. */
  const bodies = new Map<object, Buffer>();
  let failures = 0;
  let firstFailure: string | undefined;
  const failed = (why: string): void => {
    failures += 1;
    firstFailure ??= why;
  };
  let last = 0;
  let connection = 0;
  return new Promise((resolve, reject) => {
    const instance = autocannon(
      {
        ...{ url, connections, method, amount: requests.length },
        ...(rate === undefined ? {} : { overallRate: rate }),
        setupClient: (client) => {
          const own = connection;
          connection += 1;
          const mine = requests.filter((_, index) => index % connections === own);
          sent.set(client, mine.toReversed());
          client.on('body', (body: Buffer) => bodies.set(client, body));
          client.setRequests(
            mine.map(({ method: other = method, path, headers, body }) => ({
              ...{ method: other, path, headers },
              ...(body === undefined ? {} : { body }),
            })),
          );
        },
      },
      (error: unknown) => {
        if (error instanceof Error) {
          reject(error);
          return;
        }
        const seconds = (last - started) / 1_000;
        const answers = latencies.length;
        resolve({
          ...{ seconds, answers, failures, perSecond: answers / seconds },
          ...(firstFailure === undefined ? {} : { firstFailure }),
          p50: percentile(latencies, 0.5),
          p95: percentile(latencies, 0.95),
          p99: percentile(latencies, 0.99),
          ...(ofOthers.length === 0
            ? {}
            : { others: { p50: percentile(ofOthers, 0.5), p99: percentile(ofOthers, 0.99) } }),
        });
      },
    );
    const started = performance.now();
    instance.on('response', (client, status, _bytes, milliseconds) => {
      last = performance.now();
      latencies.push(milliseconds);
      if ((sent.get(client)?.pop()?.method ?? method) !== method) ofOthers.push(milliseconds);
      if (status < 200 || status > 299)
        failed(`${String(status)} ${String(bodies.get(client)?.subarray(0, LONGEST_FAILURE))}`);
    });
    instance.on('reqError', (error) => {
      failed(String(error));
    });
  });
}

let next: Load | undefined;

/** Taken and sent apart: who waits for the answers must not be busy with handing the requests over. */
serveParent(async (order: LoadOrder): Promise<LoadResult | null> => {
  if (order !== 'send') next = order;
  else if (next) return send(next);
  return null;
});
