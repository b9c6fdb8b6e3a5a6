import { regions } from '#italy';
import type { Projection, StreamName } from '#kernel/domain';
import { streamName } from '#kernel/domain';
import type { ProjectionReader, ReadFrom, ReadOptions } from '#kernel/execution';
import type { DatedKind, DatedThings } from '#use-cases';
import { NETWORK, networkChangesOf, type NetworkChanges } from '../read-models/network-changes.ts';
import { presencesOf, type Presence } from '../read-models/presences.ts';

/** All seats and points of the network, with the days on which they receive people. */
export interface Presences extends ReadFrom {
  /** The same as long as the network has not changed. */
  readonly network: string;
  readonly presences: readonly Presence[];
}

/** Among what things seats and points are looked for. */
const AMONG: readonly string[] = ['TerritorialUnit', 'points'];

/**
 * Reads the seats and points of the network with their days. They are read from the dated facts once for each change of
 * the network, whoever asks how often; the number of things bounds what that costs.
 */
export class PresenceReader {
  readonly changes: Projection<NetworkChanges>;
  readonly #dated: DatedThings;
  readonly #kinds: ReadonlyMap<string, DatedKind>;
  #last: { readonly network: string; readonly presences: Promise<readonly Presence[]> } | undefined;

  constructor(dated: DatedThings) {
    this.#dated = dated;
    const kinds = dated.kinds.filter(({ among }) => AMONG.includes(among));
    this.#kinds = new Map(kinds.map((kind) => [kind.thing, kind]));
    this.changes = networkChangesOf(kinds);
  }

  /** @throws SystemError PROJECTION_BEHIND and its like, as the reader does */
  async read(reader: ProjectionReader, options: ReadOptions): Promise<Presences> {
    const { document, ...from } = await reader.get(this.changes, NETWORK, options);
    const network = JSON.stringify([from.logId, document?.changes ?? 0]);
    if (this.#last?.network !== network) {
      const presences = this.#gather(reader, { minPosition: from.position, logId: from.logId });
      const last = { network, presences };
      this.#last = last;
      // One that failed is not kept for those who ask next.
      presences.catch(() => {
        if (this.#last === last) this.#last = undefined;
      });
    }
    return { ...from, network, presences: await this.#last.presences };
  }

  async #gather(reader: ProjectionReader, options: ReadOptions): Promise<readonly Presence[]> {
    const found: Presence[] = [];
    // One that moved is listed in each of its regions.
    const seen = new Set<StreamName>();
    for (const among of AMONG) {
      for (const { code: region } of regions()) {
        const { things } = await this.#dated.allInRegion(reader, { among, region }, options);
        for (const thing of things) {
          const stream = streamName(thing.thing, thing.id);
          const kind = this.#kinds.get(thing.thing);
          if (!kind || seen.has(stream)) continue;
          seen.add(stream);
          found.push(...presencesOf(thing, kind));
        }
      }
    }
    return found;
  }
}
