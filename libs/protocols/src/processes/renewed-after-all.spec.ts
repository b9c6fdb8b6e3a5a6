import { MemoryEventStore, MemoryWorkStore } from '#store-memory';
import { protocol } from '../domain/protocol.ts';
import { amendProtocol } from '../use-cases/amend-protocol.ts';
import { signatoryOf } from '../specification/persons.ts';
import { signaturesOfAmendment } from '../specification/sample-amendment.ts';
import { agreementsOver, directorate, MovedClock } from '../specification/agreements.ts';
import { rectifyProtocol } from '../use-cases/rectify-protocol.ts';
import { terminateProtocol } from '../use-cases/terminate-protocol.ts';

const as = { as: directorate };
const because = { reason: 'Errore', act: { authority: 'Direzione regionale', number: '12', date: '2026-03-02' } };
const [OLDER_FROM, ENDED, NEWER_FROM, TODAY] = ['2026-03-01', '2026-04-01', '2026-04-10', '2026-05-20'];

/** A protocol that ended on 1 April, over another point than the one which renews it, as it was amended on 20 March. */
async function network({ renewedOn = NEWER_FROM } = {}) {
  const store = new MemoryEventStore();
  const world = agreementsOver(store, new MovedClock(`${TODAY}T08:00:00Z`));
  const { give, executor } = world;
  await world.registerHost();
  const [point, other] = [await world.approvedPoint(), await world.approvedPoint()] as const;
  const older = await world.signedProtocol([point]);
  await world.enter(older, OLDER_FROM);
  const newer = await world.signedProtocol([point], { renews: older });
  const work = new MemoryWorkStore();
  const follow = () => world.follow(work);
  await follow();
  const signatures = signaturesOfAmendment(1).map((one) => ({ ...one, signatory: signatoryOf(one.party) }));
  const amendment = { protocolId: older, signatures, points: [other], effectiveDate: '2026-03-20' };
  await give(amendProtocol, amendment, as);
  const end = { noticeDate: OLDER_FROM, effectiveDate: ENDED, reason: 'Recesso' };
  await give(terminateProtocol, { protocolId: older, ...end }, as);
  await follow();
  await world.enter(newer, renewedOn);
  await follow();
  const rectify = async (protocolId: string, type: string, effectiveDate: string) => {
    const events = await store.readStream(`Protocol-${protocolId}`);
    const rectifies = events.find((event) => event.type === type)!.revision;
    await give(rectifyProtocol, { protocolId, rectifies, changes: { effectiveDate }, ...because }, as);
    await follow();
  };
  return {
    ...{ ...world, rectify, other, older, newer },
    endOn: (effectiveDate: string) => rectify(older, 'ProtocolTerminated', effectiveDate),
    statesOn: (protocolId: string, ...days: readonly string[]) =>
      executor.look(protocol, protocolId, (found) => days.map((day) => protocol.judgedOn(found, day).status)),
  };
}

describe('P6, T2: a protocol that ended before its successor entered into force turns out to have gone on past that', () => {
  it('was renewed on that day, also where they cover no point in common by then', async () => {
    const { endOn, statesOn, coverage, other, older } = await network();
    await endOn('2026-05-01');
    expect(await statesOn(older, '2026-04-09', '2026-04-10', TODAY)).toEqual(['IN_FORCE', 'RENEWED', 'RENEWED']);
    expect(await coverage(other)).toEqual([{ protocolId: older, from: '2026-03-20', until: NEWER_FROM }]);
  });

  it('and not where it had ended by then', async () => {
    const { endOn, statesOn, older } = await network();
    await endOn('2026-04-08');
    expect(await statesOn(older, '2026-04-07', '2026-04-10')).toEqual(['IN_FORCE', 'TERMINATED']);
  });

  it('also where the calendar brings the successor into force after that', async () => {
    const { clock, statesOn, endOn, older } = await network({ renewedOn: '2026-06-10' });
    clock.moveTo('2026-06-20T08:00:00Z');
    await endOn('2026-06-15');
    expect(await statesOn(older, '2026-06-09', '2026-06-10', '2026-06-20')).toEqual(['IN_FORCE', 'RENEWED', 'RENEWED']);
  });

  it('nor does its successor turn out to have begun before that end', async () => {
    const { rectify, statesOn, newer } = await network();
    await expect(rectify(newer, 'ProtocolEnteredIntoForce', '2026-03-31')).rejects.toMatchObject({
      ...{ code: 'RENEWAL_BEFORE_END', facts: { effectiveDate: '2026-03-31', endedOn: ENDED } },
    });
    await rectify(newer, 'ProtocolEnteredIntoForce', ENDED);
    expect(await statesOn(newer, ENDED)).toEqual(['IN_FORCE']);
  });
});
