import type { ProjectionReader, ReadFrom, ReadOptions } from '#kernel/execution';
import { EXPECTING, ThingsKept, type DatedThings, type KeptThings } from '#use-cases';
import { coveringSteps, datedProtocols, type CoveringSteps } from '#protocols';
import { endingWithProtocol, presencesOf, type Presence } from '../read-models/presences.ts';

/** All seats and points of the network, with the days on which they receive people. */
export interface Presences extends ReadFrom {
  /** The same object as long as no seat and no point receives people on other days, or elsewhere. */
  readonly presences: readonly Presence[];
}

/** Among what things seats and points are looked for. */
const AMONG: readonly string[] = ['TerritorialUnit', 'points'];

/** What is kept of a thing: the days of a seat or a point, or the points that a protocol covers. */
type Kept =
  { readonly presences: readonly Presence[] } | { readonly protocolId: string; readonly covering: CoveringSteps };

/**
 * Reads the seats and points of the network with their days, whoever asks how often: what happens to them that changes
 * neither when nor where they receive people changes nothing here.
 */
export class PresenceReader {
  readonly #kept: ThingsKept<Kept>;
  #last: { readonly things: KeptThings<Kept>['things']; readonly presences: readonly Presence[] } | undefined;

  constructor(dated: DatedThings) {
    const kinds = new Map(dated.kinds.filter(({ among }) => AMONG.includes(among)).map((kind) => [kind.thing, kind]));
    this.#kept = new ThingsKept(dated, (thing) => {
      if (thing.thing === datedProtocols.thing) {
        const protocol = datedProtocols.asKnown(thing, undefined, EXPECTING);
        return { protocolId: thing.id, covering: coveringSteps(protocol) };
      }
      const kind = kinds.get(thing.thing);
      return kind && { presences: presencesOf(thing, kind) };
    });
  }

  /** @throws SystemError PROJECTION_BEHIND and its like, as the reader does */
  async read(reader: ProjectionReader, options: ReadOptions): Promise<Presences> {
    const { things, ...from } = await this.#kept.read(reader, options);
    if (this.#last?.things !== things) this.#last = { things, presences: presencesIn([...things.values()]) };
    return { ...from, presences: this.#last.presences };
  }
}

/** All of them, those that go on until their protocol ends. */
function presencesIn(things: readonly Kept[]): readonly Presence[] {
  const covering = new Map(things.flatMap((one) => ('covering' in one ? [[one.protocolId, one.covering]] : [])));
  return things.flatMap((one) =>
    'presences' in one ? one.presences.map((presence) => endingWithProtocol(presence, covering)) : [],
  );
}
