import type { ServerDuplexStream, ServerWritableStream, UntypedServiceImplementation } from '@grpc/grpc-js';
import type { BatchAppendReq, BatchAppendResp, ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import { AnswerStream } from './answer-stream.ts';
import type { AppendLimits } from './append-limits.ts';
import { appendHandler } from './appending.ts';
import { BatchAppends } from './batch-appending.ts';
import type { EventLog } from './event-log.ts';
import type { Faults } from './faults.ts';
import { answersTo } from './reading.ts';
import { deleteHandler, tombstoneHandler } from './removing.ts';
import { streamName } from './protocol.ts';
import type { Subscriptions } from './subscribing.ts';
import { ALL, type Traffic } from './traffic.ts';

type ReadCall = ServerWritableStream<ReadReq, Buffer>;

interface Parts {
  readonly log: EventLog;
  readonly faults: Faults;
  readonly traffic: Traffic;
  readonly subscriptions: Subscriptions;
  /** Of one append. */
  readonly limits: AppendLimits;
}

/**
 * The service `Streams`.
 * @param onBatchAppend told of each call that is to carry many appends
 */
export function streamsService(parts: Parts, onBatchAppend: () => void): UntypedServiceImplementation {
  const { log, faults, limits, traffic } = parts;
  return {
    append: appendHandler(log, faults, limits),
    batchAppend: (call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>) => {
      onBatchAppend();
      return new BatchAppends({ log, faults, limits, traffic, call });
    },
    delete: deleteHandler(log, faults),
    tombstone: tombstoneHandler(log, faults),
    read: (call: ReadCall) => {
      const answers = new AnswerStream<Buffer>(call as unknown as ServerWritableStream<never, Buffer>);
      read(parts, call.request.getOptions()!, answers).catch((error: unknown) => answers.fail(error));
    },
  };
}

async function read(
  { log, faults, traffic, subscriptions }: Parts,
  options: ReadReq.Options,
  answers: AnswerStream<Buffer>,
): Promise<void> {
  if (options.hasSubscription()) {
    await faults.meet('subscribe', () => subscriptions.start(options, answers));
    return;
  }
  const stream = options.getStream()?.getStreamIdentifier();
  traffic.note({ kind: 'read', stream: stream ? streamName(stream) : ALL });
  const frames = await faults.meet('read', () => answersTo(log, options));
  if (!frames) return;
  for (const frame of frames) {
    if (!answers.write(frame)) await answers.drained();
    if (answers.ended.aborted) return;
  }
  answers.end();
}
