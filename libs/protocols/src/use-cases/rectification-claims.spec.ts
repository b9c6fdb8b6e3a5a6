import type { CommandResult } from '#kernel/domain';
import { MemoryEventStore, MemoryWorkStore } from '#store-memory';
import { agreementsOver, directorate } from '../specification/agreements.ts';
import { signatoryOf } from '../specification/persons.ts';
import { signaturesOfAmendment } from '../specification/sample-amendment.ts';
import { amendProtocol } from './amend-protocol.ts';
import { rectifyProtocol, type RectifyProtocol } from './rectify-protocol.ts';
import type { RegisterEntryInput } from './register-entry.ts';
import type { SignatureInput } from './signature-input.ts';
import { terminateProtocol } from './terminate-protocol.ts';

const act = { authority: 'Direzione regionale Emilia-Romagna', number: '12', date: '2026-03-02' };

async function setUp() {
  const store = new MemoryEventStore();
  const world = agreementsOver(store);
  await world.registerHost();
  const pointId = await world.approvedPoint();
  const [first, second] = [await world.signedProtocol([pointId]), await world.signedProtocol([pointId])];
  const work = new MemoryWorkStore();
  let given = 0;
  return {
    ...{ ...world, pointId, first, second },
    follow: () => world.follow(work),
    /** Revision of the last event of a type. */
    revisionOf: async (protocolId: string, type: string): Promise<number> => {
      const events = await store.readStream(`Protocol-${protocolId}`);
      return events.findLast((event) => event.type === type)?.revision ?? -1;
    },
    rectify: (protocolId: string, rectifies: number, changes: RectifyProtocol['changes']): Promise<CommandResult> =>
      world.give(
        rectifyProtocol,
        { protocolId, rectifies, ...(changes ? { changes } : {}), reason: 'Errore', act },
        { as: directorate, key: `rectification ${(given += 1)}` },
      ),
    terminate: (protocolId: string, effectiveDate: string): Promise<CommandResult> =>
      world.give(
        terminateProtocol,
        { protocolId, noticeDate: '2026-02-21', effectiveDate, reason: 'Recesso' },
        { as: directorate, key: `${protocolId} ends on ${effectiveDate}` },
      ),
  };
}

describe('T2: a rectification claims what it takes, and gives back what it frees', () => {
  it('the days of a rectified entry into force are covered, those of before no longer', async () => {
    const { enter, follow, rectify, revisionOf, coverage, first, pointId } = await setUp();
    await enter(first, '2026-02-25');
    await follow();
    await rectify(first, await revisionOf(first, 'ProtocolEnteredIntoForce'), { effectiveDate: '2026-02-28' });
    await follow();
    expect(await coverage(pointId)).toEqual([{ protocolId: first, from: '2026-02-28', until: '2027-02-28' }]);
  });

  it('P6: days that another protocol covers are refused', async () => {
    const { enter, follow, rectify, terminate, revisionOf, first, second, pointId, coverage } = await setUp();
    await enter(first, '2026-02-21');
    await terminate(first, '2026-02-27');
    await follow();
    await enter(second, '2026-02-27');
    const entry = await revisionOf(second, 'ProtocolEnteredIntoForce');
    await expect(rectify(second, entry, { effectiveDate: '2026-02-25' })).rejects.toMatchObject({
      code: 'POINT_COVERED_BY_ANOTHER_PROTOCOL',
    });
    expect(await coverage(pointId)).toHaveLength(2);
  });

  it('the end of a protocol that was recorded too late frees the days after it', async () => {
    const { enter, follow, rectify, terminate, revisionOf, first, second, pointId, coverage } = await setUp();
    await enter(first, '2026-02-21');
    await terminate(first, '2026-03-01');
    await follow();
    await rectify(first, await revisionOf(first, 'ProtocolTerminated'), { effectiveDate: '2026-02-26' });
    await follow();
    await enter(second, '2026-02-26');
    expect(await coverage(pointId)).toEqual([
      { protocolId: first, from: '2026-02-21', until: '2026-02-26' },
      { protocolId: second, from: '2026-02-26', until: '2027-02-26' },
    ]);
  });

  describe('P7: of a protocol that was amended', () => {
    /** In force from 25 February over two points; from the 27th without the second and with a third, for two years. */
    async function amendedOnce() {
      const world = await setUp();
      const [removed, added] = [await world.approvedPoint(), await world.approvedPoint()];
      const amended = await world.signedProtocol([world.pointId, removed]);
      await world.enter(amended, '2026-02-25');
      await world.follow();
      const registered = <Signed extends SignatureInput>(signature: Signed) => ({
        ...signature,
        signatory: signatoryOf(signature.party),
        registerEntry: { ...signature.registerEntry, number: 900, date: '2026-02-25' },
      });
      const amend = (change: object, number = 900) =>
        world.give(
          amendProtocol,
          {
            ...{ protocolId: amended, ...change },
            signatures: signaturesOfAmendment(number)
              .map(registered)
              .map((signature) => ({
                ...signature,
                registerEntry: { ...signature.registerEntry, number },
              })),
          },
          { as: directorate, key: `amendment ${number}` },
        );
      await amend({ points: [world.pointId, added], durationMonths: 24, effectiveDate: '2026-02-27' });
      await world.follow();
      return { ...world, removed, added, amended, amend };
    }

    it('what it adds and takes away is covered for other days once its own day is rectified', async () => {
      const { follow, rectify, revisionOf, coverage, clock, protocol, amended, removed, added } = await amendedOnce();
      const protocolId = amended;
      const until = '2028-02-25';
      for (const day of ['2026-02-26', '2026-02-28']) {
        await rectify(amended, await revisionOf(amended, 'ProtocolAmended'), { effectiveDate: day });
        await follow();
        expect(await coverage(added)).toEqual([{ protocolId, from: day, until }]);
        expect(await coverage(removed)).toEqual([{ protocolId, from: '2026-02-25', until: day }]);
      }
      clock.moveTo(`${until}T08:00:00Z`);
      await follow();
      expect((await protocol(amended)).status).toBe('EXPIRED');
    });

    it('each point is covered for its own days, counted from the right one', async () => {
      const { follow, rectify, revisionOf, coverage, amended, pointId, removed, added } = await amendedOnce();
      const protocolId = amended;
      for (const effectiveDate of ['2026-02-26', '2026-02-21']) {
        await rectify(amended, await revisionOf(amended, 'ProtocolEnteredIntoForce'), { effectiveDate });
        await follow();
        const until = effectiveDate.replace('2026', '2028');
        expect(await coverage(pointId)).toEqual([{ protocolId, from: effectiveDate, until }]);
        expect(await coverage(removed)).toEqual([{ protocolId, from: effectiveDate, until: '2026-02-27' }]);
        expect(await coverage(added)).toEqual([{ protocolId, from: '2026-02-27', until }]);
      }
    });

    it('also what an amendment ahead has claimed, and what had been taken away and comes back', async () => {
      const { follow, rectify, revisionOf, coverage, amend, amended, pointId, removed, added } = await amendedOnce();
      const protocolId = amended;
      await amend({ points: [pointId, added, removed], durationMonths: 36, effectiveDate: '2026-04-01' }, 901);
      await follow();
      await rectify(amended, await revisionOf(amended, 'ProtocolEnteredIntoForce'), { effectiveDate: '2026-02-26' });
      await follow();
      expect(await coverage(pointId)).toEqual([{ protocolId, from: '2026-02-26', until: '2029-02-26' }]);
      expect(await coverage(added)).toEqual([{ protocolId, from: '2026-02-27', until: '2029-02-26' }]);
      expect(await coverage(removed)).toEqual([
        { protocolId, from: '2026-02-26', until: '2026-02-27' },
        { protocolId, from: '2026-04-01', until: '2029-02-26' },
      ]);
    });

    it('P6: days on which another protocol had a point that was added later are no obstacle', async () => {
      const {
        enter,
        terminate,
        follow,
        rectify,
        revisionOf,
        coverage,
        signedProtocol,
        approvedPoint,
        amend,
        amended,
        pointId,
      } = await amendedOnce();
      const point = await approvedPoint();
      const other = await signedProtocol([point]);
      await enter(other, '2026-02-20');
      await terminate(other, '2026-02-28');
      await follow();
      await amend({ points: [pointId, point], effectiveDate: '2026-02-28' }, 902);
      await follow();
      await rectify(amended, await revisionOf(amended, 'ProtocolEnteredIntoForce'), { effectiveDate: '2026-02-24' });
      await follow();
      expect(await coverage(point)).toEqual([
        { protocolId: other, from: '2026-02-20', until: '2026-02-28' },
        { protocolId: amended, from: '2026-02-28', until: '2028-02-24' },
      ]);
    });

    it('and its end takes all of them, whatever was rectified before', async () => {
      const { terminate, follow, rectify, revisionOf, coverage, amended, pointId, added } = await amendedOnce();
      await rectify(amended, await revisionOf(amended, 'ProtocolEnteredIntoForce'), { effectiveDate: '2026-02-26' });
      await follow();
      await terminate(amended, '2026-03-01');
      await follow();
      for (const point of [pointId, added])
        expect((await coverage(point)).at(-1)).toMatchObject({ until: '2026-03-01' });
    });
  });

  it('a wrong number of a register can then be had by the act that it belongs to', async () => {
    const { follow, rectify, revisionOf, protocol, first, second } = await setUp();
    const [one, other] = await Promise.all(
      [first, second].map((protocolId) => revisionOf(protocolId, 'ProtocolSignatureRecorded')),
    );
    const registerEntry = (await protocol(first)).signatures.at(-1)!.registerEntry as RegisterEntryInput;
    const right = () => rectify(second, other!, { registerEntry });
    await expect(right()).rejects.toMatchObject({ code: 'VALUE_ALREADY_TAKEN' });
    await rectify(first, one!, { registerEntry: { ...registerEntry, number: 999 } });
    await follow();
    await right();
    expect((await protocol(second)).signatures.at(-1)?.registerEntry).toEqual(registerEntry);
  });
});
