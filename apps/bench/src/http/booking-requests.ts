import { randomUUID } from 'node:crypto';
import type { Application } from '#composition';
import type { FictitiousPerson } from '#demonstration';
import type { LoadRequest } from '../load/load.ts';
import { unitOf, type FreePlace } from './region.ts';

const TOKEN_SECONDS = 6 * 3_600;

/** Makes bookings of desk operators: each on another place, for another citizen, with a key of its own. */
export class BookingRequests {
  #next = 0;

  private constructor(
    readonly places: readonly FreePlace[],
    readonly people: readonly FictitiousPerson[],
    readonly tokens: ReadonlyMap<string, string>,
  ) {}

  /** Signs in one operator for each province. */
  static async open(
    { tokens }: Application,
    places: readonly FreePlace[],
    people: readonly FictitiousPerson[],
  ): Promise<BookingRequests> {
    if (!tokens) throw new TypeError('the benchmark signs its own tokens');
    const signed = new Map<string, string>();
    for (const province of new Set(places.map((place) => place.province))) {
      const operator = {
        role: 'desk-operator',
        province,
        unit: unitOf(province),
        id: `bench-desk-${province}`,
      } as const;
      signed.set(province, await tokens.issue(operator, TOKEN_SECONDS));
    }
    return new BookingRequests(places, people, signed);
  }

  /** The places of the next bookings. */
  next(count: number): readonly FreePlace[] {
    return this.places.slice(this.#next, this.#next + count);
  }

  /** So many bookings that nobody made before. */
  bookings(count: number): LoadRequest[] {
    if (this.#next + count > Math.min(this.places.length, this.people.length)) {
      throw new RangeError('there are not enough places or citizens left');
    }
    const requests = Array.from({ length: count }, (_, index) => this.#request('agenda', this.#next + index));
    this.#next += count;
    return requests;
  }

  /** The same bookings to the route behind which there is nothing. */
  noOps(count: number): LoadRequest[] {
    return Array.from({ length: count }, (_, index) => {
      return this.#request('bench', index % Math.min(this.places.length, this.people.length));
    });
  }

  #request(api: 'agenda' | 'bench', index: number): LoadRequest {
    const { places, people, tokens } = this;
    const { agendaId, date, start, province } = places[index] as FreePlace;
    return {
      path: `/rest/${api}/v1/agendas/${agendaId}/days/${date}/appointments`,
      headers: {
        authorization: `Bearer ${tokens.get(province) ?? ''}`,
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
      },
      body: JSON.stringify({
        start,
        mode: 'IN_PERSON',
        serviceId: 'cedolino-pensione',
        citizen: people[index],
      }),
    };
  }
}
