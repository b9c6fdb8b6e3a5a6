import shared from '@eventstore/db-client/generated/shared_pb.js';
import type { BatchAppendReq } from '@eventstore/db-client/generated/streams_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import timestamp from 'google-protobuf/google/protobuf/timestamp_pb.js';
import type { ExpectedRevision } from '#kernel';
import type { Proposal, Proposals } from './proposal.ts';

/** An append as the server is to make it. */
export interface Append {
  /** Name of the stream in the server. */
  readonly outer: string;
  readonly expectedRevision: ExpectedRevision;
  readonly proposals: Proposals;
}

/**
 * An append as one message of the stream of appends.
 * @param number what the answer is told by: a UUID
 * @param milliseconds after which the server need not begin with it any more
 */
export function messageOf(append: Append, number: string, milliseconds: number): BatchAppendReq {
  const message = new streams.BatchAppendReq();
  message.setCorrelationId(uuid(number));
  message.setOptions(optionsOf(append, milliseconds));
  message.setProposedMessagesList(append.proposals.map(proposedMessage));
  message.setIsFinal(true);
  return message;
}

function optionsOf({ outer, expectedRevision }: Append, milliseconds: number): BatchAppendReq.Options {
  const options = new streams.BatchAppendReq.Options();
  const identifier = new shared.StreamIdentifier();
  identifier.setStreamName(Buffer.from(outer));
  options.setStreamIdentifier(identifier);
  if (expectedRevision === 'no-stream') options.setNoStream(new empty.Empty());
  else options.setStreamPosition(String(expectedRevision));
  options.setDeadline(timestamp.Timestamp.fromDate(new Date(Date.now() + milliseconds)));
  return options;
}

function proposedMessage({ id, type, data, metadata }: Proposal): BatchAppendReq.ProposedMessage {
  const message = new streams.BatchAppendReq.ProposedMessage();
  message.setId(uuid(id));
  message.getMetadataMap().set('type', type).set('content-type', 'application/json');
  message.setData(Buffer.from(data));
  message.setCustomMetadata(Buffer.from(metadata));
  return message;
}

function uuid(text: string) {
  const id = new shared.UUID();
  id.setString(text);
  return id;
}
