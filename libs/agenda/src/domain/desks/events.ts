import { Type, type Static } from '@sinclair/typebox';
import { defineEvent, type EventsOf } from '#kernel/domain';
import { Id, LocalDate, LocalTime, Text } from '#vocabulary';
import { Recurrence, Weekday } from '../calendar/recurrence.ts';
import { Territory } from '../vocabulary.ts';

/** Whose a desk is: a unit's, or that of a Punto INPS at its reference unit. */
export const DeskOwner = Type.Object({
  /** Code of the territorial unit. */
  unit: Id,
  /** Id of the Punto INPS, when the desk is one's. */
  point: Type.Optional(Id),
});
export type DeskOwner = Static<typeof DeskOwner>;

/** Hours of one band at a desk, and on which days. */
export const DeskHours = Type.Object({
  bandId: Id,
  weekday: Type.Optional(Weekday),
  recurrence: Type.Optional(Recurrence),
  from: LocalTime,
  to: LocalTime,
  validFrom: LocalDate,
  validUntil: Type.Optional(LocalDate),
});
export type DeskHours = Static<typeof DeskHours>;

export const DeskOpened = defineEvent({
  type: 'DeskOpened',
  schema: Type.Object({ deskId: Id, name: Text, owner: DeskOwner, ...Territory.properties }),
});

/** It is another office's now: its agendas passed there. */
export const DeskTransferred = defineEvent({
  type: 'DeskTransferred',
  schema: Type.Object({
    deskId: Id,
    owner: DeskOwner,
    ...Territory.properties,
    previous: Type.Object({ owner: DeskOwner, ...Territory.properties }),
  }),
});

export const DeskClosed = defineEvent({
  type: 'DeskClosed',
  schema: Type.Object({ deskId: Id, closedOn: LocalDate }),
});

/** A command has taken hours of the desk for bands of an agenda, before it may act there. */
export const DeskTimeClaimed = defineEvent({
  type: 'DeskTimeClaimed',
  schema: Type.Object({
    deskId: Id,
    agendaId: Id,
    bands: Type.Array(DeskHours, { minItems: 1, maxItems: 2 }),
    /** The command that it is claimed for; its act stands in the stream of the agenda. */
    forCommandId: Id,
    /** RFC 3339; after it, an act that never came is abandoned and the hours free again. */
    actBy: Text,
  }),
});

/** What was claimed for a command is given back: the act never came. */
export const DeskTimeReleased = defineEvent({
  type: 'DeskTimeReleased',
  schema: Type.Object({ deskId: Id, agendaId: Id, forCommandId: Id }),
});

/** From a day on an agenda has hours of the desk no longer: the band was withdrawn or divided, or the agenda closed. */
export const DeskTimeEnded = defineEvent({
  type: 'DeskTimeEnded',
  schema: Type.Object({
    deskId: Id,
    agendaId: Id,
    /** All of the agenda's when absent. */
    bandId: Type.Optional(Id),
    /** First day on which the hours are free. */
    from: LocalDate,
  }),
});

export const desksEventDefinitions = [
  DeskOpened,
  DeskTransferred,
  DeskClosed,
  DeskTimeClaimed,
  DeskTimeReleased,
  DeskTimeEnded,
] as const;
export type DesksEvent = EventsOf<typeof desksEventDefinitions>;
