import { specify } from '#use-cases/specification';
import { startOf } from '#use-cases/dated';
import { readSettings } from '#use-cases';
import type { ProtocolEvent } from '../domain/events.ts';
import { protocol } from '../domain/protocol.ts';
import { protocolSettings } from '../protocol-settings.ts';
import { drafted, submitted } from '../specification/sample-protocol.ts';
import { noticeProtocolExpiry } from './notice-protocol-expiry.ts';

const signed: ProtocolEvent = {
  type: 'ProtocolSigned',
  data: { documentSha256: 'a'.repeat(64), signedAt: '2026-02-20T10:00:00.000Z' },
  effectiveAt: '2026-02-20T10:00:00.000Z',
};
const entered: ProtocolEvent = {
  type: 'ProtocolEnteredIntoForce',
  data: { effectiveDate: '2026-03-01', expiresOn: '2029-03-01' },
  effectiveAt: startOf('2026-03-01'),
};
const inForce = [drafted(), submitted, signed, entered];
const noticed = (daysBefore: number, expiresOn = '2029-03-01'): ProtocolEvent => ({
  type: 'ProtocolExpiryNoticed',
  data: { expiresOn, daysBefore },
});
const claimed = (effectiveDate: string): ProtocolEvent => ({
  type: 'ProtocolRenewalClaimed',
  data: { successorId: 'p-2', effectiveDate, forCommandId: 'c-1', actBy: '2028-12-01T08:01:00.000Z' },
});
const notified: ProtocolEvent = {
  type: 'ProtocolTerminationNotified',
  data: { noticeDate: '2028-11-01', effectiveDate: '2029-02-20', reason: 'Recesso' },
  effectiveAt: startOf('2029-02-20'),
};
const subject = specify(protocol);
/** Asked for the notice of so many days before, at nine o'clock of a day. */
const asked = (daysBefore: number, today: string, events: ProtocolEvent[] = inForce, days = [90, 60, 30]) =>
  subject
    .given(...events)
    .when(
      noticeProtocolExpiry,
      { expiresOn: '2029-03-01', daysBefore },
      { days, today, now: Date.parse(`${today}T08:00:00Z`) },
    );

describe('the expiry of a protocol is noticed 90, 60 and 30 days before', () => {
  it.each([
    [90, '2028-12-01'],
    [60, '2028-12-31'],
    [30, '2029-01-30'],
  ])('%d days before, from %s on', (daysBefore, day) => {
    const before = [90, 60, 30].filter((days) => days > daysBefore).map((days) => noticed(days));
    asked(daysBefore, day, [...inForce, ...before]).then(noticed(daysBefore));
  });

  it('not sooner, and each once', () => {
    asked(90, '2028-11-30').thenRefused('DATE_NOT_REACHED');
    asked(90, '2028-12-01', [...inForce, noticed(90)]).thenRefused('NOTHING_TO_CARRY_OUT');
    asked(90, '2028-12-31', [...inForce, noticed(60)]).thenRefused('NOTHING_TO_CARRY_OUT');
  });

  it('of several that are overdue at once, the last one stands for all', () => {
    asked(90, '2029-01-15').thenRefused('NOTHING_TO_CARRY_OUT');
    asked(60, '2029-01-15').then(noticed(60));
    asked(30, '2029-02-20').then(noticed(30));
  });

  it('not once it has expired, nor of a protocol that has ended', () => {
    asked(30, '2029-03-01').thenRefused('NOTHING_TO_CARRY_OUT');
    const { reason, noticeDate } = { reason: 'Recesso', noticeDate: '2028-01-01' };
    const terminated: ProtocolEvent = {
      type: 'ProtocolTerminated',
      data: { noticeDate, effectiveDate: '2028-02-01', reason },
      effectiveAt: startOf('2028-02-01'),
    };
    asked(90, '2028-12-01', [...inForce, terminated]).thenRefused('NOTHING_TO_CARRY_OUT');
  });

  it('not while it is to end before by a notice of termination, or to be renewed by then', () => {
    asked(90, '2028-12-01', [...inForce, notified]).thenRefused('NOTHING_TO_CARRY_OUT');
    const withdrawn: ProtocolEvent = {
      type: 'ProtocolTerminationWithdrawn',
      data: { effectiveDate: '2029-02-20', reason: 'Accordo' },
    };
    asked(90, '2028-12-01', [...inForce, notified, withdrawn]).then(noticed(90));
    asked(90, '2028-12-01', [...inForce, claimed('2029-03-01')]).thenRefused('NOTHING_TO_CARRY_OUT');
    asked(90, '2028-12-01', [...inForce, claimed('2029-03-02')]).then(noticed(90));
  });

  it('also while it is suspended, and anew when it expires on another day', () => {
    const suspended: ProtocolEvent = {
      type: 'ProtocolSuspended',
      data: { suspendedOn: '2028-06-01', reason: 'Lavori', from: 'IN_FORCE', to: 'SUSPENDED' },
      effectiveAt: startOf('2028-06-01'),
    };
    asked(90, '2028-12-01', [...inForce, suspended]).then(noticed(90));
    asked(90, '2028-12-01', [...inForce, noticed(30, '2028-12-15')]).then(noticed(90));
  });

  it('is a choice of the installation, which counts from the next day on', () => {
    const { values, wrong } = readSettings(protocolSettings, { RETE_PUNTI_EXPIRY_NOTICE_DAYS: '120,15' });
    expect({ days: values.expiryNoticeDays, wrong }).toEqual({ days: ['120', '15'], wrong: [] });
    expect(readSettings(protocolSettings, {}).values.expiryNoticeDays).toEqual(['90', '60', '30']);
    expect(readSettings(protocolSettings, { RETE_PUNTI_EXPIRY_NOTICE_DAYS: '91' }).wrong).toHaveLength(1);
    asked(90, '2028-12-01', inForce, [120, 15]).thenRefused('NOTHING_TO_CARRY_OUT');
    asked(15, '2029-02-14', [...inForce, noticed(120)], [120, 15]).then(noticed(15));
  });

  it('is noted by the calendar alone', () => {
    subject
      .given(...inForce)
      .as({ id: 'centre', role: 'central' })
      .when(noticeProtocolExpiry, { expiresOn: '2029-03-01', daysBefore: 90 }, { days: [90] })
      .thenRefused('ROLE_NOT_ALLOWED');
  });
});
