import { specify } from '#use-cases/specification';
import type { PointKind } from '#vocabulary';
import { romeDateOf, midnightInRome, monthsAfter } from '#italy';
import type { ProtocolEvent } from '../domain/events.ts';
import { protocol } from '../domain/protocol.ts';
import { drafted, submitted } from '../specification/sample-protocol.ts';
import { bringProtocolIntoForce } from './bring-protocol-into-force.ts';
import { carryOutEntryIntoForce } from './carry-out-entry-into-force.ts';
import { carryOutTermination } from './carry-out-termination.ts';
import { expireProtocol } from './expire-protocol.ts';
import { terminateProtocol } from './terminate-protocol.ts';

const signedOf = (terms: Parameters<typeof drafted>[0] = {}): ProtocolEvent[] => [
  drafted(terms),
  submitted,
  { type: 'ProtocolSigned', data: { documentSha256: 'a'.repeat(64), signedAt: '2026-02-25T10:00:00.000Z' } },
];
const signed = signedOf();
const entered = (effectiveDate: string, expiresOn: string, effectiveAt: string): ProtocolEvent => ({
  type: 'ProtocolEnteredIntoForce',
  data: { effectiveDate, expiresOn },
  effectiveAt,
});
const scheduled = (effectiveDate: string, effectiveAt: string): ProtocolEvent => ({
  type: 'ProtocolEntryIntoForceScheduled',
  data: { effectiveDate },
  effectiveAt,
});
const inForce = [...signed, entered('2026-03-01', '2029-03-01', '2026-02-28T23:00:00.000Z')];
/** Points that the protocol names, as they stand. */
const takingOver = (
  points: Readonly<Record<string, { status: string; kind: PointKind }>> = {},
  predecessorEndsOn: string | undefined = '2026-03-29',
) => ({
  points: new Map(Object.entries(points).map(([id, point]) => [id, () => point])),
  predecessorEndsOn,
});
const at = (time: string) => ({ now: Date.parse(time) });
const subject = specify(protocol);

describe('entry into force', () => {
  it('takes effect at once when the date has come, and fixes the expiry', () => {
    subject
      .given(...signed)
      .when(bringProtocolIntoForce, {}, takingOver())
      .then(entered('2026-03-02', '2029-03-02', '2026-03-01T23:00:00.000Z'));
    subject
      .given(...signed)
      .when(bringProtocolIntoForce, { effectiveDate: '2026-03-01' }, takingOver())
      .then(entered('2026-03-01', '2029-03-01', '2026-02-28T23:00:00.000Z'));
  });

  it('P6: of a renewal leaves no point that is active of a kind that it does not allow, whatever day it is for', () => {
    const renewal = signedOf({ renews: 'p-0' });
    const others = (count: number, status = 'ACTIVE') =>
      takingOver(
        Object.fromEntries(
          Array.from({ length: count }, (_none, index) => [`p-${index}`, { status, kind: 'EVOLUTO' as const }]),
        ),
      );
    for (const input of [{}, { effectiveDate: '2026-03-01' }, { effectiveDate: '2026-03-29' }]) {
      const entry = subject.given(...renewal);
      entry.when(bringProtocolIntoForce, input, others(1)).thenRefused('POINTS_OF_KIND_NOT_COVERED');
      entry.when(bringProtocolIntoForce, input, others(1, 'SUSPENDED')).thenRefused('POINTS_OF_KIND_NOT_COVERED');
      expect(entry.when(bringProtocolIntoForce, input, others(1, 'APPROVED')).events()).toHaveLength(1);
    }
    // What renews nothing takes nothing over: who covers its points today has let them go by then, or their days are not free.
    const ahead = { effectiveDate: '2026-03-29' };
    expect(
      subject
        .given(...signed)
        .when(bringProtocolIntoForce, ahead, { ...others(1), predecessorEndsOn: undefined })
        .events(),
    ).toHaveLength(1);
    // Nor does one that begins after the end of what it renews, as far as that is set: those points end with that.
    for (const endsOn of ['2026-03-28', undefined]) {
      const facts = { ...others(1), predecessorEndsOn: endsOn };
      expect(
        subject
          .given(...renewal)
          .when(bringProtocolIntoForce, ahead, facts)
          .events(),
      ).toHaveLength(1);
    }
    const entry = subject.given(...renewal).when(bringProtocolIntoForce, {}, others(25));
    const twenty = Array.from({ length: 20 }, (_none, index) => `p-${index}`);
    expect(() => entry.events()).toThrow(
      expect.objectContaining({ facts: expect.objectContaining({ count: 25, points: twenty }) }),
    );
  });

  it('is set for a date ahead, before and after the clocks change', () => {
    subject
      .given(...signed)
      .when(bringProtocolIntoForce, { effectiveDate: '2026-03-29' }, takingOver())
      .then(scheduled('2026-03-29', '2026-03-28T23:00:00.000Z'));
    subject
      .given(...signed)
      .when(bringProtocolIntoForce, { effectiveDate: '2026-03-30' }, takingOver())
      .then(scheduled('2026-03-30', '2026-03-29T22:00:00.000Z'));
    subject
      .given(...signed)
      .when(bringProtocolIntoForce, { effectiveDate: '2026-10-25' }, takingOver())
      .then(scheduled('2026-10-25', '2026-10-24T22:00:00.000Z'));
    subject
      .given(...signed)
      .when(bringProtocolIntoForce, { effectiveDate: '2026-10-26' }, takingOver())
      .then(scheduled('2026-10-26', '2026-10-25T23:00:00.000Z'));
  });

  it('is carried out at midnight in Rome, not a moment earlier', () => {
    const waiting = [...signed, scheduled('2026-03-30', '2026-03-29T22:00:00.000Z')];
    const carryOut = { effectiveDate: '2026-03-30' };
    subject
      .given(...waiting)
      .when(carryOutEntryIntoForce, carryOut, at('2026-03-29T21:59:59.999Z'))
      .thenRefused('DATE_NOT_REACHED');
    subject
      .given(...waiting)
      .when(carryOutEntryIntoForce, carryOut, at('2026-03-29T22:00:00.000Z'))
      .then(entered('2026-03-30', '2029-03-30', '2026-03-29T22:00:00.000Z'));
  });

  it('carried out late, after an outage, still has its legal date', () => {
    subject
      .given(...signed, scheduled('2026-03-30', '2026-03-29T22:00:00.000Z'))
      .when(carryOutEntryIntoForce, { effectiveDate: '2026-03-30' }, at('2026-04-02T09:00:00.000Z'))
      .then(entered('2026-03-30', '2029-03-30', '2026-03-29T22:00:00.000Z'));
  });

  it('can be moved to another date; the first one then brings nothing about', () => {
    const moved = [
      ...signed,
      scheduled('2026-03-30', '2026-03-29T22:00:00.000Z'),
      scheduled('2026-04-15', '2026-04-14T22:00:00.000Z'),
    ];
    subject
      .given(...moved)
      .when(carryOutEntryIntoForce, { effectiveDate: '2026-03-30' }, at('2026-03-30T09:00:00.000Z'))
      .thenRefused('NOTHING_TO_CARRY_OUT');
    subject
      .given(...moved)
      .when(bringProtocolIntoForce, { effectiveDate: '2026-04-15' }, takingOver())
      .thenRefused('ENTRY_INTO_FORCE_ALREADY_SCHEDULED');
  });

  it('does not come before the signatures, nor without them', () => {
    subject
      .given(...signed)
      .when(bringProtocolIntoForce, { effectiveDate: '2026-02-24' }, takingOver())
      .thenRefused('IN_FORCE_BEFORE_SIGNATURE', { signedOn: '2026-02-25' });
    subject
      .given(...signed.slice(0, 2))
      .when(bringProtocolIntoForce, { effectiveDate: '2026-03-02' }, takingOver())
      .thenRefused('PROTOCOL_STATE_FORBIDS', { state: 'SUBMITTED' });
  });

  it('happens once', () => {
    subject
      .given(...inForce)
      .when(bringProtocolIntoForce, { effectiveDate: '2026-03-02' }, takingOver())
      .thenRefused('PROTOCOL_STATE_FORBIDS', { state: 'IN_FORCE' });
  });
});

describe('termination', () => {
  const terms = { noticeDate: '2026-03-02', effectiveDate: '2026-06-01', reason: 'Recesso' };
  const terminate = terms;
  const notified: ProtocolEvent = {
    type: 'ProtocolTerminationNotified',
    data: terms,
    effectiveAt: '2026-05-31T22:00:00.000Z',
  };
  const terminated: ProtocolEvent = {
    type: 'ProtocolTerminated',
    data: terms,
    effectiveAt: '2026-05-31T22:00:00.000Z',
  };

  it('ahead is notified now and carried out on its date', () => {
    subject
      .given(...inForce)
      .when(terminateProtocol, terminate)
      .then(notified);
    const carryOut = { effectiveDate: '2026-06-01' };
    subject
      .given(...inForce, notified)
      .when(carryOutTermination, carryOut, at('2026-05-31T21:59:59.999Z'))
      .thenRefused('DATE_NOT_REACHED');
    subject
      .given(...inForce, notified)
      .when(carryOutTermination, carryOut, at('2026-05-31T22:00:00.000Z'))
      .then(terminated);
    subject
      .given(...inForce, notified, terminated)
      .when(carryOutTermination, carryOut, at('2026-06-01T09:00:00.000Z'))
      .thenRefused('NOTHING_TO_CARRY_OUT');
  });

  it('takes effect at once when its date has come', () => {
    const today = { ...terms, effectiveDate: '2026-03-02' };
    const effectiveAt = '2026-03-01T23:00:00.000Z';
    subject
      .given(...inForce)
      .when(terminateProtocol, { ...terminate, effectiveDate: '2026-03-02' })
      .then(
        { type: 'ProtocolTerminationNotified', data: today, effectiveAt },
        { type: 'ProtocolTerminated', data: today, effectiveAt },
      );
  });

  it('needs a protocol in force and no earlier notice', () => {
    subject
      .given(...signed)
      .when(terminateProtocol, terminate)
      .thenRefused('PROTOCOL_STATE_FORBIDS', { state: 'SIGNED' });
    subject
      .given(...inForce, notified)
      .when(terminateProtocol, terminate)
      .thenRefused('TERMINATION_ALREADY_NOTIFIED');
  });

  it.each([
    ['NOTICE_IN_FUTURE', { noticeDate: '2026-03-03' }],
    ['TERMINATION_BEFORE_NOTICE', { effectiveDate: '2026-03-01' }],
    ['PROTOCOL_STATE_FORBIDS', { noticeDate: '2026-02-01', effectiveDate: '2026-02-28' }],
    ['TERMINATION_AFTER_EXPIRY', { effectiveDate: '2029-03-01' }],
  ])('is refused as %s when its dates do not follow each other', (code, change) => {
    subject
      .given(...inForce)
      .when(terminateProtocol, { ...terminate, ...change })
      .thenRefused(code);
  });
});

describe('expiry', () => {
  const expire = { expiresOn: '2029-03-01' };
  const expired: ProtocolEvent = {
    type: 'ProtocolExpired',
    data: { expiredOn: '2029-03-01' },
    effectiveAt: '2029-02-28T23:00:00.000Z',
  };

  it('comes at midnight of the day after the last one in force, once', () => {
    subject
      .given(...inForce)
      .when(expireProtocol, expire, at('2029-02-28T22:59:59.999Z'))
      .thenRefused('DATE_NOT_REACHED');
    subject
      .given(...inForce)
      .when(expireProtocol, expire, at('2029-02-28T23:00:00.000Z'))
      .then(expired);
    subject
      .given(...inForce, expired)
      .when(expireProtocol, expire, at('2029-03-02T09:00:00Z'))
      .thenRefused('NOTHING_TO_CARRY_OUT');
  });

  it('P6: waits for the successor that is about to enter, and not for the day for which one that has entered was claimed', () => {
    const claimed: ProtocolEvent = {
      type: 'ProtocolRenewalClaimed',
      data: {
        ...{ successorId: 'p-2', effectiveDate: '2029-02-01', forCommandId: 'c-1' },
        actBy: '2029-01-02T08:01:00.000Z',
      },
    };
    // It entered later, as was rectified since.
    const renewed: ProtocolEvent = {
      type: 'ProtocolRenewed',
      data: { successorId: 'p-2', effectiveDate: '2029-04-01', points: ['point-1'] },
      effectiveAt: '2029-03-31T22:00:00.000Z',
    };
    const [due, later] = [at('2029-02-28T23:00:00.000Z'), at('2029-05-02T09:00:00Z')];
    subject
      .given(...inForce, claimed)
      .when(expireProtocol, expire, due)
      .thenRefused('SUCCESSOR_ENTERS_FIRST');
    expect(
      subject
        .given(...inForce, claimed, renewed)
        .when(expireProtocol, expire, later)
        .events(),
    ).toMatchObject([{ type: 'ProtocolExpired', data: { expiredOn: '2029-03-01', from: 'RENEWED', to: 'EXPIRED' } }]);
  });

  it('of a month without that day falls on its last day', () => {
    expect(monthsAfter('2026-08-31', 6)).toBe('2027-02-28');
  });
});

describe('dates in Rome', () => {
  it('begin at midnight on its walls, in winter and in summer', () => {
    expect(new Date(midnightInRome('2026-03-29')).toISOString()).toBe('2026-03-28T23:00:00.000Z');
    expect(new Date(midnightInRome('2026-03-30')).toISOString()).toBe('2026-03-29T22:00:00.000Z');
    expect(romeDateOf(Date.parse('2026-03-29T21:59:59Z'))).toBe('2026-03-29');
    expect(romeDateOf(Date.parse('2026-03-29T22:00:00Z'))).toBe('2026-03-30');
    expect(romeDateOf(Date.parse('2026-10-25T22:59:59Z'))).toBe('2026-10-25');
    expect(romeDateOf(Date.parse('2026-10-25T23:00:00Z'))).toBe('2026-10-26');
  });
});
