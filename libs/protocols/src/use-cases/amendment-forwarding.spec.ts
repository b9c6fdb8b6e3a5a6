import { specify } from '#use-cases/specification';
import { startOf } from '#use-cases/dated';
import type { ProtocolEvent } from '../domain/events.ts';
import { protocol } from '../domain/protocol.ts';
import { protocolInForce } from '../specification/sample-protocol.ts';
import { AMENDMENT_ID, amendmentSigned } from '../specification/sample-amendment.ts';
import { inpsSignature } from '../specification/signatures.ts';
import { acknowledgeProtocolForwarding } from './acknowledge-protocol-forwarding.ts';
import { forwardProtocolToCentralOrganisation } from './forward-protocol-to-central-organisation.ts';
import { noticeForwardingOverdue } from './notice-forwarding-overdue.ts';

const amendmentId = AMENDMENT_ID;
const amended = [...protocolInForce, ...amendmentSigned('2026-04-01')];
const subject = specify(protocol);
const given = subject.given(...amended);
const institute = { institute: 'inps' };
const registerEntry = { ...inpsSignature.registerEntry, number: 41, date: '2026-03-02' };
const letter = { registerEntry, letterSha256: 'e'.repeat(64) };
const host = { id: 'host-1', kind: 'PUBLIC_ADMINISTRATION' as const, name: 'Comune dimostrativo' };
const forwarded: ProtocolEvent = {
  type: 'ProtocolForwardedToCentralOrganisation',
  data: { amendmentId, host, forwardedOn: '2026-03-02', ...letter },
};
const acknowledged: ProtocolEvent = {
  type: 'ProtocolForwardingAcknowledged',
  data: { amendmentId, acknowledgedOn: '2026-03-02', registerEntry },
};
const withdrawn: ProtocolEvent = {
  type: 'ProtocolAmendmentWithdrawn',
  data: { amendmentId, effectiveDate: '2026-04-01', reason: 'Ripensamento', added: [], expiresOn: '2027-02-21' },
};
const endedOn = (effectiveDate: string): ProtocolEvent => ({
  type: 'ProtocolTerminated',
  data: { noticeDate: '2026-02-22', effectiveDate, reason: 'Recesso' },
  effectiveAt: startOf(effectiveDate),
});

describe('P9: an amendment is forwarded to the central organisation as every signed act', () => {
  it('once, apart from its protocol, with the entry and the hash of a letter of its own', () => {
    given.when(forwardProtocolToCentralOrganisation, { amendmentId, ...letter }, institute).then(forwarded);
    const own: ProtocolEvent = {
      type: 'ProtocolForwardedToCentralOrganisation',
      data: { forwardedOn: '2026-03-02', ...letter },
    };
    const both = subject.given(...amended, own);
    both.when(forwardProtocolToCentralOrganisation, { amendmentId, ...letter }, institute).then(forwarded);
    subject
      .given(...amended, forwarded)
      .when(forwardProtocolToCentralOrganisation, letter, institute)
      .then(own);
    subject
      .given(...amended, forwarded)
      .when(forwardProtocolToCentralOrganisation, { amendmentId, ...letter }, institute)
      .thenRefused('PROTOCOL_ALREADY_FORWARDED');
  });

  it('on a day between its own later signature and today, also after the end of the protocol', () => {
    given
      .when(forwardProtocolToCentralOrganisation, { amendmentId, ...letter, forwardedOn: '2026-02-24' }, institute)
      .thenRefused('FORWARDED_BEFORE_SIGNATURE', { signedOn: '2026-02-25' });
    subject
      .given(...amended, endedOn('2026-03-01'))
      .when(forwardProtocolToCentralOrganisation, { amendmentId, ...letter }, institute)
      .then(forwarded);
  });

  it('T1: also where the protocol turns out to have ended before it, and it changes nothing', () => {
    const lately = subject.given(...amended, [endedOn('2026-02-22'), { recordedAt: '2026-03-01T09:00:00.000Z' }]);
    lately.when(forwardProtocolToCentralOrganisation, { amendmentId, ...letter }, institute).then(forwarded);
    lately
      .when(
        noticeForwardingOverdue,
        { amendmentId, reminder: 1 },
        { every: 7, now: Date.parse('2026-03-13T09:00:00Z') },
      )
      .then(noticed(1, '2026-03-13', '2026-03-20'));
    subject
      .given(...[...amended, [withdrawn, { recordedAt: '2026-02-28T09:00:00.000Z' }] as const], [
        endedOn('2026-02-22'),
        { recordedAt: '2026-03-01T09:00:00.000Z' },
      ])
      .when(forwardProtocolToCentralOrganisation, { amendmentId, ...letter }, institute)
      .thenRefused('AMENDMENT_WITHDRAWN');
  });

  it('is one that the protocol has, and that was not withdrawn', () => {
    for (const [command, more] of [
      [forwardProtocolToCentralOrganisation, letter],
      [acknowledgeProtocolForwarding, { registerEntry }],
    ] as const) {
      const unknown = { amendmentId: 'am-9', ...more };
      given
        .when(command as typeof forwardProtocolToCentralOrganisation, unknown, institute)
        .thenRefused('AMENDMENT_NOT_FOUND');
    }
    subject
      .given(...amended, withdrawn)
      .when(forwardProtocolToCentralOrganisation, { amendmentId, ...letter }, institute)
      .thenRefused('AMENDMENT_WITHDRAWN');
  });

  it('of before, when each amendment told its signatures itself, is forwarded alike', () => {
    const [signature, , signed] = amendmentSigned('2026-04-01');
    const { forwardBy: _by, ...data } = signed!.data as Extract<
      ProtocolEvent,
      { type: 'ProtocolAmendmentSigned' }
    >['data'];
    const { amendmentId: _id, ...plain } = signature!.data as { amendmentId: string } & typeof inpsSignature;
    const old = { ...signed, data: { ...data, signatures: [plain, plain] } } as ProtocolEvent;
    const before = subject.given(...protocolInForce, old);
    before.when(forwardProtocolToCentralOrganisation, { amendmentId, ...letter }, institute).then(forwarded);
    before
      .when(
        noticeForwardingOverdue,
        { amendmentId, reminder: 1 },
        { every: 7, now: Date.parse('2026-03-13T09:00:00Z') },
      )
      .then(noticed(1, '2026-03-13', '2026-03-20'));
  });

  it('is acknowledged by the centre with an entry of its own, after its own forwarding', () => {
    given
      .when(acknowledgeProtocolForwarding, { amendmentId, registerEntry }, institute)
      .thenRefused('PROTOCOL_NOT_FORWARDED');
    const sent = subject.given(...amended, forwarded);
    sent.when(acknowledgeProtocolForwarding, { amendmentId, registerEntry }, institute).then(acknowledged);
    sent.when(acknowledgeProtocolForwarding, { registerEntry }, institute).thenRefused('PROTOCOL_NOT_FORWARDED');
    subject
      .given(...amended, forwarded, acknowledged)
      .when(acknowledgeProtocolForwarding, { amendmentId, registerEntry }, institute)
      .thenRefused('FORWARDING_ALREADY_ACKNOWLEDGED');
  });
});

const noticed = (reminder: number, noticedOn: string, nextOn: string): ProtocolEvent => ({
  type: 'ProtocolForwardingOverdueNoticed',
  data: {
    ...{ amendmentId, unit: 'DR-08', signedOn: '2026-02-25', forwardBy: '2026-03-12', noticedOn, reminder, nextOn },
  },
});

describe('P9: an amendment that is not forwarded in time', () => {
  const at = (time: string) => ({ every: 7, now: Date.parse(time) });
  const first = noticed(1, '2026-03-13', '2026-03-20');

  it('is noted on the day after, and again at intervals, counted apart from its protocol', () => {
    given
      .when(noticeForwardingOverdue, { amendmentId, reminder: 1 }, at('2026-03-12T22:59:59.999Z'))
      .thenRefused('DATE_NOT_REACHED');
    given.when(noticeForwardingOverdue, { amendmentId, reminder: 1 }, at('2026-03-12T23:00:00.000Z')).then(first);
    subject
      .given(...amended, first)
      .when(noticeForwardingOverdue, { amendmentId, reminder: 2 }, at('2026-03-24T09:00:00.000Z'))
      .then(noticed(2, '2026-03-24', '2026-03-31'));
  });

  it.each<[string, ProtocolEvent]>([
    ['forwarded', forwarded],
    ['withdrawn', withdrawn],
  ])('is noted no longer once it is %s', (_what, event) => {
    subject
      .given(...amended, event)
      .when(noticeForwardingOverdue, { amendmentId, reminder: 1 }, at('2026-03-13T09:00:00.000Z'))
      .thenRefused('NOTHING_TO_CARRY_OUT');
  });
});
