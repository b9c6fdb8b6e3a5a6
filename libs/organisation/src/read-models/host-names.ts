import { defineProjection, idOf, when } from '#kernel/domain';
import type { ProjectionReader, ReadFrom } from '#kernel/execution';
import type { Moment } from '#use-cases';
import type { HostBodyFacts, HostBodyReference } from '#vocabulary';
import { HostBodyDetailsCorrected, HostBodyRegistered } from '../domain/events.ts';

/** What one hosting body was called. */
interface HostNames {
  readonly id: string;
  /** Each with the time from which it was known, RFC 3339; the oldest first. */
  readonly names: readonly { readonly name: string; readonly recordedAt: string }[];
}

/**
 * The names of hosting bodies. A correction says that the name before was wrong, so whoever shows a name reads it here, and
 * keeps none: what is kept beside a point or a protocol would stand there for ever as it was.
 */
export const hostNames = defineProjection<HostNames>({
  name: 'host-names',
  version: 1,
  // Each is read by its key.
  indexes: [],
  keys: ({ stream }) => [idOf(stream)],
  on: [
    when(
      [HostBodyRegistered, HostBodyDetailsCorrected],
      (known: HostNames | undefined, { data: { name }, recordedAt }, id) => {
        const { names } = known ?? { names: [] };
        return { id, names: names.at(-1)?.name === name ? names : [...names, { name, recordedAt }] };
      },
    ),
  ],
});

/** What a hosting body is called, by its id. */
export type NameOfHost = (hostId: string) => string;

/**
 * Looks the names of hosting bodies up.
 * @param from where what names them was read from: they are no older than that
 * @param known as they were known then; as they are known now when absent
 * @returns for a body that nobody registered, its id
 * @throws SystemError as the reader does
 */
export async function namesOfHosts(
  reader: Pick<ProjectionReader, 'getMany'>,
  hostIds: Iterable<string>,
  { position: minPosition, logId }: Pick<ReadFrom, 'position' | 'logId'>,
  known?: Moment,
): Promise<NameOfHost> {
  const ids = [...new Set(hostIds)];
  const named = new Map<string, string>();
  if (ids.length > 0) {
    const { documents } = await reader.getMany(hostNames, ids, { minPosition, logId });
    for (const { id, names } of documents) {
      const then = known && names.findLast(({ recordedAt }) => Date.parse(recordedAt) <= known.until);
      const { name } = then ?? names.at(known ? 0 : -1) ?? {};
      if (name !== undefined) named.set(id, name);
    }
  }
  return (id) => named.get(id) ?? id;
}

/** Something that is with a hosting body, and keeps no name of it. */
interface AtHost {
  readonly host: HostBodyReference;
}

/** The same, with the name. */
type Named<Thing extends AtHost> = Omit<Thing, 'host'> & { readonly host: HostBodyFacts };

/**
 * Adds to things the names of the hosting bodies that they are with.
 * @param from as {@link namesOfHosts} takes it
 * @throws SystemError as the reader does
 */
export async function withNamesOfHosts<Thing extends AtHost>(
  reader: Pick<ProjectionReader, 'getMany'>,
  things: readonly Thing[],
  from: Pick<ReadFrom, 'position' | 'logId'>,
): Promise<Named<Thing>[]> {
  const hostIds = things.map(({ host }) => host.id);
  const nameOf = await namesOfHosts(reader, hostIds, from);
  return things.map((thing) => named(thing, nameOf));
}

/** The same of one thing. */
export async function withNameOfHost<Thing extends AtHost>(
  reader: Pick<ProjectionReader, 'getMany'>,
  thing: Thing,
  from: Pick<ReadFrom, 'position' | 'logId'>,
): Promise<Named<Thing>> {
  return named(thing, await namesOfHosts(reader, [thing.host.id], from));
}

function named<Thing extends AtHost>(thing: Thing, nameOf: NameOfHost): Named<Thing> {
  return { ...thing, host: { ...thing.host, name: nameOf(thing.host.id) } };
}
