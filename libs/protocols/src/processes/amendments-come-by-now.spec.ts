import { MemoryEventStore, MemoryWorkStore } from '#store-memory';
import type { ProtocolEvent } from '../domain/events.ts';
import { protocolLife } from '../domain/protocol-life.ts';
import type { Protocol } from '../domain/protocol-state.ts';
import { protocol } from '../domain/protocol.ts';
import { agreementsOver, directorate, MovedClock } from '../specification/agreements.ts';
import { signatoryOf } from '../specification/persons.ts';
import { signaturesOfAmendment } from '../specification/sample-amendment.ts';
import { amendProtocol, type AmendProtocol } from '../use-cases/amend-protocol.ts';
import { rectifyProtocol } from '../use-cases/rectify-protocol.ts';
import { suspendProtocol } from '../use-cases/suspend-protocol.ts';
import { terminateProtocol } from '../use-cases/terminate-protocol.ts';

const act = { authority: 'Direzione regionale Emilia-Romagna', number: '12/2026', date: '2026-08-03' };
const as = { as: directorate };

type Change = Pick<AmendProtocol, 'points' | 'durationMonths'>;

/** A protocol in force since 1 March 2026, for a year, over one of two points, on 3 August. */
async function setUp() {
  const clock = new MovedClock('2026-08-03T08:00:00Z');
  const world = agreementsOver(new MemoryEventStore(), clock);
  const { executor, give } = world;
  await world.registerHost();
  const [own, other] = [await world.approvedPoint(), await world.approvedPoint()];
  const first = await world.signedProtocol([own]);
  await world.enter(first, '2026-03-01');
  const work = new MemoryWorkStore();
  const follow = (): Promise<void> => world.follow(work);
  await follow();
  let amendments = 0;
  const revisionOf = (type: ProtocolEvent['type'], index = 0) =>
    executor.look(protocol, first, (state) => {
      const of = 'life' in state ? state.life.filter(({ event }) => event.type === type) : [];
      return of.at(index)?.revision ?? -1;
    });
  return {
    ...{ ...world, clock, own, other, first, follow },
    /** Without what policies do of it. */
    amend: async (effectiveDate: string, change: Change) => {
      amendments += 1;
      const signatures = signaturesOfAmendment(amendments).map((signature) => ({
        ...signature,
        signatory: signatoryOf(signature.party),
        registerEntry: { ...signature.registerEntry, number: 900 + amendments },
      }));
      await give(amendProtocol, { protocolId: first, signatures, effectiveDate, ...change }, as);
    },
    terminate: async (effectiveDate: string) => {
      const terms = { noticeDate: '2026-03-02', effectiveDate, reason: 'Recesso' };
      await give(terminateProtocol, { protocolId: first, ...terms }, as);
    },
    suspend: async (suspendedOn: string, until: string) => {
      await give(suspendProtocol, { protocolId: first, suspendedOn, until, reason: 'Lavori' }, as);
    },
    rectify: async (type: ProtocolEvent['type'], effectiveDate: string, index = 0) => {
      const what = { rectifies: await revisionOf(type, index), changes: { effectiveDate } };
      await give(rectifyProtocol, { protocolId: first, ...what, reason: 'Data errata', act }, as);
      await follow();
    },
    /** Status and points of each day. */
    standsOn: (...days: string[]) =>
      executor.look(protocol, first, (state) =>
        days.map((day) => {
          const then = protocolLife.judgedOn('life' in state ? state.life : [], day) as Protocol;
          return `${then.status} ${then.points.map((point) => (point === own ? 'own' : 'other')).join(' ')}`;
        }),
      ),
  };
}

describe('T1, T2, P7: an amendment ahead whose day turns out to have come before the protocol ended has held until then', () => {
  it('as its own day is rectified', async () => {
    const { amend, terminate, rectify, follow, standsOn, coverage, own, other } = await setUp();
    await amend('2026-09-01', { points: [own, other] });
    await terminate('2026-08-01');
    await follow();
    await rectify('ProtocolAmendmentSigned', '2026-07-01');

    expect(await standsOn('2026-06-30', '2026-07-01', '2026-08-01')).toEqual([
      ...['IN_FORCE own', 'IN_FORCE own other', 'TERMINATED own other'],
    ]);
    expect(await coverage(other)).toMatchObject([{ from: '2026-07-01', until: '2026-08-01' }]);
    expect(await coverage(own)).toMatchObject([{ from: '2026-03-01', until: '2026-08-01' }]);
  });

  it('as the day of a termination is rectified', async () => {
    const { amend, terminate, rectify, follow, standsOn, coverage, other, own, clock } = await setUp();
    await amend('2026-09-01', { points: [own, other] });
    await terminate('2026-08-01');
    await follow();
    clock.moveTo('2026-09-20T08:00:00Z');
    await follow();
    expect(await standsOn('2026-09-01')).toEqual(['TERMINATED own']);
    await rectify('ProtocolTerminated', '2026-09-10');

    expect(await standsOn('2026-08-31', '2026-09-01', '2026-09-10')).toEqual([
      ...['IN_FORCE own', 'IN_FORCE own other', 'TERMINATED own other'],
    ]);
    expect(await coverage(other)).toMatchObject([{ from: '2026-09-01', until: '2026-09-10' }]);
  });

  it('as the termination is recorded before the calendar comes to it', async () => {
    const { amend, terminate, follow, standsOn, coverage, own, other, clock } = await setUp();
    await amend('2026-09-01', { points: [own, other] });
    clock.moveTo('2026-09-05T08:00:00Z');
    await terminate('2026-09-03');
    await follow();
    expect(await standsOn('2026-08-31', '2026-09-01', '2026-09-03')).toEqual([
      ...['IN_FORCE own', 'IN_FORCE own other', 'TERMINATED own other'],
    ]);
    expect(await coverage(other)).toMatchObject([{ from: '2026-09-01', until: '2026-09-03' }]);
  });

  it('P6: as its successor enters into force before the calendar comes to it: what it added passes, too', async () => {
    const { amend, follow, standsOn, signedProtocol, enter, first, own, other, clock } = await setUp();
    await amend('2026-09-01', { points: [own, other] });
    await follow();
    clock.moveTo('2026-09-05T08:00:00Z');
    const second = await signedProtocol([own, other], { renews: first });
    await enter(second, '2026-09-03');
    await follow();
    expect(await standsOn('2026-08-31', '2026-09-01', '2026-09-03')).toEqual([
      ...['IN_FORCE own', 'IN_FORCE own other', 'RENEWED own other'],
    ]);
  });

  it('as another that is recorded late has the term end after it, which it makes longer still', async () => {
    const { amend, follow, standsOn, own, other, clock } = await setUp();
    await amend('2026-09-01', { points: [own, other], durationMonths: 24 });
    await amend('2026-04-01', { durationMonths: 5 });
    await follow();
    clock.moveTo('2026-11-20T08:00:00Z');
    await follow();
    expect(await standsOn('2026-07-31', '2026-08-01')).toEqual(['IN_FORCE own', 'EXPIRED own']);
    await amend('2026-04-02', { durationMonths: 7 });
    await follow();
    expect(await standsOn('2026-08-31', '2026-09-01', '2026-11-20')).toEqual([
      ...['IN_FORCE own', 'IN_FORCE own other', 'IN_FORCE own other'],
    ]);
  });

  it('as the day of another is rectified, by which the term ends after it', async () => {
    const { amend, rectify, follow, standsOn, own, other, clock } = await setUp();
    await amend('2026-09-01', { points: [own, other], durationMonths: 24 });
    await amend('2026-04-10', { durationMonths: 5 });
    await amend('2026-04-05', { durationMonths: 7 });
    await follow();
    clock.moveTo('2026-11-20T08:00:00Z');
    await follow();
    expect(await standsOn('2026-07-31', '2026-08-01')).toEqual(['IN_FORCE own', 'EXPIRED own']);
    await rectify('ProtocolAmended', '2026-04-01');
    expect(await standsOn('2026-08-31', '2026-09-01', '2026-11-20')).toEqual([
      ...['IN_FORCE own', 'IN_FORCE own other', 'IN_FORCE own other'],
    ]);
  });

  it('and changes nothing where it still comes after the end', async () => {
    const { amend, terminate, rectify, follow, standsOn, coverage, other, own, clock } = await setUp();
    await amend('2026-09-01', { points: [own, other] });
    await terminate('2026-08-01');
    await follow();
    clock.moveTo('2026-09-20T08:00:00Z');
    await rectify('ProtocolTerminated', '2026-09-01');
    expect(await standsOn('2026-08-31', '2026-09-20')).toEqual(['IN_FORCE own', 'TERMINATED own']);
    expect(await coverage(other)).toEqual([]);
  });
});

describe('T1, T2: what was set for a day that has come counts on it, whatever was recorded in between', () => {
  it('P7: a point that an amendment recorded late takes away is claimed again from the day on which the one ahead adds it', async () => {
    const { amend, follow, coverage, standsOn, own, other, clock } = await setUp();
    await amend('2026-09-01', { points: [own, other] });
    await follow();
    await amend('2026-04-01', { points: [other] });
    await follow();
    const periods = [
      { from: '2026-03-01', until: '2026-04-01' },
      { from: '2026-09-01', until: '2027-03-01' },
    ];
    expect(await coverage(own)).toMatchObject(periods);
    clock.moveTo('2026-09-05T08:00:00Z');
    await follow();
    expect(await standsOn('2026-03-31', '2026-04-01', '2026-09-01')).toEqual([
      ...['IN_FORCE own', 'IN_FORCE other', 'IN_FORCE own other'],
    ]);
    expect(await coverage(own)).toMatchObject(periods);
  });

  it('a termination of which notice was given ends it, and one that had ended it before cannot have come later', async () => {
    const { terminate, rectify, follow, standsOn, clock } = await setUp();
    await terminate('2026-09-01');
    await terminate('2026-06-01');
    await follow();
    clock.moveTo('2026-10-05T08:00:00Z');
    await follow();
    await expect(rectify('ProtocolTerminated', '2026-10-01')).rejects.toEqual(
      expect.objectContaining({ code: 'RECTIFIED_FACT_FITS_NOWHERE' }),
    );
    await rectify('ProtocolTerminated', '2026-08-10');
    expect(await standsOn('2026-08-09', '2026-08-10')).toEqual(['IN_FORCE own', 'TERMINATED own']);
  });

  it('and ends it where its term turns out to have been over after that day', async () => {
    const { amend, terminate, follow, standsOn, clock } = await setUp();
    await terminate('2026-09-01');
    await amend('2026-04-01', { durationMonths: 5 });
    await follow();
    clock.moveTo('2026-11-20T08:00:00Z');
    await follow();
    expect(await standsOn('2026-08-01')).toEqual(['EXPIRED own']);
    await amend('2026-04-02', { durationMonths: 7 });
    await follow();
    expect(await standsOn('2026-08-31', '2026-09-01', '2026-11-20')).toEqual([
      ...['IN_FORCE own', 'TERMINATED own', 'TERMINATED own'],
    ]);
  });

  it('an expiry that an amendment of a later day hides, which finds a protocol that has expired', async () => {
    const { amend, terminate, follow, standsOn, coverage, own } = await setUp();
    await amend('2026-06-10', { durationMonths: 15 });
    await terminate('2026-10-09');
    await follow();
    await amend('2026-05-02', { durationMonths: 3 });
    await follow();
    expect(await standsOn('2026-05-31', '2026-06-01', '2026-08-03')).toEqual([
      'IN_FORCE own',
      'EXPIRED own',
      'EXPIRED own',
    ]);
    expect(await coverage(own)).toMatchObject([{ from: '2026-03-01', until: '2026-06-01' }]);
  });

  it('the end of a suspension, where the protocol ends before the calendar comes to it', async () => {
    const { suspend, terminate, follow, standsOn, clock } = await setUp();
    await suspend('2026-08-01', '2026-08-20');
    await follow();
    clock.moveTo('2026-09-05T08:00:00Z');
    await terminate('2026-09-01');
    await follow();
    expect(await standsOn('2026-08-19', '2026-08-20', '2026-08-31', '2026-09-01')).toEqual([
      ...['SUSPENDED own', 'IN_FORCE own', 'IN_FORCE own', 'TERMINATED own'],
    ]);
  });
});
