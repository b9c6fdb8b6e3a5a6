import { addDays, type LocalDate } from '#italy';
import { protocolLife, suspendProtocol, terminateProtocol } from '#protocols';
import { rectifyProtocol } from '#protocols/specification';
import { as, because, ENTERED, type LifeUnderWay } from './life-under-way.ts';

/** Random acts on the protocol: its beginning is rectified, it is suspended, it ends, and does so on another day. */
export function actsOnProtocol(life: LifeUnderWay) {
  const { below, give, protocolId, truth, suspensions, written, someDay, attempt } = life;
  const { protocol } = truth;
  /** Rectifies the day of the last event of a type. */
  const move = async (type: 'ProtocolEnteredIntoForce' | 'ProtocolTerminated', to: LocalDate): Promise<unknown> => {
    const found = protocolLife.facts(await written.protocol()).findLast(({ event }) => event.type === type);
    const what = { protocolId, rectifies: found?.revision ?? -1, changes: { effectiveDate: to }, ...because };
    return give(rectifyProtocol, what, as);
  };
  return {
    moveEntry: async () => {
      const to = addDays(ENTERED, below(50) - 5);
      const isTaken = await attempt('rectified entry', to, () => move('ProtocolEnteredIntoForce', to));
      if (isTaken) protocol.enteredOn = to;
    },
    suspendProtocol: async () => {
      const [suspendedOn, until] = [someDay(), someDay()];
      if (until <= suspendedOn) return;
      const isTaken = await attempt('suspended protocol', [suspendedOn, until], () =>
        give(suspendProtocol, { protocolId, suspendedOn, until, reason: 'Lavori' }, as),
      );
      if (isTaken) suspensions.push({ on: suspendedOn, until });
    },
    terminateProtocol: async () => {
      // Seldom: nothing comes after it.
      if (below(3) > 0 || protocol.terminatedOn !== undefined) return;
      const effectiveDate = someDay();
      const notice = { noticeDate: ENTERED, effectiveDate, reason: 'Recesso' };
      const isTaken = await attempt('terminated protocol', effectiveDate, () =>
        give(terminateProtocol, { protocolId, ...notice }, as),
      );
      if (isTaken) protocol.terminatedOn = effectiveDate;
    },
    moveTermination: async () => {
      if (protocol.terminatedOn === undefined) return;
      const to = someDay();
      const isTaken = await attempt('rectified termination', to, () => move('ProtocolTerminated', to));
      if (isTaken) protocol.terminatedOn = to;
    },
  };
}
