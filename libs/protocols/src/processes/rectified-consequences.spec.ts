import { puntoCliente } from '#service-points';
import { MemoryEventStore, MemoryWorkStore } from '#store-memory';
import { agreementsOver, directorate, MovedClock } from '../specification/agreements.ts';
import { protocolLife } from '../domain/protocol-life.ts';
import { protocol } from '../domain/protocol.ts';
import type { ProtocolEvent } from '../domain/events.ts';
import { rectifyProtocol, type RectifyProtocol } from '../use-cases/rectify-protocol.ts';
import { resumeProtocol } from '../use-cases/resume-protocol.ts';
import { suspendProtocol } from '../use-cases/suspend-protocol.ts';
import { terminateProtocol } from '../use-cases/terminate-protocol.ts';

const act = { authority: 'Direzione regionale Emilia-Romagna', number: '12/2026', date: '2026-03-02' };

/** A protocol in force since 1 February 2026, and its active point, on 2 March. */
async function setUp() {
  const store = new MemoryEventStore();
  const clock = new MovedClock('2026-03-02T08:00:00Z');
  const world = agreementsOver(store, clock);
  await world.registerHost();
  const pointId = await world.approvedPoint();
  const protocolId = await world.signedProtocol([pointId]);
  await world.enter(protocolId, '2026-02-20');
  await world.activate(pointId, protocolId, '2026-02-21');
  const work = new MemoryWorkStore();
  const follow = (): Promise<void> => world.follow(work);
  await follow();
  const { give, executor } = world;
  const as = { as: directorate };
  const revisionOf = (type: ProtocolEvent['type']): Promise<number> =>
    executor.look(protocol, protocolId, (state) => {
      const facts = 'life' in state ? protocolLife.facts(state.life) : [];
      return facts.find(({ event }) => event.type === type)?.revision ?? -1;
    });
  return {
    follow,
    suspend: (suspendedOn: string, until?: string) =>
      give(suspendProtocol, { protocolId, suspendedOn, ...(until ? { until } : {}), reason: 'Lavori' }, as).then(
        follow,
      ),
    resume: (resumedOn: string) => give(resumeProtocol, { protocolId, resumedOn, reason: 'Fine' }, as).then(follow),
    terminate: (effectiveDate: string) =>
      give(terminateProtocol, { protocolId, noticeDate: '2026-02-20', effectiveDate, reason: 'Recesso' }, as).then(
        follow,
      ),
    rectify: async (type: ProtocolEvent['type'], changes?: RectifyProtocol['changes']) => {
      const what = changes ? { changes } : { annuls: true };
      const rectifies = await revisionOf(type);
      await give(rectifyProtocol, { protocolId, rectifies, reason: 'Errore', act, ...what }, as);
      await follow();
    },
    pointOn: (...days: string[]) =>
      executor.look(puntoCliente, pointId, (state) => days.map((day) => puntoCliente.judgedOn(state, day).status)),
  };
}

describe('T2: points follow a protocol that was rectified', () => {
  it('an annulled suspension resumes what it suspended, on its legal date', async () => {
    const { suspend, rectify, pointOn } = await setUp();
    await suspend('2026-02-25', '2026-04-01');
    expect(await pointOn('2026-02-24', '2026-02-25', '2026-03-02')).toEqual(['ACTIVE', 'SUSPENDED', 'SUSPENDED']);
    await rectify('ProtocolSuspended');
    expect(await pointOn('2026-02-25', '2026-03-02', '2026-04-01')).toEqual(['ACTIVE', 'ACTIVE', 'ACTIVE']);
  });

  it('an annulled resumption suspends again', async () => {
    const { suspend, resume, rectify, pointOn } = await setUp();
    await suspend('2026-02-25');
    await resume('2026-02-27');
    expect(await pointOn('2026-02-26', '2026-02-27')).toEqual(['SUSPENDED', 'ACTIVE']);
    await rectify('ProtocolResumed');
    expect(await pointOn('2026-02-26', '2026-02-27', '2026-03-02')).toEqual(['SUSPENDED', 'SUSPENDED', 'SUSPENDED']);
  });

  it('a corrected date of a suspension moves that of the point', async () => {
    const { suspend, rectify, pointOn } = await setUp();
    await suspend('2026-02-25');
    await rectify('ProtocolSuspended', { suspendedOn: '2026-02-28' });
    expect(await pointOn('2026-02-25', '2026-02-27', '2026-02-28')).toEqual(['ACTIVE', 'ACTIVE', 'SUSPENDED']);
  });

  it('an end that is moved moves the end of the point, to a later day and to an earlier one', async () => {
    const { terminate, rectify, pointOn } = await setUp();
    await terminate('2026-02-25');
    await rectify('ProtocolTerminated', { effectiveDate: '2026-02-28' });
    expect(await pointOn('2026-02-25', '2026-02-27', '2026-02-28')).toEqual(['ACTIVE', 'ACTIVE', 'DEACTIVATED']);
    await rectify('ProtocolTerminated', { effectiveDate: '2026-02-23' });
    expect(await pointOn('2026-02-22', '2026-02-23', '2026-02-28')).toEqual(['ACTIVE', 'DEACTIVATED', 'DEACTIVATED']);
  });

  it('an entry into force that is moved leaves no activity before it', async () => {
    const { rectify, pointOn } = await setUp();
    await rectify('ProtocolEnteredIntoForce', { effectiveDate: '2026-02-25' });
    expect(await pointOn('2026-02-21', '2026-02-24', '2026-02-25')).toEqual(['DEACTIVATED', 'DEACTIVATED', 'ACTIVE']);
  });
});
