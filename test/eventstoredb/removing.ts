import type { sendUnaryData, ServerUnaryCall } from '@grpc/grpc-js';
import type { DeleteReq, DeleteResp, TombstoneReq, TombstoneResp } from '@eventstore/db-client/generated/streams_pb.js';
import { asRefusal } from './answer-stream.ts';
import { expectedRevision } from './appending.ts';
import type { AppendOutcome, EventLog } from './event-log.ts';
import type { Faults } from './faults.ts';
import { isGivenUp } from './given-up.ts';
import { streamName, streams } from './protocol.ts';
import { streamDeleted, wrongExpectedVersion } from './refusal.ts';

type Remove = (name: string, expected: number) => AppendOutcome;

export function deleteHandler(log: EventLog, faults: Faults) {
  return (call: ServerUnaryCall<DeleteReq, DeleteResp>, reply: sendUnaryData<DeleteResp>): void => {
    const remove: Remove = (name, expected) => log.delete(name, expected);
    void removed(call, faults, remove).then(
      (position) => {
        if (position === undefined) return;
        const response = new streams.DeleteResp();
        response.setPosition(at(new streams.DeleteResp.Position(), position));
        reply(null, response);
      },
      (error: unknown) => reply(asRefusal(error)),
    );
  };
}

export function tombstoneHandler(log: EventLog, faults: Faults) {
  return (call: ServerUnaryCall<TombstoneReq, TombstoneResp>, reply: sendUnaryData<TombstoneResp>): void => {
    const remove: Remove = (name, expected) => log.tombstone(name, expected);
    void removed(call, faults, remove).then(
      (position) => {
        if (position === undefined) return;
        const response = new streams.TombstoneResp();
        response.setPosition(at(new streams.TombstoneResp.Position(), position));
        reply(null, response);
      },
      (error: unknown) => reply(asRefusal(error)),
    );
  };
}

/** @returns the position; undefined when there is nothing to answer */
async function removed(
  call: ServerUnaryCall<DeleteReq | TombstoneReq, unknown>,
  faults: Faults,
  remove: Remove,
): Promise<number | undefined> {
  if (await isGivenUp(call)) return undefined;
  const options = call.request.getOptions()!;
  const name = streamName(options.getStreamIdentifier());
  const expected = expectedRevision(options);
  const outcome = await faults.meet('delete', () => remove(name, expected));
  if (outcome?.is === 'wrong') throw wrongExpectedVersion(name, expected, outcome.actual);
  if (outcome?.is === 'deleted') throw streamDeleted(name);
  return outcome?.position;
}

function at<P extends DeleteResp.Position | TombstoneResp.Position>(target: P, position: number): P {
  target.setCommitPosition(String(position));
  target.setPreparePosition(String(position));
  return target;
}
