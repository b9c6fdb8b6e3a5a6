import { romeDateOf, type LocalDate } from '#italy';
import type { ReadFrom } from '#kernel/execution';
import { datedProtocols } from '#protocols';
import { datedAuthorizations, datedPuntiCliente } from '#service-points';
import { ThingsKept, type DatedThings, type KeptThings, type Moment, type QueryShell } from '#use-cases';
import { lastDayKnown } from '../queries/questions.ts';
import { keptFacts, type KeptFacts } from './kept-facts.ts';
import { networkOf, type Network } from './network.ts';

/** A network, and from where it was read. */
export interface NetworkRead extends Pick<ReadFrom, 'position' | 'logId'> {
  readonly network: Network;
}

type Reading = Pick<QueryShell, 'reader' | 'read' | 'clock'>;

/** Reads what dashboards count. As it is known now it is counted once for each change of the network, and once a day. */
export class NetworkReader {
  readonly #dated: DatedThings;
  readonly #kept: ThingsKept<KeptFacts>;
  #last:
    | { readonly things: KeptThings<KeptFacts>['things']; readonly today: LocalDate; readonly network: Network }
    | undefined;

  constructor(dated: DatedThings) {
    this.#dated = dated;
    this.#kept = new ThingsKept(dated, (thing) => keptFacts(thing));
  }

  /**
   * All of it, as it is known now.
   * @throws SystemError as the reader does
   */
  async now({ reader, read, clock }: Reading): Promise<NetworkRead> {
    const today = romeDateOf(clock.now());
    const { things, position, logId } = await this.#kept.read(reader, read);
    if (this.#last?.things !== things || this.#last.today !== today) {
      this.#last = { things, today, network: networkOf(things.values(), today) };
    }
    return { network: this.#last.network, position, logId };
  }

  /**
   * What ever was in one region, as it was known at a moment: read from all that was written of it, which costs as much as
   * an audit of the region.
   * @throws SystemError as the reader does
   */
  async knownAt(known: Moment, region: string, { reader, read, clock }: Reading): Promise<NetworkRead> {
    const kept: KeptFacts[] = [];
    let from: Pick<ReadFrom, 'position' | 'logId'> | undefined;
    for (const { among } of [datedPuntiCliente, datedProtocols, datedAuthorizations]) {
      // As of the position of the first, or later.
      const options = from ? { minPosition: from.position, logId: from.logId } : read;
      const { things, position, logId } = await this.#dated.allInRegion(reader, { among, region }, options);
      from ??= { position, logId };
      kept.push(...things.flatMap((thing) => keptFacts(thing, known) ?? []));
    }
    if (!from) throw new TypeError('a network was read from nowhere');
    return { ...from, network: networkOf(kept, lastDayKnown(known, romeDateOf(clock.now()))) };
  }
}
