import { addDays, type LocalDate } from '#italy';
import { protocolLife } from '../../domain/protocol-life.ts';
import { bringProtocolIntoForce } from '../../use-cases/bring-protocol-into-force.ts';
import { rectifyProtocol } from '../../use-cases/rectify-protocol.ts';
import { withdrawEntryIntoForce } from '../../use-cases/withdraw-entry-into-force.ts';
import { isInForce } from './lawful-protocols.ts';
import { as, because, ENTERED, type World } from './random-world.ts';
import { asKnown } from './as-known.ts';
import { PROTOCOL_NAMES, type ProtocolName } from './true-facts.ts';

/** That a protocol enters into force, ahead, in time or late; is to no longer; or did on another day. */
export function entriesIntoForce(world: World) {
  const { below, oneOf, someDay, attempt, give, today, truth, protocols, lifeOfProtocol } = world;
  const { newer } = truth.protocols;
  const protocolId = protocols.newer;

  /** The next day on which the older one is in force no longer, as far as is known. */
  const endOfOlder = (): LocalDate | undefined =>
    asKnown(world, 800).find(({ day, older }) => day > today() && !isInForce(older))?.day;

  /** The day on which the older one has ended. */
  const endOfOlderBefore = (): LocalDate | undefined => {
    const days = asKnown(world);
    return days.find(({ older }, index) => index > 0 && !isInForce(older) && isInForce(days[index - 1]!.older))?.day;
  };

  /** A day for the newer one: now and then the very day of the end of the older one. */
  const dayOfNewer = (back: number, ahead: number): LocalDate =>
    (below(4) === 0 ? endOfOlderBefore() : undefined) ?? someDay(back, ahead);

  /** A day for the older one, of which nothing else was said. */
  const dayOfOlder = (): LocalDate => {
    const day = addDays(ENTERED, below(40) - 5);
    return day <= ENTERED ? day : (world.dayOf([day]) ?? dayOfOlder());
  };

  return {
    enter: async () => {
      // On the day that is set the calendar has it enter, before anybody sets another one.
      if (newer.enteredOn !== undefined && newer.enteredOn <= today()) return;
      const end = below(3) === 0 ? endOfOlder() : undefined;
      const effectiveDate = end ?? dayOfNewer(60, 40);
      const isEntered = await attempt('entry', effectiveDate, () =>
        give(bringProtocolIntoForce, { protocolId, effectiveDate }, as),
      );
      if (isEntered) newer.enteredOn = effectiveDate;
    },
    withdrawEntry: async () => {
      if (newer.enteredOn === undefined) return;
      const isWithdrawn = await attempt('entry withdrawn', newer.enteredOn, () =>
        give(withdrawEntryIntoForce, { protocolId, reason: 'Ripensamento' }, as),
      );
      if (isWithdrawn) newer.enteredOn = undefined;
    },
    moveEntry: async () => {
      const name: ProtocolName = oneOf(PROTOCOL_NAMES);
      const effectiveDate = name === 'older' ? dayOfOlder() : dayOfNewer(60, 0);
      const entered = protocolLife
        .facts(await lifeOfProtocol(name))
        .findLast(({ event }) => event.type === 'ProtocolEnteredIntoForce');
      if (!entered) return;
      const isMoved = await attempt(`${name} entry rectified`, [truth.protocols[name].enteredOn, effectiveDate], () => {
        const { revision: rectifies } = entered;
        return give(
          rectifyProtocol,
          { protocolId: protocols[name], rectifies, changes: { effectiveDate }, ...because },
          as,
        );
      });
      if (isMoved) truth.protocols[name].enteredOn = effectiveDate;
    },
  };
}
