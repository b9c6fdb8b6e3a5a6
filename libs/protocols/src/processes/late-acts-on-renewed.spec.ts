import { puntoCliente } from '#service-points';
import { MemoryEventStore, MemoryWorkStore } from '#store-memory';
import { protocol } from '../domain/protocol.ts';
import { agreementsOver, directorate, MovedClock } from '../specification/agreements.ts';
import { signatoryOf } from '../specification/persons.ts';
import { signaturesOfAmendment } from '../specification/sample-amendment.ts';
import { amendProtocol, type AmendProtocol } from '../use-cases/amend-protocol.ts';
import { rectifyProtocol } from '../use-cases/rectify-protocol.ts';
import { terminateProtocol } from '../use-cases/terminate-protocol.ts';

const OLDER_FROM = '2026-03-01';
const as = { as: directorate };
const because = { reason: 'Errore', act: { authority: 'Direzione regionale', number: '12', date: '2026-03-02' } };

describe('P6, T1: what is recorded late of a protocol that was renewed', () => {
  /** A protocol over a point from 1 March on, and one over that and another point which renews it; it is 20 May. */
  const setUp = async () => {
    const store = new MemoryEventStore();
    const world = agreementsOver(store, new MovedClock('2026-05-20T08:00:00Z'));
    const { give, executor } = world;
    await world.registerHost();
    const points = [await world.approvedPoint(), await world.approvedPoint()] as const;
    const [point, added] = points;
    const older = await world.signedProtocol([point]);
    await world.enter(older, OLDER_FROM);
    const newer = await world.signedProtocol([...points], { renews: older });
    const work = new MemoryWorkStore();
    await world.follow(work);
    let amendments = 0;
    return {
      ...{ ...world, point, added, older, newer, follow: () => world.follow(work) },
      moveEntry: async (protocolId: string, effectiveDate: string) => {
        const events = await store.readStream(`Protocol-${protocolId}`);
        const rectifies = events.find(({ type }) => type === 'ProtocolEnteredIntoForce')!.revision;
        return give(rectifyProtocol, { protocolId, rectifies, changes: { effectiveDate }, ...because }, as);
      },
      amend: (terms: Pick<AmendProtocol, 'points' | 'kinds' | 'effectiveDate'>) => {
        amendments += 1;
        const number = 900 + amendments;
        const entered = signaturesOfAmendment(amendments).map((one) => ({
          ...{ ...one, signatory: signatoryOf(one.party), registerEntry: { ...one.registerEntry, number } },
        }));
        return give(amendProtocol, { protocolId: older, signatures: entered, ...terms }, as);
      },
      terminate: (effectiveDate: string) =>
        give(terminateProtocol, { protocolId: older, noticeDate: OLDER_FROM, effectiveDate, reason: 'Recesso' }, as),
      statesOn: (protocolId: string, days: readonly string[]) =>
        executor.look(protocol, protocolId, (found) => days.map((day) => protocol.judgedOn(found, day).status)),
      activityOn: (pointId: string, day: string) =>
        executor.look(puntoCliente, pointId, (found) => {
          const then = puntoCliente.judgedOn(found, day);
          return 'activity' in then ? [then.status, then.activity.protocolId] : [then.status];
        }),
    };
  };

  it('P7: an amendment of a day before the renewal adds a point that both cover: activated under the older one, it passes', async () => {
    const { enter, amend, activate, follow, activityOn, point, added, older, newer } = await setUp();
    await enter(newer, '2026-04-10');
    await follow();
    await amend({ points: [point, added], effectiveDate: '2026-04-01' });
    await follow();
    await activate(added, older, '2026-04-05');
    await follow();
    expect(await activityOn(added, '2026-04-09')).toEqual(['ACTIVE', older]);
    expect(await activityOn(added, '2026-04-10')).toEqual(['ACTIVE', newer]);
  });

  it('it is not rectified to begin after it is renewed, though its end is not recorded yet', async () => {
    const { enter, moveEntry, follow, statesOn, coverage, point, older, newer } = await setUp();
    await enter(newer, '2026-04-10');
    await expect(moveEntry(older, '2026-04-11')).rejects.toEqual(
      expect.objectContaining({ code: 'SUCCESSOR_BEGINS_BEFORE' }),
    );
    await follow();
    expect(await statesOn(older, ['2026-04-09', '2026-04-10'])).toEqual(['IN_FORCE', 'RENEWED']);
    expect(await coverage(point)).toEqual([
      { protocolId: older, from: OLDER_FROM, until: '2026-04-10' },
      { protocolId: newer, from: '2026-04-10', until: '2027-04-10' },
    ]);
  });

  it('it is not terminated once it is renewed, though its end is not recorded yet', async () => {
    const { enter, terminate, follow, statesOn, older, newer } = await setUp();
    await enter(newer, '2026-04-10');
    for (const day of ['2026-04-10', '2026-04-20']) {
      await expect(terminate(day)).rejects.toEqual(expect.objectContaining({ code: 'TERMINATION_AFTER_RENEWAL' }));
    }
    await follow();
    expect(await statesOn(older, ['2026-04-09', '2026-04-10', '2026-04-20'])).toEqual([
      'IN_FORCE',
      'RENEWED',
      'RENEWED',
    ]);
  });

  it('T2: nothing that changes its days is recorded until its end has followed the newer one, which turns out to have begun on another day', async () => {
    const { enter, moveEntry, amend, terminate, follow, statesOn, coverage, point, added, older, newer } =
      await setUp();
    await enter(newer, '2026-04-10');
    await follow();
    await amend({ points: [point], kinds: ['INFORMATIVO', 'EVOLUTO'], effectiveDate: '2026-04-01' });
    await moveEntry(newer, '2026-05-02');
    const isMoving = expect.objectContaining({
      code: 'RENEWAL_MOVING',
      facts: { effectiveDate: '2026-05-02' },
    }) as unknown;
    await expect(terminate('2026-04-05')).rejects.toEqual(isMoving);
    await expect(amend({ points: [point, added], effectiveDate: '2026-04-05' })).rejects.toEqual(isMoving);
    await expect(moveEntry(older, '2026-03-05')).rejects.toEqual(isMoving);
    await follow();
    await amend({ points: [point, added], effectiveDate: '2026-04-05' });
    await follow();
    expect(await statesOn(older, ['2026-04-10', '2026-05-01', '2026-05-02'])).toEqual([
      'IN_FORCE',
      'IN_FORCE',
      'RENEWED',
    ]);
    const ofOlder = (await coverage(added)).filter(({ protocolId }) => protocolId === older);
    expect(ofOlder).toEqual([{ protocolId: older, from: '2026-04-05', until: '2026-05-02' }]);
  });

  it('T2: where it turns out to have been in force on no day, it covers its points on none, and they begin with the newer one', async () => {
    const { enter, activate, moveEntry, follow, coverage, activityOn, point, older, newer } = await setUp();
    await activate(point, older, '2026-03-05');
    await enter(newer, '2026-04-10');
    await follow();
    await moveEntry(older, '2026-04-10');
    await follow();
    expect(await coverage(point)).toEqual([{ protocolId: newer, from: '2026-04-10', until: '2027-04-10' }]);
    expect(await activityOn(point, '2026-04-09')).toEqual(['DEACTIVATED', older]);
    expect(await activityOn(point, '2026-04-10')).toEqual(['ACTIVE', newer]);
  });
});
