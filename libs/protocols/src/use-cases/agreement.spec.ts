import { specify } from '#use-cases/specification';
import type { PointKind } from '#vocabulary';
import type { ProtocolEvent } from '../domain/events.ts';
import { protocol } from '../domain/protocol.ts';
import type { Officer, Signature } from '../domain/vocabulary.ts';
import { hostSignature, inpsSignature, signingFacts, TEXT_HASH } from '../specification/signatures.ts';
import { assignConventionOfficer } from './assign-convention-officer.ts';
import { draftProtocol, type DraftProtocol } from './draft-protocol.ts';
import { recordProtocolSignature } from './record-protocol-signature.ts';
import { rejectProtocol } from './reject-protocol.ts';
import { reviseProtocolDraft } from './revise-protocol-draft.ts';
import { submitProtocol } from './submit-protocol.ts';
import { withdrawProtocol } from './withdraw-protocol.ts';

const host = { id: 'host-1', kind: 'PUBLIC_ADMINISTRATION' as const, name: 'Comune dimostrativo' };
const officers: Officer[] = [
  { party: 'INPS', role: 'RESPONSABILE', officerId: 'o-1', office: 'DR-08' },
  { party: 'INPS', role: 'REFERENTE_TECNICO', officerId: 'o-2', office: 'DR-08' },
  { party: 'HOST', role: 'RESPONSABILE', officerId: 'o-3', office: 'Segreteria' },
  { party: 'HOST', role: 'REFERENTE_TECNICO', officerId: 'o-4', office: 'CED' },
];
const draft: DraftProtocol = {
  hostBodyId: 'host-1',
  region: '08',
  proposingUnit: 'DR-08',
  points: ['point-1', 'point-2'],
  kinds: ['SERVIZIO'],
  durationMonths: 36,
  officers: [],
};
const drafted: ProtocolEvent = {
  type: 'ProtocolDrafted',
  data: {
    protocolId: 'p-1',
    host,
    region: '08',
    points: ['point-1', 'point-2'],
    kinds: ['SERVIZIO'],
    durationMonths: 36,
    proposingUnit: 'DR-08',
  },
};
const assigned = officers.map((data): ProtocolEvent => ({ type: 'ConventionOfficerAssigned', data }));
const submitted: ProtocolEvent = { type: 'ProtocolSubmitted', data: {} };
const inps = inpsSignature;
const inpsEntry = inps.registerEntry;
const recorded = (data: Signature): ProtocolEvent => ({
  type: 'ProtocolSignatureRecorded',
  data,
  effectiveAt: data.signedAt,
});
const signed: ProtocolEvent = {
  type: 'ProtocolSigned',
  data: { documentSha256: TEXT_HASH, signedAt: hostSignature.signedAt, forwardBy: '2026-03-12' },
  effectiveAt: hostSignature.signedAt,
};
const untilSubmitted = [drafted, ...assigned, submitted];
const untilSigned = [...untilSubmitted, recorded(inps), recorded(hostSignature), signed];
const subject = specify(protocol);
const point = { status: 'APPROVED', kind: 'SERVIZIO' as const, hostId: 'host-1', region: '08' };
type Point = Omit<typeof point, 'kind'> & { readonly kind: PointKind };
/** The points of the draft, as their own streams have them: the second one is otherwise, or not there. */
const withSecond = (difference: Partial<Point> | undefined): ReadonlyMap<string, Point | undefined> =>
  new Map([
    ['point-1', point],
    ['point-2', difference && { ...point, ...difference }],
  ]);
const facts = { id: 'p-1', host, named: withSecond({}), ...signingFacts };

describe('drafting a protocol', () => {
  it.each([
    ['of another region, of which nothing more is told', 'RENEWED_PROTOCOL_OF_ANOTHER_REGION', { region: '09' }],
    ['with another host', 'RENEWED_PROTOCOL_OF_ANOTHER_HOST', { hostId: 'host-2' }],
  ])('P6: refuses to renew one %s', (_which, code, difference) => {
    const predecessor = { status: 'IN_FORCE', region: '08', hostId: 'host-1', points: ['point-1'], ...difference };
    subject
      .given()
      .when(draftProtocol, { ...draft, renews: 'p-0' }, { ...facts, predecessor })
      .thenRefused(code);
  });

  it('covers one or more points of one host in one region', () => {
    subject.given().when(draftProtocol, draft, facts).then(drafted);
  });

  it('names officers who are known already in the same step', () => {
    subject
      .given()
      .when(draftProtocol, { ...draft, officers }, facts)
      .then(drafted, ...assigned);
  });

  it('refuses a host that is not registered', () => {
    subject
      .given()
      .when(draftProtocol, draft, { ...facts, host: undefined })
      .thenRefused('HOST_BODY_NOT_REGISTERED', { hostBodyId: 'host-1' });
  });

  it('refuses to cover no point, or to allow no kind', () => {
    subject
      .given()
      .when(draftProtocol, { ...draft, points: [] }, facts)
      .thenRefused('PROTOCOL_COVERS_NO_POINT');
    subject
      .given()
      .when(draftProtocol, { ...draft, kinds: [] }, facts)
      .thenRefused('PROTOCOL_ALLOWS_NO_KIND');
  });

  it('allows service points at public administrations only', () => {
    const association = { ...host, kind: 'RECOGNISED_ASSOCIATION' as const };
    subject
      .given()
      .when(draftProtocol, { ...draft, kinds: ['INFORMATIVO', 'EVOLUTO'] }, { ...facts, host: association })
      .thenRefused('KIND_ONLY_AT_PUBLIC_ADMINISTRATION', { kinds: ['EVOLUTO'] });
    const informative = new Map([['point-1', { ...point, kind: 'INFORMATIVO' }]]);
    const lesser = { ...draft, points: ['point-1'], kinds: ['INFORMATIVO' as const] };
    expect(
      subject
        .given()
        .when(draftProtocol, lesser, { ...facts, host: association, named: informative })
        .events(),
    ).toHaveLength(1);
  });

  it.each<[string, string, Partial<Point> | undefined]>([
    ['does not exist', 'POINTS_NOT_REGISTERED', undefined],
    ['stands in another region', 'POINTS_OF_ANOTHER_REGION', { region: '09', hostId: 'host-2' }],
    ['stands at another host', 'POINTS_OF_ANOTHER_HOST', { hostId: 'host-2' }],
    ['was declined', 'POINTS_DECLINED', { status: 'DECLINED' }],
    ['is of a kind that it does not allow', 'POINTS_OF_ANOTHER_KIND', { kind: 'EVOLUTO' }],
  ])('refuses a point that %s', (_what, code, second) => {
    subject
      .given()
      .when(draftProtocol, draft, { ...facts, named: withSecond(second) })
      .thenRefused(code, { points: ['point-2'] });
  });

  it('refuses two officers for one post', () => {
    const [first] = officers as [Officer];
    subject
      .given()
      .when(draftProtocol, { ...draft, officers: [first, { ...first, officerId: 'o-9' }] }, facts)
      .thenRefused('OFFICER_NAMED_TWICE', { party: 'INPS', role: 'RESPONSABILE' });
  });
});

describe('revising a draft', () => {
  const known = { named: withSecond({}) };
  const terms = { points: ['point-1', 'point-2'], kinds: ['SERVIZIO' as const], durationMonths: 36 };
  const revised = (change: Partial<typeof terms>): ProtocolEvent => ({
    type: 'ProtocolDraftRevised',
    data: { ...terms, ...change },
  });

  it('changes points, kinds and duration, and leaves what is not given', () => {
    subject
      .given(drafted)
      .when(reviseProtocolDraft, { durationMonths: 12 }, known)
      .then(revised({ durationMonths: 12 }));
    subject
      .given(drafted, revised({ durationMonths: 12 }))
      .when(reviseProtocolDraft, { points: ['point-1'] }, { named: new Map([['point-1', point]]) })
      .then(revised({ points: ['point-1'], durationMonths: 12 }));
  });

  it('keeps to the rules of drafting', () => {
    subject
      .given(drafted)
      .when(reviseProtocolDraft, { kinds: ['INFORMATIVO'] }, known)
      .thenRefused('POINTS_OF_ANOTHER_KIND');
    subject
      .given(drafted)
      .when(reviseProtocolDraft, { durationMonths: 12 }, { named: withSecond({ hostId: 'host-2' }) })
      .thenRefused('POINTS_OF_ANOTHER_HOST');
    const association = { ...host, kind: 'RECOGNISED_ASSOCIATION' as const };
    subject
      .given({ ...drafted, data: { ...drafted.data, host: association } } as ProtocolEvent)
      .when(reviseProtocolDraft, { durationMonths: 12 }, known)
      .thenRefused('KIND_ONLY_AT_PUBLIC_ADMINISTRATION');
  });

  it('changes something, and ends with the submission', () => {
    subject.given(drafted).when(reviseProtocolDraft, { durationMonths: 36 }, known).thenRefused('NOTHING_TO_REVISE');
    subject
      .given(...untilSubmitted)
      .when(reviseProtocolDraft, { durationMonths: 12 }, known)
      .thenRefused('PROTOCOL_STATE_FORBIDS', { state: 'SUBMITTED' });
  });
});

describe('submitting a protocol', () => {
  it('needs Responsabile and Referente tecnico of both parties', () => {
    subject
      .given(drafted, ...assigned)
      .when(submitProtocol, {})
      .then(submitted);
    for (const left of officers) {
      const others = assigned.filter(({ data }) => data !== left);
      subject
        .given(drafted, ...others)
        .when(submitProtocol, {})
        .thenRefused('CONVENTION_OFFICERS_MISSING', { missing: [{ party: left.party, role: left.role }] });
    }
  });

  it('an officer for a post that is held replaces the holder', () => {
    const successor = { ...(officers[0] as Officer), officerId: 'o-9' };
    subject
      .given(drafted, ...assigned)
      .when(assignConventionOfficer, { ...successor })
      .then({ type: 'ConventionOfficerReplaced', data: { ...successor, previousOfficerId: 'o-1' } });
    subject
      .given(drafted, ...assigned)
      .when(assignConventionOfficer, { ...(officers[0] as Officer) })
      .thenRefused('OFFICER_ALREADY_ASSIGNED');
  });

  it('happens once', () => {
    subject
      .given(...untilSubmitted)
      .when(submitProtocol, {})
      .thenRefused('PROTOCOL_STATE_FORBIDS', { state: 'SUBMITTED', allowed: ['DRAFT'] });
  });
});

describe('before it is signed a protocol', () => {
  it('is rejected when submitted, not as a draft', () => {
    const reject = { reason: 'Locali non idonei' };
    subject
      .given(...untilSubmitted)
      .when(rejectProtocol, reject)
      .then({ type: 'ProtocolRejected', data: { reason: reject.reason } });
    subject.given(drafted).when(rejectProtocol, reject).thenRefused('PROTOCOL_STATE_FORBIDS');
  });

  it('is withdrawn as a draft or when submitted, also between the two signatures', () => {
    const withdraw = { reason: 'Rinuncia' };
    subject
      .given(drafted)
      .when(withdrawProtocol, withdraw)
      .then({ type: 'ProtocolWithdrawn', data: { reason: 'Rinuncia', from: 'DRAFT' } });
    subject
      .given(...untilSubmitted, recorded(inps))
      .when(withdrawProtocol, withdraw)
      .then({ type: 'ProtocolWithdrawn', data: { reason: 'Rinuncia', from: 'SUBMITTED' } });
  });

  it('is neither rejected nor withdrawn once signed', () => {
    subject
      .given(...untilSigned)
      .when(rejectProtocol, { reason: 'x' })
      .thenRefused('PROTOCOL_STATE_FORBIDS');
    subject
      .given(...untilSigned)
      .when(withdrawProtocol, { reason: 'x' })
      .thenRefused('PROTOCOL_STATE_FORBIDS');
  });
});

describe('signing a protocol', () => {
  it('the first signature is recorded and concludes nothing', () => {
    subject
      .given(...untilSubmitted)
      .when(recordProtocolSignature, inps, signingFacts)
      .then(recorded(inps));
  });

  it('the second over the same document concludes it, in the same step, whichever party comes first', () => {
    subject
      .given(...untilSubmitted, recorded(inps))
      .when(recordProtocolSignature, hostSignature, signingFacts)
      .then(recorded(hostSignature), signed);
    subject
      .given(...untilSubmitted, recorded(hostSignature))
      .when(recordProtocolSignature, inps, signingFacts)
      .then(recorded(inps), signed);
  });

  it('ProtocolSigned comes exactly once: any further signature is refused', () => {
    for (const signature of [inps, hostSignature]) {
      subject
        .given(...untilSigned)
        .when(recordProtocolSignature, signature, signingFacts)
        .thenRefused('PROTOCOL_STATE_FORBIDS', { state: 'SIGNED' });
    }
  });

  it('no party signs twice, over whatever document', () => {
    const again = { ...inps, signedFileSha256: 'd'.repeat(64), registerEntry: { ...inpsEntry, number: 18 } };
    subject
      .given(...untilSubmitted, recorded(inps))
      .when(recordProtocolSignature, again, signingFacts)
      .thenRefused('PARTY_ALREADY_SIGNED');
    subject
      .given(...untilSubmitted, recorded(inps))
      .when(recordProtocolSignature, { ...again, documentSha256: 'b'.repeat(64) }, signingFacts)
      .thenRefused('PARTY_ALREADY_SIGNED');
  });

  it('nobody signs for both parties (art. 1395 c.c.)', () => {
    const by = <Signed extends object>(signature: Signed, subject: string) => ({
      ...{ ...signature, signatory: subject },
      name: { sealed: 'x', subject, field: 'ProtocolSignatureRecorded.name' } as never,
    });
    const waiting = subject.given(...untilSubmitted, recorded(by(inps, 'person-1')));
    waiting
      .when(recordProtocolSignature, by(hostSignature, 'person-1'), signingFacts)
      .thenRefused('SIGNED_FOR_BOTH_PARTIES');
    expect(waiting.when(recordProtocolSignature, by(hostSignature, 'person-2'), signingFacts).events()).toHaveLength(2);
  });

  it('both sign the same document', () => {
    subject
      .given(...untilSubmitted, recorded(inps))
      .when(recordProtocolSignature, { ...hostSignature, documentSha256: 'b'.repeat(64) }, signingFacts)
      .thenRefused('SIGNATURE_HASH_MISMATCH', { signed: TEXT_HASH, given: 'b'.repeat(64) });
  });

  it('needs a submitted protocol', () => {
    subject
      .given(drafted, ...assigned)
      .when(recordProtocolSignature, inps, signingFacts)
      .thenRefused('PROTOCOL_STATE_FORBIDS', { state: 'DRAFT' });
  });

  it('is not dated ahead, and its register entry neither', () => {
    subject
      .given(...untilSubmitted)
      .when(recordProtocolSignature, { ...inps, signedAt: '2026-03-02T08:00:00.001Z' }, signingFacts)
      .thenRefused('SIGNED_IN_FUTURE');
    subject
      .given(...untilSubmitted)
      .when(recordProtocolSignature, { ...inps, registerEntry: { ...inpsEntry, date: '2026-03-03' } }, signingFacts)
      .thenRefused('REGISTERED_IN_FUTURE');
  });

  it('stands in the register of the year of its entry', () => {
    subject
      .given(...untilSubmitted)
      .when(recordProtocolSignature, { ...inps, registerEntry: { ...inpsEntry, year: 2025 } }, signingFacts)
      .thenRefused('REGISTER_YEAR_MISMATCH');
  });

  it('is written down in UTC, wherever it was given', () => {
    subject
      .given(...untilSubmitted)
      .when(recordProtocolSignature, { ...inps, signedAt: '2026-02-20T11:00:00+01:00' }, signingFacts)
      .then(recorded(inps));
  });
});
