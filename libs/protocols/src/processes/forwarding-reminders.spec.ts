import { processManager } from '#kernel/specification';
import type { ProtocolEvent } from '../domain/events.ts';
import { AMENDMENT_ID, amendmentSigned } from '../specification/sample-amendment.ts';
import { forwardingReminders } from './forwarding-reminders.ts';

const of = (event: ProtocolEvent): [ProtocolEvent, { stream: string }] => [event, { stream: 'Protocol-p-1' }];
const hash = 'a'.repeat(64);
const signed = of({
  type: 'ProtocolSigned',
  data: { documentSha256: hash, signedAt: '2026-03-14T10:00:00.000Z', forwardBy: '2026-03-29' },
});
const dates = { signedOn: '2026-03-14', forwardBy: '2026-03-29', noticedOn: '2026-03-30', nextOn: '2026-04-06' };
const noticed = of({ type: 'ProtocolForwardingOverdueNoticed', data: { ...dates, reminder: 1 } });
const forwarded = of({ type: 'ProtocolForwardedToCentralOrganisation', data: { forwardedOn: '2026-04-01' } });
const at = (time: string): number => Date.parse(time);

describe('P9: reminders of a protocol that is signed and not forwarded', () => {
  const reminders = processManager(forwardingReminders);

  it('begin when the day after the last in time begins in Rome', () => {
    reminders.given(signed).thenDeadlines(['p-1', 'reminder', at('2026-03-29T22:00:00Z'), 'NoticeForwardingOverdue']);
  });

  it('of signatures of before, which name no day, 15 days after', () => {
    const old = of({ type: 'ProtocolSigned', data: { documentSha256: hash, signedAt: '2026-03-14T10:00:00.000Z' } });
    reminders.given(old).thenDeadlines(['p-1', 'reminder', at('2026-03-29T22:00:00Z'), 'NoticeForwardingOverdue']);
  });

  it('come again on the day that the one before names', () => {
    reminders
      .given(signed, noticed)
      .thenDeadlines(['p-1', 'reminder', at('2026-04-05T22:00:00Z'), 'NoticeForwardingOverdue']);
  });

  describe('T2: once the time of the later signature is rectified', () => {
    const rectified = (signedAt: string, forwardBy?: string) =>
      of({
        type: 'ProtocolRectified',
        data: {
          ...{ rectifies: 4, of: 'ProtocolSigned', reason: 'Data errata' },
          changes: { signedAt, ...(forwardBy === undefined ? {} : { forwardBy }) },
          act: { authority: 'Direzione regionale', number: '12', date: '2026-03-20' },
          ...{ from: 'SIGNED', to: 'SIGNED', standing: { signatures: [] } },
        },
      });
    const due = (time: string) => ['p-1', 'reminder', at(time), 'NoticeForwardingOverdue'] as const;

    it('the first follows the day by which it is then to be forwarded', () => {
      reminders
        .given(signed, rectified('2026-03-18T10:00:00.000Z', '2026-04-02'))
        .thenDeadlines(due('2026-04-02T22:00:00Z'));
      reminders.given(signed, rectified('2026-03-10T10:00:00.000Z')).thenDeadlines(due('2026-03-25T23:00:00Z'));
    });

    it('those after it come no sooner than was said', () => {
      reminders
        .given(signed, noticed, rectified('2026-03-10T10:00:00.000Z', '2026-03-25'))
        .thenDeadlines(due('2026-04-05T22:00:00Z'));
      reminders
        .given(signed, noticed, rectified('2026-03-28T10:00:00.000Z', '2026-04-12'))
        .thenDeadlines(due('2026-04-12T22:00:00Z'));
    });

    it('one that is forwarded stays without', () => {
      reminders.given(signed, forwarded, rectified('2026-03-18T10:00:00.000Z', '2026-04-02')).thenDeadlines();
    });
  });

  it('of an amendment are its own, from its own later signature until it is forwarded or withdrawn', () => {
    const amendment = of(amendmentSigned('2026-06-01').at(-1)!);
    const due = [AMENDMENT_ID, 'reminder', at('2026-03-12T23:00:00Z'), 'NoticeForwardingOverdue'] as const;
    const ofProtocol = ['p-1', 'reminder', at('2026-03-29T22:00:00Z'), 'NoticeForwardingOverdue'] as const;
    const both = reminders.given(signed, amendment);
    expect([...both.deadlines]).toHaveLength(2);
    both.thenDeadlines(ofProtocol, due);
    expect([...reminders.given(amendment).deadlines.values()][0]?.command.data).toEqual({
      ...{ protocolId: 'p-1', amendmentId: AMENDMENT_ID, reminder: 1 },
    });
    const amendmentId = AMENDMENT_ID;
    const sent = of({
      type: 'ProtocolForwardedToCentralOrganisation',
      data: { amendmentId, forwardedOn: '2026-03-10' },
    });
    const withdrawn = of({
      type: 'ProtocolAmendmentWithdrawn',
      data: { amendmentId, effectiveDate: '2026-06-01', reason: 'Ripensamento', added: [], expiresOn: '2027-02-21' },
    });
    for (const ending of [sent, withdrawn]) reminders.given(signed, amendment, ending).thenDeadlines(ofProtocol);
    reminders.given(signed, amendment, forwarded).thenDeadlines(due);
  });

  it('end with the forwarding', () => {
    reminders.given(signed, noticed, forwarded).thenDeadlines();
  });
});
