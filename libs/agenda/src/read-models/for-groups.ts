import type { Position } from '#kernel/domain';
import type { ProjectionReader } from '#kernel/execution';
import { UserGroup, userGroupsOf } from '#service-points';
import { listOf } from '#vocabulary';

/** For whom a Punto INPS is, as whoever books there is shown it (K1). */
export const ForGroups = listOf(
  UserGroup,
  20,
  'Of a Punto INPS for groups of users: for whom it is. Others may book there, too; empty where it is for everybody.',
);

/** Whose an agenda is. */
interface Owned {
  readonly owner: { readonly point?: string };
}

/**
 * Tells of each agenda for which groups of users it is.
 * @param from what the agendas were read from: of a point that they name the groups have been seen then
 * @throws SystemError as the reader does
 */
export async function groupsOf(
  reader: ProjectionReader,
  agendas: readonly Owned[],
  from: { readonly position: Position; readonly logId: string },
): Promise<(agenda: Owned) => readonly UserGroup[]> {
  const groups = await userGroupsOf(
    reader,
    agendas.flatMap(({ owner: { point } }) => point ?? []),
    { minPosition: from.position, logId: from.logId },
  );
  return ({ owner: { point } }) => (point === undefined ? undefined : groups.get(point)) ?? [];
}
