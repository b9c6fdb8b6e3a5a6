import { subject } from '#privacy';
import { MemoryEventStore, MemoryWorkStore } from '#store-memory';
import { agreementsOver, directorate } from '../specification/agreements.ts';
import { signatoryOf, subjectOf } from '../specification/persons.ts';
import { amendmentSignatures, signaturesOfAmendment } from '../specification/sample-amendment.ts';
import { amendProtocol, type AmendProtocol } from './amend-protocol.ts';
import { forwardProtocolToCentralOrganisation } from './forward-protocol-to-central-organisation.ts';
import { rectifyProtocol, type RectifyProtocol } from './rectify-protocol.ts';
import type { RegisterEntryInput } from './register-entry.ts';
import { terminateProtocol } from './terminate-protocol.ts';
import { withdrawAmendment } from './withdraw-amendment.ts';

const AHEAD = '2026-05-01';
const letterSha256 = 'e'.repeat(64);

/** A protocol in force from 21 February 2026 for a year, over two active points, and a third point beside it. */
async function setUp() {
  const store = new MemoryEventStore();
  const world = agreementsOver(store);
  await world.registerHost();
  const [kept, other, added] = [await world.approvedPoint(), await world.approvedPoint(), await world.approvedPoint()];
  const protocolId = await world.signedProtocol([kept, other]);
  await world.enter(protocolId, '2026-02-21');
  const work = new MemoryWorkStore();
  await world.follow(work);
  const numbered = (number: number): AmendProtocol['signatures'] =>
    signaturesOfAmendment(number).map((signature) => ({
      ...signature,
      signatory: signatoryOf(signature.party),
      registerEntry: { ...signature.registerEntry, number },
    }));
  const retentions = async (fiscalCode: string): Promise<number> =>
    world.executor.look(subject, subjectOf(fiscalCode), (state) =>
      state.status === 'REGISTERED' ? state.retentions.size : 0,
    );
  return {
    ...{ ...world, store, work, kept, other, added, protocolId, numbered, retentions },
    follow: () => world.follow(work),
    amend: async (change: object, number = 900): Promise<string> => {
      const data = { protocolId, signatures: numbered(number), ...change };
      const { events } = await world.give(amendProtocol, data, { as: directorate });
      return (events.at(-1)?.data as { amendmentId: string }).amendmentId;
    },
    withdraw: (amendmentId: string) =>
      world.give(withdrawAmendment, { protocolId, amendmentId, reason: 'Ripensamento' }, { as: directorate }),
  };
}
const refusal = (code: string): unknown => expect.objectContaining({ code });

describe('P1: an entry of a protocol register under an amendment', () => {
  it('stands on no other act: no protocol, no other amendment, no letter', async () => {
    const { amend, give, numbered, signedProtocol, protocol, protocolId, other, follow } = await setUp();
    const signed = await signedProtocol([other]);
    const registerEntry = (await protocol(signed)).signatures[0]!.registerEntry as RegisterEntryInput;
    const taken = amendmentSignatures.map((signature, index) => ({
      ...signature,
      signatory: signatoryOf(signature.party),
      ...(index === 0 ? { registerEntry } : {}),
    }));
    await expect(
      give(amendProtocol, { protocolId, signatures: taken, durationMonths: 24 }, { as: directorate }),
    ).rejects.toEqual(refusal('VALUE_ALREADY_TAKEN'));
    await amend({ durationMonths: 24 });
    await follow();
    const entriesTaken = signaturesOfAmendment(901).map((signature, index) => ({
      ...signature,
      signatory: signatoryOf(signature.party),
      registerEntry: numbered(900)[index]!.registerEntry,
    }));
    await expect(
      give(amendProtocol, { protocolId, signatures: entriesTaken, durationMonths: 36 }, { as: directorate }),
    ).rejects.toEqual(refusal('VALUE_ALREADY_TAKEN'));
    const entry = { ...amendmentSignatures[0].registerEntry, number: 900 };
    await expect(
      give(
        forwardProtocolToCentralOrganisation,
        { protocolId, registerEntry: entry, letterSha256 },
        { as: directorate },
      ),
    ).rejects.toEqual(refusal('VALUE_ALREADY_TAKEN'));
  });
});

describe('P5: who signs an amendment is a person', () => {
  it('held by the act from erasure, the name sealed, nothing of them in clear', async () => {
    const { amend, follow, retentions, store, protocolId } = await setUp();
    const before = await retentions('INPS signs');
    await amend({ durationMonths: 24 });
    await follow();
    expect(await retentions('INPS signs')).toBe(before + 1);
    const written = (await store.readStream(`Protocol-${protocolId}`)).filter(
      ({ type }) => type === 'ProtocolAmendmentSignatureRecorded',
    );
    expect(written).toHaveLength(2);
    for (const { data, metadata } of written) {
      const { name, signatory } = data as { name: { subject: string; field: string }; signatory: string };
      expect(name).toMatchObject({ subject: signatory, field: 'ProtocolSignature.name' });
      expect(metadata).toMatchObject({ subjects: [signatory] });
      expect(JSON.stringify(data)).not.toContain('Ada');
    }
  });

  it('a refusal leaves no trace of them', async () => {
    const { give, written, protocolId, numbered } = await setUp();
    const before = await written();
    const signatures = numbered(900).map((signature) => ({ ...signature, signatory: signatoryOf('HOST') }));
    const unknown = signatures.map((signature) => ({
      ...signature,
      signatory: { ...signature.signatory, fiscalCode: 'never seen' },
    }));
    await expect(give(amendProtocol, { protocolId, signatures: unknown }, { as: directorate })).rejects.toEqual(
      refusal('AMENDMENT_CHANGES_NOTHING'),
    );
    expect((await written()).slice(before.length)).not.toContain('SubjectRegistered');
  });
});

describe('P7: an amendment that is signed for a date ahead can be withdrawn', () => {
  it('the points and days that it had claimed are free, and it never takes effect', async () => {
    const { amend, withdraw, follow, clock, coverage, protocol, kept, other, added, protocolId } = await setUp();
    const amendmentId = await amend({ points: [kept, added], durationMonths: 24, effectiveDate: AHEAD });
    await follow();
    expect(await coverage(added)).toEqual([{ protocolId, from: AHEAD, until: '2028-02-21' }]);
    expect(await coverage(kept)).toHaveLength(2);
    await withdraw(amendmentId);
    await follow();
    expect(await coverage(added)).toEqual([]);
    for (const point of [kept, other]) {
      expect(await coverage(point)).toEqual([{ protocolId, from: '2026-02-21', until: '2027-02-21' }]);
    }
    clock.moveTo(`${AHEAD}T08:00:00Z`);
    await follow();
    expect(await protocol(protocolId)).toMatchObject({ points: [kept, other], durationMonths: 12 });
  });

  it('its entries and its persons are free too, so that the same act can be recorded as it is', async () => {
    const { amend, withdraw, follow, retentions, coverage, kept, added, protocolId } = await setUp();
    const before = await retentions('HOST signs');
    const amendmentId = await amend({ points: [kept, added], effectiveDate: AHEAD });
    await follow();
    await expect(amend({ points: [kept], effectiveDate: AHEAD })).rejects.toEqual(refusal('AMENDMENT_PENDING'));
    await withdraw(amendmentId);
    await follow();
    expect(await retentions('HOST signs')).toBe(before);
    await amend({ points: [kept, added], effectiveDate: '2026-06-01' });
    await follow();
    expect(await retentions('HOST signs')).toBe(before + 1);
    expect(await coverage(added)).toEqual([{ protocolId, from: '2026-06-01', until: '2027-02-21' }]);
  });

  it('once, before its day, and only where it is known', async () => {
    const { amend, withdraw, follow, clock } = await setUp();
    await expect(withdraw('11111111-2222-5333-8444-555555555555')).rejects.toEqual(refusal('AMENDMENT_NOT_FOUND'));
    const inEffect = await amend({ durationMonths: 24 });
    await expect(withdraw(inEffect)).rejects.toEqual(refusal('AMENDMENT_HAS_COME'));
    const withdrawn = await amend({ durationMonths: 30, effectiveDate: AHEAD }, 901);
    // Of the one that is named, not of the one that lies ahead.
    const itsDay = expect.objectContaining({
      facts: expect.objectContaining({ effectiveDate: '2026-03-02' }) as object,
    });
    await expect(withdraw(inEffect)).rejects.toEqual(itsDay);
    await withdraw(withdrawn);
    await expect(withdraw(withdrawn)).rejects.toEqual(refusal('AMENDMENT_WITHDRAWN'));
    await follow();
    const come = await amend({ durationMonths: 30, effectiveDate: AHEAD }, 901);
    clock.moveTo(`${AHEAD}T08:00:00Z`);
    await expect(withdraw(come)).rejects.toEqual(refusal('AMENDMENT_HAS_COME'));
  });
});

describe('T1: an amendment that is recorded late is judged on its day', () => {
  it('also after the protocol has ended: it binds for the days between', async () => {
    const { amend, follow, protocol, coverage, terminate, kept, other, added, protocolId } = await lately();
    await terminate('2026-03-01');
    await follow();
    await amend({ points: [kept, added], effectiveDate: '2026-02-26' });
    await follow();
    expect(await protocol(protocolId)).toMatchObject({ status: 'TERMINATED', points: [kept, added] });
    expect(await coverage(added)).toEqual([{ protocolId, from: '2026-02-26', until: '2026-03-01' }]);
    expect(await coverage(other)).toEqual([{ protocolId, from: '2026-02-21', until: '2026-02-26' }]);
  });

  it('P6: an end of an earlier day, recorded after it, ends what was claimed of the points that it took away, too', async () => {
    const { amend, follow, terminate, rectify, coverage, kept, other, protocolId } = await lately();
    await amend({ points: [kept], effectiveDate: '2026-02-28' });
    await follow();
    await terminate('2026-02-26');
    await follow();
    for (const point of [kept, other]) {
      expect(await coverage(point)).toEqual([{ protocolId, from: '2026-02-21', until: '2026-02-26' }]);
    }
    await rectify('ProtocolTerminated', { effectiveDate: '2026-03-01' });
    await follow();
    expect(await coverage(other)).toEqual([{ protocolId, from: '2026-02-21', until: '2026-02-28' }]);
  });

  it('a longer duration undoes an expiry that was carried out, and the points stay covered', async () => {
    const { amend, follow, clock, protocol, coverage, kept, protocolId } = await lately();
    clock.moveTo('2027-03-05T08:00:00Z');
    await follow();
    expect((await protocol(protocolId)).status).toBe('EXPIRED');
    await amend({ durationMonths: 24, effectiveDate: '2026-02-26' });
    await follow();
    expect(await protocol(protocolId)).toMatchObject({ status: 'IN_FORCE', expiresOn: '2028-02-21' });
    expect((await coverage(kept)).map(({ from, until }) => [from, until])).toEqual([
      ['2026-02-21', '2027-02-21'],
      ['2027-02-21', '2028-02-21'],
    ]);
    clock.moveTo('2028-02-21T08:00:00Z');
    await follow();
    expect((await protocol(protocolId)).status).toBe('EXPIRED');
  });

  it('of a day before another that was recorded first, it changes what that one does not name', async () => {
    const { amend, follow, clock, protocol, coverage, kept, other, added, protocolId } = await lately();
    await amend({ durationMonths: 24, effectiveDate: '2026-02-28' });
    await amend({ points: [kept, other, added], durationMonths: 18, effectiveDate: '2026-02-26' }, 901);
    await follow();
    const state = await protocol(protocolId);
    expect(state).toMatchObject({ points: [kept, other, added], durationMonths: 24, expiresOn: '2028-02-21' });
    expect(await coverage(added)).toEqual([{ protocolId, from: '2026-02-26', until: '2028-02-21' }]);
    clock.moveTo('2027-08-21T08:00:00Z');
    await follow();
    expect((await protocol(protocolId)).status).toBe('IN_FORCE');
  });

  it('what an amendment of a later day says of its points stands', async () => {
    const { amend, kept, other, added } = await lately();
    await amend({ points: [kept, other, added], effectiveDate: '2026-02-28' });
    await expect(amend({ points: [kept], effectiveDate: '2026-02-26' }, 901)).rejects.toEqual(refusal('AMENDED_SINCE'));
  });

  it('beside another that lies ahead, which takes effect on its day all the same', async () => {
    const { amend, follow, clock, protocol, kept, other, added, protocolId } = await lately();
    await amend({ points: [kept, other, added], effectiveDate: AHEAD });
    await amend({ durationMonths: 24, effectiveDate: '2026-02-26' }, 901);
    await follow();
    clock.moveTo(`${AHEAD}T08:00:00Z`);
    await follow();
    expect(await protocol(protocolId)).toMatchObject({ points: [kept, other, added], durationMonths: 24 });
  });

  it('of a day on which the protocol was not in force, it is refused', async () => {
    const { amend } = await lately();
    await expect(amend({ durationMonths: 24, effectiveDate: '2026-02-20' })).rejects.toEqual(
      refusal('PROTOCOL_STATE_FORBIDS'),
    );
  });
});

/** The same, with what else may have happened before an amendment is recorded. */
async function lately() {
  const world = await setUp();
  return {
    ...world,
    rectify: async (type: string, changes: RectifyProtocol['changes']) => {
      const events = await world.store.readStream(`Protocol-${world.protocolId}`);
      const rectifies = events.findLast((event) => event.type === type)?.revision ?? -1;
      const act = { authority: 'Direzione regionale Emilia-Romagna', number: '12', date: '2026-03-02' };
      const data = { protocolId: world.protocolId, rectifies, ...(changes ? { changes } : {}), reason: 'Errore', act };
      return world.give(rectifyProtocol, data, { as: directorate });
    },
    terminate: (effectiveDate: string) =>
      world.give(
        terminateProtocol,
        { protocolId: world.protocolId, noticeDate: '2026-02-22', effectiveDate, reason: 'Recesso' },
        { as: directorate },
      ),
  };
}
