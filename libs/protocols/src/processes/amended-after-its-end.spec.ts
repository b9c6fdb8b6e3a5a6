import { puntoCliente } from '#service-points';
import { MemoryEventStore, MemoryWorkStore } from '#store-memory';
import { agreementsOver, directorate, MovedClock } from '../specification/agreements.ts';
import { signatoryOf } from '../specification/persons.ts';
import { signaturesOfAmendment } from '../specification/sample-amendment.ts';
import { protocolLife } from '../domain/protocol-life.ts';
import { protocol } from '../domain/protocol.ts';
import { amendProtocol } from '../use-cases/amend-protocol.ts';
import { terminateProtocol } from '../use-cases/terminate-protocol.ts';

/** A protocol in force since 1 March 2026, for a year, and its active point, on 3 August. */
async function setUp() {
  const world = agreementsOver(new MemoryEventStore(), new MovedClock('2026-08-03T08:00:00Z'));
  const { executor, give } = world;
  await world.registerHost();
  const pointId = await world.approvedPoint();
  const first = await world.signedProtocol([pointId]);
  await world.enter(first, '2026-03-01');
  await world.activate(pointId, first, '2026-03-01');
  const work = new MemoryWorkStore();
  const follow = (): Promise<void> => world.follow(work);
  await follow();
  const as = { as: directorate };
  return {
    ...{ ...world, pointId, first, follow },
    terminate: async (effectiveDate: string) => {
      const terms = { noticeDate: '2026-03-02', effectiveDate, reason: 'Recesso' };
      await give(terminateProtocol, { protocolId: first, ...terms }, as);
      await follow();
    },
    /** Of three months, in effect from the second day on. */
    amend: async () => {
      const signatures = signaturesOfAmendment(1).map((signature) => ({
        ...signature,
        signatory: signatoryOf(signature.party),
      }));
      await give(amendProtocol, { protocolId: first, signatures, effectiveDate: '2026-03-02', durationMonths: 3 }, as);
      await follow();
    },
    standsOn: (...days: string[]) =>
      executor.look(protocol, first, (state) =>
        'life' in state
          ? days.map((day) => (protocolLife.judgedOn(state.life, day) as { readonly status: string }).status)
          : [],
      ),
    pointOn: (...days: string[]) =>
      executor.look(puntoCliente, pointId, (state) => days.map((day) => puntoCliente.judgedOn(state, day).status)),
  };
}

const DAYS = ['2026-05-31', '2026-06-01', '2026-06-30', '2026-08-03'] as const;

describe('T1, P7: an amendment that is recorded late ends a protocol by its term, whatever has ended it since', () => {
  it('before it was terminated: that counts for nothing then, and its points have ended by the term', async () => {
    const { terminate, amend, standsOn, pointOn, coverage, pointId } = await setUp();
    await terminate('2026-07-01');
    await amend();

    expect(await standsOn(...DAYS)).toEqual(['IN_FORCE', 'EXPIRED', 'EXPIRED', 'EXPIRED']);
    expect(await pointOn(...DAYS)).toEqual(['ACTIVE', 'DEACTIVATED', 'DEACTIVATED', 'DEACTIVATED']);
    expect(await coverage(pointId)).toMatchObject([{ from: '2026-03-01', until: '2026-06-01' }]);
  });

  it('P6: before it was renewed: its points pass to nothing, and are activated under the successor anew', async () => {
    const { first, signedProtocol, enter, activate, amend, follow, standsOn, pointOn, pointId, ...world } =
      await setUp();
    const second = await signedProtocol([pointId], { renews: first });
    await enter(second, '2026-07-01');
    await follow();
    expect(await pointOn(...DAYS)).toEqual(['ACTIVE', 'ACTIVE', 'ACTIVE', 'ACTIVE']);
    await amend();

    expect(await standsOn(...DAYS)).toEqual(['IN_FORCE', 'EXPIRED', 'EXPIRED', 'EXPIRED']);
    expect(await pointOn(...DAYS)).toEqual(['ACTIVE', 'DEACTIVATED', 'DEACTIVATED', 'DEACTIVATED']);
    expect((await world.protocol(second)).status).toBe('IN_FORCE');
    await activate(pointId, second, '2026-07-01');
    await follow();
    expect(await pointOn('2026-06-30', '2026-07-01', '2026-08-03')).toEqual(['DEACTIVATED', 'ACTIVE', 'ACTIVE']);
  });

  it('but not where it was ended before its term', async () => {
    const { terminate, amend, standsOn, pointOn } = await setUp();
    await terminate('2026-05-01');
    await amend();
    expect(await standsOn('2026-04-30', '2026-05-01', '2026-06-01')).toEqual(['IN_FORCE', 'TERMINATED', 'TERMINATED']);
    expect(await pointOn('2026-04-30', '2026-05-01')).toEqual(['ACTIVE', 'DEACTIVATED']);
  });
});
