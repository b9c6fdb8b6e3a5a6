import { abandonCommand, claimSweeper, give, idOf, reading } from '#kernel/domain';
import { territorialUnitEvents } from '../domain/events.ts';
import { UnitTreeChangeClaimed, UnitTreeChangeReleased } from '../domain/unit-tree/events.ts';
import { releaseUnitTreeChange } from '../use-cases/keep-unit-tree.ts';

/** Gives changes of the tree up whose command died between its claim and its act. */
export const unitTreeSweeper = claimSweeper({
  name: 'unit-tree-sweeper',
  gives: [releaseUnitTreeChange],
  claimed: [
    reading(UnitTreeChangeClaimed, ({ stream, data: { forCommandId, target, until } }) => ({
      claimId: idOf(stream),
      commandId: forCommandId,
      until: Date.parse(until),
      abandon: give(abandonCommand, { ...target, abandonedCommandId: forCommandId }),
      release: give(releaseUnitTreeChange, { forCommandId }),
    })),
  ],
  released: [
    reading(UnitTreeChangeReleased, ({ stream, data }) => ({ commandId: data.forCommandId, claimId: idOf(stream) })),
  ],
  acted: territorialUnitEvents,
});
