import {
  abandonCommand,
  claimSweeper,
  give,
  idOf,
  reading,
  type EventDefinition,
  type EventReading,
  type ClaimNote,
  type ProcessManager,
} from '#kernel/domain';
import {
  UnitClosingClaimed,
  UnitClosingReleased,
  UnitDependantClaimed,
  UnitDependantReleased,
  UnitKindChangeClaimed,
  UnitKindChangeSettled,
  UnitReopeningClaimed,
} from '../domain/unit-dependants/events.ts';
import { releaseUnitClaim } from '../use-cases/keep-unit-dependants.ts';

/**
 * Gives back what commands have claimed of units that died before their act.
 * @param acted the events that say that an act was carried out
 */
export function unitClaimsSweeper(acted: readonly EventDefinition[]): ProcessManager {
  return claimSweeper({
    name: 'unit-claims-sweeper',
    gives: [releaseUnitClaim],
    claimed: [UnitDependantClaimed, UnitClosingClaimed, UnitReopeningClaimed, UnitKindChangeClaimed].map(claimIn),
    released: [UnitDependantReleased, UnitClosingReleased, UnitKindChangeSettled].map((released) =>
      reading(released, ({ stream, data: { forCommandId: commandId } }) => ({ commandId, claimId: stream })),
    ),
    acted,
  });
}

function claimIn(
  claimed:
    | typeof UnitDependantClaimed
    | typeof UnitClosingClaimed
    | typeof UnitReopeningClaimed
    | typeof UnitKindChangeClaimed,
): EventReading<ClaimNote> {
  return reading(claimed, ({ stream, data: { forCommandId, target, until } }) => ({
    claimId: stream,
    commandId: forCommandId,
    until: Date.parse(until),
    abandon: give(abandonCommand, { ...target, abandonedCommandId: forCommandId }),
    release: give(releaseUnitClaim, { unit: idOf(stream), forCommandId }),
  }));
}
