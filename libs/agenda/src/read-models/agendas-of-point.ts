import type { QueryShell } from '#use-cases';
import { agendaDirectory, type AgendaDocument } from './agenda-directory.ts';

/** So many are read in one go. */
const AT_ONCE = 200;

type Shell = Pick<QueryShell, 'reader' | 'read'>;

/**
 * All agendas of a Punto INPS, by name, which stand at its reference unit.
 * @param unit code of the reference unit
 */
export function agendasOfPoint(puntoInpsId: string, unit: string, shell: Shell): Promise<readonly AgendaDocument[]> {
  return allAgendas({ unit, 'owner.point': puntoInpsId }, shell);
}

/** All agendas of a unit's own desks, by name. */
export async function agendasOfDesks(unit: string, shell: Shell): Promise<readonly AgendaDocument[]> {
  return (await allAgendas({ unit }, shell)).filter(({ owner }) => owner.kind !== 'PUNTO_INPS');
}

async function allAgendas(
  where: Readonly<Record<string, string>>,
  { reader, read }: Shell,
): Promise<readonly AgendaDocument[]> {
  const query = { where, orderBy: [{ field: 'plainName' }], limit: AT_ONCE };
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
