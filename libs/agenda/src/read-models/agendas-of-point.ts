import type { QueryShell } from '#use-cases';
import { agendaDirectory, type AgendaDocument } from './agenda-directory.ts';

/** So many are read in one go. */
const AT_ONCE = 200;

/**
 * All agendas of a Punto INPS, by name, which stand at its reference unit.
 * @param unit code of the reference unit
 */
export async function agendasOfPoint(
  puntoInpsId: string,
  unit: string,
  { reader, read }: Pick<QueryShell, 'reader' | 'read'>,
): Promise<readonly AgendaDocument[]> {
  const query = { where: { unit, 'owner.point': puntoInpsId }, orderBy: [{ field: 'plainName' }], limit: AT_ONCE };
  const agendas: AgendaDocument[] = [];
  let cursor: string | null = null;
  do {
    const part: { cursor?: string } = cursor === null ? {} : { cursor };
    const { items, nextCursor } = await reader.find(agendaDirectory, { ...query, ...part }, read);
    agendas.push(...items);
    cursor = nextCursor;
  } while (cursor !== null);
  return agendas;
}
