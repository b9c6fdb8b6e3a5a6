import { setTimeout as sleep } from 'node:timers/promises';
import { isSystemError, logReplaced, SystemError } from '../errors.ts';
import type { EventStore } from '../ports/event-store.ts';
import type {
  BuildId,
  Checkpoint,
  DocumentQuery,
  ReadModelStore,
  ReadsAtOnce,
  Scalar,
} from '../ports/read-model-store.ts';
import { isAfter, START, type Position } from '../position.ts';
import { decodeCursor, encodeCursor, refuseOtherPlace, type Cursor } from './cursor.ts';
import { HeldSources } from './held-sources.ts';
import type { Projection } from './projection.ts';

/** What a reader wants to have seen: the position that a command answered with. */
export interface ReadOptions {
  readonly minPosition?: Position;
  /** The log that the position belongs to. */
  readonly logId?: string;
}

/** From where an answer was read. */
export interface ReadFrom {
  readonly build: BuildId;
  /** At least up to here. */
  readonly position: Position;
  readonly logId: string;
}

export interface DocumentAnswer<D> extends ReadFrom {
  readonly document: D | undefined;
}

export interface PageAnswer<D> extends ReadFrom {
  readonly items: readonly D[];
  /** For the next page; null at the end. */
  readonly nextCursor: string | null;
}

export interface PageQuery extends Omit<DocumentQuery, 'after'> {
  /** As a former page gave it. */
  readonly cursor?: string;
}

/** What a query looks for. */
interface Sought {
  readonly projection: Projection;
  /** The build that a query reads from, as things stand now. */
  readonly buildNow: () => Promise<BuildId>;
  readonly options: ReadOptions;
  /** Of the one document wanted; a list has none. */
  readonly key?: string;
}

interface Reached extends Checkpoint {
  readonly build: BuildId;
}

interface ReaderOptions {
  readonly log: EventStore;
  readonly store: ReadModelStore;
  /** How long a query waits for a position, in milliseconds. */
  readonly patience?: number;
  /** Throws when nothing may be read any more. */
  readonly refuse?: () => void;
  /** Is given all that is read. */
  readonly sources?: HeldSources;
}

const DEFAULT_PATIENCE_MS = 2_000;
/** The first pause of a reader who waits; each is longer than the one before, as a store may be behind a network. */
const FIRST_PAUSE_MS = 4;
const LONGEST_PAUSE_MS = 50;

/**
 * The read side. A query resolves the pointer once, reads the checkpoint, then documents of that build: it never mixes
 * two builds. Given a position it waits for it, or says that it cannot answer yet; it is never silently stale.
 */
export class ProjectionReader {
  readonly #log: EventStore;
  readonly #store: ReadModelStore;
  readonly #patience: number;
  readonly #refuse: () => void;
  readonly #sources: HeldSources | undefined;

  constructor({ log, store, patience = DEFAULT_PATIENCE_MS, refuse = () => undefined, sources }: ReaderOptions) {
    this.#log = log;
    this.#store = store;
    this.#patience = patience;
    this.#refuse = refuse;
    this.#sources = sources;
  }

  /** A reader of the same documents, and what has been read with it: by that {@link again} knows whether an answer may be told once more. */
  remembering(): { readonly reader: ProjectionReader; readonly sources: HeldSources } {
    const sources = new HeldSources();
    const [log, store, patience, refuse] = [this.#log, this.#store, this.#patience, this.#refuse];
    return { reader: new ProjectionReader({ log, store, patience, refuse, sources }), sources };
  }

  /**
   * From where an answer may be told again in the same words: what was read for it is so still, which costs nothing to know.
   * @param sources what was read for it
   * @param projection by which it says where it was read from
   * @returns nothing where any of it has changed, or nobody can tell, or a position is asked for
   * @throws SystemError PROJECTION_NOT_READY | LOG_REPLACED | LOG_CHANGED
   */
  again(sources: HeldSources, projection: Projection, options: ReadOptions): ReadFrom | undefined {
    const { atOnce } = this.#store;
    return atOnce && asksForNoPosition(options) && sources.stand ? this.#fromAtOnce(atOnce, projection) : undefined;
  }

  /**
   * One document.
   * @throws SystemError PROJECTION_NOT_READY | PROJECTION_BEHIND | PROJECTION_INCOMPLETE | LOG_REPLACED | LOG_CHANGED
   */
  async get<D extends object>(
    projection: Projection<D>,
    key: string,
    options: ReadOptions = {},
  ): Promise<DocumentAnswer<D>> {
    const { atOnce } = this.#store;
    if (atOnce && asksForNoPosition(options)) {
      const from = this.#fromAtOnce(atOnce, projection);
      const document = this.#held<D>(atOnce, from.build, key);
      return { build: from.build, position: from.position, logId: from.logId, document };
    }
    const buildNow = (): Promise<BuildId> => this.#pointed(projection);
    return this.#read({ projection, buildNow, options, key }, async (from) => ({
      ...from,
      document: await this.#store.get<D>(from.build, key),
    }));
  }

  /**
   * The documents of several keys, in the order of the keys; keys without a document are left out.
   * @throws SystemError as {@link get}
   */
  async getMany<D extends object>(
    projection: Projection<D>,
    keys: readonly string[],
    options: ReadOptions = {},
  ): Promise<ReadFrom & { readonly documents: readonly D[] }> {
    const { atOnce } = this.#store;
    if (atOnce && asksForNoPosition(options)) {
      const { build, position, logId } = this.#fromAtOnce(atOnce, projection);
      const documents: D[] = [];
      for (const key of keys) {
        const document = this.#held<D>(atOnce, build, key);
        if (document) documents.push(document);
      }
      return { build, position, logId, documents };
    }
    const buildNow = (): Promise<BuildId> => this.#pointed(projection);
    return this.#read({ projection, buildNow, options }, async (from) => {
      const stored = await this.#store.load(from.build, keys);
      const documents = keys.flatMap((key) => (stored.get(key)?.document as D | undefined) ?? []);
      return { ...from, documents };
    });
  }

  /**
   * One page of the documents that match.
   * @throws SystemError as {@link get}, also for a cursor of another log, CURSOR_INVALID for one that is none of this
   *   list, and CURSOR_OUTDATED when the list has another form by now
   */
  async find<D extends object>(
    projection: Projection<D>,
    query: PageQuery,
    options: ReadOptions = {},
  ): Promise<PageAnswer<D>> {
    const { cursor: text, ...conditions } = query;
    const { orderBy = [], limit } = conditions;
    const cursor = text === undefined ? undefined : decodeCursor(text, orderBy);
    if (cursor && cursor.logId !== (await this.#log.logId())) await this.#refuseOtherLog('the cursor', cursor.logId);
    const buildNow = (): Promise<BuildId> =>
      cursor ? this.#goingOn(projection, cursor, options) : this.#pointed(projection);
    return this.#read({ projection, buildNow, options }, async (from) => {
      const found = await this.#store.find<D>(from.build, {
        ...conditions,
        // One more than asked for tells whether there is a next page.
        limit: limit + 1,
        ...(cursor ? { after: { values: cursor.values, key: cursor.key } } : {}),
      });
      const page = found.slice(0, limit);
      const last = page.at(-1);
      const nextCursor =
        last && found.length > page.length
          ? encodeCursor({ ...from, orderBy, values: sortValues(last.document, orderBy), key: last.key })
          : null;
      return { ...from, items: page.map(({ document }) => document), nextCursor };
    });
  }

  /** Reads from one build. One that was dropped meanwhile gives way to the one that took its place. */
  async #read<Answer>(sought: Sought, read: (from: ReadFrom) => Promise<Answer>): Promise<Answer> {
    this.#sources?.addUnknown();
    for (;;) {
      const build = await sought.buildNow();
      try {
        return await read(await this.#awaitPosition(sought, build));
      } catch (error) {
        if (!isSystemError(error, 'PROJECTION_UNKNOWN') || (await sought.buildNow()) === build) throw error;
      }
    }
  }

  /** What is asked for by the thousand goes through no queue that it need not. */
  #fromAtOnce(store: ReadsAtOnce, projection: Projection): ReadFrom {
    const pointer = store.pointer(projection.name, projection.version);
    if (pointer === undefined) throw notReady(projection);
    this.#sources?.add(pointer.standing);
    this.#refuse();
    const build = pointer.value;
    const checkpoint = store.checkpoint(build);
    if (!checkpoint) throw notReady(projection);
    return { build, position: checkpoint.position, logId: checkpoint.logId };
  }

  #held<D>(store: ReadsAtOnce, build: BuildId, key: string): D | undefined {
    const held = store.get<D>(build, key);
    this.#sources?.add(held.standing);
    return held.value;
  }

  async #pointed(projection: Projection): Promise<BuildId> {
    const build = await this.#store.pointer(projection.name, projection.version);
    if (build === undefined) throw notReady(projection);
    return build;
  }

  /**
   * A cursor stays with its build, also when another was switched to meanwhile, as long as that is kept; then it goes on from
   * the same place in the build that answers.
   */
  async #goingOn(projection: Projection, cursor: Cursor, { minPosition }: ReadOptions): Promise<BuildId> {
    const { name, version } = projection;
    refuseOtherPlace(cursor, { projection: name, version });
    const known = (await this.#store.builds(name)).find((info) => info.build === cursor.build);
    const { checkpoint, live } = known ?? {};
    // A build that was replaced is not kept up to date.
    const reaches = live === true || minPosition === undefined || !isAfter(minPosition, checkpoint?.position ?? START);
    return checkpoint && reaches ? cursor.build : this.#pointed(projection);
  }

  async #awaitPosition({ projection, buildNow, options, key }: Sought, build: BuildId): Promise<ReadFrom> {
    const { minPosition, logId } = options;
    const first = await this.#reached(projection, build);
    if (logId !== undefined && logId !== first.logId) await this.#refuseOtherLog('the position', logId, minPosition);
    if (minPosition === undefined) return readFrom(first);
    if (isAfter(minPosition, first.position) && isAfter(minPosition, await this.#log.head())) {
      await this.#refuseOtherLog('the position', logId ?? first.logId, minPosition);
    }
    const deadline = performance.now() + this.#patience;
    let reached = first;
    let pause = FIRST_PAUSE_MS;
    while (isAfter(minPosition, reached.position)) {
      if (performance.now() > deadline) throw behind(projection, reached.position, minPosition);
      await sleep(pause);
      pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS);
      // Looked up again, since a build that was replaced meanwhile would be waited for in vain.
      reached = await this.#reached(projection, await buildNow());
    }
    await this.#refuseIncomplete(projection, reached, key);
    return readFrom(reached);
  }

  async #reached(projection: Projection, build: BuildId): Promise<Reached> {
    this.#refuse();
    const checkpoint = await this.#store.checkpoint(build);
    if (!checkpoint) throw notReady(projection);
    return { build, ...checkpoint };
  }

  /** Whoever asks for a position wants to be sure; a build that lacks an event, or this document's, cannot be. */
  async #refuseIncomplete(projection: Projection, reached: Reached, key?: string): Promise<void> {
    const parked = (await this.#store.parked(reached.build)).filter((entry) => key === undefined || entry.key === key);
    const { incompleteSince } = reached;
    if (incompleteSince === undefined && parked.length === 0) return;
    throw new SystemError('PROJECTION_INCOMPLETE', `${projection.name} lacks events; an operator has to repair it`, {
      projection: projection.name,
      parkedDocuments: parked.length,
      ...(incompleteSince === undefined ? {} : { incompleteSince }),
    });
  }

  async #refuseOtherLog(what: string, logId: string, position?: Position): Promise<never> {
    const head = await this.#log.head();
    throw logReplaced(what, { logId, position: position ?? head, head }, 'read again without it');
  }
}

function asksForNoPosition({ minPosition, logId }: ReadOptions): boolean {
  return minPosition === undefined && logId === undefined;
}

function readFrom({ build, position, logId }: Reached): ReadFrom {
  return { build, position, logId };
}

function notReady({ name }: Projection): SystemError {
  return new SystemError('PROJECTION_NOT_READY', `${name} is being built; try again shortly`, { projection: name });
}

function behind({ name }: Projection, position: Position, wanted: Position): SystemError {
  return new SystemError(
    'PROJECTION_BEHIND',
    `${name} has read up to ${position}, not yet ${wanted}; try again shortly`,
    { projection: name, position, wanted },
  );
}

function sortValues(document: object, orderBy: NonNullable<DocumentQuery['orderBy']>): (Scalar | null)[] {
  return orderBy.map(({ field }) => {
    let value: unknown = document;
    for (const name of field.split('.')) value = (value as Record<string, unknown> | null | undefined)?.[name];
    return (value ?? null) as Scalar | null;
  });
}
