import { referenceTo, type HostBodyFacts } from '#vocabulary';

/** What stands on a map of open points. */
export interface Drawn {
  readonly isOpen: boolean;
  readonly place: object;
  readonly kind: string;
  readonly services: readonly string[];
  readonly protocol: string | null;
}

/** An event about one point, as receivers are told of it. */
export interface Told {
  readonly type: string;
  readonly sequence: number;
  readonly legalDay: string | null;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A receiver's map, from what it was told and nothing else: facts in the order of their days, as corrections have them. */
export function drawn(told: readonly Told[]): Drawn {
  const facts = new Map(told.map((one) => [String(one.sequence), { ...one, day: one.legalDay ?? '' }]));
  for (const { data } of told) {
    const fact = facts.get(String(data.corrects));
    if (!fact) continue;
    if (data.annulled === true) facts.delete(String(fact.sequence));
    else if (typeof data.from === 'string') fact.day = data.from;
  }
  const ordered = [...facts.values()].toSorted((a, b) =>
    a.day === b.day ? a.sequence - b.sequence : a.day < b.day ? -1 : 1,
  );
  const latest = (field: string): unknown =>
    ordered.filter(({ data }) => data[field] !== undefined).at(-1)?.data[field];
  // A Punto INPS is with none.
  const host = latest('host') as HostBodyFacts | undefined;
  const { province, municipality, address } = ordered
    .filter(({ data }) => data.municipality !== undefined)
    .at(-1)!.data;
  return {
    isOpen: told.filter(({ data }) => data.stands !== undefined).at(-1)?.data.stands === 'OPEN',
    place: { region: latest('region'), province, municipality, address, host: host && referenceTo(host) },
    kind: String(latest('kind')),
    services: (latest('services') ?? []) as string[],
    protocol: (latest('protocol') ?? null) as string | null,
  };
}
