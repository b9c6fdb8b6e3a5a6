import { defineProcessManager, give, idOf, when, type RecordedEvent, type WantedCommand } from '#kernel/domain';
import {
  TerritorialUnitClosed,
  TerritorialUnitEstablished,
  TerritorialUnitReassigned,
  TerritorialUnitReclassified,
  TerritorialUnitRectified,
} from '../domain/events.ts';
import { UnitTreeChangeClaimed } from '../domain/unit-tree/events.ts';
import { settleUnitKindChange } from '../use-cases/keep-unit-dependants.ts';
import { completeUnitTree, confirmUnitTreeChange, enterUnitInTree } from '../use-cases/keep-unit-tree.ts';

interface Kept {
  /** It has asked for the tree to be completed. */
  readonly completed: true;
}

/** What changes the structure of units that are there, and not their kind. */
const MOVES = [TerritorialUnitReassigned, TerritorialUnitClosed] as const;
/** What may change their kind, or the days on which they were there. */
const KIND_CHANGES = [TerritorialUnitReclassified, TerritorialUnitRectified] as const;

/**
 * Keeps the tree of units as their logs have it, and says where what changed of one has been claimed that it stands. There is one instance, whose commands are given in the order of the log:
 * units of before the tree are entered before the first claim on it has it completed.
 */
export const unitTreeKeeper = defineProcessManager<Kept>({
  name: 'unit-tree-keeper',
  gives: [enterUnitInTree, settleUnitKindChange, confirmUnitTreeChange, completeUnitTree],
  keys: () => ['tree'],
  on: [
    when(TerritorialUnitEstablished, (state, { data, metadata }) => {
      const { code: unit, kind, parent, region, establishedOn: from } = data;
      const change = {
        ...{ unit, kind, makes: 'NEW' as const },
        ...(from === undefined ? {} : { from }),
        ...(region === undefined ? {} : { region }),
        ...(parent === undefined ? {} : { parent }),
      };
      return { state, commands: [give(enterUnitInTree, { change, forCommandId: metadata.commandId })] };
    }),
    when(MOVES, (state, event) => ({ state, commands: [confirmed(event)] })),
    // The kind before the tree: once another change of the structure may follow, another change of the kind may.
    when(KIND_CHANGES, (state, event) => ({ state, commands: [kindSettled(event), confirmed(event)] })),
    when(UnitTreeChangeClaimed, (state) =>
      state?.completed ? { state } : { state: { completed: true }, commands: [give(completeUnitTree, {})] },
    ),
  ],
});

function confirmed({ metadata: { commandId } }: RecordedEvent): WantedCommand {
  return give(confirmUnitTreeChange, { forCommandId: commandId });
}

function kindSettled({ stream, metadata: { commandId } }: RecordedEvent): WantedCommand {
  return give(settleUnitKindChange, { unit: idOf(stream), forCommandId: commandId });
}
