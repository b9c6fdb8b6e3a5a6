import { SystemError } from '#kernel/domain';
import type { EventStore } from '#kernel/ports';
import { intercept } from '#kernel/specification';
import { MemoryEventStore, MemoryWorkStore } from '#store-memory';
import { agreementsOver, directorate, MovedClock } from '../specification/agreements.ts';
import { signaturesOfAmendment } from '../specification/sample-amendment.ts';
import { signatoryOf } from '../specification/persons.ts';
import { amendProtocol } from '../use-cases/amend-protocol.ts';
import { draftProtocol } from '../use-cases/draft-protocol.ts';
import { rectifyProtocol } from '../use-cases/rectify-protocol.ts';
import { withdrawEntryIntoForce } from '../use-cases/withdraw-entry-into-force.ts';

const refusal = (code: string): unknown => expect.objectContaining({ code });
const END = '2027-03-01';
const AT_THE_END = '2027-03-01T08:00:00Z';

/** Of an amendment, as a client gives them. */
const registeredSignaturesOf = (number: number) =>
  signaturesOfAmendment(number).map((signature) => ({
    ...signature,
    signatory: signatoryOf(signature.party),
    registerEntry: { ...signature.registerEntry, number, date: '2026-03-02' },
  }));

/** A protocol in force until {@link END}, over two active points, and one that renews it over the first of them. */
async function setUp() {
  const store = new MemoryEventStore();
  const clock = new MovedClock('2026-03-02T08:00:00Z');
  const world = agreementsOver(store, clock);
  await world.registerHost();
  const [kept, left] = [await world.approvedPoint(), await world.approvedPoint()];
  const first = await world.signedProtocol([kept, left]);
  await world.enter(first, '2026-03-01');
  await world.activate(kept, first);
  await world.activate(left, first);
  const second = await world.signedProtocol([kept], { renews: first });
  const work = new MemoryWorkStore();
  const at = async (now: string): Promise<void> => {
    clock.moveTo(now);
    await world.follow(work);
  };
  await world.follow(work);
  /** Where everything stands. */
  const standing = async () => ({
    first: (await world.protocol(first)).status,
    second: (await world.protocol(second)).status,
    kept: await world
      .point(kept)
      .then(({ status, ...rest }) => ({ status, activity: 'activity' in rest && rest.activity })),
    left: (await world.point(left)).status,
    coverage: [...(await world.coverage(kept)), ...(await world.coverage(left))],
  });
  return { ...world, store, clock, work, at, standing, kept, left, first, second };
}

describe('P6: a renewal', () => {
  it('at the instant at which the older protocol ends, the entry of the newer goes first, and covered points pass', async () => {
    const { enter, at, standing, written, first, second } = await setUp();
    await enter(second, END);
    await at(AT_THE_END);
    expect(await standing()).toEqual({
      first: 'RENEWED',
      second: 'IN_FORCE',
      kept: { status: 'ACTIVE', activity: { protocolId: second, from: END } },
      left: 'DEACTIVATED',
      coverage: [
        { protocolId: first, from: '2026-03-01', until: END },
        { protocolId: second, from: END, until: '2028-03-01' },
        { protocolId: first, from: '2026-03-01', until: END },
      ],
    });
    const happened = (await written()).slice(-20);
    const order = ['ProtocolEnteredIntoForce', 'ProtocolRenewed', 'PuntoClienteCoverageTransferred'];
    expect(happened.filter((type) => order.includes(type))).toEqual(order);
    expect(happened).not.toContain('ProtocolExpired');
  });

  it('that starts earlier ends the older protocol that day', async () => {
    const { enter, at, standing, protocol, first, second } = await setUp();
    await enter(second, '2026-09-01');
    await at('2026-09-01T08:00:00Z');
    expect(await standing()).toMatchObject({ first: 'RENEWED', second: 'IN_FORCE', left: 'DEACTIVATED' });
    expect(await protocol(first)).toMatchObject({ renewedOn: '2026-09-01', successorId: second });
    await at(AT_THE_END);
    expect(await standing()).toMatchObject({ first: 'RENEWED', kept: { status: 'ACTIVE' } });
  });

  it('that is brought into force late has its legal date, and so does what passes', async () => {
    const { enter, at, standing, second } = await setUp();
    await at('2026-09-05T08:00:00Z');
    await enter(second, '2026-09-01');
    await at('2026-09-05T09:00:00Z');
    expect(await standing()).toMatchObject({
      first: 'RENEWED',
      kept: { status: 'ACTIVE', activity: { protocolId: second, from: '2026-09-01' } },
    });
  });

  it('that is recorded late takes over what was covered on its first day, whatever an amendment of a later day has changed', async () => {
    const { enter, at, give, signedProtocol, approvedPoint, protocol, point, store, kept, left, first, coverage } =
      await setUp();
    const added = await approvedPoint();
    const third = await signedProtocol([kept, left, added], { renews: first });
    await at('2026-09-05T08:00:00Z');
    const amended = { protocolId: first, points: [left, added], effectiveDate: '2026-06-01' };
    await give(amendProtocol, { ...amended, signatures: registeredSignaturesOf(900) }, { as: directorate });
    await at('2026-09-05T09:00:00Z');
    expect(await point(kept)).toMatchObject({ status: 'DEACTIVATED' });
    await enter(third, '2026-04-01');
    await at('2026-09-05T10:00:00Z');
    expect(await protocol(first)).toMatchObject({ status: 'RENEWED', renewedOn: '2026-04-01' });
    const renewed = (await store.readStream(`Protocol-${first}`)).findLast(({ type }) => type === 'ProtocolRenewed');
    expect(renewed?.data).toMatchObject({ points: [kept, left] });
    for (const pointId of [kept, left]) {
      const activity = { protocolId: third, from: '2026-04-01' };
      expect(await point(pointId)).toMatchObject({ status: 'ACTIVE', activity });
      expect((await coverage(pointId)).map(({ protocolId, until }) => [protocolId, until])).toEqual([
        [first, '2026-04-01'],
        [third, '2027-04-01'],
      ]);
    }
  });

  it('renews the protocol before on its day, where that had ended and its beginning is rectified', async () => {
    const { enter, at, give, store, coverage, protocol, kept, first, second } = await setUp();
    await at(AT_THE_END);
    await at('2027-04-01T08:00:00Z');
    await enter(second, '2027-04-01');
    await at('2027-04-02T08:00:00Z');
    const rectifies = (await store.readStream(`Protocol-${first}`)).findLast(
      ({ type }) => type === 'ProtocolEnteredIntoForce',
    )!.revision;
    const act = { authority: 'Direzione regionale Emilia-Romagna', number: '12', date: '2027-04-02' };
    const moved = (effectiveDate: string) =>
      give(
        rectifyProtocol,
        { protocolId: first, rectifies, changes: { effectiveDate }, reason: 'Errore', act },
        { as: directorate, key: `rectified to ${effectiveDate}` },
      );
    await moved('2026-06-01');
    await at('2027-04-02T08:30:00Z');
    expect(await protocol(first)).toMatchObject({ status: 'RENEWED', renewedOn: '2027-04-01' });
    expect(await coverage(kept)).toEqual([
      { protocolId: second, from: '2027-04-01', until: '2028-04-01' },
      { protocolId: first, from: '2026-06-01', until: '2027-04-01' },
    ]);
    await moved('2026-03-20');
    await at('2027-04-02T09:00:00Z');
    expect(await protocol(first)).toMatchObject({ status: 'EXPIRED' });
    expect(await coverage(kept)).toEqual([
      { protocolId: second, from: '2027-04-01', until: '2028-04-01' },
      { protocolId: first, from: '2026-03-20', until: '2027-03-20' },
    ]);
  });

  it('that is not in force by then does not keep the points, and a later activation shows the gap', async () => {
    const { enter, activate, at, standing, second, kept } = await setUp();
    await enter(second, '2027-04-01');
    await at(AT_THE_END);
    expect(await standing()).toMatchObject({ first: 'EXPIRED', second: 'SIGNED', kept: { status: 'DEACTIVATED' } });
    await at('2027-04-01T08:00:00Z');
    expect(await standing()).toMatchObject({ first: 'EXPIRED', second: 'IN_FORCE', kept: { status: 'DEACTIVATED' } });
    await activate(kept, second);
    expect(await standing()).toMatchObject({
      kept: { status: 'ACTIVE', activity: { protocolId: second, from: '2027-04-01' } },
    });
  });

  it('whose scheduled entry is taken back keeps nobody waiting', async () => {
    const { enter, give, at, standing, second } = await setUp();
    await enter(second, END);
    await give(withdrawEntryIntoForce, { protocolId: second, reason: 'Rinvio' }, { as: directorate });
    await at('2026-03-03T08:00:00Z');
    await at(AT_THE_END);
    expect(await standing()).toMatchObject({ first: 'EXPIRED', second: 'SIGNED', kept: { status: 'DEACTIVATED' } });
  });

  it('is one at a time', async () => {
    const { enter, signedProtocol, first, second, left } = await setUp();
    const third = await signedProtocol([left], { renews: first });
    await enter(second, END);
    await expect(enter(third, END)).rejects.toEqual(refusal('RENEWED_BY_ANOTHER'));
  });

  it('does not begin before the protocol that it renews', async () => {
    const { enter, second } = await setUp();
    await expect(enter(second, '2026-02-28')).rejects.toEqual(refusal('RENEWAL_BEFORE_PREDECESSOR'));
  });

  it('does not begin before the protocol that it renews has ended, once that has', async () => {
    const { enter, at, second } = await setUp();
    await at(AT_THE_END);
    await expect(enter(second, '2027-02-28')).rejects.toEqual(refusal('RENEWAL_BEFORE_END'));
    await expect(enter(second, END)).resolves.toBeDefined();
  });

  it('is of a protocol in force with the same host, and goes on with one of its points', async () => {
    const { give, approvedPoint, signedProtocol, first, second, kept } = await setUp();
    const other = await approvedPoint();
    const terms = {
      hostBodyId: 'c5f7b8a0-0000-5000-8000-000000000001',
      region: '08',
      proposingUnit: 'DR-08',
      kinds: ['INFORMATIVO' as const],
    };
    const drafted = (points: string[], renews: string) =>
      give(draftProtocol, { ...terms, points, renews }, { as: directorate });
    await expect(drafted([kept], kept)).rejects.toEqual(refusal('RENEWED_PROTOCOL_NOT_REGISTERED'));
    await expect(drafted([kept], second)).rejects.toEqual(refusal('RENEWED_PROTOCOL_NOT_IN_FORCE'));
    await expect(drafted([other], first)).rejects.toEqual(refusal('RENEWAL_COVERS_NO_POINT'));
    await expect(signedProtocol([kept, other], { renews: first })).resolves.toBeDefined();
  });

  it('killed after every append goes on and ends in the same place', async () => {
    const ends: object[] = [];
    for (let appends = 0; ; appends += 1) {
      const { store, enter, clock, work, at, standing, first, second } = await setUp();
      await enter(second, END);
      clock.moveTo(AT_THE_END);
      const killed = Promise.withResolvers<undefined>();
      let left = appends;
      const dying = intercept<EventStore>(store, {
        append: async (request) => {
          if (left === 0) {
            killed.resolve(undefined);
            throw new SystemError('STORE_UNAVAILABLE', 'the process is gone');
          }
          left -= 1;
          return store.append(request);
        },
      });
      await agreementsOver(dying, clock, 'dying').follow(work, killed.promise);
      await at(AT_THE_END);
      const { coverage, kept, ...rest } = await standing();
      const named = (id: string): string => (id === first ? 'first' : id === second ? 'second' : id);
      const periods = coverage.map((period) => ({ ...period, protocolId: named(period.protocolId) }));
      const activity = kept.activity && { ...kept.activity, protocolId: named(kept.activity.protocolId) };
      ends.push({ ...rest, kept: { ...kept, activity }, coverage: periods });
      if (left > 0) break;
    }
    expect(ends.length).toBeGreaterThan(5);
    for (const end of ends) expect(end).toEqual(ends.at(-1));
  }, 60_000);
});
