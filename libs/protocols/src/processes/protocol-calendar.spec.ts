import { processManager } from '#kernel/specification';
import type { ProtocolEvent } from '../domain/events.ts';
import { protocolCalendar } from './protocol-calendar.ts';

const of = (event: ProtocolEvent): [ProtocolEvent, { stream: string }] => [event, { stream: 'Protocol-p-1' }];
const scheduled = (effectiveDate: string) => of({ type: 'ProtocolEntryIntoForceScheduled', data: { effectiveDate } });
const entered = of({
  type: 'ProtocolEnteredIntoForce',
  data: { effectiveDate: '2026-03-30', expiresOn: '2029-03-30' },
});
const terms = { noticeDate: '2026-09-01', effectiveDate: '2026-10-26', reason: 'Recesso' };
const notified = of({ type: 'ProtocolTerminationNotified', data: terms });
const terminated = of({ type: 'ProtocolTerminated', data: terms });
const at = (time: string): number => Date.parse(time);

describe('calendar of a protocol', () => {
  const calendar = processManager(protocolCalendar);

  it.each([
    ['2026-03-28', '2026-03-27T23:00:00Z'],
    ['2026-03-29', '2026-03-28T23:00:00Z'],
    ['2026-03-30', '2026-03-29T22:00:00Z'],
    ['2026-10-25', '2026-10-24T22:00:00Z'],
    ['2026-10-26', '2026-10-25T23:00:00Z'],
  ])('an entry into force set for %s is due when that day begins in Rome', (date, due) => {
    calendar.given(scheduled(date)).thenDeadlines(['p-1', 'entry-into-force', at(due), 'CarryOutEntryIntoForce']);
  });

  it('a date that is moved replaces the first', () => {
    calendar
      .given(scheduled('2026-03-30'), scheduled('2026-04-15'))
      .thenDeadlines(['p-1', 'entry-into-force', at('2026-04-14T22:00:00Z'), 'CarryOutEntryIntoForce']);
  });

  it('once in force a protocol waits for its expiry', () => {
    calendar
      .given(scheduled('2026-03-30'), entered)
      .thenDeadlines(['p-1', 'expiry', at('2029-03-29T22:00:00Z'), 'ExpireProtocol']);
  });

  it('a termination that was notified is due on its date, the expiry still stands behind it', () => {
    calendar
      .given(entered, notified)
      .thenDeadlines(
        ['p-1', 'expiry', at('2029-03-29T22:00:00Z'), 'ExpireProtocol'],
        ['p-1', 'termination', at('2026-10-25T23:00:00Z'), 'CarryOutTermination'],
      );
  });

  it('a suspension with an end is over on it, unless it is resumed before', () => {
    const effect = { from: 'IN_FORCE', to: 'SUSPENDED' } as const;
    const terms = { suspendedOn: '2026-09-01', until: '2026-10-26', reason: 'Lavori' };
    const suspended = of({ type: 'ProtocolSuspended', data: { ...terms, ...effect } });
    const resumed = of({
      type: 'ProtocolResumed',
      data: { resumedOn: '2026-09-20', from: 'SUSPENDED', to: 'IN_FORCE' },
    });
    const expiry = ['p-1', 'expiry', at('2029-03-29T22:00:00Z'), 'ExpireProtocol'] as const;
    const resumption = ['p-1', 'resumption', at('2026-10-25T23:00:00Z'), 'CarryOutResumption'] as const;
    calendar.given(entered, suspended).thenDeadlines(expiry, resumption);
    calendar.given(entered, suspended, resumed).thenDeadlines(expiry);
    calendar
      .given(entered, of({ type: 'ProtocolSuspended', data: { ...terms, from: 'TERMINATED', to: 'TERMINATED' } }))
      .thenDeadlines(expiry);
  });

  it('what was taken back is no longer due', () => {
    const reason = 'Errore';
    const notScheduled = of({ type: 'ProtocolEntryIntoForceWithdrawn', data: { effectiveDate: '2026-03-30', reason } });
    const back = of({ type: 'ProtocolTerminationWithdrawn', data: { effectiveDate: '2026-10-26', reason } });
    calendar.given(scheduled('2026-03-30'), notScheduled).thenDeadlines();
    calendar
      .given(entered, notified, back)
      .thenDeadlines(['p-1', 'expiry', at('2029-03-29T22:00:00Z'), 'ExpireProtocol']);
  });

  it('the deadline names the protocol and the date it was set for', () => {
    const [deadline] = calendar.given(entered, notified).deadlines.values();
    expect(deadline?.command.data).toEqual({ protocolId: 'p-1', expiresOn: '2029-03-30' });
  });

  it('after the end nothing is due', () => {
    calendar.given(entered, notified, terminated).thenDeadlines();
    calendar.given(entered, of({ type: 'ProtocolExpired', data: { expiredOn: '2029-03-30' } })).thenDeadlines();
  });
});
