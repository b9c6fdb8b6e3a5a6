import { specify } from '#use-cases/specification';
import type { ProtocolEvent } from '../domain/events.ts';
import { checkDocument } from '../domain/document-check.ts';
import { protocol } from '../domain/protocol.ts';
import type { Signature } from '../domain/vocabulary.ts';
import { hostSignature, inpsSignature, signingFacts, signingUnit, TEXT_HASH } from '../specification/signatures.ts';
import { draftProtocol } from './draft-protocol.ts';
import { recordProtocolSignature } from './record-protocol-signature.ts';

const administration = { id: 'host-1', kind: 'PUBLIC_ADMINISTRATION' as const, name: 'Comune dimostrativo' };
const association = { id: 'host-2', kind: 'RECOGNISED_ASSOCIATION' as const, name: 'Patronato dimostrativo' };
const submitted = (host: typeof administration | typeof association): ProtocolEvent[] => [
  {
    type: 'ProtocolDrafted',
    data: { protocolId: 'p-1', host, region: '08', points: ['x'], kinds: ['INFORMATIVO'], durationMonths: 36 },
  },
  { type: 'ProtocolSubmitted', data: {} },
];
const recorded = (data: Signature): ProtocolEvent => ({
  type: 'ProtocolSignatureRecorded',
  data,
  effectiveAt: data.signedAt,
});
const between = specify(protocol).given(...submitted(administration));
const withAssociation = specify(protocol).given(...submitted(association));
const ofAssociation = { ...signingFacts, hostIpaCode: undefined };

describe('P1: a register entry names administration, AOO, register, year, number and date', () => {
  it('a signature stands in the register of its own administration', () => {
    between.when(recordProtocolSignature, inpsSignature, signingFacts).then(recorded(inpsSignature));
    between.when(recordProtocolSignature, hostSignature, signingFacts).then(recorded(hostSignature));
    const { registerEntry } = inpsSignature;
    between
      .when(recordProtocolSignature, { ...hostSignature, registerEntry }, signingFacts)
      .thenRefused('REGISTER_OF_ANOTHER_BODY', { given: 'inps', expected: 'c_demo' });
    between
      .when(
        recordProtocolSignature,
        { ...inpsSignature, registerEntry: { ...registerEntry, ipaCode: 'c_demo' } },
        signingFacts,
      )
      .thenRefused('REGISTER_OF_ANOTHER_BODY', { given: 'c_demo', expected: 'inps' });
  });

  it('of an association, which has no AOO, the entry stands by which INPS received it', () => {
    const received = { ...hostSignature, registerEntry: { ...inpsSignature.registerEntry, number: 18 } };
    withAssociation.when(recordProtocolSignature, received, ofAssociation).then(recorded(received));
    withAssociation
      .when(recordProtocolSignature, hostSignature, ofAssociation)
      .thenRefused('REGISTER_OF_ANOTHER_BODY', { given: 'c_demo', expected: 'inps' });
  });

  it('IPA codes are compared without regard to case', () => {
    const loud = { ...hostSignature, registerEntry: { ...hostSignature.registerEntry, ipaCode: 'C_DEMO' } };
    between.when(recordProtocolSignature, loud, signingFacts).then(recorded(loud));
  });
});

describe('P2: the hash of the text, and that of the file with each signature', () => {
  it('a signature changes the file: neither the text nor the other party’s file is its own', () => {
    between
      .when(recordProtocolSignature, { ...inpsSignature, signedFileSha256: TEXT_HASH }, signingFacts)
      .thenRefused('SIGNED_FILE_IS_TEXT');
    specify(protocol)
      .given(...submitted(administration), recorded(inpsSignature))
      .when(
        recordProtocolSignature,
        { ...hostSignature, signedFileSha256: inpsSignature.signedFileSha256 },
        signingFacts,
      )
      .thenRefused('SIGNED_FILE_OF_OTHER_PARTY', { party: 'INPS' });
  });

  it('a file is the text, signed by one, final, or unknown', () => {
    const files = [TEXT_HASH, inpsSignature.signedFileSha256, hostSignature.signedFileSha256, 'f'.repeat(64)];
    const verdicts = (signatures: readonly Signature[]) =>
      files.map((file) => {
        const { verdict, party = '' } = checkDocument(file, signatures);
        return `${verdict} ${party}`.trim();
      });
    expect(verdicts([])).toEqual(['UNKNOWN', 'UNKNOWN', 'UNKNOWN', 'UNKNOWN']);
    expect(verdicts([inpsSignature])).toEqual(['TEXT', 'SIGNED_BY_ONE INPS', 'UNKNOWN', 'UNKNOWN']);
    const both = ['TEXT', 'SIGNED_BY_ONE INPS', 'FINAL HOST', 'UNKNOWN'];
    expect(verdicts([inpsSignature, hostSignature])).toEqual(both);
    expect(verdicts([hostSignature, inpsSignature])).toEqual(both);
    const atOnce = { ...inpsSignature, signedAt: hostSignature.signedAt };
    expect(verdicts([hostSignature, atOnce])).toEqual([...['TEXT', 'FINAL INPS', 'SIGNED_BY_ONE HOST', 'UNKNOWN']]);
  });

  it('signatures of before, which name no file, tell the text alone', () => {
    const { signedFileSha256: _file, ...old } = inpsSignature;
    expect(checkDocument(TEXT_HASH, [old])).toEqual({ verdict: 'TEXT' });
    specify(protocol)
      .given(...submitted(administration), recorded(old))
      .when(recordProtocolSignature, hostSignature, signingFacts)
      .then(recorded(hostSignature), {
        type: 'ProtocolSigned',
        data: { documentSha256: TEXT_HASH, signedAt: hostSignature.signedAt, forwardBy: '2026-03-12' },
        effectiveAt: hostSignature.signedAt,
      });
  });
});

describe('P3: between administrations only digital, advanced or qualified signatures count', () => {
  it.each(['DIGITAL', 'ADVANCED', 'QUALIFIED'] as const)('a %s one does', (kind) => {
    between
      .when(recordProtocolSignature, { ...hostSignature, kind }, signingFacts)
      .then(recorded({ ...hostSignature, kind }));
  });

  it('a simple one does not, of either party; with an association it may', () => {
    for (const signature of [inpsSignature, hostSignature]) {
      between
        .when(recordProtocolSignature, { ...signature, kind: 'SIMPLE' }, signingFacts)
        .thenRefused('SIGNATURE_KIND_DOES_NOT_COUNT', { kind: 'SIMPLE' });
    }
    const simple = { ...inpsSignature, kind: 'SIMPLE' as const };
    withAssociation.when(recordProtocolSignature, simple, ofAssociation).then(recorded(simple));
  });
});

describe('P4: who may propose and sign is data by kind of unit', () => {
  const draft = {
    ...{ hostBodyId: 'host-1', region: '08', proposingUnit: 'DR-08' },
    ...{ points: ['x'], kinds: ['INFORMATIVO' as const], durationMonths: 36 },
  };
  const point = { status: 'APPROVED', kind: 'INFORMATIVO' as const, hostId: 'host-1', region: '08' };
  const facts = { ...signingFacts, id: 'p-1', host: administration, named: new Map([['x', point]]) };
  const provincial = { ...signingUnit, kind: 'DIREZIONE_PROVINCIALE' as const };

  it('the institute signs through a unit, which the signature names; a host through none', () => {
    const { unit: _unit, ...ofNobody } = inpsSignature;
    between.when(recordProtocolSignature, ofNobody, signingFacts).thenRefused('SIGNING_UNIT_MISSING');
    between
      .when(recordProtocolSignature, { ...hostSignature, unit: 'DR-08' }, signingFacts)
      .thenRefused('HOST_SIGNS_THROUGH_NO_UNIT');
  });

  it('a provincial directorate proposes and does not sign, unless the installation says so', () => {
    const known = { ...signingFacts, unit: () => provincial };
    between
      .when(recordProtocolSignature, inpsSignature, known)
      .thenRefused('UNIT_MAY_NOT_SIGN', { kind: 'DIREZIONE_PROVINCIALE' });
    between
      .when(recordProtocolSignature, inpsSignature, { ...known, signingKinds: ['DIREZIONE_PROVINCIALE'] })
      .then(recorded(inpsSignature));
    expect(
      specify(protocol)
        .given()
        .when(draftProtocol, draft, { ...facts, unit: () => provincial })
        .events()[0]?.data,
    ).toMatchObject({ proposingUnit: 'DR-08' });
  });

  it('an agency proposes nothing', () => {
    const agency = { ...signingUnit, kind: 'AGENZIA_TERRITORIALE' as const };
    specify(protocol)
      .given()
      .when(draftProtocol, draft, { ...facts, unit: () => agency })
      .thenRefused('UNIT_MAY_NOT_PROPOSE', { kind: 'AGENZIA_TERRITORIALE' });
  });

  it('the unit is judged as it was on the day of the signature', () => {
    const since = (day: string) => (on: string) => (on < day ? undefined : signingUnit);
    between
      .when(recordProtocolSignature, inpsSignature, { ...signingFacts, unit: since('2026-02-20') })
      .then(recorded(inpsSignature));
    between
      .when(recordProtocolSignature, inpsSignature, { ...signingFacts, unit: since('2026-02-21') })
      .thenRefused('UNIT_NOT_THERE', { unit: 'DR-08', on: '2026-02-20' });
  });

  it('acts for its own region, one of the whole country for each', () => {
    const { region: _region, ...national } = signingUnit;
    between
      .when(recordProtocolSignature, inpsSignature, { ...signingFacts, unit: () => ({ ...signingUnit, region: '09' }) })
      .thenRefused('UNIT_OF_ANOTHER_REGION', { region: '08' });
    between
      .when(recordProtocolSignature, inpsSignature, { ...signingFacts, unit: () => national })
      .then(recorded(inpsSignature));
  });
});
