import type { LocalDate } from '#vocabulary';
import { ALWAYS } from '../dated-value.ts';
import type { TreeChange } from './events.ts';
import { daysOf, standingOn, type TreeUnit } from './standing-units.ts';

/**
 * What a rectification changes of the tree.
 * @returns undefined where the unit stood as it did on every day
 */
export function rectifiedPlacement(before: TreeUnit, after: TreeUnit): TreeChange | undefined {
  const from = daysOf(before, after).find((day) => !isSame(before, after, day));
  if (from === undefined) return undefined;
  const { code: unit, kinds, parents, closedOn } = after;
  const as = {
    ...{ kinds: [...kinds], parents: [...parents] },
    ...(closedOn === undefined ? {} : { closedOn }),
  };
  return { unit, makes: 'RECTIFIED', as, ...(from === ALWAYS ? {} : { from }) };
}

function isSame(before: TreeUnit, after: TreeUnit, on: LocalDate): boolean {
  const [was, is] = [standingOn(before, on), standingOn(after, on)];
  return was?.kind === is?.kind && was?.parent === is?.parent;
}
