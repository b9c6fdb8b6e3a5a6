import { randomUUID } from 'node:crypto';
import { credentials } from '@grpc/grpc-js';
import { converse, type Conversation } from './conversation.ts';
import { streams, StreamsClient } from './protocol.ts';
import { uuidString } from './uuid.ts';

/** A conversation in which raw stubs take part, that know nothing of the client. */
export interface RawConversation extends Conversation {
  readonly stub: InstanceType<typeof StreamsClient>;
  /** Host and port. */
  readonly address: string;
}

export async function converseRaw(): Promise<RawConversation> {
  const talk = await converse();
  const address = new URL(talk.server.connectionString).host;
  const stub = new StreamsClient(address, credentials.createInsecure());
  const close = async (): Promise<void> => {
    stub.close();
    await talk.close();
  };
  return { ...talk, stub, address, close };
}

/** An event as a batch carries it. */
export function proposal(properties: Record<string, string> = { type: 'T', 'content-type': 'application/json' }) {
  const message = new streams.BatchAppendReq.ProposedMessage();
  message.setId(uuidString(randomUUID()));
  for (const [name, value] of Object.entries(properties)) message.getMetadataMap().set(name, value);
  message.setData(Buffer.from('{}'));
  return message;
}
