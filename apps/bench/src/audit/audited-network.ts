import { join } from 'node:path';
import { deriveId, type Actor } from '#kernel/domain';
import { addDays, midnightInRome, monthsAfter, municipalities, provinceOn, provinceByCode } from '#italy';
import { Random } from '#demonstration';
import { EmbeddedEventStore, STORE_FILES } from '#store-embedded';
import { LogWriter } from '../replay/log-writer.ts';

/** First day of force of the first protocol. */
export const FIRST_DAY = '2024-02-01';
/** Days on which something happens. */
export const DAYS = 900;
const SEED = 5;
const MONTHS = 36;
const TODAY = '2026-03-02';

interface Seat {
  readonly region: string;
  readonly province: string;
  readonly municipality: string;
}

/**
 * Writes a log of protocols with their histories, each with one point and some with two, spread over the municipalities of
 * Italy: a third of what happens to a point is recorded late.
 * @returns how many events stand in it
 */
export async function writeNetwork(directory: string, protocols: number): Promise<number> {
  const store = new EmbeddedEventStore(join(directory, STORE_FILES.events));
  try {
    const writer = new LogWriter(store);
    const network = new Network(writer, new Random(SEED));
    for (let number = 0; number < protocols; number += 1) await network.addProtocol(number);
    await writer.flush();
    return writer.written;
  } finally {
    await store.close();
  }
}

class Network {
  readonly #seats: readonly Seat[] = municipalities().flatMap((municipality) => {
    const code = provinceOn(municipality, TODAY);
    const province = code === undefined ? undefined : provinceByCode(code);
    return province ? [{ region: province.region, province: province.code, municipality: municipality.code }] : [];
  });

  constructor(
    readonly writer: LogWriter,
    readonly random: Random,
  ) {}

  async addProtocol(number: number): Promise<void> {
    const seat = this.random.pick(this.#seats);
    const from = addDays(FIRST_DAY, this.random.integer(0, DAYS - 300));
    const host = {
      id: deriveId('bench host', number),
      kind: 'PUBLIC_ADMINISTRATION',
      name: `Comune dimostrativo ${number}`,
    };
    await this.#host(host, seat, from);
    const points = Array.from({ length: this.random.chance(0.1) ? 2 : 1 }, (_, index) =>
      deriveId('bench point', number, index),
    );
    const protocolId = deriveId('bench protocol', number);
    await this.#protocol({ protocolId, host, seat, points, from, number });
    for (const pointId of points) await this.#point({ pointId, protocolId, host, seat, from });
  }

  async #host(host: ProtocolFacts['host'], { region, province }: Seat, from: string): Promise<void> {
    const write = this.#writing(`HostBody-${host.id}`, { region, province, host: host.id });
    const codes = { fiscalCode: '80078750587', ipaCode: 'c_demo' };
    await write('HostBodyRegistered', { ...host, ...codes, region, province }, addDays(from, -40));
  }

  async #protocol({ protocolId, host, seat, points, from, number }: ProtocolFacts): Promise<void> {
    const { region } = seat;
    const write = this.#writing(`Protocol-${protocolId}`, { region, host: host.id });
    const terms = { points, kinds: ['INFORMATIVO'], durationMonths: MONTHS };
    await write('ProtocolDrafted', { protocolId, host, region, ...terms }, addDays(from, -20));
    for (const party of ['INPS', 'HOST']) {
      for (const role of ['RESPONSABILE', 'REFERENTE_TECNICO']) {
        await write(
          'ConventionOfficerAssigned',
          { party, role, officerId: `${party}.${number}`, office: 'Segreteria' },
          addDays(from, -18),
        );
      }
    }
    await write('ProtocolSubmitted', {}, addDays(from, -10));
    const documentSha256 = deriveId('hash', number).replaceAll('-', '').repeat(2);
    const signedAt = timeOf(addDays(from, -5));
    for (const party of ['INPS', 'HOST']) {
      const registerEntry = {
        aoo: `${party}-${region}`,
        year: Number(from.slice(0, 4)),
        number: number + 1,
        date: addDays(from, -5),
      };
      const signerRole = party === 'INPS' ? 'Direttore regionale' : 'Sindaco';
      const signature = { party, documentSha256, format: 'PADES', signerRole, signedAt, registerEntry };
      await write('ProtocolSignatureRecorded', signature, addDays(from, -4), addDays(from, -5));
    }
    await write('ProtocolSigned', { documentSha256, signedAt }, addDays(from, -4), addDays(from, -5));
    await write('ProtocolEnteredIntoForce', { effectiveDate: from, expiresOn: monthsAfter(from, MONTHS) }, from, from);
    if (this.random.chance(0.8))
      await write('ProtocolForwardedToCentralOrganisation', { forwardedOn: addDays(from, 8) }, addDays(from, 9));
  }

  async #point({ pointId, protocolId, host, seat, from }: PointFacts): Promise<void> {
    const write = this.#writing(`PuntoCliente-${pointId}`, {
      region: seat.region,
      province: seat.province,
      host: host.id,
    });
    const kind = 'INFORMATIVO';
    const address = { street: 'Via Roma 1', postalCode: '00100' };
    await write('PuntoClienteRequested', { pointId, kind, host, ...seat, address }, addDays(from, -30));
    await write('PuntoClienteApproved', { kind }, addDays(from, -25));
    await write('PuntoClienteActivated', { kind, protocolId, activatedOn: from, operators: [] }, from, from);
    let day = from;
    const happens = this.random.integer(0, 3);
    for (let time = 0; time < happens; time += 1) {
      day = addDays(day, this.random.integer(20, 60));
      const back = addDays(day, this.random.integer(1, 30));
      const suspended = this.#recorded(day);
      const recorded = this.#recorded(back);
      const resumed = recorded < suspended ? suspended : recorded;
      const under = { kind, protocolId, reason: 'PREMISES' };
      await write('PuntoClienteSuspended', { ...under, suspendedOn: day }, suspended, day);
      await write('PuntoClienteResumed', { ...under, resumedOn: back }, resumed, back);
      day = resumed;
    }
    const { province, municipality } = seat;
    const place = { province, municipality, address: { street: 'Via Nuova 2', postalCode: '00100' } };
    const moved = addDays(day, 10);
    if (this.random.chance(0.2))
      await write(
        'PuntoClienteRelocated',
        { kind, ...place, previous: { province, municipality, address }, relocatedOn: moved },
        moved,
        moved,
      );
  }

  /** A third of what happens is recorded weeks later. */
  #recorded(day: string): string {
    return this.random.chance(0.33) ? addDays(day, this.random.integer(5, 60)) : day;
  }

  #writing(stream: string, scope: Readonly<Record<string, string>>) {
    const actor: Actor = { kind: 'person', id: 'bench-officer', role: 'regional', office: scope.region ?? '' };
    return async (type: string, data: object, recorded: string, effective?: string): Promise<void> =>
      this.writer.write({
        ...{ stream, type, data, actor, scope, at: Date.parse(timeOf(recorded)) },
        ...(effective === undefined ? {} : { effectiveAt: new Date(midnightInRome(effective)).toISOString() }),
      });
  }
}

interface PointFacts {
  readonly pointId: string;
  readonly protocolId: string;
  readonly host: { readonly id: string; readonly kind: string; readonly name: string };
  readonly seat: Seat;
  readonly from: string;
}

interface ProtocolFacts extends Omit<PointFacts, 'pointId'> {
  readonly points: readonly string[];
  readonly number: number;
}

function timeOf(day: string): string {
  return `${day}T08:00:00.000Z`;
}
