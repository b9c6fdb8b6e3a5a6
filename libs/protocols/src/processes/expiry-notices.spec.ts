import { processManager } from '#kernel/specification';
import { midnightInRome } from '#italy';
import type { ProtocolEvent } from '../domain/events.ts';
import { EXPIRY_NOTICE_DAYS } from '../domain/expiry-notice.ts';
import { expiryNotices } from './expiry-notices.ts';

const of = (event: ProtocolEvent): [ProtocolEvent, { stream: string; recordedAt?: string }] => [
  event,
  { stream: 'Protocol-p-1' },
];
const entered = of({
  type: 'ProtocolEnteredIntoForce',
  data: { effectiveDate: '2026-03-01', expiresOn: '2029-03-01' },
});
const terms = { noticeDate: '2026-09-01', effectiveDate: '2026-10-26', reason: 'Recesso' };
const notified = of({ type: 'ProtocolTerminationNotified', data: terms });
const withdrawn = of({
  type: 'ProtocolTerminationWithdrawn',
  data: { effectiveDate: terms.effectiveDate, reason: 'Accordo' },
});
const released = of({ type: 'ProtocolRenewalReleased', data: { successorId: 'p-2', forCommandId: 'c-1' } });
const amended = (expiresOn: string) =>
  of({
    type: 'ProtocolAmended',
    data: {
      ...{ amendmentId: 'am-1', effectiveDate: '2026-09-01', expiresOn, durationMonths: 48 },
      ...{ points: ['a'], kinds: ['SERVIZIO'], added: [], removed: [] },
    },
  });
const rectified = (to: 'IN_FORCE' | 'EXPIRED', expiresOn: string) =>
  of({
    type: 'ProtocolRectified',
    data: {
      ...{ rectifies: 5, of: 'ProtocolEnteredIntoForce', reason: 'Data errata', from: 'IN_FORCE', to },
      act: { authority: 'Direzione regionale', number: '12', date: '2026-03-06' },
      standing: { signatures: [], expiresOn },
    },
  });

describe('notices of the expiry of a protocol', () => {
  const notices = processManager(expiryNotices);
  type Given = ReturnType<typeof of>;
  /** Each deadline: so many days before which expiry, and whether it is due when that day begins in Rome. */
  const deadlines = (...events: Given[]) =>
    [...notices.given(...events).deadlines.values()].map(({ dueAt, command: { name, data } }) => {
      const { expiresOn, daysBefore } = data as { expiresOn: string; daysBefore: number };
      const day = new Date(Date.parse(expiresOn) - daysBefore * 86_400_000).toISOString().slice(0, 10);
      return { name, daysBefore, expiresOn, inTime: dueAt === midnightInRome(day) };
    });
  const all = (expiresOn: string) =>
    EXPIRY_NOTICE_DAYS.map((days) => ({
      ...{ name: 'NoticeProtocolExpiry', daysBefore: Number(days), expiresOn, inTime: true },
    }));

  it('are set for every day that can be chosen, once it enters into force', () => {
    expect(deadlines(entered)).toEqual(all('2029-03-01'));
  });

  it('are set anew when an amendment or a rectification moves the expiry', () => {
    expect(deadlines(entered, amended('2030-03-01'))).toEqual(all('2030-03-01'));
    expect(deadlines(entered, rectified('IN_FORCE', '2029-03-15'))).toEqual(all('2029-03-15'));
  });

  it('are not set for a protocol that is to end before, and are again when the notice of termination is withdrawn', () => {
    expect(deadlines(entered, notified)).toEqual([]);
    expect(deadlines(entered, notified, withdrawn)).toEqual(all('2029-03-01'));
  });

  it('are set anew when a successor is called off: those that its coming made needless are overdue', () => {
    expect(deadlines(entered, released)).toEqual(all('2029-03-01'));
  });

  it('P10: of an act that is loaded are set for the days that lie ahead alone, also when they are set anew', () => {
    const loaded: Given = [
      {
        type: 'ProtocolEnteredIntoForce',
        data: { effectiveDate: '2026-03-01', expiresOn: '2029-03-01', loaded: true },
      },
      { stream: 'Protocol-p-1', recordedAt: '2028-12-31T09:00:00.000Z' },
    ];
    const ahead = all('2029-03-01').filter(({ daysBefore }) => daysBefore < 60);
    expect(deadlines(loaded)).toEqual(ahead);
    expect(deadlines(loaded, notified, withdrawn)).toEqual(ahead);
    const late: Given = [entered[0], loaded[1]];
    expect(deadlines(late)).toEqual(all('2029-03-01'));
  });

  it('are none once it has ended, and are set again where a rectification finds that it has not', () => {
    const ended: ProtocolEvent[] = [
      { type: 'ProtocolExpired', data: { expiredOn: '2029-03-01' } },
      { type: 'ProtocolTerminated', data: terms },
      { type: 'ProtocolRenewed', data: { successorId: 'p-2', effectiveDate: '2028-01-01', points: [] } },
    ];
    for (const event of ended) expect(deadlines(entered, of(event))).toEqual([]);
    expect(deadlines(entered, rectified('EXPIRED', '2026-03-02'))).toEqual([]);
    expect(deadlines(entered, of(ended[0]!), rectified('IN_FORCE', '2029-04-01'))).toEqual(all('2029-04-01'));
  });
});
