import { isDeepStrictEqual } from 'node:util';
import { START, streamName, type StreamName } from '#kernel/domain';
import { Mutex, type ProjectionReader, type ReadFrom, type ReadOptions } from '#kernel/execution';
import type { DatedThing } from '../dated/dated-kind.ts';
import type { DatedThings } from '../dated/dated-things.ts';

/** What is kept of things, as of a position of the log. It is never changed: what changes is in the next one. */
export interface KeptThings<Kept> extends ReadFrom {
  /** The same object as long as nothing that is kept has changed: whoever works something out of it may go by that. */
  readonly things: ReadonlyMap<StreamName, Kept>;
}

/** Things that are read at once: others have their turn in between. */
const READ_AT_ONCE = 250;

/**
 * Keeps something short of every thing, for questions about a whole network. All things are read once, those that changed
 * when the next question is asked: what a question costs follows from what was written since the one before, and not from
 * how large the network is. One reading goes on at a time, whoever asks how often.
 */
export class ThingsKept<Kept extends object> {
  readonly #dated: DatedThings;
  readonly #keep: (thing: DatedThing) => Kept | undefined;
  readonly #readings = new Mutex();
  #last: KeptThings<Kept> | undefined;

  /** @param keep what is kept of a thing; undefined for what does not matter */
  constructor(dated: DatedThings, keep: (thing: DatedThing) => Kept | undefined) {
    this.#dated = dated;
    this.#keep = keep;
  }

  /**
   * All that is kept, as of the position that was asked for or a later one.
   * @throws SystemError as the reader does; PROJECTION_INCOMPLETE rather than an answer that lacks events
   */
  async read(
    reader: ProjectionReader,
    { minPosition = START, ...options }: ReadOptions = {},
  ): Promise<KeptThings<Kept>> {
    // Whoever waits for a position does so here, and holds nobody else up.
    const last = this.#last;
    const asked = { after: last?.position ?? START, limit: 1 };
    const { items, build, position, logId } = await this.#dated.changedAfter(reader, asked, {
      ...options,
      minPosition,
    });
    if (last?.build === build && last.logId === logId && items.length === 0) return { ...last, position };
    return this.#readings.run(() => this.#readOn(reader, { minPosition: position, logId }));
  }

  async #readOn(reader: ProjectionReader, options: ReadOptions): Promise<KeptThings<Kept>> {
    const before = this.#last;
    const after = before?.position ?? START;
    const found = new Map<StreamName, Kept | undefined>();
    let cursor: string | undefined;
    let from: ReadFrom | undefined;
    do {
      const page = await this.#dated.changedAfter(reader, { after, limit: READ_AT_ONCE, cursor }, options);
      const { build, position, logId } = page;
      from ??= { build, position, logId };
      // In another build, or another log, other things may have changed.
      if ([before ?? from, from].some((one) => one.build !== build || one.logId !== logId)) {
        this.#last = undefined;
        return this.#readOn(reader, options);
      }
      for (const thing of page.items) found.set(streamName(thing.thing, thing.id), this.#keep(thing));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    // As of the first page: what was written while the others were read comes again.
    this.#last = { ...from, things: withFound(before?.things, found) };
    return this.#last;
  }
}

/** The same map where nothing that is kept is another by now. */
function withFound<Kept>(
  before: ReadonlyMap<StreamName, Kept> = new Map(),
  found: ReadonlyMap<StreamName, Kept | undefined>,
): ReadonlyMap<StreamName, Kept> {
  const changed = [...found].filter(([stream, kept]) => !isDeepStrictEqual(kept, before.get(stream)));
  if (changed.length === 0) return before;
  const after = new Map(before);
  for (const [stream, kept] of changed) {
    if (kept) after.set(stream, kept);
    else after.delete(stream);
  }
  return after;
}
