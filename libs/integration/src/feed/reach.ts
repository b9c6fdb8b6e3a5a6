import { provinceByCode } from '#italy';
import type { FeedFilter } from '#use-cases';
import type { IntegrationScope } from '../domain/events.ts';
import type { PublishedDocument } from '../read-models/published-events.ts';

/** One look-up in the read model: what a document must have. */
export type Stretch = Readonly<
  Partial<Record<'region' | 'province' | 'host' | 'leftRegion' | 'leftProvince' | 'type', string>>
>;

type Place = Pick<PublishedDocument, 'region' | 'province' | 'host'>;
type Placed = Place & Pick<PublishedDocument, 'type' | 'leftRegion' | 'leftProvince' | 'everywhere'>;

/** Where an event happened, and where its thing stood before, where that is elsewhere. */
function placesOf({ region, province, host, leftRegion, leftProvince }: Placed): readonly Place[] {
  const here = { region, province, host };
  if (leftRegion === null && leftProvince === null) return [here];
  return [here, { region: leftRegion ?? region, province: leftProvince ?? province, host }];
}

/** The mark of what is told everywhere. */
const EVERYWHERE = 'everywhere';

/** What somebody may read, and of that, what they want. */
export class Reach {
  readonly #scope: IntegrationScope;
  readonly #filter: FeedFilter;
  /** Undefined for all types. */
  readonly types: ReadonlySet<string> | undefined;

  constructor(scope: IntegrationScope, filter: FeedFilter = {}) {
    this.#scope = scope;
    this.#filter = filter;
    const { types: wanted } = filter;
    const allowed = scope.types && new Set(scope.types);
    this.types = wanted ? new Set(wanted.filter((type) => allowed?.has(type) ?? true)) : allowed;
  }

  /** Whether an event is among them: where it happened, or where its thing stood before; anywhere, where it is told everywhere. */
  covers(event: Placed): boolean {
    if (this.types && !this.types.has(event.type)) return false;
    if (event.everywhere) return this.#filter.host === undefined || this.#filter.host === event.host;
    return placesOf(event).some((place) => this.#holds(place));
  }

  #holds({ region, province, host }: Place): boolean {
    const { nation, regions, provinces, hosts } = this.#scope;
    const isWithin =
      nation ||
      (region !== null && regions.includes(region)) ||
      (province !== null && provinces.includes(province)) ||
      (host !== null && hosts.includes(host));
    const { region: ofRegion = region, province: ofProvince = province, host: ofHost = host } = this.#filter;
    return isWithin && region === ofRegion && province === ofProvince && host === ofHost;
  }

  /**
   * Where to look for those that have a place: each stretch is one range of an index. What the stretches find beside them,
   * {@link covers} leaves out.
   * @param all names of all types
   */
  stretches(all: readonly string[]): readonly Stretch[] {
    const types = this.types && all.filter((type) => this.types?.has(type));
    const places = this.#places();
    if (!places) return types?.map((type) => ({ type })) ?? [{}];
    const here = places.flatMap((place) => types?.map((type) => ({ ...place, type })) ?? [place]);
    // What has left a place is little, whatever its type.
    return [...here, ...places.flatMap(leftFrom)];
  }

  /** By which waiting readers are found: places, each with a type or any. */
  marks(): readonly string[] {
    const places = this.#places()?.flatMap((place) =>
      Object.entries(place).map(([kind, code]) => `${kind}=${code}`),
    ) ?? ['nation'];
    const types = this.types ? [...this.types] : ['*'];
    return [...places, EVERYWHERE].flatMap((place) => types.map((type) => `${place} ${type}`));
  }

  /**
   * The places that are looked in: the narrowest that are asked for, and none that lies outside what may be read.
   * @returns undefined for all of the nation
   */
  #places(): readonly Stretch[] | undefined {
    const { region, province, host } = this.#filter;
    const { nation, regions, provinces, hosts } = this.#scope;
    const mayHold = (code: string): boolean =>
      hosts.length > 0 || provinces.includes(code) || regions.includes(provinceByCode(code)?.region ?? '');
    if (host !== undefined) {
      return nation || regions.length > 0 || provinces.length > 0 || hosts.includes(host) ? [{ host }] : [];
    }
    if (province !== undefined) return nation || mayHold(province) ? [{ province }] : [];
    if (nation) return region === undefined ? undefined : [{ region }];
    const isAsked = (code: string | undefined): boolean => region === undefined || code === region;
    return [
      ...regions.filter(isAsked).map((code) => ({ region: code })),
      ...provinces.filter((code) => isAsked(provinceByCode(code)?.region)).map((code) => ({ province: code })),
      ...hosts.map((id) => ({ host: id })),
    ];
  }
}

/** Where a thing stood that is elsewhere now: no body that hosts it is another. */
function leftFrom({ region, province }: Stretch): readonly Stretch[] {
  if (region !== undefined) return [{ leftRegion: region }];
  return province === undefined ? [] : [{ leftProvince: province }];
}

/** The marks under which a reader of an event may wait. */
export function marksOf(event: Placed): readonly string[] {
  const places = placesOf(event).flatMap((place) =>
    Object.entries(place).flatMap(([kind, code]) => (code === null ? [] : [`${kind}=${code}`])),
  );
  const marked = event.everywhere ? [EVERYWHERE] : ['nation', ...new Set(places)];
  return marked.flatMap((place) => [`${place} ${event.type}`, `${place} *`]);
}
