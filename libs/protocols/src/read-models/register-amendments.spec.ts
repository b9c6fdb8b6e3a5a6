import type { Sealed } from '#kernel/domain';
import { projection } from '#kernel/specification';
import { checkDocuments } from '../domain/document-check.ts';
import type { ProtocolEvent } from '../domain/events.ts';
import type { PersonName } from '../domain/vocabulary.ts';
import { AMENDMENT_HASH, AMENDMENT_ID, amendmentSigned } from '../specification/sample-amendment.ts';
import { protocolInForce } from '../specification/sample-protocol.ts';
import { hostSignature, inpsSignature, TEXT_HASH } from '../specification/signatures.ts';
import { protocolRegister } from './protocol-register.ts';

const amendmentId = AMENDMENT_ID;
const [ofInps, ofHost, signed] = amendmentSigned('2026-06-01') as [ProtocolEvent, ProtocolEvent, ProtocolEvent];
const ofProtocol: ProtocolEvent = { type: 'ProtocolSignatureRecorded', data: inpsSignature };
const protocolSigned = [...protocolInForce.slice(0, 2), ofProtocol, ...protocolInForce.slice(2)];
const forwarded: ProtocolEvent = {
  type: 'ProtocolForwardedToCentralOrganisation',
  data: { amendmentId, forwardedOn: '2026-03-02' },
};
const acknowledged: ProtocolEvent = {
  type: 'ProtocolForwardingAcknowledged',
  data: { amendmentId, acknowledgedOn: '2026-03-03', registerEntry: inpsSignature.registerEntry },
};
const withdrawn: ProtocolEvent = {
  type: 'ProtocolAmendmentWithdrawn',
  data: { amendmentId, effectiveDate: '2026-06-01', reason: 'Ripensamento', added: [], expiresOn: '2027-02-21' },
};

function documentAfter(...events: ProtocolEvent[]) {
  const all = [...protocolSigned, ...events];
  const document = projection(protocolRegister)
    .given<ProtocolEvent>(
      ...all.map((event): [ProtocolEvent, { stream: string }] => [event, { stream: 'Protocol-p-1' }]),
    )
    .document('p-1');
  if (!document) throw new TypeError('no protocol');
  return document;
}

describe('P9: how far an amendment has come stands with it in the register', () => {
  it('from its signatures to the acknowledgement, and the protocol is found by each of its acts', () => {
    const after = (...events: ProtocolEvent[]) => {
      const { amendments, forwarding, forwardings } = documentAfter(ofInps, ofHost, signed, ...events);
      return [amendments[0]?.forwarding, forwarding, forwardings];
    };
    expect(after()).toEqual(['NOT_FORWARDED', 'NOT_FORWARDED', ['NOT_FORWARDED']]);
    expect(after(forwarded)).toEqual(['FORWARDED', 'NOT_FORWARDED', ['NOT_FORWARDED', 'FORWARDED']]);
    expect(after(forwarded, acknowledged)).toEqual([
      ...['ACKNOWLEDGED', 'NOT_FORWARDED'],
      ['NOT_FORWARDED', 'ACKNOWLEDGED'],
    ]);
    const { amendments, acknowledgedOn } = documentAfter(ofInps, ofHost, signed, forwarded, acknowledged);
    expect(amendments).toMatchObject([
      { forwardBy: '2026-03-12', forwardedOn: '2026-03-02', acknowledgedOn: '2026-03-03', isWithdrawn: false },
    ]);
    expect(acknowledgedOn).toBeNull();
  });

  it('one that was withdrawn before it was forwarded is looked for no more', () => {
    const own: ProtocolEvent = {
      type: 'ProtocolForwardedToCentralOrganisation',
      data: { forwardedOn: '2026-03-02' },
    };
    const { amendments, forwardings } = documentAfter(own, ofInps, ofHost, signed, withdrawn);
    expect(amendments).toMatchObject([{ isWithdrawn: true, isInEffect: false }]);
    expect(forwardings).toEqual(['FORWARDED']);
  });
});

describe('P5: who signs an amendment stands with its act', () => {
  it('sealed, apart from who signed the protocol, and in no answer', () => {
    const name: Sealed<PersonName> = { sealed: 'x', subject: 's-1', field: 'ProtocolSignature.name' };
    const named = { type: ofInps.type, data: { ...ofInps.data, signatory: 's-1', name } } as ProtocolEvent;
    const before: ProtocolEvent = {
      type: 'ConventionOfficerAssigned',
      data: { party: 'INPS', role: 'RESPONSABILE', office: 'DR', officerId: 's-0', name },
    };
    const { persons, amendments } = documentAfter(before, named, ofHost, signed);
    expect(persons).toMatchObject([
      { role: 'RESPONSABILE' },
      { amendmentId, party: 'INPS', role: 'SIGNATORY', subject: 's-1', name },
    ]);
    expect(amendments[0]?.signatures).toHaveLength(2);
    expect(JSON.stringify(amendments)).not.toContain('s-1');
  });

  it('amendments of before, whose signatures named nobody, are read as they are', () => {
    const data = { ...signed.data, signatures: [inpsSignature, hostSignature] };
    const { amendments, persons } = documentAfter({ ...signed, data } as ProtocolEvent);
    expect(amendments[0]?.signatures.map(({ party }) => party)).toEqual(['INPS', 'HOST']);
    expect(persons).toEqual([]);
  });
});

describe('P2: a file offered for check is told of which act it is', () => {
  const { signatures, amendments } = documentAfter(ofInps, ofHost, signed);
  const check = (sha256: string) => checkDocuments(sha256, [{ signatures }, ...amendments]);

  it.each<[string, string, object]>([
    ['the text of the protocol', TEXT_HASH, { verdict: 'TEXT' }],
    ['the protocol signed by one', inpsSignature.signedFileSha256, { verdict: 'SIGNED_BY_ONE', party: 'INPS' }],
    ['the text of an amendment', AMENDMENT_HASH, { verdict: 'TEXT', amendmentId }],
    ['an amendment signed by one', '1'.repeat(64), { verdict: 'SIGNED_BY_ONE', party: 'INPS', amendmentId }],
    ['an amendment as both signed it', '2'.repeat(64), { verdict: 'FINAL', party: 'HOST', amendmentId }],
    ['anything else', '9'.repeat(64), { verdict: 'UNKNOWN' }],
  ])('%s', (_what, sha256, answer) => {
    expect(check(sha256)).toEqual(answer);
  });

  it('says of an amendment that was withdrawn that it was, and of another over the same text that one first', () => {
    const taken = amendments.map((amendment) => ({ ...amendment, isWithdrawn: true }));
    const file = '2'.repeat(64);
    const final = { verdict: 'FINAL', party: 'HOST' };
    expect(checkDocuments(file, [{ signatures }, ...taken])).toEqual({ ...final, amendmentId, isWithdrawn: true });
    const anew = taken.map((amendment) => ({ ...amendment, amendmentId: 'anew', isWithdrawn: false }));
    expect(checkDocuments(file, [{ signatures }, ...taken, ...anew])).toEqual({ ...final, amendmentId: 'anew' });
  });
});
