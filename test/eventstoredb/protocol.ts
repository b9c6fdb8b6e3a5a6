import { createRequire } from 'node:module';
import type { ServiceDefinition } from '@grpc/grpc-js';
import type * as codeTypes from '@eventstore/db-client/generated/code_pb.js';
import type * as gossipTypes from '@eventstore/db-client/generated/gossip_pb.js';
import type * as persistentTypes from '@eventstore/db-client/generated/persistent_pb.js';
import type * as featureTypes from '@eventstore/db-client/generated/serverfeatures_pb.js';
import type * as sharedTypes from '@eventstore/db-client/generated/shared_pb.js';
import type * as statusTypes from '@eventstore/db-client/generated/status_pb.js';
import type * as streamTypes from '@eventstore/db-client/generated/streams_pb.js';
import type * as gossipStubs from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import type * as persistentStubs from '@eventstore/db-client/generated/persistent_grpc_pb.js';
import type * as featureStubs from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import type * as streamStubs from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type * as protobufTypes from 'google-protobuf';
import type * as anyTypes from 'google-protobuf/google/protobuf/any_pb.js';
import type * as emptyTypes from 'google-protobuf/google/protobuf/empty_pb.js';
import type * as timestampTypes from 'google-protobuf/google/protobuf/timestamp_pb.js';

/**
 * The messages and services of EventStoreDB, as the client generated them: CommonJS, and the same objects that the
 * client uses, so that server and client speak the same words.
 */
const require = createRequire(import.meta.url);
const generated = '@eventstore/db-client/generated';

export const streams = require(`${generated}/streams_pb.js`) as typeof streamTypes;
export const shared = require(`${generated}/shared_pb.js`) as typeof sharedTypes;
export const status = require(`${generated}/status_pb.js`) as typeof statusTypes;
export const persistent = require(`${generated}/persistent_pb.js`) as typeof persistentTypes;
export const features = require(`${generated}/serverfeatures_pb.js`) as typeof featureTypes;
export const gossip = require(`${generated}/gossip_pb.js`) as typeof gossipTypes;
export const { Code } = require(`${generated}/code_pb.js`) as typeof codeTypes;
export const { Any } = require('google-protobuf/google/protobuf/any_pb.js') as typeof anyTypes;
export const { Empty } = require('google-protobuf/google/protobuf/empty_pb.js') as typeof emptyTypes;
export const { Timestamp } = require('google-protobuf/google/protobuf/timestamp_pb.js') as typeof timestampTypes;

export const { BinaryWriter } = require('google-protobuf') as typeof protobufTypes;

const streamsService = require(`${generated}/streams_grpc_pb.js`) as typeof streamStubs;
const persistentService = require(`${generated}/persistent_grpc_pb.js`) as typeof persistentStubs;
const featuresService = require(`${generated}/serverfeatures_grpc_pb.js`) as typeof featureStubs;
const gossipService = require(`${generated}/gossip_grpc_pb.js`) as typeof gossipStubs;

export const { StreamsClient } = streamsService;
export const { PersistentSubscriptionsClient } = persistentService;
export const { ServerFeaturesClient } = featuresService;

type Service = ServiceDefinition;

/** What a handler writes is already in its bytes on the wire. */
const asItIs = (bytes: Buffer): Buffer => bytes;

/** Reads answer with bytes that were made when the event was written: serialising again would be half of the work. */
export const StreamsService: Service = {
  ...streamsService.StreamsService,
  read: { ...streamsService.StreamsService.read, responseSerialize: asItIs as never },
};
export const PersistentSubscriptionsService: Service = persistentService.PersistentSubscriptionsService;
export const ServerFeaturesService: Service = featuresService.ServerFeaturesService;
export const GossipService: Service = gossipService.GossipService;

/** Streams' names travel as bytes. */
export function streamName(identifier: sharedTypes.StreamIdentifier | undefined): string {
  return identifier ? Buffer.from(identifier.getStreamName_asU8()).toString('utf8') : '';
}

export function streamIdentifier(name: string): sharedTypes.StreamIdentifier {
  const identifier = new shared.StreamIdentifier();
  identifier.setStreamName(Buffer.from(name, 'utf8'));
  return identifier;
}
