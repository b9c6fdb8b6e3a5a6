import { Type, type Static } from '@sinclair/typebox';
import { defineEvent, type EventsOf } from '#kernel/domain';
import { Id, LocalDate, RegionCode, Text } from '#vocabulary';
import { UnitKind } from '../unit-kinds.ts';

/** What one command changes of the tree: all of it from one day on. */
export const TreeChange = Type.Object({
  /** Code of the unit. */
  unit: Text,
  /** First day; always, where nobody said since when. */
  from: Type.Optional(LocalDate),
  /** Of a unit that is new, where it has one. */
  region: Type.Optional(RegionCode),
  kind: Type.Optional(UnitKind),
  /** Code of the unit above. */
  parent: Type.Optional(Text),
  /** The unit is new from that day on, or there no longer, or was otherwise than the tree has it. */
  makes: Type.Optional(Type.Union([Type.Literal('NEW'), Type.Literal('CLOSED'), Type.Literal('RECTIFIED')])),
  /** Of a unit that is rectified: all that it was. */
  as: Type.Optional(
    Type.Object({
      kinds: Type.Array(Type.Object({ from: Type.Optional(LocalDate), value: UnitKind })),
      parents: Type.Array(Type.Object({ from: Type.Optional(LocalDate), value: Text })),
      closedOn: Type.Optional(LocalDate),
    }),
  ),
});
export type TreeChange = Readonly<Static<typeof TreeChange>>;

/** A change is being carried out: it counts until it is released. */
export const UnitTreeChangeClaimed = defineEvent({
  type: 'UnitTreeChangeClaimed',
  schema: Type.Object({
    change: TreeChange,
    /** The command that carries it out. */
    forCommandId: Id,
    target: Type.Object({ category: Text, id: Text }),
    /** After it, a change that never came is abandoned, RFC 3339. */
    until: Text,
  }),
});

export const UnitTreeChangeReleased = defineEvent({
  type: 'UnitTreeChangeReleased',
  schema: Type.Object({ forCommandId: Id }),
});

/** A change stands in the log of its unit: others may follow it. */
export const UnitTreeChangeConfirmed = defineEvent({
  type: 'UnitTreeChangeConfirmed',
  schema: Type.Object({ forCommandId: Id }),
});

/** A unit that was established before there was a tree. */
export const UnitEnteredInTree = defineEvent({
  type: 'UnitEnteredInTree',
  schema: Type.Object({ change: TreeChange, forCommandId: Id }),
});

/** All units of before stand in the tree: from now on it tells whether a change fits. */
export const UnitTreeCompleted = defineEvent({ type: 'UnitTreeCompleted', schema: Type.Object({}) });

export const unitTreeEvents = [
  UnitTreeChangeClaimed,
  UnitTreeChangeReleased,
  UnitTreeChangeConfirmed,
  UnitEnteredInTree,
  UnitTreeCompleted,
] as const;
export type UnitTreeEvent = EventsOf<typeof unitTreeEvents>;
