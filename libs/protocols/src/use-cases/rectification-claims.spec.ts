import type { CommandResult } from '#kernel/domain';
import { MemoryEventStore, MemoryWorkStore } from '#store-memory';
import { agreementsOver, directorate } from '../specification/agreements.ts';
import { rectifyProtocol, type RectifyProtocol } from './rectify-protocol.ts';
import type { RegisterEntryInput } from './register-entry.ts';
import { terminateProtocol } from './terminate-protocol.ts';

const act = { authority: 'Direzione regionale Emilia-Romagna', number: '12', date: '2026-03-02' };

async function setUp() {
  const store = new MemoryEventStore();
  const world = agreementsOver(store);
  await world.registerHost();
  const pointId = await world.approvedPoint();
  const [first, second] = [await world.signedProtocol([pointId]), await world.signedProtocol([pointId])];
  const work = new MemoryWorkStore();
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
        { as: directorate },
      ),
    terminate: (protocolId: string, effectiveDate: string): Promise<CommandResult> =>
      world.give(
        terminateProtocol,
        { protocolId, noticeDate: '2026-02-21', effectiveDate, reason: 'Recesso' },
        { as: directorate },
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
