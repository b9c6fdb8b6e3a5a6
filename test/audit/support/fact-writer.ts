import { deriveId, type Actor, type EventScope, type Position } from '#kernel/domain';
import type { EventStore } from '#kernel/ports';

/** An event to write, with its two times. */
export interface Fact {
  readonly stream: string;
  readonly type: string;
  readonly data: object;
  /** RFC 3339. */
  readonly recordedAt: string;
  readonly effectiveAt?: string;
  readonly actor?: Actor;
  readonly scope?: EventScope;
}

const SOMEBODY: Actor = { kind: 'person', id: 'u-1', role: 'regional', office: '08' };

/** Writes events into a log as if their commands had been given at any time, without deciding anything. */
export class FactWriter {
  readonly #revisions = new Map<string, number>();
  #written = 0;

  constructor(readonly store: Pick<EventStore, 'append'>) {}

  /**
   * Writes the facts of each stream together, in their order.
   * @returns the position of the last one written
   */
  async write(...facts: readonly Fact[]): Promise<Position> {
    const metadataOf = ({ recordedAt, effectiveAt, actor = SOMEBODY, scope = {} }: Fact, commandId: string) => ({
      ...{ schemaVersion: 1, recordedAt, $correlationId: commandId, $causationId: commandId, commandId, actor, scope },
      ...(effectiveAt === undefined ? {} : { effectiveAt }),
      subjects: [],
    });
    let last: Position = '0';
    for (const [stream, together] of Map.groupBy(facts, (fact) => fact.stream)) {
      const events = together.map((fact) => {
        const commandId = deriveId('audited', (this.#written += 1));
        const { type, data } = fact;
        return { eventId: deriveId(commandId, 0), type, data, metadata: metadataOf(fact, commandId) };
      });
      const before = this.#revisions.get(stream);
      const { positions } = await this.store.append({ stream, expectedRevision: before ?? 'no-stream', events });
      this.#revisions.set(stream, (before ?? -1) + events.length);
      last = positions.at(-1) ?? last;
    }
    return last;
  }

  /** Of the last event of a stream; -1 when there is none. */
  revisionOf(stream: string): number {
    return this.#revisions.get(stream) ?? -1;
  }
}
