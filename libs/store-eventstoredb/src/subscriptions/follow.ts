import { setImmediate as turn } from 'node:timers/promises';
import { isAfter, type Position } from '#kernel/domain';
import type { LogBatch } from '#kernel/ports';
import { BeyondEnd, Ended, NoAnswer } from '../connection/failure.ts';
import type { LogServer } from '../connection/log-server.ts';
import type { Namespace } from '../events/namespace.ts';
import type { SubscriptionStatus } from './subscription-status.ts';
import { Tail } from './tail.ts';

/** Milliseconds that a subscription has to come to an end of the log that somebody else has seen. */
const GRACE_MS = 100;

export interface Following {
  readonly server: LogServer;
  readonly namespace: Namespace;
  /** Exclusive. */
  readonly after: Position;
  readonly batchSize: number;
  readonly signal: AbortSignal;
  readonly status: SubscriptionStatus;
}

/**
 * One subscription of the server, as long as it lasts. Ends by itself when the log goes on with events of others only:
 * the server says nothing of them, and the next subscription then passes them over.
 * @throws NoAnswer, Ended, BeyondEnd, and what the client says
 */
export async function* follow({
  server,
  namespace,
  after,
  batchSize,
  signal,
  status,
}: Following): AsyncGenerator<LogBatch> {
  // What the server calls caught up comes without a position: it is at least what the end was before.
  const end = await server.end();
  status.sawEnd(end);
  // The server would take the subscription, and never say anything.
  if (isAfter(after, end)) throw new BeyondEnd(`the log ends at ${end}, before ${after}`);
  const tail = new Tail({ server, namespace, after, end, readAhead: batchSize });
  const rouse = (): void => tail.pull.rouse();
  signal.addEventListener('abort', rouse);
  status.onBehind(rouse);
  try {
    for (;;) {
      if (hasEnded(signal)) return;
      const batch = tail.take(batchSize);
      status.contact(tail.isCaughtUp && tail.pull.isEmpty ? 'live' : 'catching-up');
      if (batch) {
        // While the consumer is at it, the subscription lags.
        status.sawEnd(batch.through);
        yield batch;
        status.finished(batch.through);
        continue;
      }
      const { call, idle } = server.timeouts;
      const patience = !tail.isCaughtUp ? call : status.isBehind ? GRACE_MS : idle;
      const woken = await tail.pull.wait(patience);
      if (woken === 'end') throw new Ended('the server ended the subscription');
      // What came with it over the connection is handed out within the turn.
      await turn();
      if (woken === 'look') continue;
      if (!tail.isCaughtUp) throw new NoAnswer('a subscription', call);
      // It may have nothing to say, or be dead: another call tells.
      status.sawEnd(await server.end());
      if (status.isBehind) return;
    }
  } finally {
    signal.removeEventListener('abort', rouse);
    tail.pull.close();
  }
}

function hasEnded(signal: AbortSignal): boolean {
  return signal.aborted;
}
