import type { LocalDate } from '#italy';
import type { Life } from '#use-cases/dated';
import type { ProtocolEvent } from './events.ts';
import { protocolLife } from './protocol-life.ts';
import { isBinding } from './protocol-state.ts';

/** Ids of the points that a protocol covers at the end of a day; none on one on which it is not in force. */
export function pointsOn(life: Life<ProtocolEvent>, day: LocalDate): readonly string[] {
  const then = protocolLife.judgedOn(life, day);
  return isBinding(then) ? then.points : [];
}
