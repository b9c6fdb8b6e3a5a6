import { Type } from '@sinclair/typebox';
import { streamName } from '#kernel/domain';
import { romeDateOf } from '#italy';
import { territorialUnit } from '#organisation';
import { defineQuery, type QueryShell } from '#use-cases';
import { Count, explained, Id } from '#vocabulary';
import { agenda } from '../domain/agenda/agenda.ts';
import { closedPeriod } from '../use-cases/closed-period.ts';
import { declareUnitClosure, DeclareUnitClosure } from '../use-cases/declare-unit-closure.ts';
import { OFFICES } from '../use-cases/on-agenda.ts';
import { agendaDirectory } from './agenda-directory.ts';
import { daysPlanned, displacedAnswer, displacedOn, named, Previewed, type OnDay } from './previewed-appointments.ts';

/**
 * Most agendas that one preview looks at, each with every day of its horizon: about as many as the largest seats have.
 */
const MOST_AGENDAS = 100;

const AtAgenda = Type.Object({ agendaId: Id, ...Previewed.properties }, { $id: 'PreviewedAppointmentAtAgendaAnswer' });

const UnitPreview = Type.Object(
  {
    agendas: explained(
      Count,
      `How many agendas would be closed and were looked at: the first ${MOST_AGENDAS} by name.`,
    ),
    isWhole: Type.Boolean({ description: 'Whether the unit has no other agendas that would be closed, too.' }),
    displaced: displacedAnswer(AtAgenda, 'PreviewedAppointmentsAtAgendasAnswer'),
  },
  { $id: 'UnitPreviewAnswer' },
);

/** The body of DeclareUnitClosure, beforehand. */
export class PreviewUnitClosure extends DeclareUnitClosure {}

/** The agendas of the unit's own desks are those of {@link agendasFollowUnitClosures}. */
export const previewUnitClosure = defineQuery({
  input: PreviewUnitClosure,
  summary: 'Whom DeclareUnitClosure with the same body would displace, as things stand; nothing changes.',
  by: OFFICES,
  about: ({ unit }) => streamName(territorialUnit.category, unit),
  answer: UnitPreview,
  refuses: declareUnitClosure.refuses,
  run: async (wanted, shell) => {
    await shell.rehearse(declareUnitClosure, wanted);
    const { ids, isWhole } = await agendasOf(wanted.unit, shell);
    const now = shell.clock.now();
    const closure = { closureId: shell.resource, ...closedPeriod(wanted, romeDateOf(now)), reason: wanted.reason };
    const those: OnDay[] = [];
    // One after another: each has its days looked at side by side.
    for (const agendaId of ids) {
      const days = await shell.look(agenda, agendaId, (state) =>
        state.status === 'ABSENT' ? [] : daysPlanned(state, { ...state, closures: [...state.closures, closure] }, now),
      );
      those.push(...(await displacedOn(days, shell)));
    }
    const displaced = await named(those, shell, PreviewUnitClosure.name);
    return { agendas: ids.length, isWhole, displaced };
  },
});

async function agendasOf(
  unit: string,
  { reader, read }: Pick<QueryShell, 'reader' | 'read'>,
): Promise<{ readonly ids: readonly string[]; readonly isWhole: boolean }> {
  const query = { where: { unit }, orderBy: [{ field: 'plainName' }], limit: 2 * MOST_AGENDAS };
  const { items, nextCursor } = await reader.find(agendaDirectory, query, read);
  const own = items.filter(({ owner }) => owner.kind !== 'PUNTO_INPS').map(({ agendaId }) => agendaId);
  return { ids: own.slice(0, MOST_AGENDAS), isWhole: nextCursor === null && own.length <= MOST_AGENDAS };
}
