import { Type } from '@sinclair/typebox';
import { streamName, type Absent } from '#kernel/domain';
import { romeDateOf } from '#italy';
import { territorialUnit } from '#organisation';
import { defineQuery } from '#use-cases';
import { Count, explained, Id } from '#vocabulary';
import { agenda } from '../domain/agenda/agenda.ts';
import type { UnitClosureEvent } from '../domain/events/unit-closure-events.ts';
import type { UnitClosure } from '../domain/unit-closure/unit-closure.ts';
import { closedPeriod } from '../use-cases/closed-period.ts';
import { declareUnitClosure, DeclareUnitClosure } from '../use-cases/declare-unit-closure.ts';
import { MOST_AGENDAS, MOST_DAYS } from '../use-cases/desks-of-unit.ts';
import { OFFICES } from '../use-cases/on-agenda.ts';
import { daysPlanned, displacedAnswer, displacedOn, named, Previewed, type OnDay } from './previewed-appointments.ts';

const AtAgenda = Type.Object({ agendaId: Id, ...Previewed.properties }, { $id: 'PreviewedAppointmentAtAgendaAnswer' });

/** How many would be displaced at several agendas, and the first of them. */
export const displacedAtAgendas = displacedAnswer(AtAgenda, 'PreviewedAppointmentsAtAgendasAnswer');

const UnitPreview = Type.Object(
  {
    agendas: explained(
      Count,
      `How many agendas it would close at once: the first ${MOST_AGENDAS} by name, while they have at most ${MOST_DAYS} days.`,
    ),
    isWhole: Type.Boolean({
      description: 'Whether the unit has no others; those would follow, and are not looked at.',
    }),
    displaced: displacedAtAgendas,
  },
  { $id: 'UnitPreviewAnswer' },
);

/** The body of DeclareUnitClosure, beforehand. */
export class PreviewUnitClosure extends DeclareUnitClosure {}

/** It looks at the agendas that the command would answer for, as its own rule tells which. */
export const previewUnitClosure = defineQuery({
  input: PreviewUnitClosure,
  summary: 'Whom DeclareUnitClosure with the same body would displace, as things stand; nothing changes.',
  by: OFFICES,
  about: ({ unit }) => streamName(territorialUnit.category, unit),
  answer: UnitPreview,
  refuses: declareUnitClosure.refuses,
  run: async (wanted, shell) => {
    const { after } = await shell.rehearse<UnitClosure | Absent, DeclareUnitClosure, UnitClosureEvent>(
      declareUnitClosure,
      wanted,
    );
    const { agendas, isWhole } = after.status === 'ABSENT' ? { agendas: [], isWhole: true } : after;
    const now = shell.clock.now();
    const closure = { closureId: shell.resource, ...closedPeriod(wanted, romeDateOf(now)), reason: wanted.reason };
    const those: OnDay[] = [];
    // One after another: each has its days looked at side by side.
    for (const agendaId of agendas) {
      const days = await shell.look(agenda, agendaId, (state) =>
        state.status === 'ABSENT' ? [] : daysPlanned(state, { ...state, closures: [...state.closures, closure] }, now),
      );
      those.push(...(await displacedOn(days, shell)));
    }
    const displaced = await named(those, shell, PreviewUnitClosure.name, wanted.previewed);
    return { agendas: agendas.length, isWhole, displaced };
  },
});
