import { processManager } from '#kernel/specification';
import { specify } from '#use-cases/specification';
import { endOfDay, startOf } from '#use-cases/dated';
import type { ProtocolEvent } from '../domain/events.ts';
import { protocolLife } from '../domain/protocol-life.ts';
import { protocol } from '../domain/protocol.ts';
import type { Signature } from '../domain/vocabulary.ts';
import { freedRegisterEntries } from '../processes/freed-register-entries.ts';
import { protocolCalendar } from '../processes/protocol-calendar.ts';
import { drafted, submitted } from '../specification/sample-protocol.ts';
import { signingFacts } from '../specification/signatures.ts';
import { rectifyProtocol, type RectifyProtocol } from './rectify-protocol.ts';
import { resumeProtocol } from './resume-protocol.ts';

type Rectified = Extract<ProtocolEvent, { type: 'ProtocolRectified' }>;

const registerEntry = { ipaCode: 'inps', aoo: 'INPS-DR08', register: 'PG', year: 2026, number: 17, date: '2026-01-08' };
const inps: Signature = {
  party: 'INPS',
  documentSha256: 'a'.repeat(64),
  format: 'PADES',
  signerRole: 'Direttore regionale',
  signedAt: '2026-01-07T10:00:00.000Z',
  registerEntry,
};
const host: Signature = {
  ...inps,
  party: 'HOST',
  signedAt: '2026-01-08T10:00:00.000Z',
  registerEntry: { ...registerEntry, ipaCode: 'c_demo', aoo: 'COMUNE' },
};
const recorded = (signature: Signature): ProtocolEvent => ({
  type: 'ProtocolSignatureRecorded',
  data: signature,
  effectiveAt: signature.signedAt,
});
const suspended: ProtocolEvent = {
  type: 'ProtocolSuspended',
  data: { suspendedOn: '2026-02-10', until: '2026-02-20', reason: 'Lavori', from: 'IN_FORCE', to: 'SUSPENDED' },
  effectiveAt: startOf('2026-02-10'),
};
const resumed: ProtocolEvent = {
  type: 'ProtocolResumed',
  data: { resumedOn: '2026-02-20', from: 'SUSPENDED', to: 'IN_FORCE' },
  effectiveAt: startOf('2026-02-20'),
};
/** Revisions: 0 draft, 1 submission, 2 and 3 signatures, 4 both, 5 entry, 6 suspension, 7 resumption. */
const life: ProtocolEvent[] = [
  drafted(),
  submitted,
  recorded(inps),
  recorded(host),
  {
    type: 'ProtocolSigned',
    data: { documentSha256: 'a'.repeat(64), signedAt: host.signedAt },
    effectiveAt: host.signedAt,
  },
  {
    type: 'ProtocolEnteredIntoForce',
    data: { effectiveDate: '2026-01-10', expiresOn: '2029-01-10' },
    effectiveAt: startOf('2026-01-10'),
  },
  suspended,
  resumed,
];
/** The same suspension without an end, until an office resumes it. */
const open: ProtocolEvent = {
  ...suspended,
  data: { suspendedOn: '2026-02-10', reason: 'Lavori', from: 'IN_FORCE', to: 'SUSPENDED' },
};
const resumedByHand: ProtocolEvent = {
  ...resumed,
  data: { ...resumed.data, reason: 'Lavori finiti' },
};
const byHand = life.with(6, open).with(7, resumedByHand);
const reason = 'Data errata';
const act = { authority: 'Direzione regionale Emilia-Romagna', number: '12/2026', date: '2026-03-01' };
const wanted = (rectifies: number, changes?: RectifyProtocol['changes']): Omit<RectifyProtocol, 'protocolId'> => ({
  ...{ rectifies, reason, act },
  ...(changes ? { changes } : { annuls: true }),
});
const subject = specify(protocol);
const rectify = (rectifies: number, changes?: RectifyProtocol['changes'], events = life) =>
  subject.given(...events).when(rectifyProtocol, wanted(rectifies, changes), signingFacts);
const rectifications = (...made: ReturnType<typeof rectify>[]): Rectified[] =>
  made.flatMap((one) => one.events() as Rectified[]);
const brief = ({ data: { rectifies, of, changes, annuls } }: Rectified) => [rectifies, of, annuls ?? changes];

/** The whole life, with what is rectified on the evening of 2 March. */
const withThem = (events: readonly ProtocolEvent[], ...more: readonly ProtocolEvent[]) =>
  [...events, ...more].reduce<ReturnType<typeof protocolLife.add>>(
    (whole, event, revision) =>
      protocolLife.add(whole, event, {
        revision,
        recordedAt: revision < events.length ? '2026-02-20T09:00:00.000Z' : '2026-03-02T19:00:00.000Z',
      }),
    [],
  );
const statusOn = (whole: ReturnType<typeof withThem>, date: string, knownOn?: string) =>
  protocolLife.stateOn(whole, date, knownOn === undefined ? undefined : endOfDay(knownOn)).status;

describe('T2: a wrong date, number or hash is rectified by an act', () => {
  it('the corrected date counts from then on, and the wrong one as it was known before', () => {
    const [made] = rectifications(rectify(6, { suspendedOn: '2026-02-01' }));
    expect(made?.data).toMatchObject({
      ...{ rectifies: 6, of: 'ProtocolSuspended', changes: { suspendedOn: '2026-02-01' }, reason, act },
      ...{ from: 'IN_FORCE', to: 'IN_FORCE' },
    });
    const whole = withThem(life, made!);
    expect(statusOn(whole, '2026-02-05')).toBe('SUSPENDED');
    expect(statusOn(whole, '2026-02-05', '2026-03-01')).toBe('IN_FORCE');
    expect(statusOn(whole, '2026-02-05', '2026-03-02')).toBe('SUSPENDED');
  });

  it('the end of a suspension takes its resumption with it; one that lies ahead has not been', () => {
    expect(rectifications(rectify(6, { until: '2026-02-25' })).map(brief)).toEqual([
      [6, 'ProtocolSuspended', { until: '2026-02-25' }],
      [7, 'ProtocolResumed', { resumedOn: '2026-02-25' }],
    ]);
    const ahead = rectifications(rectify(6, { until: '2026-06-01' }));
    expect(ahead.map(brief)).toEqual([
      [6, 'ProtocolSuspended', { until: '2026-06-01' }],
      [7, 'ProtocolResumed', true],
    ]);
    expect(ahead.at(-1)?.data).toMatchObject({ to: 'SUSPENDED', standing: { suspension: { until: '2026-06-01' } } });
  });

  it('a wrong hash is corrected under both signatures, and where both stand', () => {
    const right = { documentSha256: 'b'.repeat(64) };
    const made = rectifications(rectify(2, right));
    expect(made.map(brief)).toEqual([
      [2, 'ProtocolSignatureRecorded', right],
      [3, 'ProtocolSignatureRecorded', right],
      [4, 'ProtocolSigned', right],
    ]);
    expect(made.at(-1)?.data.standing.signatures.map(({ documentSha256 }) => documentSha256)).toEqual([
      right.documentSha256,
      right.documentSha256,
    ]);
  });

  it('the time of the later signature is that of both', () => {
    expect(rectifications(rectify(3, { signedAt: '2026-01-09T11:00:00+01:00' })).map(brief)).toEqual([
      [3, 'ProtocolSignatureRecorded', { signedAt: '2026-01-09T10:00:00.000Z' }],
      [4, 'ProtocolSigned', { signedAt: '2026-01-09T10:00:00.000Z' }],
    ]);
    expect(rectifications(rectify(2, { signedAt: '2026-01-06T11:00:00+01:00' })).map(brief)).toEqual([
      [2, 'ProtocolSignatureRecorded', { signedAt: '2026-01-06T10:00:00.000Z' }],
    ]);
  });

  it('the day by which it is to be forwarded moves with it', () => {
    const events = life.map((event) =>
      event.type === 'ProtocolSigned' ? { ...event, data: { ...event.data, forwardBy: '2026-01-23' } } : event,
    );
    expect(rectifications(rectify(3, { signedAt: '2026-01-09T11:00:00+01:00' }, events)).map(brief)[1]).toEqual([
      ...[4, 'ProtocolSigned'],
      { signedAt: '2026-01-09T10:00:00.000Z', forwardBy: '2026-01-24' },
    ]);
  });

  it('a wrong number frees the entry for the act that it belongs to', () => {
    const right = { ...registerEntry, number: 18 };
    const made = rectifications(rectify(2, { registerEntry: right }));
    expect(made.map(({ data: { taken, freed } }) => ({ taken, freed }))).toEqual([
      { taken: [right], freed: [registerEntry] },
    ]);
    const state = processManager(freedRegisterEntries).given(recorded(inps), recorded(host), ...made);
    expect(state.commands.map(({ name, data }) => [name, (data as { forCommandId: string }).forCommandId])).toEqual(
      // Under the shorter form, too, which entries were claimed by before.
      [0, 1].map(() => ['ReleaseReservation', 'command-1']),
    );
  });

  it('the date of the entry into force moves the expiry, and the calendar follows', () => {
    const made = rectifications(rectify(5, { effectiveDate: '2026-01-15' }));
    expect(made.map(brief)).toEqual([
      [5, 'ProtocolEnteredIntoForce', { effectiveDate: '2026-01-15', expiresOn: '2029-01-15' }],
    ]);
    processManager(protocolCalendar)
      .given(
        ...[...life, ...made].map((event): [ProtocolEvent, { stream: string }] => [event, { stream: 'Protocol-p-1' }]),
      )
      .thenDeadlines(['p-1', 'expiry', Date.parse(startOf('2029-01-15')), 'ExpireProtocol']);
  });

  it('what is annulled never was, and an annulment can be annulled in its turn', () => {
    const made = rectifications(rectify(7, undefined, byHand));
    expect(made.map(brief)).toEqual([[7, 'ProtocolResumed', true]]);
    expect(made[0]?.data).toMatchObject({ from: 'IN_FORCE', to: 'SUSPENDED' });
    const back = rectifications(rectify(8, undefined, [...byHand, ...made]));
    expect(back.map(brief)).toEqual([[8, 'ProtocolRectified', true]]);
    expect(back[0]?.data).toMatchObject({ from: 'SUSPENDED', to: 'IN_FORCE' });
    subject
      .given(...byHand, ...made)
      .when(resumeProtocol, { reason, resumedOn: '2026-02-22' })
      .then({
        type: 'ProtocolResumed',
        data: { resumedOn: '2026-02-22', reason, from: 'SUSPENDED', to: 'IN_FORCE' },
        effectiveAt: startOf('2026-02-22'),
      });
  });

  it.each<[string, number, RectifyProtocol['changes']]>([
    ['FACT_UNKNOWN', 99, { suspendedOn: '2026-02-01' }],
    ['FACT_UNKNOWN', 99, undefined],
    ['FACT_NOT_RECTIFIABLE', 1, { suspendedOn: '2026-02-01' }],
    ['FIELDS_NOT_RECTIFIABLE', 6, { effectiveDate: '2026-02-01' }],
    ['NOTHING_TO_RECTIFY', 6, { suspendedOn: '2026-02-10' }],
    ['FACT_NOT_ANNULLABLE', 5, undefined],
    ['RECTIFIED_DATE_IMPOSSIBLE', 6, { suspendedOn: '2026-02-20' }],
    ['RESUMPTION_AS_SET', 7, { resumedOn: '2026-02-25' }],
    ['RESUMPTION_AS_SET', 7, undefined],
    ['RECTIFIED_FACT_FITS_NOWHERE', 6, { suspendedOn: '2026-01-09' }],
    ['REGISTER_YEAR_MISMATCH', 2, { registerEntry: { ...registerEntry, year: 2025 } }],
    ['REGISTER_OF_ANOTHER_BODY', 3, { registerEntry: { ...registerEntry, number: 18 } }],
    ['RECTIFICATION_UNCLEAR', 6, {}],
  ])('is refused as %s', (code, rectifies, changes) => {
    rectify(rectifies, changes).thenRefused(code);
  });

  it('nor does a resumption by an office lie ahead', () => {
    rectify(7, { resumedOn: '2026-03-03' }, byHand).thenRefused('RECTIFIED_DATE_IMPOSSIBLE');
  });

  it('needs an act that is made, and says one of two things', () => {
    const given = subject.given(...life);
    given
      .when(rectifyProtocol, { ...wanted(6), act: { ...act, date: '2026-03-03' } })
      .thenRefused('RECTIFYING_ACT_IN_FUTURE');
    given
      .when(rectifyProtocol, { ...wanted(6, { suspendedOn: '2026-02-01' }), annuls: true })
      .thenRefused('RECTIFICATION_UNCLEAR');
  });
});

describe('T2: a suspension is rectified with the end that it had from the start, and with no other', () => {
  const another = (suspendedOn: string, until?: string): ProtocolEvent => ({
    type: 'ProtocolSuspended',
    data: { suspendedOn, ...(until ? { until } : {}), reason: 'Altro', from: 'IN_FORCE', to: 'SUSPENDED' },
    effectiveAt: startOf(suspendedOn),
  });
  const handOn = (resumedOn: string): ProtocolEvent => ({
    type: 'ProtocolResumed',
    data: { resumedOn, reason: 'Lavori finiti', from: 'SUSPENDED', to: 'IN_FORCE' },
    effectiveAt: startOf(resumedOn),
  });
  const briefs = (events: readonly ProtocolEvent[]) =>
    events.map((event) => (event.type === 'ProtocolRectified' ? brief(event) : event.type));
  const days = ['2026-02-05', '2026-02-09', '2026-02-12', '2026-02-19', '2026-02-20', '2026-03-02'];
  const statuses = (events: readonly ProtocolEvent[]) =>
    days.map((day) => (statusOn(withThem(events), day) === 'SUSPENDED' ? 'S' : '-')).join('');

  it('one that never was takes it, though it counted for nothing while another went on', () => {
    const overlapped = [...life, another('2026-02-01')];
    const made = rectify(6, undefined, overlapped).events();
    expect(briefs(made)).toEqual([
      [6, 'ProtocolSuspended', true],
      [7, 'ProtocolResumed', true],
    ]);
    expect(statuses([...overlapped, ...made])).toBe('SSSSSS');
    expect(made.at(-1)).toMatchObject({ data: { to: 'SUSPENDED' } });
  });

  it('and takes it where an office had resumed it before', () => {
    const before = [...life, handOn('2026-02-15')];
    const made = rectify(6, undefined, before).events();
    expect(briefs(made)).toEqual([
      [6, 'ProtocolSuspended', true],
      [7, 'ProtocolResumed', true],
      [8, 'ProtocolResumed', true],
    ]);
    expect(statuses([...before, ...made, another('2026-02-01')])).toBe('SSSSSS');
  });

  it('leaves a resumption by an office that ended another with it', () => {
    const both = [...life.slice(0, 6), another('2026-02-01'), another('2026-02-10'), handOn('2026-02-20')];
    const made = rectify(7, undefined, both).events();
    expect(briefs(made)).toEqual([[7, 'ProtocolSuspended', true]]);
    expect(statuses([...both, ...made])).toBe('SSSS--');
  });

  it('what ended before another began is over from then on, though nobody had to say so before', () => {
    const both = [...life, another('2026-02-01', '2026-02-15')];
    const made = rectify(8, { until: '2026-02-08' }, both).events();
    expect(briefs(made)).toEqual([[8, 'ProtocolSuspended', { until: '2026-02-08' }], 'ProtocolResumed']);
    expect(made.at(-1)).toMatchObject({ data: { resumedOn: '2026-02-08', from: 'IN_FORCE', to: 'IN_FORCE' } });
    expect(statuses([...both, ...made])).toBe('S-SS--');
  });

  it('one that is left alone is over on the day that was set for it', () => {
    const both = [...life, another('2026-02-01', '2026-02-15')];
    const made = rectify(6, undefined, both).events();
    expect(briefs(made).at(-1)).toBe('ProtocolResumed');
    expect(statuses([...both, ...made])).toBe('SSS---');
  });

  it('its day may be corrected while another goes on, which stands as it is', () => {
    const overlapped = [...life, another('2026-02-01')];
    const made = rectify(6, { until: '2026-02-25' }, overlapped).events();
    expect(briefs(made)).toEqual([
      [6, 'ProtocolSuspended', { until: '2026-02-25' }],
      [7, 'ProtocolResumed', { resumedOn: '2026-02-25' }],
    ]);
    expect(statuses([...overlapped, ...made])).toBe('SSSSSS');
  });
});

describe('P1, P2: a signature that is rectified is looked at as when it was recorded', () => {
  const fileOf = { INPS: 'b'.repeat(64), HOST: 'c'.repeat(64) };
  const signed = (signature: Signature) => recorded({ ...signature, signedFileSha256: fileOf[signature.party] });
  const events = life.with(2, signed(inps)).with(3, signed(host));
  const ofHost = (changes: RectifyProtocol['changes']) => rectify(3, changes, events);

  it('each leaves a file of its own, which is not the text', () => {
    expect(ofHost({ signedFileSha256: 'd'.repeat(64) }).events()).toHaveLength(1);
    ofHost({ signedFileSha256: inps.documentSha256 }).thenRefused('SIGNED_FILE_IS_TEXT');
    ofHost({ signedFileSha256: fileOf.INPS }).thenRefused('SIGNED_FILE_OF_OTHER_PARTY', { party: 'INPS' });
  });

  it('nor is the text a file that either has left', () => {
    expect(ofHost({ documentSha256: 'd'.repeat(64) }).events()).toHaveLength(3);
    ofHost({ documentSha256: fileOf.HOST }).thenRefused('SIGNED_FILE_IS_TEXT');
    ofHost({ documentSha256: fileOf.INPS }).thenRefused('SIGNED_FILE_IS_TEXT');
  });

  it('it stays in the registers of its party, whatever of the entry was wrong', () => {
    const entry = { ...registerEntry, ipaCode: 'C_DEMO', aoo: 'COMUNE', number: 18 };
    expect(ofHost({ registerEntry: entry }).events()).toHaveLength(1);
    ofHost({ registerEntry: { ...registerEntry, number: 18 } }).thenRefused('REGISTER_OF_ANOTHER_BODY', {
      ...{ given: 'inps', expected: 'c_demo' },
    });
    rectify(2, { registerEntry: entry }, events).thenRefused('REGISTER_OF_ANOTHER_BODY', { expected: 'inps' });
  });

  it('P9: so does the entry under which it was forwarded, or acknowledged', () => {
    const forwarded: ProtocolEvent = {
      type: 'ProtocolForwardedToCentralOrganisation',
      data: { forwardedOn: '2026-01-20', registerEntry: { ...registerEntry, number: 30, date: '2026-01-20' } },
      effectiveAt: startOf('2026-01-20'),
    };
    rectify(8, { registerEntry: { ...registerEntry, ipaCode: 'c_demo', number: 31 } }, [
      ...life,
      forwarded,
    ]).thenRefused('REGISTER_OF_ANOTHER_BODY', { given: 'c_demo', expected: 'inps' });
  });

  it('P9: they fit the days that are corrected, each for itself', () => {
    const entryOf = (number: number, date: string) => ({ ...registerEntry, number, date });
    /** What was taken before: revision 8, a letter that was registered after it was sent, and 9, a receipt of before that. */
    const taken: ProtocolEvent[] = [
      ...life,
      {
        type: 'ProtocolForwardedToCentralOrganisation',
        data: { forwardedOn: '2026-01-20', registerEntry: entryOf(30, '2026-01-22') },
        effectiveAt: startOf('2026-01-20'),
      },
      {
        type: 'ProtocolForwardingAcknowledged',
        data: { acknowledgedOn: '2026-01-25', registerEntry: entryOf(31, '2026-01-19') },
        effectiveAt: startOf('2026-01-25'),
      },
    ];
    expect(rectify(8, { registerEntry: entryOf(30, '2026-01-20') }, taken).events()).toHaveLength(1);
    expect(rectify(9, { registerEntry: entryOf(31, '2026-01-21') }, taken).events()).toHaveLength(1);
    rectify(8, { registerEntry: entryOf(30, '2026-01-21') }, taken).thenRefused('LETTER_REGISTERED_AFTER_FORWARDING');
    rectify(8, { forwardedOn: '2026-01-22' }, taken).thenRefused('RECEIPT_REGISTERED_BEFORE_FORWARDING');
    rectify(9, { registerEntry: entryOf(31, '2026-01-26') }, taken).thenRefused(
      'RECEIPT_REGISTERED_AFTER_ACKNOWLEDGEMENT',
    );
    expect(rectify(9, { acknowledgedOn: '2026-01-24' }, taken).events()).toHaveLength(1);
    expect(rectify(8, { letterSha256: 'f'.repeat(64) }, taken).events()).toHaveLength(1);
    const late = entryOf(31, '2026-01-27');
    const acknowledged = { acknowledgedOn: '2026-01-25', registerEntry: late };
    const sent = { forwardedOn: '2026-01-20', registerEntry: entryOf(30, '2026-01-20') };
    const receivedLate = taken.with(8, { ...taken[8]!, data: sent } as ProtocolEvent).with(9, {
      ...taken[9]!,
      data: acknowledged,
    } as ProtocolEvent);
    expect(rectify(8, { forwardedOn: '2026-01-21' }, receivedLate).events()).toHaveLength(1);
    rectify(9, { acknowledgedOn: '2026-01-26' }, receivedLate).thenRefused('RECEIPT_REGISTERED_AFTER_ACKNOWLEDGEMENT');
  });
});
