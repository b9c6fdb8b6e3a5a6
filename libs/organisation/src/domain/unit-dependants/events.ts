import { Type, type Static } from '@sinclair/typebox';
import { defineEvent, type EventsOf } from '#kernel/domain';
import { Id, LocalDate, Text, Word } from '#vocabulary';

/** Something that needs a unit to be there: an agenda, a Punto INPS, a protocol. */
export const Dependant = Type.Object({
  /** What it is, for example `AGENDA`. */
  kind: Word,
  id: Id,
});
export type Dependant = Readonly<Static<typeof Dependant>>;

/** What a dependant is called that needs a unit which may do something (P4): its context declares it under this name. */
export const NEEDING_A_KIND = {
  puntoInps: 'PUNTO_INPS',
  /** A Punto INPS that is to stand in the place of an agency. */
  inPlaceOfAgency: 'PUNTO_INPS_IN_ITS_PLACE',
  protocol: 'PROTOCOL',
} as const;

const Target = Type.Object({ category: Text, id: Text });

/**
 * It needs the unit, from a legal day on (events of before do not say since when), and whoever brought it about has claimed nothing: it is older, or stands under another rule.
 */
export const UnitDependantEntered = defineEvent({
  type: 'UnitDependantEntered',
  schema: Type.Object({ dependant: Dependant, from: Type.Optional(LocalDate) }),
});

/** A command brings about what needs the unit, or has needed it for some days: it counts until it is released, or leaves. */
export const UnitDependantClaimed = defineEvent({
  type: 'UnitDependantClaimed',
  schema: Type.Object({
    dependant: Dependant,
    from: Type.Optional(LocalDate),
    /** First day on which it did not any more, where that has passed. */
    leftOn: Type.Optional(LocalDate),
    forCommandId: Id,
    target: Target,
    /** After it, an act that never came is abandoned, RFC 3339. */
    until: Text,
  }),
});

/** What a command had claimed, and did not bring about. */
export const UnitDependantReleased = defineEvent({
  type: 'UnitDependantReleased',
  schema: Type.Object({ forCommandId: Id }),
});

/** It needs the unit no longer. */
export const UnitDependantLeft = defineEvent({
  type: 'UnitDependantLeft',
  schema: Type.Object({
    dependant: Dependant,
    /** First day on which it did not. */
    leftOn: LocalDate,
  }),
});

/** The unit is being closed: nothing may come to need it. */
export const UnitClosingClaimed = defineEvent({
  type: 'UnitClosingClaimed',
  schema: Type.Object({ closedOn: LocalDate, forCommandId: Id, target: Target, until: Text }),
});

/** What a command had claimed of the end of the unit, and did not bring about: it is as before. */
export const UnitClosingReleased = defineEvent({
  type: 'UnitClosingReleased',
  schema: Type.Object({ forCommandId: Id }),
});

/** The end of the unit is being annulled: it never was. */
export const UnitReopeningClaimed = defineEvent({
  type: 'UnitReopeningClaimed',
  schema: Type.Object({ forCommandId: Id, target: Target, until: Text }),
});

/** The unit is becoming one of another kind, or was another than it was thought: until that is settled, nothing comes to need it. */
export const UnitKindChangeClaimed = defineEvent({
  type: 'UnitKindChangeClaimed',
  schema: Type.Object({ forCommandId: Id, target: Target, until: Text }),
});

/** The other kind stands in the log of the unit, or came to nothing. */
export const UnitKindChangeSettled = defineEvent({
  type: 'UnitKindChangeSettled',
  schema: Type.Object({ forCommandId: Id }),
});

export const unitDependantEvents = [
  UnitDependantEntered,
  UnitDependantClaimed,
  UnitDependantReleased,
  UnitDependantLeft,
  UnitClosingClaimed,
  UnitClosingReleased,
  UnitReopeningClaimed,
  UnitKindChangeClaimed,
  UnitKindChangeSettled,
] as const;
export type UnitDependantEvent = EventsOf<typeof unitDependantEvents>;
