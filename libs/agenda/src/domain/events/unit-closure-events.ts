import { Type } from '@sinclair/typebox';
import { defineEvent, type EventsOf } from '#kernel/domain';
import { Id, LocalDate, Text } from '#vocabulary';
import { Territory } from '../vocabulary.ts';
import { ClosedHours } from './agenda-events.ts';

/** What is answered for with the act. Events of before name none: all agendas of the unit follow them. */
const DesksAtOnce = {
  /** Ids of the agendas that are closed, or open again, before the command is answered for. */
  agendas: Type.Optional(Type.Array(Id)),
  /** False where there are more of them than one command plans; those follow. */
  isWhole: Type.Optional(Type.Boolean()),
};

/** Nobody is received at the desks of a unit. */
export const UnitClosureDeclared = defineEvent({
  type: 'UnitClosureDeclared',
  schema: Type.Object({
    unitClosureId: Id,
    ...Territory.properties,
    from: LocalDate,
    /** Inclusive. */
    until: LocalDate,
    /** By the wall clock, on each of the days; all day when absent. */
    hours: Type.Optional(ClosedHours),
    reason: Text,
    ...DesksAtOnce,
  }),
});

/** They receive again. */
export const UnitClosureWithdrawn = defineEvent({
  type: 'UnitClosureWithdrawn',
  schema: Type.Object({ unitClosureId: Id, unit: Id, ...DesksAtOnce }),
});

export const unitClosureEventDefinitions = [UnitClosureDeclared, UnitClosureWithdrawn] as const;
export type UnitClosureEvent = EventsOf<typeof unitClosureEventDefinitions>;
