import { puntoCliente } from '#service-points';
import { MemoryEventStore, MemoryWorkStore } from '#store-memory';
import { protocol } from '../domain/protocol.ts';
import { agreementsOver, directorate, MovedClock } from '../specification/agreements.ts';
import { signatoryOf } from '../specification/persons.ts';
import { signaturesOfAmendment } from '../specification/sample-amendment.ts';
import { amendProtocol } from '../use-cases/amend-protocol.ts';
import { rectifyProtocol } from '../use-cases/rectify-protocol.ts';
import { terminateProtocol } from '../use-cases/terminate-protocol.ts';

const as = { as: directorate };
const because = { reason: 'Errore', act: { authority: 'Direzione regionale', number: '12', date: '2026-03-02' } };
const [OLDER_FROM, EXPIRES, NEWER_FROM, NEWER_UNTIL] = ['2026-03-01', '2026-06-01', '2026-06-10', '2027-06-10'];

/** A protocol of three months, over a point that is active under it, and one that is signed to renew it; it is 20 August. */
async function network(today = '2026-08-20') {
  const store = new MemoryEventStore();
  const world = agreementsOver(store, new MovedClock(`${today}T08:00:00Z`));
  const { give, executor } = world;
  await world.registerHost();
  const point = await world.approvedPoint();
  const older = await world.signedProtocol([point], { durationMonths: 3 });
  await world.enter(older, OLDER_FROM);
  const newer = await world.signedProtocol([point], { renews: older });
  await world.activate(point, older, OLDER_FROM);
  const work = new MemoryWorkStore();
  const follow = () => world.follow(work);
  return {
    ...{ ...world, follow, point, older, newer },
    lengthen: async (durationMonths: number) => {
      const signatures = signaturesOfAmendment(1).map((one) => ({ ...one, signatory: signatoryOf(one.party) }));
      const entered = signatures.map((one) => ({ ...one, registerEntry: { ...one.registerEntry, number: 901 } }));
      const amendment = { protocolId: older, signatures: entered, durationMonths, effectiveDate: '2026-05-01' };
      await give(amendProtocol, amendment, as);
      await follow();
    },
    terminate: async (effectiveDate: string) => {
      await give(
        terminateProtocol,
        { protocolId: older, noticeDate: OLDER_FROM, effectiveDate, reason: 'Recesso' },
        as,
      );
      await follow();
    },
    rectify: async (protocolId: string, type: string, effectiveDate: string) => {
      const events = await store.readStream(`Protocol-${protocolId}`);
      const rectifies = events.find((event) => event.type === type)!.revision;
      await give(rectifyProtocol, { protocolId, rectifies, changes: { effectiveDate }, ...because }, as);
      await follow();
    },
    statesOn: (protocolId: string, ...days: readonly string[]) =>
      executor.look(protocol, protocolId, (found) => days.map((day) => protocol.judgedOn(found, day).status)),
    activityOn: (...days: readonly string[]) =>
      executor.look(puntoCliente, point, (found) =>
        days.map((day) => {
          const then = puntoCliente.judgedOn(found, day);
          const under = 'activity' in then ? then.activity.protocolId : undefined;
          return [then.status, under === older ? 'older' : under === newer ? 'newer' : under];
        }),
      ),
  };
}

describe('P6, T1: a protocol that ended before its successor began turns out to have gone on past that: it was renewed on that day, and its points passed', () => {
  it('by an amendment of the term that is recorded late', async () => {
    const { lengthen, enter, follow, statesOn, activityOn, coverage, point, older, newer } = await network();
    await follow();
    await enter(newer, NEWER_FROM);
    await follow();
    expect(await activityOn('2026-05-31', EXPIRES)).toEqual([
      ['ACTIVE', 'older'],
      ['DEACTIVATED', 'older'],
    ]);
    await lengthen(6);
    expect(await statesOn(older, '2026-06-09', NEWER_FROM, '2026-09-01')).toEqual(['IN_FORCE', 'RENEWED', 'RENEWED']);
    expect(await activityOn(EXPIRES, '2026-06-09', NEWER_FROM)).toEqual([
      ['ACTIVE', 'older'],
      ['ACTIVE', 'older'],
      ['ACTIVE', 'newer'],
    ]);
    expect(await coverage(point)).toEqual([
      { protocolId: older, from: OLDER_FROM, until: EXPIRES },
      { protocolId: newer, from: NEWER_FROM, until: NEWER_UNTIL },
      { protocolId: older, from: EXPIRES, until: NEWER_FROM },
    ]);
  });

  it('but not where another protocol has its days', async () => {
    const { lengthen, enter, follow, signedProtocol, point } = await network();
    await follow();
    await enter(await signedProtocol([point]), NEWER_FROM);
    await expect(lengthen(6)).rejects.toMatchObject({ code: 'POINT_COVERED_BY_ANOTHER_PROTOCOL' });
  });

  it('T2: as its end was of another day, and is corrected back where that was wrong', async () => {
    const { terminate, rectify, enter, statesOn, activityOn, follow, coverage, point, older, newer } = await network();
    await terminate('2026-04-01');
    await enter(newer, '2026-04-10');
    await follow();
    await rectify(older, 'ProtocolTerminated', '2026-05-01');
    expect(await statesOn(older, '2026-04-09', '2026-04-10', '2026-05-01')).toEqual(['IN_FORCE', 'RENEWED', 'RENEWED']);
    expect(await activityOn('2026-04-09', '2026-04-10')).toEqual([
      ['ACTIVE', 'older'],
      ['ACTIVE', 'newer'],
    ]);
    await rectify(older, 'ProtocolTerminated', '2026-04-01');
    expect(await statesOn(older, '2026-03-31', '2026-04-01', '2026-04-10')).toEqual([
      ...['IN_FORCE', 'TERMINATED', 'TERMINATED'],
    ]);
    expect(await activityOn('2026-03-31', '2026-04-01', '2026-04-10')).toEqual([
      ['ACTIVE', 'older'],
      ['DEACTIVATED', 'older'],
      ['DEACTIVATED', 'older'],
    ]);
    expect((await coverage(point)).toSorted((one, other) => (one.from < other.from ? -1 : 1))).toEqual([
      { protocolId: older, from: OLDER_FROM, until: '2026-04-01' },
      { protocolId: newer, from: '2026-04-10', until: '2027-04-10' },
    ]);
  });
});

describe('P6, T2: a renewal that counts for nothing, as the older protocol had ended before, is moved with the entry of the successor', () => {
  const expectRenewedOn20April = async ({ statesOn, activityOn, older }: Awaited<ReturnType<typeof network>>) => {
    expect(await statesOn(older, '2026-04-10', '2026-04-19', '2026-04-20')).toEqual([
      ...['IN_FORCE', 'IN_FORCE', 'RENEWED'],
    ]);
    expect(await activityOn('2026-04-10', '2026-04-20')).toEqual([
      ['ACTIVE', 'older'],
      ['ACTIVE', 'newer'],
    ]);
  };

  it('where it was thought to have gone on meanwhile', async () => {
    const world = await network();
    const { terminate, rectify, enter, follow, older, newer } = world;
    await terminate('2026-04-01');
    await enter(newer, '2026-04-10');
    await follow();
    for (const day of ['2026-05-01', '2026-04-01']) await rectify(older, 'ProtocolTerminated', day);
    await rectify(newer, 'ProtocolEnteredIntoForce', '2026-04-20');
    await rectify(older, 'ProtocolTerminated', '2026-05-01');
    await expectRenewedOn20April(world);
  });

  it('where its end was recorded after it was renewed', async () => {
    const world = await network();
    const { terminate, rectify, enter, follow, older, newer } = world;
    await enter(newer, '2026-04-10');
    await follow();
    await terminate('2026-04-01');
    await rectify(newer, 'ProtocolEnteredIntoForce', '2026-04-20');
    await rectify(older, 'ProtocolTerminated', '2026-05-01');
    await expectRenewedOn20April(world);
  });
});

describe('P6: an entry that is set anew on the day for which it was set, before the calendar has come to that', () => {
  it.each(['2026-05-25', undefined])(
    'ends nothing that had ended before, by a notice for %s or its term',
    async (notice) => {
      const { terminate, clock, enter, dispatch, follow, statesOn, activityOn, older, newer } =
        await network('2026-05-20');
      if (notice !== undefined) await terminate(notice);
      await follow();
      await enter(newer, NEWER_FROM);
      await follow();
      clock.moveTo('2026-06-20T08:00:00Z');
      await enter(newer, NEWER_FROM);
      // The process of the entry comes before the calendar does.
      const renewal = { protocolId: older, successorId: newer, effectiveDate: NEWER_FROM };
      const commandId = 'c5f7b8a0-0000-5000-8000-000000000009';
      const actor = { kind: 'policy', name: 'protocol-renewal' } as const;
      await dispatch('RenewProtocol', renewal, { commandId, actor, correlationId: commandId, causationId: commandId });
      await follow();
      const end = notice ?? EXPIRES;
      const state = notice === undefined ? 'EXPIRED' : 'TERMINATED';
      expect(await statesOn(older, '2026-05-24', end, NEWER_FROM)).toEqual(['IN_FORCE', state, state]);
      expect(await activityOn('2026-05-24', end, NEWER_FROM)).toEqual([
        ['ACTIVE', 'older'],
        ['DEACTIVATED', 'older'],
        ['DEACTIVATED', 'older'],
      ]);
    },
  );
});

describe('P6: on the day on which a protocol ends the entry of its successor goes first, also where the end was recorded before', () => {
  it('of its term', async () => {
    const { enter, follow, statesOn, activityOn, older, newer } = await network();
    await follow();
    await enter(newer, EXPIRES);
    await follow();
    expect(await statesOn(older, '2026-05-31', EXPIRES)).toEqual(['IN_FORCE', 'RENEWED']);
    expect(await activityOn('2026-05-31', EXPIRES)).toEqual([
      ['ACTIVE', 'older'],
      ['ACTIVE', 'newer'],
    ]);
  });

  it('T2: and has ended on it where the entry turns out to have been on a later day', async () => {
    const { enter, rectify, follow, statesOn, activityOn, coverage, point, older, newer } = await network();
    await follow();
    await enter(newer, EXPIRES);
    await follow();
    await rectify(newer, 'ProtocolEnteredIntoForce', NEWER_FROM);
    expect(await statesOn(older, '2026-05-31', EXPIRES, NEWER_FROM)).toEqual(['IN_FORCE', 'EXPIRED', 'EXPIRED']);
    expect(await activityOn('2026-05-31', EXPIRES, NEWER_FROM)).toEqual([
      ['ACTIVE', 'older'],
      ['DEACTIVATED', 'older'],
      ['DEACTIVATED', 'older'],
    ]);
    expect(await coverage(point)).toEqual([
      { protocolId: older, from: OLDER_FROM, until: EXPIRES },
      { protocolId: newer, from: NEWER_FROM, until: NEWER_UNTIL },
    ]);
  });

  it('but not where that turns out to have been on a later day, before the older one is told', async () => {
    const { enter, rectify, follow, statesOn, activityOn, older, newer } = await network();
    await follow();
    await enter(newer, EXPIRES);
    await rectify(newer, 'ProtocolEnteredIntoForce', NEWER_FROM);
    expect(await statesOn(older, '2026-05-31', EXPIRES)).toEqual(['IN_FORCE', 'EXPIRED']);
    expect(await activityOn(EXPIRES, NEWER_FROM)).toEqual([
      ['DEACTIVATED', 'older'],
      ['DEACTIVATED', 'older'],
    ]);
  });

  it('by a termination, and as the successor turns out to have begun on that day', async () => {
    const { terminate, rectify, enter, follow, statesOn, activityOn, older, newer } = await network();
    await terminate('2026-04-01');
    await enter(newer, '2026-04-10');
    await follow();
    await rectify(newer, 'ProtocolEnteredIntoForce', '2026-04-01');
    expect(await statesOn(older, '2026-03-31', '2026-04-01')).toEqual(['IN_FORCE', 'RENEWED']);
    expect(await activityOn('2026-03-31', '2026-04-01')).toEqual([
      ['ACTIVE', 'older'],
      ['ACTIVE', 'newer'],
    ]);
  });
});
