import type { LocalDate } from '#italy';
import type { ProjectionReader, ReadFrom, ReadOptions } from '#kernel/execution';
import { coveringSteps, datedProtocols, type CoveringSteps } from '#protocols';
import { ThingsKept, type DatedThings, type KeptThings } from '#use-cases';
import { keptPresence, presencesOf, type KeptPresence, type Presence } from '../read-models/presences.ts';

/** All seats and points of the network, with the days on which they receive people. */
export interface Presences extends ReadFrom {
  /** The same object for a day, as long as no seat and no point receives people on other days, or elsewhere. */
  readonly presences: readonly Presence[];
}

/** Among what things seats and points are looked for. */
const AMONG: readonly string[] = ['TerritorialUnit', 'points'];

/** What is kept of a thing: the days of a seat or a point, or the points that a protocol covers. */
type Kept = KeptPresence | { readonly protocolId: string; readonly covering: CoveringSteps };

/**
 * Reads the seats and points of the network with their days, whoever asks how often: what happens to them that changes
 * neither when nor where they receive people changes nothing here.
 */
export class PresenceReader {
  readonly #kept: ThingsKept<Kept>;
  #last:
    | {
        readonly things: KeptThings<Kept>['things'];
        readonly today: LocalDate;
        readonly presences: readonly Presence[];
      }
    | undefined;

  constructor(dated: DatedThings) {
    const kinds = new Map(dated.kinds.filter(({ among }) => AMONG.includes(among)).map((kind) => [kind.thing, kind]));
    this.#kept = new ThingsKept(dated, (thing) => {
      if (thing.thing === datedProtocols.thing) {
        return { protocolId: thing.id, covering: coveringSteps(datedProtocols.asKnown(thing)) };
      }
      const kind = kinds.get(thing.thing);
      return kind && keptPresence(thing, kind);
    });
  }

  /**
   * @param today the last day that facts tell of: what is to come counts on those after it
   * @throws SystemError PROJECTION_BEHIND and its like, as the reader does
   */
  async read(reader: ProjectionReader, options: ReadOptions, today: LocalDate): Promise<Presences> {
    const { things, ...from } = await this.#kept.read(reader, options);
    if (this.#last?.things !== things || this.#last.today !== today) {
      this.#last = { things, today, presences: presencesIn([...things.values()], today) };
    }
    return { ...from, presences: this.#last.presences };
  }
}

function presencesIn(things: readonly Kept[], today: LocalDate): readonly Presence[] {
  const covering = new Map(things.flatMap((one) => ('covering' in one ? [[one.protocolId, one.covering]] : [])));
  return things.flatMap((one) => ('covering' in one ? [] : presencesOf(one, today, (id) => covering.get(id))));
}
