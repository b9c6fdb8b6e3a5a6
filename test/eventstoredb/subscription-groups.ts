import type { CreateReq, UpdateReq } from '@eventstore/db-client/generated/persistent_pb.js';
import type { EventLog } from './event-log.ts';
import { definitionOf, type GroupDefinition } from './group-definition.ts';
import { groupDoesNotExist, groupExists, groupFailed } from './group-refusals.ts';
import { unavailable } from './refusal.ts';
import { SubscriptionGroup } from './subscription-group.ts';

/** The persistent subscriptions there are. They outlive a restart, but not the process: no file holds them. */
export class SubscriptionGroups {
  readonly #groups = new Map<string, SubscriptionGroup>();
  #log: EventLog | undefined;
  #unwatch = (): void => {};

  /** The log that events are taken from, once it is open. */
  get log(): EventLog {
    if (!this.#log) throw new Error('the server is down');
    return this.#log;
  }

  goOnIn(log: EventLog): void {
    this.#unwatch();
    this.#log = log;
    this.#unwatch = log.watch(() => {
      for (const group of this.#groups.values()) group.share();
    });
    for (const group of this.#groups.values()) group.goOnIn(log);
  }

  clear(): void {
    this.#groups.clear();
  }

  /** @throws Refusal */
  create(options: CreateReq.Options): void {
    const definition = checked(definitionOf(options, this.log));
    const key = keyOf(definition.stream, definition.group);
    if (this.#groups.has(key)) throw groupExists(definition.stream, definition.group);
    this.#groups.set(key, new SubscriptionGroup(definition, this.log));
  }

  /** Takes the place of the group, from where that had come to, and sends its consumers away. @throws Refusal */
  update(options: UpdateReq.Options): void {
    const definition = checked(definitionOf(options, this.log));
    const old = this.find(definition.stream, definition.group);
    old.drop();
    const from = Math.max(old.settledBefore, old.definition.from);
    const { filter } = old.definition;
    const key = keyOf(definition.stream, definition.group);
    this.#groups.set(key, new SubscriptionGroup({ ...definition, filter }, this.log, from));
  }

  /** @throws Refusal */
  delete(stream: string, name: string): void {
    const group = this.find(stream, name);
    this.#groups.delete(keyOf(stream, name));
    group.drop();
  }

  /** @throws Refusal */
  find(stream: string, name: string): SubscriptionGroup {
    const group = this.#groups.get(keyOf(stream, name));
    if (!group) throw groupDoesNotExist(stream, name);
    return group;
  }

  /** @param stream all of them when absent */
  list(stream?: string): SubscriptionGroup[] {
    return [...this.#groups.values()].filter(({ definition }) => stream === undefined || definition.stream === stream);
  }

  /** Ends the calls of all consumers. */
  cut(): void {
    for (const group of this.#groups.values()) {
      for (const consumer of group.consumers) consumer.answers.fail(unavailable('Subscription dropped'));
    }
  }
}

const keyOf = (stream: string, group: string): string => `${stream}::${group}`;

function checked(definition: GroupDefinition): GroupDefinition {
  const { stream, group, settings } = definition;
  if (settings.readBatchSize < settings.historyBufferSize) return definition;
  throw groupFailed(stream, group, 'BufferSize must be larger than ReadBatchSize');
}
