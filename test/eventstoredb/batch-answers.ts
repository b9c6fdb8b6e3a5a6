import type { UUID } from '@eventstore/db-client/generated/shared_pb.js';
import type { Code as CodeType } from '@eventstore/db-client/generated/code_pb.js';
import type { Status } from '@eventstore/db-client/generated/status_pb.js';
import type { BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import { MAXIMUM_APPEND_SIZE, type Excess } from './append-limits.ts';
import type { AppendOutcome } from './event-log.ts';
import { ANY, NO_STREAM, STREAM_EXISTS } from './expected-revision.ts';
import { Any, BinaryWriter, Code, Empty, shared, status, streamIdentifier, streams } from './protocol.ts';

const TYPE_URL = 'type.googleapis.com/';

/** What one append in a batch is answered with: the stream of batches stays open whatever it is. */
export function batchAnswer(
  correlationId: UUID | undefined,
  stream: string,
  result: Status | BatchAppendResp.Success,
): BatchAppendResp {
  const answer = new streams.BatchAppendResp();
  answer.setCorrelationId(correlationId);
  answer.setStreamIdentifier(streamIdentifier(stream));
  if (result instanceof streams.BatchAppendResp.Success) answer.setSuccess(result);
  else answer.setError(result);
  return answer;
}

export function batchResult(
  stream: string,
  expected: number,
  outcome: AppendOutcome,
): Status | BatchAppendResp.Success {
  if (outcome.is === 'done') return batchSuccess(outcome);
  return outcome.is === 'deleted' ? deletedStatus(stream) : wrongVersionStatus(expected, outcome.actual);
}

function batchSuccess({ revision, position }: AppendOutcome & { is: 'done' }): BatchAppendResp.Success {
  const success = new streams.BatchAppendResp.Success();
  if (revision < 0) success.setNoStream(new Empty());
  else success.setCurrentRevision(String(revision));
  if (position === undefined) {
    success.setNoPosition(new Empty());
    return success;
  }
  const at = new shared.AllStreamPosition();
  at.setCommitPosition(String(position));
  at.setPreparePosition(String(position));
  success.setPosition(at);
  return success;
}

function wrongVersionStatus(expected: number, actual: number): Status {
  const wrong = new shared.WrongExpectedVersion();
  if (actual < 0) wrong.setCurrentNoStream(new Empty());
  else wrong.setCurrentStreamRevision(String(actual));
  if (expected === ANY) wrong.setExpectedAny(new Empty());
  else if (expected === STREAM_EXISTS) wrong.setExpectedStreamExists(new Empty());
  else if (expected === NO_STREAM) wrong.setExpectedNoStream(new Empty());
  else wrong.setExpectedStreamPosition(String(expected));
  return statusOf(Code.ALREADY_EXISTS, 'WrongExpectedVersion', 'event_store.client.WrongExpectedVersion', wrong);
}

function deletedStatus(stream: string): Status {
  const deleted = new shared.StreamDeleted();
  deleted.setStreamIdentifier(streamIdentifier(stream));
  return statusOf(Code.NOT_FOUND, 'StreamDeleted', 'event_store.client.StreamDeleted', deleted);
}

export function tooBigStatus(excess: Excess): Status {
  return excess.of === 'append' ? appendTooBigStatus() : eventTooBigStatus(excess);
}

function appendTooBigStatus(): Status {
  const tooBig = new shared.MaximumAppendSizeExceeded();
  tooBig.setMaxappendsize(MAXIMUM_APPEND_SIZE);
  const type = 'event_store.client.MaximumAppendSizeExceeded';
  return statusOf(Code.INVALID_ARGUMENT, 'MaximumAppendSizeExceeded', type, tooBig);
}

/** The client's generated messages are older than this one. */
function eventTooBigStatus({ id, size, limit }: Excess & { of: 'event' }): Status {
  const writer = new BinaryWriter();
  writer.writeString(1, id);
  writer.writeUint32(2, size);
  writer.writeUint32(3, limit);
  const tooBig = { serializeBinary: () => writer.getResultBuffer() };
  const type = 'event_store.client.MaximumAppendEventSizeExceeded';
  return statusOf(Code.INVALID_ARGUMENT, 'MaximumAppendEventSizeExceeded', type, tooBig);
}

export function badRequestStatus(message: string): Status {
  const bad = new shared.BadRequest();
  bad.setMessage(message);
  return statusOf(Code.INVALID_ARGUMENT, 'BadRequest', 'event_store.client.BadRequest', bad);
}

export function timeoutStatus(): Status {
  return statusOf(Code.DEADLINE_EXCEEDED, 'Timeout', 'event_store.client.Timeout', new shared.Timeout());
}

export function notReadyStatus(): Status {
  return statusOf(Code.OK, 'Server Is Not Ready', 'google.protobuf.Empty', new Empty());
}

function statusOf(code: CodeType, message: string, type: string, detail: { serializeBinary(): Uint8Array }): Status {
  const details = new Any();
  details.setTypeUrl(TYPE_URL + type);
  details.setValue(detail.serializeBinary());
  const result = new status.Status();
  result.setCode(code);
  result.setMessage(message);
  result.setDetails(details);
  return result;
}
