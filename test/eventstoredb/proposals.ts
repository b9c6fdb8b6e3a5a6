import type { AppendReq, BatchAppendReq } from '@eventstore/db-client/generated/streams_pb.js';
import type { ProposedEvent } from './recorded-event.ts';
import { uuidText } from './uuid.ts';

/** What is wrong with an event that a client proposes: each kind of append has its own words for it. */
export class BadProposal extends Error {
  readonly what: 'id' | 'type' | 'missing-property';

  constructor(what: BadProposal['what'], message: string) {
    super(message);
    this.what = what;
  }
}

/** @throws BadProposal */
export function proposedEvent(message: AppendReq.ProposedMessage | BatchAppendReq.ProposedMessage): ProposedEvent {
  const properties = message.getMetadataMap();
  const type = properties.get('type');
  const contentType = properties.get('content-type');
  if (type === undefined || contentType === undefined) {
    throw new BadProposal('missing-property', 'The given key was not present in the dictionary.');
  }
  const id = uuidText(message.getId());
  if (id === undefined) throw new BadProposal('id', 'Empty eventId provided.');
  if (type === '') throw new BadProposal('type', 'Empty eventType provided.');
  return {
    ...{ id, type, isJson: contentType === 'application/json' },
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
}
