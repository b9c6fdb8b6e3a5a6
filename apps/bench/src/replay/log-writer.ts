import { deriveId, toTimestamp, type Actor, type EventScope } from '#kernel/domain';
import type { EventStore } from '#kernel/ports';

/** An event to write, without what every event has. */
export interface Fact {
  readonly stream: string;
  readonly type: string;
  readonly data: object;
  readonly at: number;
  /** Legal time (RFC 3339), when law gives one. */
  readonly effectiveAt?: string;
  readonly actor: Actor;
  readonly scope: EventScope;
  readonly subjects?: readonly string[];
}

/** Most appends on their way at once: as many as a group commit takes. */
const IN_FLIGHT = 1_000;

/** Appends events as commands would have, one command each, without deciding anything. */
export class LogWriter {
  readonly #revisions = new Map<string, number>();
  #inFlight: Promise<unknown>[] = [];
  #commands = 0;

  constructor(readonly store: Pick<EventStore, 'append' | 'readStream'>) {}

  /** How many events were written. */
  get written(): number {
    return this.#commands;
  }

  /** Goes on after a stream that others have written. */
  continueAt(stream: string, revision: number): void {
    this.#revisions.set(stream, revision);
  }

  /** Of the last event written to a stream; -1 when there is none. */
  revisionOf(stream: string): number {
    return this.#revisions.get(stream) ?? -1;
  }

  /** No more events of this stream will come. */
  forget(stream: string): void {
    this.#revisions.delete(stream);
  }

  async write({ stream, type, data, at, effectiveAt, actor, scope, subjects = [] }: Fact): Promise<void> {
    this.#commands += 1;
    const commandId = deriveId('bench', this.#commands);
    const revision = this.#revisions.get(stream);
    this.#revisions.set(stream, (revision ?? -1) + 1);
    const metadata = {
      ...{ schemaVersion: 1, recordedAt: toTimestamp(at), $correlationId: commandId, $causationId: commandId },
      ...{ commandId, actor, scope, subjects: [...subjects] },
      ...(effectiveAt === undefined ? {} : { effectiveAt }),
    };
    const events = [{ eventId: deriveId(commandId, 0), type, data, metadata }];
    this.#inFlight.push(this.store.append({ stream, expectedRevision: revision ?? 'no-stream', events }));
    if (this.#inFlight.length >= IN_FLIGHT) await this.flush();
  }

  async flush(): Promise<void> {
    await Promise.all(this.#inFlight);
    this.#inFlight = [];
  }
}
