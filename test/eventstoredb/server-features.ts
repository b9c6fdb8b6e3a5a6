import type { sendUnaryData, ServerUnaryCall } from '@grpc/grpc-js';
import type { MemberInfo } from '@eventstore/db-client/generated/gossip_pb.js';
import { randomUUID } from 'node:crypto';
import { asRefusal } from './answer-stream.ts';
import type { Faults } from './faults.ts';
import { features, gossip } from './protocol.ts';
import type { Release } from './release.ts';
import { uuidString } from './uuid.ts';

/** Names as the real server gives them: in lower case. */
const METHODS: readonly (readonly [service: string, method: string, features: readonly string[]])[] = [
  ['event_store.client.streams.streams', 'read', ['position', 'events']],
  ['event_store.client.streams.streams', 'append', []],
  ['event_store.client.streams.streams', 'delete', []],
  ['event_store.client.streams.streams', 'tombstone', []],
  ['event_store.client.streams.streams', 'batchappend', ['deadline_duration']],
  ...['create', 'update', 'delete', 'read', 'getinfo', 'replayparked', 'list'].map(
    (method) =>
      ['event_store.client.persistent_subscriptions.persistentsubscriptions', method, ['stream', 'all']] as const,
  ),
];

export function featuresHandler(faults: Faults, release: Release) {
  return (
    _call: ServerUnaryCall<unknown, unknown>,
    reply: sendUnaryData<InstanceType<typeof features.SupportedMethods>>,
  ): void => {
    void (async () => faults.meet('features', () => supportedMethods(release)))().then(
      (methods) => methods && reply(null, methods),
      (error: unknown) => reply(asRefusal(error)),
    );
  };
}

function supportedMethods(release: Release): InstanceType<typeof features.SupportedMethods> {
  const all = new features.SupportedMethods();
  all.setEventStoreServerVersion(release);
  for (const [service, name, options] of METHODS) {
    const method = new features.SupportedMethod();
    method.setServiceName(service);
    method.setMethodName(name);
    method.setFeaturesList([...options]);
    all.addMethods(method);
  }
  return all;
}

const INSTANCE = randomUUID();

/** A cluster of one, for clients that discover their server. @param port of this server, once it is open */
export function gossipHandler(port: () => number) {
  return (
    _call: ServerUnaryCall<unknown, unknown>,
    reply: sendUnaryData<InstanceType<typeof gossip.ClusterInfo>>,
  ): void => {
    const endpoint = new gossip.EndPoint();
    endpoint.setAddress('127.0.0.1');
    endpoint.setPort(port());
    const member: MemberInfo = new gossip.MemberInfo();
    member.setInstanceId(uuidString(INSTANCE));
    member.setState(gossip.MemberInfo.VNodeState.LEADER);
    member.setIsAlive(true);
    member.setHttpEndPoint(endpoint);
    const cluster = new gossip.ClusterInfo();
    cluster.addMembers(member);
    reply(null, cluster);
  };
}
