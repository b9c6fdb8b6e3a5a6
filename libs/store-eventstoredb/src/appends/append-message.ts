import shared from '@eventstore/db-client/generated/shared_pb.js';
import type { BatchAppendReq } from '@eventstore/db-client/generated/streams_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import type { ExpectedRevision } from '#kernel/ports';
import type { Proposal, Proposals } from './proposal.ts';

/** An append as the server is to make it. */
export interface Append {
  /** Name of the stream in the server. */
  readonly outer: string;
  readonly expectedRevision: ExpectedRevision;
  readonly proposals: Proposals;
}

/**
 * An append as one message of the stream of appends. It has no deadline: that would be an hour of the server's clock.
 * @param number what the answer is told by: a UUID
 */
export function messageOf(append: Append, number: string): BatchAppendReq {
  const message = new streams.BatchAppendReq();
  message.setCorrelationId(uuid(number));
  message.setOptions(optionsOf(append));
  message.setProposedMessagesList(append.proposals.map(proposedMessage));
  message.setIsFinal(true);
  return message;
}

function optionsOf({ outer, expectedRevision }: Append): BatchAppendReq.Options {
  const options = new streams.BatchAppendReq.Options();
  const identifier = new shared.StreamIdentifier();
  identifier.setStreamName(Buffer.from(outer));
  options.setStreamIdentifier(identifier);
  if (expectedRevision === 'no-stream') options.setNoStream(new empty.Empty());
  else options.setStreamPosition(BigInt(expectedRevision).toString());
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
