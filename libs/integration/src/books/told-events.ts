import { isSystemError } from '#kernel/domain';
import type { CloudEvent, WrittenEvent } from '#use-cases';
import type { IntegrationScope } from '../domain/events.ts';
import { eventIdOf } from '../feed/event-id.ts';
import type { Found, PublishedLog, Standing } from '../feed/published-log.ts';
import { Reach } from '../feed/reach.ts';
import { sourceOf, type Rendering } from '../feed/rendering.ts';
import { keyAt } from '../read-models/published-events.ts';
import type { PublishedHead } from '../read-models/published-text.ts';
import type { NumberedEvent as Booked } from './books.ts';

/** Whose events they are, and by which server they are told. */
export interface Receiver {
  readonly integrationId: string;
  /** What it may read now. */
  readonly scope: IntegrationScope;
  /** Id of the book, as `Books.idOf` has it. */
  readonly book: string;
  /** `https://host`. */
  readonly origin: string;
}

interface ToldEventsParts {
  readonly published: PublishedLog;
  readonly rendering: Rendering;
  /** Name of the type that tells of an erasure. */
  readonly erasure: string | undefined;
  /** Refuses while this process may not have heard of erasures: SystemError ERASURES_BEHIND. */
  readonly requireErasures: () => Promise<void>;
}

/**
 * Makes what stands in a book into what its receiver is told, each time anew: whoever was erased since is left out, and
 * number, id and type are those that the event has for ever. They are all that is told where the receiver may read it no longer.
 */
export class ToldEvents {
  readonly #parts: ToldEventsParts;

  constructor(parts: ToldEventsParts) {
    this.#parts = parts;
  }

  /**
   * The events of a book as they are told now, in the same order.
   * @throws SystemError ERASURES_BEHIND | PROJECTION_NOT_READY
   */
  async of(
    events: readonly Booked[],
    { integrationId: receiver, scope, book, origin }: Receiver,
  ): Promise<readonly WrittenEvent[]> {
    if (events.length === 0) return [];
    await this.#parts.requireErasures();
    const { standing, found } = await this.#read(events.map(({ position }) => keyAt(position)));
    const reach = new Reach(scope);
    const readable = events.flatMap(({ position, type }): Found[] => {
      const one = found.get(keyAt(position));
      return one && this.#isReadable(one.document, type, reach) ? [one] : [];
    });
    const { tag } = standing;
    const told = await this.#parts.rendering.of(readable, { receiver, tag, origin });
    const byId = new Map(told.map(({ id, json }) => [id, json]));
    return events.map(({ number, position, type }) => {
      const id = eventIdOf(tag, keyAt(position));
      const event = byId.get(id) ?? JSON.stringify(bare(id, type, tag));
      return { id, json: `${event.slice(0, -1)},"number":${number},"book":${JSON.stringify(book)}}` };
    });
  }

  /** Under the type that it had when it was numbered; an erasure has no place. */
  #isReadable(document: PublishedHead, type: string, reach: Reach): boolean {
    return document.type === type && (type === this.#parts.erasure || reach.covers(document));
  }

  /** Once more where the read model was switched to another build in between. */
  async #read(
    keys: readonly string[],
  ): Promise<{ readonly standing: Standing; readonly found: ReadonlyMap<string, Found> }> {
    for (;;) {
      const standing = await this.#parts.published.standing();
      try {
        return { standing, found: await this.#parts.published.at(keys, standing) };
      } catch (error) {
        if (!isSystemError(error, 'PROJECTION_UNKNOWN')) throw error;
      }
    }
  }
}

type Bare = Pick<CloudEvent, 'specversion' | 'id' | 'source' | 'type' | 'datacontenttype'>;

/** What is left of an event that is told no longer: by this a receiver counts it all the same. */
function bare(id: string, type: string, tag: string): Bare & { readonly withheld: true } {
  return { specversion: '1.0', id, source: sourceOf(tag), type, datacontenttype: 'application/json', withheld: true };
}
