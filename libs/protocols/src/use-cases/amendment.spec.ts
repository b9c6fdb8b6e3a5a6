import { specify } from '#use-cases/specification';
import { MemoryEventStore, MemoryWorkStore } from '#store-memory';
import { startOf } from '#use-cases/dated';
import type { PointKind } from '#vocabulary';
import type { ProtocolEvent } from '../domain/events.ts';
import { protocol } from '../domain/protocol.ts';
import { agreementsOver, directorate } from '../specification/agreements.ts';
import {
  AMENDMENT_HASH,
  amendmentSignatures,
  amendmentSigned,
  signaturesOfAmendment,
} from '../specification/sample-amendment.ts';
import { protocolInForce, protocolSignedInForce } from '../specification/sample-protocol.ts';
import { signatoryOf } from '../specification/persons.ts';
import { inpsSignature as ofProtocol, signingFacts, TEXT_HASH } from '../specification/signatures.ts';
import { amendProtocol, type AmendProtocol } from './amend-protocol.ts';
import { carryOutAmendment } from './carry-out-amendment.ts';
import type { SignatureInput } from './signature-input.ts';

const inForce = protocolInForce;
const [inpsSignature, hostSignature] = amendmentSignatures;
const signatures = [inpsSignature, hostSignature];
const point = { status: 'APPROVED', kind: 'INFORMATIVO' as const, hostId: 'host-1', region: '08' };
const named = (...ids: string[]) => new Map(ids.map((id) => [id, point]));
const facts = { ...signingFacts, named: named('point-1', 'point-2', 'point-3'), forwardingDays: 15 };
const subject = specify(protocol);
const given = subject.given(...inForce);

const signed = (change: object, effectiveDate: string): ProtocolEvent[] => [
  ...signatures.map((signature): ProtocolEvent => ({
    type: 'ProtocolAmendmentSignatureRecorded',
    data: { amendmentId: expect.any(String), ...signature },
    effectiveAt: signature.signedAt,
  })),
  {
    type: 'ProtocolAmendmentSigned',
    data: {
      amendmentId: expect.any(String),
      ...{ documentSha256: AMENDMENT_HASH, signedAt: hostSignature.signedAt, forwardBy: '2026-03-12', effectiveDate },
      ...change,
    },
    effectiveAt: startOf(effectiveDate),
  },
];
const amended = (change: object, effectiveDate: string, more: object = {}) => ({
  type: 'ProtocolAmended',
  data: {
    amendmentId: expect.any(String) as string,
    ...{ effectiveDate, points: ['point-1', 'point-2'], kinds: ['INFORMATIVO'], durationMonths: 12 },
    ...{ expiresOn: '2027-02-21', added: [], removed: [], changed: Object.keys(change), ...change, ...more },
  },
  effectiveAt: startOf(effectiveDate),
});

describe('P7: an amendment', () => {
  it('is a signed act of its own, with its hash, both register entries and its date', () => {
    const points = ['point-1', 'point-3'];
    expect(given.when(amendProtocol, { signatures, points }, facts).events()).toEqual([
      ...signed({ points }, '2026-03-02'),
      amended({ points }, '2026-03-02', { added: ['point-3'], removed: ['point-2'] }),
    ]);
  });

  it('adds no kinds that the template of the protocol does not serve, as its draft could not', () => {
    const [begun, ...since] = inForce;
    const life = [{ ...begun, data: { ...begun!.data, templateId: 't-1' } } as ProtocolEvent, ...since];
    const template = { status: 'WITHDRAWN' as const, id: 't-1', version: '2026-1', validFrom: '2026-01-01' };
    const adds = (kinds: readonly PointKind[], serves: readonly PointKind[]) =>
      subject
        .given(...life)
        .when(amendProtocol, { signatures, kinds: [...kinds] }, { ...facts, template: { ...template, kinds: serves } });
    adds(['INFORMATIVO', 'SERVIZIO', 'EVOLUTO'], ['INFORMATIVO', 'SERVIZIO']).thenRefused(
      'PROTOCOL_TEMPLATE_OF_OTHER_KINDS',
      { kinds: ['EVOLUTO'] },
    );
    // What it had before, it keeps.
    expect(adds(['INFORMATIVO', 'SERVIZIO'], ['SERVIZIO']).events()).not.toEqual([]);
  });

  it('may change kinds and duration, which is counted from the entry into force', () => {
    const change = { kinds: ['INFORMATIVO' as const, 'SERVIZIO' as const], durationMonths: 24 };
    expect(given.when(amendProtocol, { signatures, ...change }, facts).events()).toEqual([
      ...signed(change, '2026-03-02'),
      amended(change, '2026-03-02', { expiresOn: '2028-02-21' }),
    ]);
  });

  it('that is recorded late has been in effect since its day, and another may follow', () => {
    const late = { signatures, durationMonths: 24, effectiveDate: '2026-02-26' };
    const events = given.when(amendProtocol, late, facts).events();
    expect(events).toEqual([
      ...signed({ durationMonths: 24 }, '2026-02-26'),
      amended({ durationMonths: 24 }, '2026-02-26', { expiresOn: '2028-02-21' }),
    ]);
    const next = subject.given(...inForce, ...events);
    expect(
      next.when(amendProtocol, { signatures: signaturesOfAmendment(2), durationMonths: 36 }, facts).events(),
    ).toHaveLength(4);
  });

  it('that lies ahead takes effect on its day, not a moment earlier', () => {
    const ahead = { signatures, durationMonths: 24, effectiveDate: '2026-04-01' };
    expect(given.when(amendProtocol, ahead, facts).events()).toEqual(signed({ durationMonths: 24 }, '2026-04-01'));
    const pending: ProtocolEvent = {
      type: 'ProtocolAmendmentSigned',
      data: {
        ...{ amendmentId: 'am-1', documentSha256: AMENDMENT_HASH, signedAt: hostSignature.signedAt, signatures },
        ...{ effectiveDate: '2026-04-01', durationMonths: 24 },
      },
      effectiveAt: startOf('2026-04-01'),
    };
    const carryOut = { amendmentId: 'am-1', effectiveDate: '2026-04-01' };
    const waiting = subject.given(...inForce, pending);
    const at = (now: string) => ({ now: Date.parse(now) });
    waiting.when(carryOutAmendment, carryOut, at('2026-03-31T21:59:59.999Z')).thenRefused('DATE_NOT_REACHED');
    expect(waiting.when(carryOutAmendment, carryOut, at('2026-03-31T22:00:00.000Z')).events()).toEqual([
      amended({ durationMonths: 24 }, '2026-04-01', { amendmentId: 'am-1', expiresOn: '2028-02-21' }),
    ]);
    waiting.when(amendProtocol, { signatures, durationMonths: 36 }, facts).thenRefused('AMENDMENT_PENDING');
    subject
      .given(...inForce)
      .when(carryOutAmendment, carryOut, at('2026-04-01T09:00:00Z'))
      .thenRefused('NOTHING_TO_CARRY_OUT');
    // Another, recorded since, has the term end on that day: it begins once the protocol is over.
    const shorter = { amendmentId: 'am-2', expiresOn: '2026-04-01' };
    subject
      .given(...inForce, pending, amended({ durationMonths: 1 }, '2026-03-01', shorter) as ProtocolEvent)
      .when(carryOutAmendment, carryOut, at('2026-04-01T09:00:00Z'))
      .thenRefused('NOTHING_TO_CARRY_OUT');
  });

  it.each<[string, object]>([
    ['AMENDMENT_CHANGES_NOTHING', {}],
    ['AMENDMENT_CHANGES_NOTHING', { points: ['point-2', 'point-1'], durationMonths: 12 }],
    ['AMENDMENT_BEFORE_SIGNATURE', { durationMonths: 24, effectiveDate: '2026-02-24' }],
    ['AMENDMENT_OUTSIDE_FORCE', { durationMonths: 24, effectiveDate: '2027-02-21' }],
    ['AMENDED_EXPIRY_PASSED', { durationMonths: 1, effectiveDate: '2026-04-01' }],
    ['PARTY_ALREADY_SIGNED', { signatures: [inpsSignature, inpsSignature], durationMonths: 24 }],
    [
      'SIGNATURE_HASH_MISMATCH',
      { signatures: [inpsSignature, { ...hostSignature, documentSha256: 'e'.repeat(64) }], durationMonths: 24 },
    ],
  ])('is refused as %s', (code, change) => {
    given.when(amendProtocol, { signatures, ...change }, facts).thenRefused(code);
  });

  it.each<[string, object]>([
    ['POINTS_NOT_REGISTERED', { named: new Map([['point-9', undefined]]) }],
    ['POINTS_OF_ANOTHER_HOST', { named: new Map([['point-9', { ...point, hostId: 'host-2' }]]) }],
    ['POINTS_OF_ANOTHER_KIND', { named: new Map([['point-9', { ...point, kind: 'SERVIZIO' }]]) }],
  ])('looks at the points that it adds as a draft does: %s', (code, known) => {
    given.when(amendProtocol, { signatures, points: ['point-9'] }, { ...facts, ...known }).thenRefused(code);
  });

  it('P1: each of its signatures has an entry of its own', () => {
    const association = { id: 'host-1', kind: 'RECOGNISED_ASSOCIATION' as const, name: 'Patronato dimostrativo' };
    const [{ data }, ...rest] = inForce as [Extract<ProtocolEvent, { type: 'ProtocolDrafted' }>];
    const withAssociation = subject.given({ type: 'ProtocolDrafted', data: { ...data, host: association } }, ...rest);
    const received = { ...hostSignature, registerEntry: { ...inpsSignature.registerEntry, aoo: 'inps-dr08' } };
    const known = { ...facts, hostIpaCode: undefined };
    const amend = (registered: typeof received) =>
      withAssociation.when(amendProtocol, { signatures: [inpsSignature, registered], durationMonths: 24 }, known);
    amend(received).thenRefused('REGISTER_ENTRY_NAMED_TWICE');
    expect(amend({ ...received, registerEntry: { ...received.registerEntry, number: 18 } }).events()).toHaveLength(4);
  });

  it('P3: between administrations it is signed as a protocol is', () => {
    const simple = { ...hostSignature, kind: 'SIMPLE' as const };
    given
      .when(amendProtocol, { signatures: [inpsSignature, simple], durationMonths: 24 }, facts)
      .thenRefused('SIGNATURE_KIND_DOES_NOT_COUNT');
    const asText = { ...hostSignature, signedFileSha256: AMENDMENT_HASH };
    given
      .when(amendProtocol, { signatures: [inpsSignature, asText], durationMonths: 24 }, facts)
      .thenRefused('SIGNED_FILE_IS_TEXT');
  });

  it.each([
    ['the text of the protocol', { documentSha256: TEXT_HASH }],
    ['a file that was signed with the protocol', { signedFileSha256: ofProtocol.signedFileSha256 }],
  ])('has a text and files of its own: not %s', (_what, files) => {
    const ofAnother = signatures.map((signature, index) => ({
      ...signature,
      ...(index === 0 || 'documentSha256' in files ? files : {}),
    }));
    subject
      .given(...protocolSignedInForce)
      .when(amendProtocol, { signatures: ofAnother, durationMonths: 24 }, facts)
      .thenRefused('DOCUMENT_OF_ANOTHER_ACT', { sha256: Object.values(files)[0] });
  });

  it('nor those of another amendment, unless that was withdrawn', () => {
    const ahead = amendmentSigned('2026-04-01');
    const { amendmentId } = ahead.at(-1)!.data as { amendmentId: string };
    const withdrawn: ProtocolEvent = {
      type: 'ProtocolAmendmentWithdrawn',
      data: { amendmentId, effectiveDate: '2026-04-01', reason: 'Ripensamento', added: [], expiresOn: '2027-02-21' },
    };
    const again = { signatures, durationMonths: 36 };
    expect(
      subject
        .given(...inForce, ...ahead, withdrawn)
        .when(amendProtocol, again, facts)
        .events(),
    ).toHaveLength(4);
    subject
      .given(
        ...inForce,
        ...amendmentSigned('2026-02-27'),
        amended({ durationMonths: 24 }, '2026-02-27', { amendmentId, expiresOn: '2028-02-21' }) as ProtocolEvent,
      )
      .when(amendProtocol, again, facts)
      .thenRefused('DOCUMENT_OF_ANOTHER_ACT');
  });

  it('is one of a hundred at most; then the protocol is renewed', () => {
    const one = amendmentSigned('2026-03-01', { durationMonths: 24 }).slice(-1);
    const many = Array.from({ length: 100 }, (_, index) =>
      one.map((event) => ({ ...event, data: { ...event.data, amendmentId: `am-${index}` } }) as ProtocolEvent),
    ).flat();
    const inEffect = many.map(({ data }) => amended({ durationMonths: 24 }, '2026-03-01', data) as ProtocolEvent);
    const all = many.flatMap((event, index) => [event, inEffect[index]!]);
    subject
      .given(...inForce, ...all)
      .when(amendProtocol, { signatures, durationMonths: 36 }, facts)
      .thenRefused('TOO_MANY_AMENDMENTS', { limit: 100 });
  });

  it('keeps a kind while a point of that kind is named', () => {
    const kinds = ['EVOLUTO' as const];
    given.when(amendProtocol, { signatures, kinds }, facts).thenRefused('POINTS_OF_ANOTHER_KIND');
  });

  it('is of a protocol in force', () => {
    subject
      .given(...inForce.slice(0, 3))
      .when(amendProtocol, { signatures, durationMonths: 24 }, facts)
      .thenRefused('PROTOCOL_STATE_FORBIDS');
  });
});

describe('P7: what an amendment changes', () => {
  async function setUp() {
    const world = agreementsOver(new MemoryEventStore());
    await world.registerHost();
    const [kept, removed, added] = [
      await world.approvedPoint(),
      await world.approvedPoint(),
      await world.approvedPoint(),
    ];
    const amendedId = await world.signedProtocol([kept, removed]);
    await world.enter(amendedId, '2026-03-01');
    await world.activate(kept, amendedId);
    await world.activate(removed, amendedId);
    const work = new MemoryWorkStore();
    await world.follow(work);
    const registered = <Signed extends SignatureInput>(signature: Signed) => ({
      ...signature,
      signatory: signatoryOf(signature.party),
      registerEntry: { ...signature.registerEntry, number: 900, date: '2026-02-25' },
    });
    const both: AmendProtocol['signatures'] = [registered(inpsSignature), registered(hostSignature)];
    const amend = (change: object) =>
      world.give(amendProtocol, { protocolId: amendedId, signatures: both, ...change }, { as: directorate });
    return { ...world, amend, work, kept, removed, added, amendedId };
  }

  it('a removed point ends on its day, and is free; an added one is claimed until the protocol ends', async () => {
    const { amend, follow, work, clock, point, coverage, kept, removed, added, amendedId } = await setUp();
    await amend({ points: [kept, added], effectiveDate: '2026-04-01' });
    expect(await coverage(added)).toEqual([{ protocolId: amendedId, from: '2026-04-01', until: '2027-03-01' }]);
    await follow(work);
    expect((await point(removed)).status).toBe('ACTIVE');
    clock.moveTo('2026-04-01T08:00:00Z');
    await follow(work);
    expect((await point(removed)).status).toBe('DEACTIVATED');
    expect((await point(kept)).status).toBe('ACTIVE');
    expect(await coverage(removed)).toEqual([{ protocolId: amendedId, from: '2026-03-01', until: '2026-04-01' }]);
  });

  it('no point is added that another protocol covers', async () => {
    const { amend, signedProtocol, enter, kept, added } = await setUp();
    await enter(await signedProtocol([added]), '2026-06-01');
    await expect(amend({ points: [kept, added] })).rejects.toEqual(
      expect.objectContaining({ code: 'POINT_COVERED_BY_ANOTHER_PROTOCOL' }),
    );
  });

  it('a longer duration is claimed for every point, and the protocol then ends later', async () => {
    const { amend, follow, work, clock, protocol: read, signedProtocol, enter, kept, amendedId } = await setUp();
    const next = await signedProtocol([kept]);
    await amend({ durationMonths: 24 });
    await expect(enter(next, '2027-03-01')).rejects.toEqual(
      expect.objectContaining({ code: 'POINT_COVERED_BY_ANOTHER_PROTOCOL' }),
    );
    clock.moveTo('2027-03-01T08:00:00Z');
    await follow(work);
    expect((await read(amendedId)).status).toBe('IN_FORCE');
    clock.moveTo('2028-03-01T08:00:00Z');
    await follow(work);
    expect((await read(amendedId)).status).toBe('EXPIRED');
  });

  it('a shorter one frees the points from then on', async () => {
    const { amend, follow, work, coverage, kept, amendedId } = await setUp();
    await amend({ durationMonths: 6 });
    await follow(work);
    expect(await coverage(kept)).toEqual([{ protocolId: amendedId, from: '2026-03-01', until: '2026-09-01' }]);
  });
});
