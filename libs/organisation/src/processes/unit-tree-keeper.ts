import { defineProcessManager, give, when, type RecordedEvent, type WantedCommand } from '#kernel/domain';
import {
  TerritorialUnitClosed,
  TerritorialUnitEstablished,
  TerritorialUnitReassigned,
  TerritorialUnitReclassified,
  TerritorialUnitRectified,
} from '../domain/events.ts';
import { UnitTreeChangeClaimed } from '../domain/unit-tree/events.ts';
import { completeUnitTree, confirmUnitTreeChange, enterUnitInTree } from '../use-cases/keep-unit-tree.ts';

interface Kept {
  /** It has asked for the tree to be completed. */
  readonly completed: true;
}

/** What changes the structure of units that are there. */
const CHANGES = [
  TerritorialUnitReclassified,
  TerritorialUnitReassigned,
  TerritorialUnitClosed,
  TerritorialUnitRectified,
] as const;

/**
 * Keeps the tree of units as their logs have it. There is one instance, whose commands are given in the order of the log:
 * units of before the tree are entered before the first claim on it has it completed.
 */
export const unitTreeKeeper = defineProcessManager<Kept>({
  name: 'unit-tree-keeper',
  gives: [enterUnitInTree, confirmUnitTreeChange, completeUnitTree],
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
    when(CHANGES, (state, event) => ({ state, commands: [confirmed(event)] })),
    when(UnitTreeChangeClaimed, (state) =>
      state?.completed ? { state } : { state: { completed: true }, commands: [give(completeUnitTree, {})] },
    ),
  ],
});

function confirmed({ metadata: { commandId } }: RecordedEvent): WantedCommand {
  return give(confirmUnitTreeChange, { forCommandId: commandId });
}
