import type { QueryShell } from '#use-cases';
import { agendaDirectory, type AgendaDocument } from './agenda-directory.ts';

/** Most agendas of one point. */
const MAX_AGENDAS = 200;

/**
 * The agendas of a Punto INPS, which stand at its reference unit.
 * @param unit code of the reference unit
 */
export async function agendasOfPoint(
  puntoInpsId: string,
  unit: string,
  { reader, read }: Pick<QueryShell, 'reader' | 'read'>,
): Promise<readonly AgendaDocument[]> {
  const where = { unit, 'owner.point': puntoInpsId };
  const { items } = await reader.find(
    agendaDirectory,
    { where, orderBy: [{ field: 'plainName' }], limit: MAX_AGENDAS },
    read,
  );
  return items;
}
