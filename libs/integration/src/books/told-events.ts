import { isSystemError } from '#kernel/domain';
import type { CloudEvent } from '#use-cases';
import { eventIdOf } from '../feed/event-id.ts';
import type { Found, PublishedLog, Standing } from '../feed/published-log.ts';
import type { Rendering } from '../feed/rendering.ts';
import { keyAt } from '../read-models/published-events.ts';
import type { NumberedEvent } from './books.ts';

/** An event as the receiver of a subscription has it: with the number that it has there. */
export type NumberedCloudEvent = CloudEvent & { readonly number: number };

/** Whose events they are, and by which server they are told. */
export interface Receiver {
  readonly integrationId: string;
  /** `https://host`. */
  readonly origin: string;
}

interface ToldEventsParts {
  readonly published: PublishedLog;
  readonly rendering: Rendering;
  /** Refuses while this process may not have heard of erasures: SystemError ERASURES_BEHIND. */
  readonly requireErasures: () => Promise<void>;
}

/**
 * Makes what stands in a book into what its receiver is told, each time anew: whoever was erased since is left out, and
 * number, id and type are those that the event has for ever.
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
  async of(events: readonly NumberedEvent[], receiver: Receiver): Promise<readonly NumberedCloudEvent[]> {
    if (events.length === 0) return [];
    await this.#parts.requireErasures();
    const { standing, found } = await this.#read(events.map(({ position }) => keyAt(position)));
    const to = { receiver: receiver.integrationId, tag: standing.tag, origin: receiver.origin };
    const told = await this.#parts.rendering.of([...found.values()], to);
    const byId = new Map(told.map((event) => [event.id, event]));
    return events.map(({ number, position, type }) => {
      const id = eventIdOf(standing.tag, keyAt(position));
      return { ...(byId.get(id) ?? bare(id, type, standing.tag)), number };
    });
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

/** What is left of an event that is no longer published: by this a receiver counts it all the same. */
function bare(id: string, type: string, tag: string): CloudEvent {
  return { specversion: '1.0', id, source: `urn:rete-punti:log:${tag}`, type } as CloudEvent;
}
