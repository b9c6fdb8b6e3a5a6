import { endsByNow, type ChangedLife } from '#use-cases/dated';
import { resumed } from './effect.ts';
import type { ProtocolEvent } from './events.ts';
import { protocolLife } from './protocol-life.ts';
import { SUSPENSIONS } from './suspension-kind.ts';

/** The ends of suspensions of a protocol that a change of its life has brought to light. */
export function endsOfProtocolByNow(changed: ChangedLife<ProtocolEvent>): readonly ProtocolEvent[] {
  return endsByNow(SUSPENSIONS, protocolLife, changed, ({ until, life }) =>
    resumed({ resumedOn: until }, { life, now: changed.now }),
  );
}
