import { setTimeout as sleep } from 'node:timers/promises';
import { logReplaced, SystemError } from '../errors.ts';
import type { EventStore } from '../ports/event-store.ts';
import type { BuildId, Checkpoint, DocumentQuery, ReadModelStore, Scalar } from '../ports/read-model-store.ts';
import { comparePositions, isAfter, type Position } from '../position.ts';
import { decodeCursor, encodeCursor, invalidCursor } from './cursor.ts';
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

interface ReaderOptions {
  readonly log: EventStore;
  readonly store: ReadModelStore;
  /** How long a query waits for a position, in milliseconds. */
  readonly patience?: number;
}

const DEFAULT_PATIENCE_MS = 2_000;
const LOOK_AGAIN_MS = 4;

/**
 * The read side. A query resolves the pointer once, reads the checkpoint, then documents of that build: it never mixes
 * two builds. Given a position it waits for it, or says that it cannot answer yet; it is never silently stale.
 */
export class ProjectionReader {
  readonly #log: EventStore;
  readonly #store: ReadModelStore;
  readonly #patience: number;

  constructor({ log, store, patience = DEFAULT_PATIENCE_MS }: ReaderOptions) {
    this.#log = log;
    this.#store = store;
    this.#patience = patience;
  }

  /**
   * One document.
   * @throws SystemError PROJECTION_NOT_READY | PROJECTION_BEHIND | PROJECTION_INCOMPLETE | LOG_REPLACED
   */
  async get<D extends object>(
    projection: Projection<D>,
    key: string,
    options: ReadOptions = {},
  ): Promise<DocumentAnswer<D>> {
    const from = await this.#readFrom(projection, options, key);
    return { ...from, document: await this.#store.get<D>(from.build, key) };
  }

  /**
   * One page of the documents that match.
   * @throws SystemError as {@link get}, and CURSOR_INVALID when its build is gone
   */
  async find<D extends object>(
    projection: Projection<D>,
    query: PageQuery,
    options: ReadOptions = {},
  ): Promise<PageAnswer<D>> {
    const { cursor: text, ...conditions } = query;
    const order = JSON.stringify(conditions.orderBy ?? []);
    const cursor = text === undefined ? undefined : decodeCursor(text, order);
    const from = cursor
      ? await this.#continueFrom(projection, cursor.build, options)
      : await this.#readFrom(projection, options);
    const found = await this.#store.find<D>(from.build, {
      ...conditions,
      // One more than asked for tells whether there is a next page.
      limit: conditions.limit + 1,
      ...(cursor ? { after: { values: cursor.values, key: cursor.key } } : {}),
    });
    const page = found.slice(0, conditions.limit);
    const last = page.at(-1);
    const nextCursor =
      last && found.length > page.length
        ? encodeCursor({ build: from.build, order, values: sortValues(last.document, conditions), key: last.key })
        : null;
    return { ...from, items: page.map(({ document }) => document), nextCursor };
  }

  async #readFrom(projection: Projection, options: ReadOptions, key?: string): Promise<ReadFrom> {
    const build = await this.#store.pointer(projection.name, projection.version);
    if (build === undefined) {
      throw new SystemError('PROJECTION_NOT_READY', `${projection.name} is being built; try again shortly`, {
        projection: projection.name,
      });
    }
    return { build, ...(await this.#awaitPosition(projection, build, options, key)) };
  }

  /** A cursor stays with its build, also when another was switched to meanwhile, as long as it is kept. */
  async #continueFrom(projection: Projection, build: BuildId, options: ReadOptions): Promise<ReadFrom> {
    if (!(await this.#store.builds(projection.name)).some((info) => info.build === build)) {
      throw invalidCursor('the list was rebuilt since');
    }
    return { build, ...(await this.#awaitPosition(projection, build, options)) };
  }

  async #awaitPosition(
    projection: Projection,
    build: BuildId,
    { minPosition, logId }: ReadOptions,
    key?: string,
  ): Promise<Checkpoint> {
    const checkpoint = await this.#checkpoint(projection, build);
    if (logId !== undefined && logId !== checkpoint.logId) await this.#refuseOtherLog(logId, minPosition);
    if (minPosition === undefined) return checkpoint;
    if (isAfter(minPosition, checkpoint.position)) {
      const head = await this.#log.head();
      if (isAfter(minPosition, head)) await this.#refuseOtherLog(logId ?? checkpoint.logId, minPosition);
    }
    const reached = await this.#reach(projection, build, minPosition, checkpoint);
    await this.#refuseIncomplete(projection, build, reached, key);
    return reached;
  }

  async #reach(projection: Projection, build: BuildId, wanted: Position, seen: Checkpoint): Promise<Checkpoint> {
    const deadline = performance.now() + this.#patience;
    let checkpoint = seen;
    while (comparePositions(checkpoint.position, wanted) < 0) {
      if (performance.now() > deadline) {
        throw new SystemError(
          'PROJECTION_BEHIND',
          `${projection.name} has read up to ${checkpoint.position}, not yet ${wanted}; try again shortly`,
          { projection: projection.name, position: checkpoint.position, wanted },
        );
      }
      await sleep(LOOK_AGAIN_MS);
      checkpoint = await this.#checkpoint(projection, build);
    }
    return checkpoint;
  }

  async #checkpoint(projection: Projection, build: BuildId): Promise<Checkpoint> {
    const checkpoint = await this.#store.checkpoint(build);
    if (checkpoint) return checkpoint;
    throw new SystemError('PROJECTION_NOT_READY', `${projection.name} is being built; try again shortly`, {
      projection: projection.name,
    });
  }

  /** Whoever asks for a position wants to be sure; a build that lacks an event, or this document's, cannot be. */
  async #refuseIncomplete(projection: Projection, build: BuildId, checkpoint: Checkpoint, key?: string): Promise<void> {
    const parked = (await this.#store.parked(build)).filter((entry) => key === undefined || entry.key === key);
    if (checkpoint.incompleteSince === undefined && parked.length === 0) return;
    throw new SystemError('PROJECTION_INCOMPLETE', `${projection.name} lacks events; an operator has to repair it`, {
      projection: projection.name,
      parkedDocuments: parked.length,
      ...(checkpoint.incompleteSince === undefined ? {} : { incompleteSince: checkpoint.incompleteSince }),
    });
  }

  async #refuseOtherLog(logId: string, position: Position | undefined): Promise<never> {
    const head = await this.#log.head();
    throw logReplaced('the position', { logId, position: position ?? head, head }, 'read again without it');
  }
}

function sortValues(document: object, { orderBy = [] }: Pick<DocumentQuery, 'orderBy'>): (Scalar | null)[] {
  return orderBy.map(({ field }) => {
    let value: unknown = document;
    for (const name of field.split('.')) value = (value as Record<string, unknown> | null | undefined)?.[name];
    return (value ?? null) as Scalar | null;
  });
}
