import { idOf, START } from '#kernel/domain';
import type { EventStore, KeyStore, StoredEvent } from '#kernel/ports';
import { SubjectRegistered } from '../domain/events.ts';

/** How a KeyStore does not belong to a log as it is now. */
export type KeyLoss =
  | {
      readonly why: 'OLDER';
      /** Registered in the log, not erased, and without a key: it was made after the copy that stands here. */
      readonly persons: number;
      /** When the first and the last of them were registered, RFC 3339. */
      readonly first: string;
      readonly last: string;
    }
  | {
      readonly why: 'OF_ANOTHER_LOG';
      /** The log that it has followed, which is not this one. */
      readonly followed: string;
    };

interface Registered {
  readonly subject: string;
  readonly at: string;
}

/** Persons of one look. */
const TOGETHER = 1_000;

/**
 * Looks for persons of whom a log knows and a KeyStore does not. A key is durable before the event that makes its person
 * known, and one that was erased leaves its mark: so there are none, unless an older KeyStore was put back.
 */
export class KeyLossSearch {
  readonly #keyStore: KeyStore;
  readonly #unknown: Registered[] = [];

  constructor(keyStore: KeyStore) {
    this.#keyStore = keyStore;
  }

  /** Whether somebody was found, who may yet turn out to be erased. */
  get hasFound(): boolean {
    return this.#unknown.length > 0;
  }

  /** Looks at the next events of the log, before its erasures are applied. */
  async look(events: readonly StoredEvent[]): Promise<void> {
    this.#unknown.push(...(await unknownOf(registeredIn(events), this.#keyStore)));
  }

  /** What is lost, once all erasures of the log were applied: whoever was erased since has left a mark. */
  async result(): Promise<KeyLoss | undefined> {
    const lost: Registered[] = [];
    for (let next = 0; next < this.#unknown.length; next += TOGETHER) {
      lost.push(...(await unknownOf(this.#unknown.slice(next, next + TOGETHER), this.#keyStore)));
    }
    const [first, last] = [lost[0], lost.at(-1)];
    return first && last && { why: 'OLDER', persons: lost.length, first: first.at, last: last.at };
  }
}

/** Whether a KeyStore knows any person of a log; reads the log up to the first one. */
export async function knowsAnybodyOf(log: EventStore, keyStore: KeyStore): Promise<boolean> {
  for await (const { events } of log.readLog({ after: START, batchSize: TOGETHER })) {
    const registered = registeredIn(events);
    if ((await unknownOf(registered, keyStore)).length < registered.length) return true;
  }
  return false;
}

function registeredIn(events: readonly StoredEvent[]): readonly Registered[] {
  return events.flatMap(({ type, stream, recordedAt }) =>
    type === SubjectRegistered.type ? [{ subject: idOf(stream), at: recordedAt }] : [],
  );
}

async function unknownOf(registered: readonly Registered[], keyStore: KeyStore): Promise<readonly Registered[]> {
  if (registered.length === 0) return [];
  const unknown = new Set(await keyStore.unknownOf(registered.map(({ subject }) => subject)));
  return registered.filter(({ subject }) => unknown.has(subject));
}
