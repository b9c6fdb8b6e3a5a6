import { projection } from '#kernel/specification';
import { specify } from '#use-cases/specification';
import { startOf } from '#use-cases/dated';
import type { ProtocolEvent } from '../domain/events.ts';
import { protocol } from '../domain/protocol.ts';
import { forwardings } from '../read-models/forwardings.ts';
import { protocolRegister } from '../read-models/protocol-register.ts';
import {
  AMENDMENT_HASH,
  AMENDMENT_ID,
  amendmentSignatures,
  amendmentSigned,
} from '../specification/sample-amendment.ts';
import { protocolInForce, protocolSignedInForce } from '../specification/sample-protocol.ts';
import { hostSignature, inpsSignature, signingFacts, signingUnit, TEXT_HASH } from '../specification/signatures.ts';
import { rectifyProtocol, type RectifyProtocol } from './rectify-protocol.ts';

type Rectified = Extract<ProtocolEvent, { type: 'ProtocolRectified' }>;

const amendmentId = AMENDMENT_ID;
const reason = 'Data errata';
const act = { authority: 'Direzione regionale Emilia-Romagna', number: '12/2026', date: '2026-03-01' };
const amended = (effectiveDate: string): ProtocolEvent => ({
  type: 'ProtocolAmended',
  data: {
    ...{ amendmentId, effectiveDate, durationMonths: 24, expiresOn: '2028-02-21', changed: ['durationMonths'] },
    ...{ points: ['point-1', 'point-2'], kinds: ['INFORMATIVO'], added: [], removed: [] },
  },
  effectiveAt: startOf(effectiveDate),
});
/** Revisions: 0 to 3 the protocol until it is in force, 4 and 5 signatures of the amendment, 6 both, 7 its effect. */
const life = [...protocolInForce, ...amendmentSigned('2026-02-27'), amended('2026-02-27')];
const ahead = [...protocolInForce, ...amendmentSigned('2026-06-01')];
const rectify = (rectifies: number, changes: RectifyProtocol['changes'], events = life) =>
  specify(protocol)
    .given(...events)
    .when(rectifyProtocol, { rectifies, reason, act, ...(changes ? { changes } : {}) }, signingFacts);
const made = (...given: Parameters<typeof rectify>) => rectify(...given).events() as Rectified[];
const brief = ({ data: { rectifies, of, changes } }: Rectified) => [rectifies, of, changes];

describe('T2: a wrong date, number or hash of an amendment is rectified by an act', () => {
  it('its day, on which it was signed to take effect; the amendment stands with what is rectified', () => {
    const right = { effectiveDate: '2026-02-26' };
    for (const rectifies of [6, 7]) {
      const events = made(rectifies, right);
      expect(events.map(brief).toSorted()).toEqual([
        [6, 'ProtocolAmendmentSigned', right],
        [7, 'ProtocolAmended', right],
      ]);
      expect(events.map(({ data }) => [data.amendmentId, data.amendment?.effectiveDate])).toEqual([
        [amendmentId, '2026-02-26'],
        [amendmentId, '2026-02-26'],
      ]);
    }
  });

  it('the day of one that lies ahead, which the calendar then follows', () => {
    const [event, ...others] = made(6, { effectiveDate: '2026-07-01' }, ahead);
    expect(others).toEqual([]);
    expect(event?.data.standing.pendingAmendment).toEqual({ amendmentId, effectiveDate: '2026-07-01' });
  });

  it('P7: not the day of one that lies ahead to one by which the term that it makes is over', () => {
    const shorter = [...protocolInForce, ...amendmentSigned('2026-06-01', { durationMonths: 6 })];
    rectify(6, { effectiveDate: '2026-08-21' }, shorter).thenRefused('RECTIFIED_FACT_FITS_NOWHERE');
    expect(made(6, { effectiveDate: '2026-08-20' }, shorter)).toHaveLength(1);
  });

  it('its hash, under both signatures and where both stand, and never that of the protocol', () => {
    const right = { documentSha256: '7'.repeat(64) };
    for (const rectifies of [4, 6]) {
      expect(made(rectifies, right).map(brief).toSorted()).toEqual([
        [4, 'ProtocolAmendmentSignatureRecorded', right],
        [5, 'ProtocolAmendmentSignatureRecorded', right],
        [6, 'ProtocolAmendmentSigned', right],
      ]);
    }
  });

  it('the time of its later signature, and the day by which it is to be forwarded with it', () => {
    expect(made(5, { signedAt: '2026-02-26T11:00:00+01:00' }).map(brief)).toEqual([
      [5, 'ProtocolAmendmentSignatureRecorded', { signedAt: '2026-02-26T10:00:00.000Z' }],
      [6, 'ProtocolAmendmentSigned', { signedAt: '2026-02-26T10:00:00.000Z', forwardBy: '2026-03-13' }],
    ]);
  });

  it('a number of a register, which the act that it belongs to can then have', () => {
    const { registerEntry } = amendmentSignatures[0];
    const right = { ...registerEntry, number: 18 };
    expect(made(4, { registerEntry: right }).map(({ data: { taken, freed } }) => ({ taken, freed }))).toEqual([
      { taken: [right], freed: [registerEntry] },
    ]);
  });

  it.each<[string, number, RectifyProtocol['changes']]>([
    ['SIGNED_FILE_IS_TEXT', 6, { signedFileSha256: AMENDMENT_HASH }],
    ['SIGNED_FILE_OF_OTHER_PARTY', 7, { signedFileSha256: amendmentSignatures[0].signedFileSha256 }],
    ['DOCUMENT_OF_ANOTHER_ACT', 6, { signedFileSha256: inpsSignature.signedFileSha256 }],
    ['DOCUMENT_OF_ANOTHER_ACT', 8, { documentSha256: TEXT_HASH }],
    ['DOCUMENT_OF_ANOTHER_ACT', 2, { signedFileSha256: AMENDMENT_HASH }],
    ['REGISTER_OF_ANOTHER_BODY', 7, { registerEntry: { ...inpsSignature.registerEntry, number: 18 } }],
    ['REGISTER_ENTRY_NAMED_TWICE', 7, { registerEntry: hostSignature.registerEntry }],
    ['REGISTERED_IN_FUTURE', 7, { registerEntry: { ...hostSignature.registerEntry, number: 18, date: '2026-03-03' } }],
    ['UNIT_NOT_THERE', 6, { signedAt: '2026-02-19T10:00:00Z' }],
  ])('P1 to P3, P7: what recording it refuses, a rectification does not say: %s', (code, rectifies, changes) => {
    const withEntriesOfTheirOwn = amendmentSigned('2026-02-27').map((event) =>
      event.type === 'ProtocolAmendmentSignatureRecorded'
        ? { ...event, data: { ...event.data, registerEntry: { ...event.data.registerEntry, number: 900 } } }
        : event,
    );
    const unit = (on: string) => (on < '2026-02-20' ? undefined : signingUnit);
    specify(protocol)
      .given(...protocolSignedInForce, ...withEntriesOfTheirOwn, amended('2026-02-27'))
      .when(rectifyProtocol, { rectifies, reason, act, ...(changes ? { changes } : {}) }, { ...signingFacts, unit })
      .thenRefused(code);
  });

  it('which the register and the report of forwardings then tell', () => {
    const stream = 'Protocol-p-1';
    const all = [
      ...life,
      ...made(5, { signedAt: '2026-02-26T11:00:00+01:00' }),
      ...made(4, { signedFileSha256: '8'.repeat(64) }),
    ];
    const after = <Document extends object>(of: Parameters<typeof projection<Document>>[0], key: string) =>
      projection(of)
        .given<ProtocolEvent>(...all.map((event): [ProtocolEvent, { stream: string }] => [event, { stream }]))
        .document(key);
    expect(after(forwardings, amendmentId)).toMatchObject({ signedOn: '2026-02-26', forwardBy: '2026-03-13' });
    const { amendments } = after(protocolRegister, 'p-1')!;
    expect(amendments).toMatchObject([
      {
        ...{ amendmentId, documentSha256: AMENDMENT_HASH, effectiveDate: '2026-02-27', isInEffect: true },
        signatures: [{ signedFileSha256: '8'.repeat(64) }, {}],
      },
    ]);
  });

  it.each<[string, number, RectifyProtocol['changes']]>([
    ['RECTIFIED_DATE_IMPOSSIBLE', 7, { effectiveDate: '2026-03-03' }],
    ['RECTIFIED_DATE_IMPOSSIBLE', 7, { effectiveDate: '2026-02-24' }],
    ['RECTIFIED_DATE_IMPOSSIBLE', 5, { signedAt: '2026-02-28T10:00:00Z' }],
    ['FIELDS_NOT_RECTIFIABLE', 6, { signedAt: '2026-02-24T10:00:00Z' }],
    ['NOTHING_TO_RECTIFY', 7, { effectiveDate: '2026-02-27' }],
  ])('is refused as %s', (code, rectifies, changes) => {
    rectify(rectifies, changes).thenRefused(code);
  });

  it('on a day on which the protocol was in force', () => {
    const early = [
      ...protocolInForce,
      ...amendmentSigned('2026-02-27').map((event) =>
        event.type === 'ProtocolAmendmentSigned'
          ? { ...event, data: { ...event.data, signedAt: '2026-02-18T10:00:00.000Z' } }
          : event,
      ),
      amended('2026-02-27'),
    ];
    rectify(7, { effectiveDate: '2026-02-20' }, early).thenRefused('RECTIFIED_FACT_FITS_NOWHERE');
  });
});
