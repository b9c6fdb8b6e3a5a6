import { randomUUID } from 'node:crypto';
import { EventStream, metadataIn, metadataText } from './event-stream.ts';
import { ANY, judge, NO_STREAM } from './expected-revision.ts';
import type { LogFile } from './log-file.ts';
import { DELETED_REVISION, fromFrame, record, type LoggedEvent, type ProposedEvent } from './recorded-event.ts';

export type AppendOutcome =
  | {
      readonly is: 'done';
      /** -1 when the stream has no events. */
      readonly revision: number;
      /** Absent for a repetition of events that are no longer to be seen. */
      readonly position: number | undefined;
    }
  | { readonly is: 'wrong'; readonly actual: number }
  | { readonly is: 'deleted' };

/** The log does not begin at zero: a real one begins with a record that is no event. */
const FIRST_POSITION = 1024;
const METADATA_STREAM = '$$';

/** All streams in one total order. Every method is synchronous, so nothing comes between a look and a write. */
export class EventLog {
  readonly events: LoggedEvent[] = [];
  readonly #streams = new Map<string, EventStream>();
  /** The server remembers an id for the stream that had it first. */
  readonly #ids = new Set<string>();
  /** Positions that were given to appends of nothing. */
  readonly #bare = new Set<number>();
  readonly #watchers = new Set<() => void>();
  readonly #file: LogFile | undefined;
  #end = FIRST_POSITION;

  constructor(file?: LogFile) {
    this.#file = file;
    for (const frame of file?.load() ?? []) this.#add(fromFrame(frame));
    if (this.events.length === 0) this.#begin();
  }

  /** The position that the next event will have. */
  get end(): number {
    return this.#end;
  }

  stream(name: string): EventStream | undefined {
    return this.#streams.get(name);
  }

  /** Also for `$$<stream>`, which goes with its stream. */
  isTombstoned(name: string): boolean {
    const owner = name.startsWith(METADATA_STREAM) ? name.slice(METADATA_STREAM.length) : name;
    return this.stream(name)?.tombstoned === true || this.stream(owner)?.tombstoned === true;
  }

  /** Index of the first event at or after a position. */
  indexAt(position: number): number {
    let [low, high] = [0, this.events.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.events[middle]!.position < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Whether something begins at this position, or the log ends there. */
  isBoundary(position: number): boolean {
    const at = this.events[this.indexAt(position)]?.position === position;
    return at || position === this.#end || position === 0 || this.#bare.has(position);
  }

  /** Called after every append. @returns what ends it */
  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  append(name: string, expected: number, proposed: readonly ProposedEvent[]): AppendOutcome {
    if (this.isTombstoned(name)) return { is: 'deleted' };
    const stream = this.stream(name);
    const actual = stream?.revision ?? -1;
    const judgement = judge(
      stream,
      expected,
      proposed.map((event) => event.id),
    );
    switch (judgement.is) {
      case 'wrong':
        return { is: 'wrong', actual };
      case 'deleted':
        return { is: 'deleted' };
      case 'known': {
        const event = stream!.events[judgement.revision]!;
        const position = stream!.isVisible(event) ? event.position : undefined;
        return { is: 'done', revision: judgement.revision, position };
      }
      case 'new':
        return this.#write(name, proposed);
    }
  }

  /** Hides all events of a stream; it can be written to again. */
  delete(name: string, expected: number): AppendOutcome {
    const refused = this.#refusesRemoval(name, expected, false);
    if (refused) return refused;
    return this.#write(METADATA_STREAM + name, [this.#metadata(name, 'deleted')]);
  }

  /** Ends a stream for ever. */
  tombstone(name: string, expected: number): AppendOutcome {
    const refused = this.#refusesRemoval(name, expected, true);
    if (refused) return refused;
    const proposed = proposedJson('$streamDeleted', '{}');
    const place = { stream: name, revision: DELETED_REVISION, position: this.#end, createdAt: Date.now() };
    return this.#commit([record({ ...proposed, isJson: false }, place)]);
  }

  close(): void {
    this.#file?.close();
  }

  #refusesRemoval(name: string, expected: number, mayBeMissing: boolean): AppendOutcome | undefined {
    if (this.isTombstoned(name)) return { is: 'deleted' };
    const actual = this.stream(name)?.revision ?? -1;
    const isMissing = actual < 0 && !mayBeMissing;
    return isMissing || (expected !== ANY && expected !== actual) ? { is: 'wrong', actual } : undefined;
  }

  #write(name: string, proposed: readonly ProposedEvent[]): AppendOutcome {
    const stream = this.stream(name);
    let revision = stream?.revision ?? -1;
    if (proposed.length === 0) {
      const position = this.#end++;
      this.#bare.add(position);
      return { is: 'done', revision, position };
    }
    const revived = stream?.isDeleted ? this.#metadata(name, revision + 1) : undefined;
    const createdAt = Date.now();
    let position = this.#end;
    const written = proposed.map((event) => {
      revision += 1;
      const logged = record(event, { stream: name, revision, position, createdAt });
      position += logged.frame.length;
      return logged;
    });
    const outcome = this.#commit(written);
    if (revived) this.#write(METADATA_STREAM + name, [revived]);
    return outcome;
  }

  #commit(events: readonly LoggedEvent[]): AppendOutcome {
    this.#file?.append(events.map((event) => event.frame));
    for (const event of events) this.#add(event);
    for (const watcher of [...this.#watchers]) watcher();
    const { revision, position } = events.at(-1)!;
    return { is: 'done', revision, position };
  }

  #add(event: LoggedEvent): void {
    this.events.push(event);
    this.#end = event.position + event.frame.length;
    this.#streamOf(event.stream).add(event, !this.#ids.has(event.id));
    this.#ids.add(event.id);
    if (event.stream.startsWith(METADATA_STREAM)) {
      this.#streamOf(event.stream.slice(METADATA_STREAM.length)).metadata = metadataIn(event);
    }
  }

  #streamOf(name: string): EventStream {
    let stream = this.#streams.get(name);
    if (!stream) this.#streams.set(name, (stream = new EventStream(name)));
    return stream;
  }

  #metadata(name: string, truncateBefore: number | 'deleted'): ProposedEvent {
    return proposedJson('$metadata', metadataText(this.stream(name)?.metadata ?? {}, truncateBefore));
  }

  /** A real log is never empty: the server's own events are there before anybody's. */
  #begin(): void {
    this.append('$$$projections-$all', NO_STREAM, [proposedJson('$metadata', '{"$maxCount":1000}')]);
    this.append('$projections-$all', NO_STREAM, [proposedJson('$ProjectionsInitialized', '{}')]);
  }
}

/** An event that the server writes itself. */
export function proposedJson(type: string, data: string, metadata = ''): ProposedEvent {
  return { id: randomUUID(), type, isJson: true, data: Buffer.from(data), metadata: Buffer.from(metadata) };
}
