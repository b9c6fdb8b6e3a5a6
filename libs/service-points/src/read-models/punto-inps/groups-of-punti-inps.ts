import { defineProjection, when } from '#kernel/domain';
import type { ProjectionReader, ReadOptions } from '#kernel/execution';
import { PuntoInpsProposed } from '../../domain/punto-inps/events.ts';
import type { UserGroup } from '../../domain/punto-inps/vocabulary.ts';

/** For whom a Punto INPS is. */
interface GroupsDocument {
  readonly id: string;
  readonly userGroups: readonly UserGroup[];
}

/** The groups of users for which Punti INPS are, as they were proposed, one document each: read with every free place. */
export const groupsOfPuntiInps = defineProjection<GroupsDocument>({
  name: 'groups-of-punti-inps',
  version: 1,
  indexes: [],
  keys: ({ data }) => [(data as { readonly puntoInpsId: string }).puntoInpsId],
  on: [
    when(PuntoInpsProposed, (_none, { data: { puntoInpsId: id, userGroups = [] } }) => ({
      id,
      userGroups: [...userGroups],
    })),
  ],
});

/**
 * The groups of users of some Punti INPS, which are those of their proposal, for good.
 * @param read what must have been seen
 * @returns by the id of the point; nothing of one that is for everybody of its territory
 * @throws SystemError as the reader does
 */
export async function userGroupsOf(
  reader: ProjectionReader,
  points: readonly string[],
  read: ReadOptions,
): Promise<ReadonlyMap<string, readonly UserGroup[]>> {
  if (points.length === 0) return new Map();
  const { documents } = await reader.getMany(groupsOfPuntiInps, [...new Set(points)], read);
  return new Map(documents.map(({ id, userGroups }) => [id, userGroups]));
}
