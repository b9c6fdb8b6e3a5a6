import { specify } from '#use-cases/specification';
import type { ProtocolEvent } from '../domain/events.ts';
import { protocol } from '../domain/protocol.ts';
import { drafted } from '../specification/sample-protocol.ts';
import { hostSignature, inpsSignature, signingFacts, TEXT_HASH } from '../specification/signatures.ts';
import { acknowledgeProtocolForwarding } from './acknowledge-protocol-forwarding.ts';
import { forwardProtocolToCentralOrganisation } from './forward-protocol-to-central-organisation.ts';
import { noticeForwardingOverdue } from './notice-forwarding-overdue.ts';
import { recordProtocolSignature } from './record-protocol-signature.ts';

const submitted: ProtocolEvent[] = [drafted(), { type: 'ProtocolSubmitted', data: {} }];
const ofInps: ProtocolEvent = {
  type: 'ProtocolSignatureRecorded',
  data: inpsSignature,
  effectiveAt: inpsSignature.signedAt,
};
const signed: ProtocolEvent[] = [
  ...submitted,
  ofInps,
  {
    type: 'ProtocolSigned',
    data: { documentSha256: TEXT_HASH, signedAt: hostSignature.signedAt, forwardBy: '2026-03-12' },
    effectiveAt: hostSignature.signedAt,
  },
];
const ended: ProtocolEvent[] = [
  ...signed,
  { type: 'ProtocolEnteredIntoForce', data: { effectiveDate: '2026-02-26', expiresOn: '2029-02-26' } },
  {
    type: 'ProtocolTerminated',
    data: { noticeDate: '2026-02-26', effectiveDate: '2026-03-01', reason: 'Recesso' },
    effectiveAt: '2026-02-28T23:00:00.000Z',
  },
];
const at = (time: string) => ({ now: Date.parse(time) });
const institute = { institute: 'inps' };
const subject = specify(protocol);
const letter = {
  registerEntry: { ...inpsSignature.registerEntry, number: 41, date: '2026-03-02' },
  letterSha256: 'e'.repeat(64),
};
const forwarded: ProtocolEvent = {
  type: 'ProtocolForwardedToCentralOrganisation',
  data: { forwardedOn: '2026-03-02', ...letter },
};

describe('P9: a signed protocol is forwarded to the central organisation', () => {
  it('once, after the signatures, and names the entry and the hash of the letter', () => {
    subject
      .given(...signed)
      .when(forwardProtocolToCentralOrganisation, letter, institute)
      .then(forwarded);
    subject
      .given(...submitted)
      .when(forwardProtocolToCentralOrganisation, letter, institute)
      .thenRefused('PROTOCOL_NOT_SIGNED');
    subject
      .given(...signed, forwarded)
      .when(forwardProtocolToCentralOrganisation, letter, institute)
      .thenRefused('PROTOCOL_ALREADY_FORWARDED');
  });

  it('also after its end: it is no condition of its force', () => {
    subject
      .given(...ended)
      .when(forwardProtocolToCentralOrganisation, letter, institute)
      .then(forwarded);
  });

  it('on a day between signature and today', () => {
    subject
      .given(...signed)
      .when(forwardProtocolToCentralOrganisation, { ...letter, forwardedOn: '2026-02-24' }, institute)
      .thenRefused('FORWARDED_BEFORE_SIGNATURE', { signedOn: '2026-02-25' });
    subject
      .given(...signed)
      .when(forwardProtocolToCentralOrganisation, { ...letter, forwardedOn: '2026-03-03' }, institute)
      .thenRefused('FORWARDED_IN_FUTURE');
  });

  it('with a letter that the institute has registered, on a day that has come', () => {
    const otherwise = (difference: object) => ({
      ...letter,
      registerEntry: { ...letter.registerEntry, ...difference },
    });
    subject
      .given(...signed)
      .when(forwardProtocolToCentralOrganisation, otherwise({ ipaCode: 'c_demo' }), institute)
      .thenRefused('REGISTER_OF_ANOTHER_BODY', { expected: 'inps' });
    subject
      .given(...signed)
      .when(forwardProtocolToCentralOrganisation, otherwise({ date: '2026-03-03' }), institute)
      .thenRefused('REGISTERED_IN_FUTURE');
  });

  it('with a letter that was registered by then, however long before', () => {
    const given = subject.given(...signed);
    given
      .when(forwardProtocolToCentralOrganisation, { ...letter, forwardedOn: '2026-03-01' }, institute)
      .thenRefused('LETTER_REGISTERED_AFTER_FORWARDING', { registeredOn: '2026-03-02', forwardedOn: '2026-03-01' });
    const early = { ...letter, registerEntry: { ...letter.registerEntry, date: '2026-01-12' } };
    expect(given.when(forwardProtocolToCentralOrganisation, early, institute).events()).toHaveLength(1);
  });

  it('within 15 days of the later signature, unless the installation says otherwise', () => {
    const given = subject.given(...submitted, ofInps);
    const due = (facts: object) =>
      (
        given.when(recordProtocolSignature, hostSignature, { ...signingFacts, ...facts }).events()[1]?.data as {
          forwardBy: string;
        }
      ).forwardBy;
    expect(due({})).toBe('2026-03-12');
    expect(due({ forwardingDays: 30 })).toBe('2026-03-27');
  });
});

describe('P9: a signed protocol that is not forwarded in time', () => {
  const noticed = (reminder: number, noticedOn: string, nextOn: string): ProtocolEvent => ({
    type: 'ProtocolForwardingOverdueNoticed',
    data: { unit: 'DR-08', signedOn: '2026-02-25', forwardBy: '2026-03-12', noticedOn, reminder, nextOn },
  });
  const first = noticed(1, '2026-03-13', '2026-03-20');

  it('is noted on the day after, and again at intervals', () => {
    subject
      .given(...signed)
      .when(noticeForwardingOverdue, { reminder: 1 }, { every: 7, ...at('2026-03-12T22:59:59.999Z') })
      .thenRefused('DATE_NOT_REACHED');
    subject
      .given(...signed)
      .when(noticeForwardingOverdue, { reminder: 1 }, { every: 7, ...at('2026-03-12T23:00:00.000Z') })
      .then(first);
    subject
      .given(...signed, first)
      .when(noticeForwardingOverdue, { reminder: 2 }, { every: 7, ...at('2026-03-24T09:00:00.000Z') })
      .then(noticed(2, '2026-03-24', '2026-03-31'));
  });

  it('is noted once for each reminder, also after its end, and no longer once it is forwarded', () => {
    const late = { every: 7, ...at('2026-03-13T09:00:00.000Z') };
    subject
      .given(...signed, first)
      .when(noticeForwardingOverdue, { reminder: 1 }, late)
      .thenRefused('NOTHING_TO_CARRY_OUT');
    subject
      .given(...ended)
      .when(noticeForwardingOverdue, { reminder: 1 }, late)
      .then(first);
    subject
      .given(...signed, forwarded)
      .when(noticeForwardingOverdue, { reminder: 1 }, late)
      .thenRefused('NOTHING_TO_CARRY_OUT');
    subject
      .given(...submitted)
      .when(noticeForwardingOverdue, { reminder: 1 }, late)
      .thenRefused('NOTHING_TO_CARRY_OUT');
  });

  it('is noted by the calendar alone', () => {
    subject
      .given(...signed)
      .as({ id: 'centre', role: 'central' })
      .when(noticeForwardingOverdue, { reminder: 1 }, { every: 7, ...at('2026-03-13T09:00:00.000Z') })
      .thenRefused('ROLE_NOT_ALLOWED');
  });

  it('of before, when no day was written down, is due after 15 days', () => {
    const old = signed.map((event): ProtocolEvent => {
      if (event.type !== 'ProtocolSigned') return event;
      const { documentSha256, signedAt } = event.data;
      return { ...event, data: { documentSha256, signedAt } };
    });
    subject
      .given(...old)
      .when(noticeForwardingOverdue, { reminder: 1 }, { every: 7, ...at('2026-03-13T09:00:00.000Z') })
      .then(first);
  });
});

describe('P9: the acknowledgement of a forwarded protocol', () => {
  const registerEntry = { ...inpsSignature.registerEntry, aoo: 'INPS-DC', number: 99, date: '2026-03-02' };
  const forwardedBefore: ProtocolEvent = {
    type: 'ProtocolForwardedToCentralOrganisation',
    data: { forwardedOn: '2026-03-01' },
  };
  const acknowledged: ProtocolEvent = {
    type: 'ProtocolForwardingAcknowledged',
    data: { acknowledgedOn: '2026-03-02', registerEntry },
  };
  const given = subject.given(...signed, forwardedBefore);

  it('names the entry of the centre, and happens once', () => {
    given.when(acknowledgeProtocolForwarding, { registerEntry }, institute).then(acknowledged);
    subject
      .given(...signed, forwardedBefore, acknowledged)
      .when(acknowledgeProtocolForwarding, { registerEntry }, institute)
      .thenRefused('FORWARDING_ALREADY_ACKNOWLEDGED', { acknowledgedOn: '2026-03-02' });
    given
      .when(acknowledgeProtocolForwarding, { registerEntry: { ...registerEntry, ipaCode: 'c_demo' } }, institute)
      .thenRefused('REGISTER_OF_ANOTHER_BODY', { expected: 'inps' });
  });

  it('is the centre’s, and follows a forwarding', () => {
    given
      .as({ id: 'directorate', role: 'regional', region: '08' })
      .when(acknowledgeProtocolForwarding, { registerEntry }, institute)
      .thenRefused('ROLE_NOT_ALLOWED');
    subject
      .given(...signed)
      .when(acknowledgeProtocolForwarding, { registerEntry }, institute)
      .thenRefused('PROTOCOL_NOT_FORWARDED');
  });

  it('names the entry of what came: made since the forwarding, and before it is acknowledged', () => {
    const on = (date: string, acknowledgedOn = '2026-03-02') =>
      given.when(
        acknowledgeProtocolForwarding,
        { registerEntry: { ...registerEntry, date }, acknowledgedOn },
        institute,
      );
    on('2026-02-28').thenRefused('RECEIPT_REGISTERED_BEFORE_FORWARDING', { forwardedOn: '2026-03-01' });
    on('2026-03-02', '2026-03-01').thenRefused('RECEIPT_REGISTERED_AFTER_ACKNOWLEDGEMENT');
    expect(on('2026-03-01').events()).toHaveLength(1);
  });

  it('is dated between forwarding and today, and its entry is of the year of its register', () => {
    given
      .when(acknowledgeProtocolForwarding, { registerEntry, acknowledgedOn: '2026-02-28' }, institute)
      .thenRefused('ACKNOWLEDGED_BEFORE_FORWARDING');
    given
      .when(acknowledgeProtocolForwarding, { registerEntry, acknowledgedOn: '2026-03-03' }, institute)
      .thenRefused('ACKNOWLEDGED_IN_FUTURE');
    given
      .when(acknowledgeProtocolForwarding, { registerEntry: { ...registerEntry, year: 2025 } }, institute)
      .thenRefused('REGISTER_YEAR_MISMATCH');
  });
});
