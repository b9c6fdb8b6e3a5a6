import { Type } from '@sinclair/typebox';
import { defineEvent, type EventsOf } from '#kernel/domain';
import { Id, LocalDate, Text } from '#vocabulary';
import { Territory } from '../vocabulary.ts';
import { ClosedHours } from './agenda-events.ts';

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
  }),
});

export const UnitClosureWithdrawn = defineEvent({
  type: 'UnitClosureWithdrawn',
  schema: Type.Object({ unitClosureId: Id, unit: Id }),
});

export const unitClosureEventDefinitions = [UnitClosureDeclared, UnitClosureWithdrawn] as const;
export type UnitClosureEvent = EventsOf<typeof unitClosureEventDefinitions>;
