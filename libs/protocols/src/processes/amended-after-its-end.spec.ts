import { puntoCliente, suspendPuntoCliente } from '#service-points';
import { MemoryEventStore, MemoryWorkStore } from '#store-memory';
import { agreementsOver, directorate, MovedClock } from '../specification/agreements.ts';
import { signatoryOf } from '../specification/persons.ts';
import { signaturesOfAmendment } from '../specification/sample-amendment.ts';
import { protocolLife } from '../domain/protocol-life.ts';
import { protocol } from '../domain/protocol.ts';
import { amendProtocol } from '../use-cases/amend-protocol.ts';
import { rectifyProtocol } from '../use-cases/rectify-protocol.ts';
import { suspendProtocol } from '../use-cases/suspend-protocol.ts';
import { terminateProtocol } from '../use-cases/terminate-protocol.ts';

const act = { authority: 'Direzione regionale Emilia-Romagna', number: '12/2026', date: '2026-08-03' };

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
  let amendments = 0;
  return {
    ...{ ...world, pointId, first, follow },
    terminate: async (effectiveDate: string) => {
      const terms = { noticeDate: '2026-03-02', effectiveDate, reason: 'Recesso' };
      await give(terminateProtocol, { protocolId: first, ...terms }, as);
      await follow();
    },
    /** Of three months, in effect from the second day on, where nothing else is said. */
    amend: async (effectiveDate = '2026-03-02', durationMonths = 3) => {
      amendments += 1;
      const signatures = signaturesOfAmendment(amendments).map((signature) => ({
        ...signature,
        signatory: signatoryOf(signature.party),
        registerEntry: { ...signature.registerEntry, number: 900 + amendments },
      }));
      await give(amendProtocol, { protocolId: first, signatures, effectiveDate, durationMonths }, as);
      await follow();
    },
    suspend: async (suspendedOn: string, until: string) => {
      await give(suspendProtocol, { protocolId: first, suspendedOn, until, reason: 'Lavori' }, as);
      await follow();
    },
    suspendPoint: async (suspendedOn: string, until: string) => {
      await give(suspendPuntoCliente, { pointId, reason: 'PREMISES', suspendedOn, until }, as);
      await follow();
    },
    /** The first amendment was of another day. */
    rectify: async (effectiveDate: string) => {
      const rectifies = await executor.look(protocol, first, (state) => {
        const facts = 'life' in state ? protocolLife.facts(state.life) : [];
        const ofFirst = facts.toSorted((one, other) => one.revision - other.revision);
        return ofFirst.find(({ event }) => event.type === 'ProtocolAmended')?.revision ?? -1;
      });
      const changes = { effectiveDate };
      await give(rectifyProtocol, { protocolId: first, rectifies, reason: 'Data errata', act, changes }, as);
      await follow();
    },
    /** What was said last of the protocol never was. */
    annul: async () => {
      const rectifies = await executor.look(protocol, first, (state) => {
        const said = 'life' in state ? state.life : [];
        return said.findLast(({ event }) => event.type === 'ProtocolRectified')?.revision ?? -1;
      });
      await give(rectifyProtocol, { protocolId: first, rectifies, reason: 'Errore', act, annuls: true }, as);
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

  it('before an amendment of a later day, which had moved the term as well: it covers its points until that day alone', async () => {
    const { amend, standsOn, coverage, pointId, first } = await setUp();
    await amend('2026-06-10', 4);
    await amend('2026-05-20', 3);
    expect(await standsOn('2026-05-31', '2026-06-01')).toEqual(['IN_FORCE', 'EXPIRED']);
    expect(await coverage(pointId)).toEqual([{ protocolId: first, from: '2026-03-01', until: '2026-06-01' }]);
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

describe('T2, P7: an amendment whose day is rectified lets another one stand, and the expiry goes with the term', () => {
  const COVERED = ['2026-06-01', '2026-08-03', '2026-12-01'] as const;

  it('which lies ahead: what was carried out is none, and points go on', async () => {
    const { amend, rectify, standsOn, pointOn, coverage, pointId, protocol: read, first } = await setUp();
    await amend('2026-05-10', 3);
    await amend('2026-05-01', 6);
    expect(await standsOn('2026-05-31', '2026-06-01')).toEqual(['IN_FORCE', 'EXPIRED']);
    await rectify('2026-04-01');

    expect(await read(first)).toMatchObject({ status: 'IN_FORCE', expiresOn: '2026-09-01' });
    expect(await standsOn(...COVERED)).toEqual(['IN_FORCE', 'IN_FORCE', 'IN_FORCE']);
    expect(await pointOn(...COVERED)).toEqual(['ACTIVE', 'ACTIVE', 'ACTIVE']);
    expect(await coverage(pointId)).toMatchObject([{ from: '2026-03-01', until: '2026-09-01' }]);
  });

  it('and cannot be said to have been right alone', async () => {
    const { amend, rectify, annul } = await setUp();
    await amend('2026-05-10', 3);
    await amend('2026-05-01', 6);
    await rectify('2026-04-01');
    await expect(annul()).rejects.toEqual(expect.objectContaining({ code: 'RECTIFIED_FACT_FITS_NOWHERE' }));
  });

  it('which fell on another day that has passed: it has expired on that', async () => {
    const { amend, rectify, standsOn, pointOn, coverage, pointId } = await setUp();
    await amend('2026-05-10', 3);
    await amend('2026-05-01', 5);
    await rectify('2026-04-01');

    expect(await standsOn('2026-06-01', '2026-07-31', '2026-08-01')).toEqual(['IN_FORCE', 'IN_FORCE', 'EXPIRED']);
    expect(await pointOn('2026-06-01', '2026-07-31', '2026-08-01')).toEqual(['ACTIVE', 'ACTIVE', 'DEACTIVATED']);
    expect(await coverage(pointId)).toMatchObject([{ from: '2026-03-01', until: '2026-08-01' }]);
    // And back, once that turns out to have been right.
    await rectify('2026-05-10');
    expect(await standsOn('2026-05-31', '2026-06-01', '2026-08-03')).toEqual(['IN_FORCE', 'EXPIRED', 'EXPIRED']);
    expect(await coverage(pointId)).toMatchObject([{ from: '2026-03-01', until: '2026-06-01' }]);
  });

  it.each([5, 6])(
    'where a termination that counted for nothing comes before it: by that, of %d months',
    async (months) => {
      const { terminate, amend, rectify, standsOn, pointOn } = await setUp();
      await terminate('2026-07-01');
      await amend('2026-05-10', 3);
      await amend('2026-05-01', months);
      await rectify('2026-04-01');

      expect(await standsOn('2026-06-30', '2026-07-01', '2026-08-03')).toEqual([
        'IN_FORCE',
        'TERMINATED',
        'TERMINATED',
      ]);
      expect(await pointOn('2026-06-30', '2026-07-01', '2026-08-03')).toEqual(['ACTIVE', 'DEACTIVATED', 'DEACTIVATED']);
    },
  );
});

describe('T1, T2: a suspension ends on the day that was set also where what had ended before turns out to have gone on until after it', () => {
  const AROUND = ['2026-05-15', '2026-06-14', '2026-06-15', '2026-06-30', '2026-07-01'] as const;

  it('a protocol, by an amendment that is recorded late', async () => {
    const { amend, suspend, standsOn, pointOn } = await setUp();
    await amend('2026-03-05', 3);
    await suspend('2026-05-15', '2026-06-15');
    await amend('2026-03-06', 4);
    expect(await standsOn(...AROUND)).toEqual(['SUSPENDED', 'SUSPENDED', 'IN_FORCE', 'IN_FORCE', 'EXPIRED']);
    expect(await pointOn(...AROUND)).toEqual(['SUSPENDED', 'SUSPENDED', 'ACTIVE', 'ACTIVE', 'DEACTIVATED']);
  });

  it('a protocol, by one that stands since the day of another was rectified', async () => {
    const { amend, suspend, rectify, standsOn, pointOn } = await setUp();
    await amend('2026-03-05', 3);
    await suspend('2026-05-15', '2026-06-15');
    await amend('2026-03-04', 4);
    await rectify('2026-03-03');
    expect(await standsOn(...AROUND)).toEqual(['SUSPENDED', 'SUSPENDED', 'IN_FORCE', 'IN_FORCE', 'EXPIRED']);
    expect(await pointOn(...AROUND)).toEqual(['SUSPENDED', 'SUSPENDED', 'ACTIVE', 'ACTIVE', 'DEACTIVATED']);
  });

  it('a Punto Cliente that had ended with its protocol', async () => {
    const { amend, suspendPoint, pointOn } = await setUp();
    await amend('2026-03-05', 3);
    await suspendPoint('2026-05-15', '2026-06-15');
    await amend('2026-03-06', 4);
    expect(await pointOn(...AROUND)).toEqual(['SUSPENDED', 'SUSPENDED', 'ACTIVE', 'ACTIVE', 'DEACTIVATED']);
  });

  it('a Punto Cliente whose protocol is in force today', async () => {
    const { amend, suspendPoint, pointOn } = await setUp();
    await amend('2026-03-05', 3);
    await suspendPoint('2026-05-15', '2026-06-15');
    await amend('2026-03-06', 24);
    expect(await pointOn(...AROUND, '2026-08-03')).toEqual([
      ...['SUSPENDED', 'SUSPENDED', 'ACTIVE', 'ACTIVE', 'ACTIVE', 'ACTIVE'],
    ]);
  });
});
