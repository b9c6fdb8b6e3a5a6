import { processManager } from '#kernel/specification';
import { specify } from '#use-cases/specification';
import { startOf } from '#use-cases/dated';
import type { ProtocolEvent } from '../domain/events.ts';
import { protocol } from '../domain/protocol.ts';
import { protocolCalendar } from '../processes/protocol-calendar.ts';
import { drafted, submitted } from '../specification/sample-protocol.ts';
import { rectifyProtocol, type RectifyProtocol } from './rectify-protocol.ts';

type Rectified = Extract<ProtocolEvent, { type: 'ProtocolRectified' }>;

const reason = 'Data errata';
const act = { authority: 'Direzione regionale Emilia-Romagna', number: '12/2026', date: '2026-03-01' };
const signed: ProtocolEvent = {
  type: 'ProtocolSigned',
  data: { documentSha256: 'a'.repeat(64), signedAt: '2026-01-08T10:00:00.000Z' },
  effectiveAt: '2026-01-08T10:00:00.000Z',
};
const entered = (effectiveDate: string, expiresOn: string): ProtocolEvent => ({
  type: 'ProtocolEnteredIntoForce',
  data: { effectiveDate, expiresOn },
  effectiveAt: startOf(effectiveDate),
});
const amended = (effectiveDate: string, durationMonths: number, expiresOn: string): ProtocolEvent => ({
  type: 'ProtocolAmended',
  data: {
    ...{ amendmentId: `am-${effectiveDate}`, effectiveDate, durationMonths, expiresOn },
    ...{ points: ['point-1'], kinds: ['SERVIZIO'], added: [], removed: [] },
  },
  effectiveAt: startOf(effectiveDate),
});
const suspended = (suspendedOn: string): ProtocolEvent => ({
  type: 'ProtocolSuspended',
  data: { suspendedOn, reason: 'Lavori', from: 'IN_FORCE', to: 'SUSPENDED' },
  effectiveAt: startOf(suspendedOn),
});
const resumed = (resumedOn: string): ProtocolEvent => ({
  type: 'ProtocolResumed',
  data: { resumedOn, reason: 'Fine lavori', from: 'SUSPENDED', to: 'IN_FORCE' },
  effectiveAt: startOf(resumedOn),
});
const terminated = (effectiveDate: string): ProtocolEvent => ({
  type: 'ProtocolTerminated',
  data: { noticeDate: '2026-02-01', effectiveDate, reason: 'Recesso' },
  effectiveAt: startOf(effectiveDate),
});
const renewed = (effectiveDate: string): ProtocolEvent => ({
  type: 'ProtocolRenewed',
  data: { successorId: 'p-2', effectiveDate, points: ['point-1'] },
  effectiveAt: startOf(effectiveDate),
});
const expired = (expiredOn: string): ProtocolEvent => ({
  type: 'ProtocolExpired',
  data: { expiredOn },
  effectiveAt: startOf(expiredOn),
});

/** Revisions: 0 draft, 1 submission, 2 signatures, 3 entry into force on 10 January for three years, 4 and on what follows. */
const life = (...more: ProtocolEvent[]): ProtocolEvent[] => [
  ...[drafted(), submitted, signed, entered('2026-01-10', '2029-01-10')],
  ...more,
];
const subject = specify(protocol);
const rectify = (events: ProtocolEvent[], rectifies: number, changes?: RectifyProtocol['changes']) =>
  subject
    .given(...events)
    .when(rectifyProtocol, { ...{ rectifies, reason, act }, ...(changes ? { changes } : { annuls: true }) });
const made = (given: ReturnType<typeof rectify>): Rectified[] => given.events() as Rectified[];
const brief = ({ data: { rectifies, of, changes, annuls } }: Rectified) => [rectifies, of, annuls ?? changes];

describe('T2: the entry into force of a protocol that was amended (P7) is rectified', () => {
  const twice = life(amended('2026-02-01', 48, '2030-01-10'), amended('2026-02-15', 48, '2030-01-10'));

  it('with the expiry of each of its terms: what an amendment has made of the duration is counted from the right day', () => {
    const rectified = made(rectify(twice, 3, { effectiveDate: '2026-01-15' }));
    expect(rectified.map(brief)).toEqual([
      [3, 'ProtocolEnteredIntoForce', { effectiveDate: '2026-01-15', expiresOn: '2029-01-15' }],
      [4, 'ProtocolAmended', { expiresOn: '2030-01-15' }],
      [5, 'ProtocolAmended', { expiresOn: '2030-01-15' }],
    ]);
    expect(rectified.at(-1)?.data.standing).toMatchObject({ effectiveDate: '2026-01-15', expiresOn: '2030-01-15' });
    processManager(protocolCalendar)
      .given(
        ...[...twice, ...rectified].map((event): [ProtocolEvent, { stream: string }] => [
          event,
          { stream: 'Protocol-p-1' },
        ]),
      )
      .thenDeadlines(['p-1', 'expiry', Date.parse(startOf('2030-01-15')), 'ExpireProtocol']);
  });

  it('with its end, where it has expired by the duration that was amended', () => {
    const events = [
      ...[drafted({ durationMonths: 36 }), submitted, signed, entered('2026-01-10', '2029-01-10')],
      ...[amended('2026-01-20', 1, '2026-02-10'), expired('2026-02-10')],
    ];
    expect(made(rectify(events, 3, { effectiveDate: '2026-01-15' })).map(brief)).toEqual([
      [3, 'ProtocolEnteredIntoForce', { effectiveDate: '2026-01-15', expiresOn: '2029-01-15' }],
      [4, 'ProtocolAmended', { expiresOn: '2026-02-15' }],
      [5, 'ProtocolExpired', { expiredOn: '2026-02-15' }],
    ]);
  });
});

describe('T2: the end of a suspension that stands turns out to have passed', () => {
  it('each event says what it changes after the one before it: the resumption, that it is suspended no longer', () => {
    const told = rectify(life(suspended('2026-02-01')), 4, { until: '2026-02-10' }).events();
    expect(told).toMatchObject([
      { type: 'ProtocolRectified', data: { changes: { until: '2026-02-10' }, from: 'SUSPENDED', to: 'SUSPENDED' } },
      { type: 'ProtocolResumed', data: { resumedOn: '2026-02-10' } },
    ]);
    const { from = 'SUSPENDED', to = 'IN_FORCE' } = told[1]!.data as { readonly from?: string; readonly to?: string };
    expect([from, to]).toEqual(['SUSPENDED', 'IN_FORCE']);
  });
});

describe('T2: what rests on the fact that is rectified is rectified first', () => {
  it.each<[string, ProtocolEvent[], number, RectifyProtocol['changes']]>([
    ['an entry into force after a suspension', life(suspended('2026-01-20')), 3, { effectiveDate: '2026-01-21' }],
    ['an entry into force after the end', life(terminated('2026-02-20')), 3, { effectiveDate: '2026-02-21' }],
    ['an entry into force after the renewal', life(renewed('2026-02-20')), 3, { effectiveDate: '2026-02-21' }],
    [
      'an end before a suspension',
      life(suspended('2026-02-10'), resumed('2026-02-15'), terminated('2026-02-20')),
      ...([6, { effectiveDate: '2026-02-09' }] as const),
    ],
    [
      'a suspension after its resumption',
      life(suspended('2026-02-01'), resumed('2026-02-10')),
      ...([4, { suspendedOn: '2026-02-11' }] as const),
    ],
    [
      'a resumption after the next suspension',
      life(suspended('2026-02-01'), resumed('2026-02-10'), suspended('2026-02-20')),
      ...([5, { resumedOn: '2026-02-21' }] as const),
    ],
  ])('%s is refused', (_what, events, rectifies, changes) => {
    rectify(events, rectifies, changes).thenRefused('OTHER_FACTS_REST_ON_IT');
  });

  it('an entry into force after an amendment is refused', () => {
    const events = life(amended('2026-01-20', 48, '2030-01-10'));
    rectify(events, 3, { effectiveDate: '2026-01-21' }).thenRefused('RECTIFIED_FACT_FITS_NOWHERE', {
      of: 'ProtocolAmended',
    });
  });

  it('a resumption is not annulled while another suspension follows it', () => {
    rectify(life(suspended('2026-02-01'), resumed('2026-02-10'), suspended('2026-02-20')), 5).thenRefused(
      'OTHER_FACTS_REST_ON_IT',
    );
  });

  it('nor does the term end before what was done under it', () => {
    const short = [
      ...[drafted({ durationMonths: 1 }), submitted, signed, entered('2026-01-10', '2026-02-10')],
      amended('2026-02-08', 48, '2030-01-10'),
    ];
    // What the amendment has made of the expiry would be corrected with it.
    rectify(short, 3, { effectiveDate: '2026-01-08' }).thenRefused('RECTIFIED_FACT_FITS_NOWHERE', {
      of: 'ProtocolAmended',
    });
    const suspendedLate = [
      ...[drafted({ durationMonths: 1 }), submitted, signed, entered('2026-01-10', '2026-02-10')],
      ...[suspended('2026-02-08'), expired('2026-02-10')],
    ];
    rectify(suspendedLate, 3, { effectiveDate: '2026-01-08' }).thenRefused('OTHER_FACTS_REST_ON_IT', {
      of: 'ProtocolSuspended',
    });
  });

  it('a protocol is not signed after it was forwarded, nor forwarded before it was signed or after it was acknowledged', () => {
    const registerEntry = { aoo: 'INPS-DR08', year: 2026, number: 17, date: '2026-01-20' };
    const signature = {
      ...{ documentSha256: 'a'.repeat(64), format: 'PADES' as const, signerRole: 'Direttore', registerEntry },
      signedAt: '2026-01-08T10:00:00.000Z',
    } as const;
    const recorded = (party: 'INPS' | 'HOST'): ProtocolEvent => ({
      type: 'ProtocolSignatureRecorded',
      data: { ...signature, party, registerEntry: { ...registerEntry, aoo: party } },
      effectiveAt: signature.signedAt,
    });
    const events: ProtocolEvent[] = [
      ...[drafted(), submitted, recorded('INPS'), recorded('HOST'), signed],
      { type: 'ProtocolForwardedToCentralOrganisation', data: { forwardedOn: '2026-01-20' } },
      {
        type: 'ProtocolForwardingAcknowledged',
        data: { acknowledgedOn: '2026-01-25', registerEntry: { ...registerEntry, date: '2026-01-25' } },
      },
    ];
    rectify(events, 3, { signedAt: '2026-01-21T10:00:00Z' }).thenRefused('OTHER_FACTS_REST_ON_IT', {
      of: 'ProtocolForwardedToCentralOrganisation',
    });
    rectify(events, 5, { forwardedOn: '2026-01-07' }).thenRefused('RECTIFIED_FACT_FITS_NOWHERE', { on: '2026-01-07' });
    rectify(events, 5, { forwardedOn: '2026-01-26' }).thenRefused('OTHER_FACTS_REST_ON_IT', {
      of: 'ProtocolForwardingAcknowledged',
    });
    rectify(events, 6, { acknowledgedOn: '2026-01-19' }).thenRefused('RECTIFIED_FACT_FITS_NOWHERE', {
      on: '2026-01-19',
    });
    expect(made(rectify(events, 5, { forwardedOn: '2026-01-22' }))).toHaveLength(1);
  });

  it('P9: who may not state a fact may not restate it: the letter is the directorate’s, the acknowledgement the centre’s', () => {
    const registerEntry = { aoo: 'INPS-DC', year: 2026, number: 17, date: '2026-01-25' };
    const sent = specify(protocol).given(
      ...[drafted(), submitted, signed],
      { type: 'ProtocolForwardedToCentralOrganisation', data: { forwardedOn: '2026-01-20' } },
      { type: 'ProtocolForwardingAcknowledged', data: { acknowledgedOn: '2026-01-25', registerEntry } },
    );
    const wanted = (rectifies: number, changes: RectifyProtocol['changes']) => ({
      protocolId: 'p-1',
      rectifies,
      changes,
      reason,
      act,
    });
    const [centre, directorate] = [
      { id: 'dcorg', role: 'central' },
      { id: 'dr-08', role: 'regional', region: '08' },
    ] as const;
    const letter = wanted(3, { forwardedOn: '2026-01-19' });
    const acknowledgement = wanted(4, { acknowledgedOn: '2026-01-26' });
    sent
      .as(centre)
      .when(rectifyProtocol, letter)
      .thenRefused('ROLE_NOT_ALLOWED', { allowed: ['regional'] });
    sent
      .as(directorate)
      .when(rectifyProtocol, acknowledgement)
      .thenRefused('ROLE_NOT_ALLOWED', { allowed: ['central'] });
    expect(sent.as(directorate).when(rectifyProtocol, letter).events()).toHaveLength(1);
    expect(sent.as(centre).when(rectifyProtocol, acknowledgement).events()).toHaveLength(1);
  });

  it('an amendment that lies ahead is not left behind by an earlier expiry', () => {
    const ahead: ProtocolEvent = {
      type: 'ProtocolAmendmentSigned',
      data: {
        ...{
          amendmentId: 'am-1',
          documentSha256: 'a'.repeat(64),
          signedAt: '2026-02-20T10:00:00.000Z',
          signatures: [],
        },
        ...{ effectiveDate: '2026-04-08', durationMonths: 48 },
      },
      effectiveAt: startOf('2026-04-08'),
    };
    const events = [...[drafted({ durationMonths: 3 }), submitted, signed, entered('2026-01-10', '2026-04-10'), ahead]];
    rectify(events, 3, { effectiveDate: '2026-01-08' }).thenRefused('OTHER_FACTS_REST_ON_IT', {
      of: 'ProtocolAmendmentSigned',
    });
    expect(made(rectify(events, 3, { effectiveDate: '2026-01-09' })).map(brief)).toEqual([
      [3, 'ProtocolEnteredIntoForce', { effectiveDate: '2026-01-09', expiresOn: '2026-04-09' }],
    ]);
  });

  it('a suspension that never was takes its resumption with it, and both come back together', () => {
    const events = life(suspended('2026-02-01'), resumed('2026-02-10'), suspended('2026-02-20'), resumed('2026-02-25'));
    const annulled = made(rectify(events, 4));
    expect(annulled.map(brief)).toEqual([
      [4, 'ProtocolSuspended', true],
      [5, 'ProtocolResumed', true],
    ]);
    const back = made(rectify([...events, ...annulled], 8));
    expect(back.map(brief)).toEqual([
      [8, 'ProtocolRectified', true],
      [9, 'ProtocolRectified', true],
    ]);
    expect(back.at(-1)?.data.to).toBe('IN_FORCE');
  });

  it('what comes back finds its place', () => {
    const events = life(suspended('2026-02-01'), resumed('2026-02-10'));
    const annulled = made(rectify(events, 4));
    rectify([...events, ...annulled, suspended('2026-01-20')], 6).thenRefused('RECTIFIED_FACT_FITS_NOWHERE');
  });
});
