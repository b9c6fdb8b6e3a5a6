import type { ProjectionReader, ReadFrom, ReadOptions } from '#kernel/execution';
import { ThingsKept, type DatedThings, type KeptThings } from '#use-cases';
import { presencesOf, type Presence } from '../read-models/presences.ts';

/** All seats and points of the network, with the days on which they receive people. */
export interface Presences extends ReadFrom {
  /** The same object as long as no seat and no point receives people on other days, or elsewhere. */
  readonly presences: readonly Presence[];
}

/** Among what things seats and points are looked for. */
const AMONG: readonly string[] = ['TerritorialUnit', 'points'];

/**
 * Reads the seats and points of the network with their days, whoever asks how often: what happens to them that changes
 * neither when nor where they receive people changes nothing here.
 */
export class PresenceReader {
  readonly #kept: ThingsKept<readonly Presence[]>;
  #last:
    { readonly things: KeptThings<readonly Presence[]>['things']; readonly presences: readonly Presence[] } | undefined;

  constructor(dated: DatedThings) {
    const kinds = new Map(dated.kinds.filter(({ among }) => AMONG.includes(among)).map((kind) => [kind.thing, kind]));
    this.#kept = new ThingsKept(dated, (thing) => {
      const kind = kinds.get(thing.thing);
      return kind && presencesOf(thing, kind);
    });
  }

  /** @throws SystemError PROJECTION_BEHIND and its like, as the reader does */
  async read(reader: ProjectionReader, options: ReadOptions): Promise<Presences> {
    const { things, ...from } = await this.#kept.read(reader, options);
    if (this.#last?.things !== things) this.#last = { things, presences: [...things.values()].flat() };
    return { ...from, presences: this.#last.presences };
  }
}
