import { everyPair } from '#use-cases/specification';
import { startOf } from '#use-cases/dated';
import type { ProtocolEvent } from '../domain/events.ts';
import type { Protocol } from '../domain/protocol-state.ts';
import { protocol } from '../domain/protocol.ts';
import { OFFICER_ROLES, PARTIES, type ProtocolStatus } from '../domain/vocabulary.ts';
import { protocols } from '../protocols.ts';
import { loadedRow } from '../specification/loaded-rows.ts';
import { hostSignature, inpsSignature, signingFacts } from '../specification/signatures.ts';
import { signaturesOfAmendment } from '../specification/sample-amendment.ts';

const host = { id: 'host-1', kind: 'PUBLIC_ADMINISTRATION' as const, name: 'Comune dimostrativo' };
const officers = PARTIES.flatMap((party) =>
  OFFICER_ROLES.map((role) => ({ party, role, officerId: `${party}-${role}`, office: 'Ufficio' })),
);
const signature = { ...inpsSignature, signedAt: '2026-01-08T10:00:00.000Z' };
const registerEntry = signature.registerEntry;
const reason = 'Motivo';

const DRAFT: ProtocolEvent[] = [
  {
    type: 'ProtocolDrafted',
    data: { protocolId: 'p-1', host, region: '08', points: ['point-1'], kinds: ['INFORMATIVO'], durationMonths: 36 },
  },
  ...officers.map((officer): ProtocolEvent => ({ type: 'ConventionOfficerAssigned', data: officer })),
];
const SUBMITTED: ProtocolEvent[] = [...DRAFT, { type: 'ProtocolSubmitted', data: {} }];
const signed: ProtocolEvent = {
  type: 'ProtocolSignatureRecorded',
  data: signature,
  effectiveAt: signature.signedAt,
};
const SIGNED: ProtocolEvent[] = [
  ...SUBMITTED,
  signed,
  {
    type: 'ProtocolSigned',
    data: { documentSha256: 'a'.repeat(64), signedAt: '2026-01-08T10:00:00.000Z' },
    effectiveAt: '2026-01-08T10:00:00.000Z',
  },
];
const inForce = (expiresOn: string): ProtocolEvent[] => [
  ...SIGNED,
  {
    type: 'ProtocolEnteredIntoForce',
    data: { effectiveDate: '2026-01-10', expiresOn },
    effectiveAt: startOf('2026-01-10'),
  },
];
const IN_FORCE = inForce('2029-01-10');
const terms = { noticeDate: '2026-02-01', effectiveDate: '2026-02-20', reason };
const lives: Record<ProtocolStatus, ProtocolEvent[]> = {
  DRAFT,
  SUBMITTED,
  REJECTED: [...SUBMITTED, { type: 'ProtocolRejected', data: { reason } }],
  WITHDRAWN: [...DRAFT, { type: 'ProtocolWithdrawn', data: { reason, from: 'DRAFT' } }],
  SIGNED,
  IN_FORCE,
  SUSPENDED: [
    ...IN_FORCE,
    {
      type: 'ProtocolSuspended',
      data: { suspendedOn: '2026-02-01', until: '2026-03-02', reason, from: 'IN_FORCE', to: 'SUSPENDED' },
      effectiveAt: startOf('2026-02-01'),
    },
  ],
  RENEWED: [
    ...IN_FORCE,
    {
      type: 'ProtocolRenewed',
      data: { successorId: 'p-2', effectiveDate: '2026-02-20', points: ['point-1'] },
      effectiveAt: startOf('2026-02-20'),
    },
  ],
  TERMINATED: [...IN_FORCE, { type: 'ProtocolTerminated', data: terms, effectiveAt: startOf(terms.effectiveDate) }],
  EXPIRED: [
    ...inForce('2026-02-20'),
    { type: 'ProtocolExpired', data: { expiredOn: '2026-02-20' }, effectiveAt: startOf('2026-02-20') },
  ],
};

const today = '2026-03-02';
const BINDING = ['IN_FORCE', 'SUSPENDED'] as const;
const CONCLUDED = ['SIGNED', ...BINDING, 'RENEWED', 'TERMINATED', 'EXPIRED'] as const;
const inEach = (states: readonly string[], ...types: ProtocolEvent['type'][]) =>
  Object.fromEntries(states.map((state) => [state, types]));
/** Histories to these states in which this has happened last. */
const then = (states: readonly ProtocolStatus[], ...events: ProtocolEvent[]) =>
  Object.fromEntries(
    states.map((state) => [
      state,
      [...lives[state], ...events.map((event) => [event, { recordedAt: '2026-02-21T09:00:00.000Z' }] as const)],
    ]),
  );
const scheduled = (effectiveDate: string): ProtocolEvent => ({
  type: 'ProtocolEntryIntoForceScheduled',
  data: { effectiveDate },
  effectiveAt: startOf(effectiveDate),
});
const notified = (effectiveDate: string): ProtocolEvent => ({
  type: 'ProtocolTerminationNotified',
  data: { ...terms, effectiveDate },
  effectiveAt: startOf(effectiveDate),
});
const forwarded: ProtocolEvent = {
  type: 'ProtocolForwardedToCentralOrganisation',
  data: { forwardedOn: '2026-02-21' },
};

const amendmentSigned: ProtocolEvent = {
  type: 'ProtocolAmendmentSigned',
  data: {
    ...{ amendmentId: 'am-1', documentSha256: 'a'.repeat(64), signedAt: hostSignature.signedAt, durationMonths: 48 },
    ...{ signatures: [inpsSignature, hostSignature], effectiveDate: today },
  },
  effectiveAt: startOf(today),
};

const amendmentAhead: ProtocolEvent = {
  type: 'ProtocolAmendmentSigned',
  data: { ...amendmentSigned.data, effectiveDate: '2026-04-01' },
  effectiveAt: startOf('2026-04-01'),
};

describe('every state of a protocol with every command', () => {
  const trials: Parameters<typeof everyPair<Protocol, ProtocolEvent>>[1]['trials'] = {
    DraftProtocol: {
      input: {
        ...{ hostBodyId: 'host-1', region: '08', proposingUnit: 'DR-08' },
        ...{ points: ['point-1'], kinds: ['INFORMATIVO'] },
      },
      facts: {
        ...{ ...signingFacts, host, usualMonths: 36 },
        named: new Map([['point-1', { hostId: 'host-1', region: '08', kind: 'INFORMATIVO', status: 'APPROVED' }]]),
      },
      brings: inEach(['ABSENT'], 'ProtocolDrafted'),
    },
    LoadProtocol: {
      input: { ...loadedRow({ code: 'A', hostBodyId: 'host-1' }), effectiveDate: '2012-03-01' },
      facts: {
        ...signingFacts,
        ...{
          body: { facts: host, ipaCode: 'c_demo' },
          signing: signingFacts.unit,
          usualMonths: 36,
          forwardingDays: 15,
        },
        named: new Map(),
      },
      brings: inEach(
        ['ABSENT'],
        ...([
          'ProtocolDrafted',
          'ProtocolSubmitted',
          'ProtocolSignatureRecorded',
          'ProtocolSignatureRecorded',
        ] as const),
        ...(['ProtocolSigned', 'ProtocolEnteredIntoForce', 'ProtocolExpired'] as const),
      ),
    },
    ReviseProtocolDraft: {
      input: { durationMonths: 12 },
      facts: {
        named: new Map([['point-1', { hostId: 'host-1', region: '08', kind: 'INFORMATIVO', status: 'APPROVED' }]]),
      },
      brings: inEach(['DRAFT'], 'ProtocolDraftRevised'),
    },
    AssignConventionOfficer: {
      input: { ...officers[0], officerId: 'another' },
      brings: inEach(['DRAFT', 'SUBMITTED', 'SIGNED', ...BINDING], 'ConventionOfficerReplaced'),
    },
    SubmitProtocol: { input: {}, brings: inEach(['DRAFT'], 'ProtocolSubmitted') },
    RejectProtocol: { input: { reason }, brings: inEach(['SUBMITTED'], 'ProtocolRejected') },
    WithdrawProtocol: { input: { reason }, brings: inEach(['DRAFT', 'SUBMITTED'], 'ProtocolWithdrawn') },
    RecordProtocolSignature: {
      input: signature,
      facts: signingFacts,
      brings: inEach(['SUBMITTED'], 'ProtocolSignatureRecorded'),
    },
    ForwardProtocolToCentralOrganisation: {
      input: { registerEntry: { ...registerEntry, date: '2026-02-22' }, letterSha256: 'e'.repeat(64) },
      facts: { institute: 'inps' },
      brings: inEach(CONCLUDED, 'ProtocolForwardedToCentralOrganisation'),
    },
    NoticeForwardingOverdue: {
      input: { reminder: 1 },
      facts: { every: 7 },
      brings: inEach(CONCLUDED, 'ProtocolForwardingOverdueNoticed'),
    },
    AcknowledgeProtocolForwarding: {
      input: { registerEntry: { ...registerEntry, date: '2026-02-22' } },
      facts: { institute: 'inps' },
      lives: then(CONCLUDED, forwarded),
      brings: inEach(CONCLUDED, 'ProtocolForwardingAcknowledged'),
    },
    BringProtocolIntoForce: {
      input: {},
      facts: { points: new Map() },
      brings: inEach(['SIGNED'], 'ProtocolEnteredIntoForce'),
    },
    WithdrawEntryIntoForce: {
      input: { reason },
      lives: then(['SIGNED'], scheduled('2026-04-01')),
      brings: inEach(['SIGNED'], 'ProtocolEntryIntoForceWithdrawn'),
    },
    CarryOutEntryIntoForce: {
      input: { effectiveDate: today },
      lives: then(['SIGNED'], scheduled(today)),
      brings: inEach(['SIGNED'], 'ProtocolEnteredIntoForce'),
    },
    SuspendProtocol: { input: { reason }, brings: inEach(['IN_FORCE'], 'ProtocolSuspended') },
    ResumeProtocol: { input: { reason }, brings: inEach(['SUSPENDED'], 'ProtocolResumed') },
    CarryOutResumption: { input: { resumedOn: today }, brings: inEach(['SUSPENDED'], 'ProtocolResumed') },
    TerminateProtocol: {
      input: { ...terms, effectiveDate: today },
      brings: inEach(BINDING, 'ProtocolTerminationNotified', 'ProtocolTerminated'),
    },
    WithdrawTermination: {
      input: { reason },
      lives: then(BINDING, notified('2026-04-01')),
      brings: inEach(BINDING, 'ProtocolTerminationWithdrawn'),
    },
    CarryOutTermination: {
      input: { effectiveDate: today },
      lives: then(BINDING, notified(today)),
      brings: inEach(BINDING, 'ProtocolTerminated'),
    },
    RectifyProtocol: {
      input: {
        ...{ rectifies: SUBMITTED.length, changes: { registerEntry: { ...registerEntry, number: 18 } }, reason },
        act: { authority: 'Direzione regionale', number: '12', date: today },
      },
      facts: signingFacts,
      lives: then(['SUBMITTED'], signed),
      brings: inEach(['SUBMITTED', ...CONCLUDED], 'ProtocolRectified'),
    },
    NoticeProtocolExpiry: {
      input: { expiresOn: '2029-01-10', daysBefore: 90 },
      facts: { days: [90, 60, 30], now: Date.parse('2028-10-12T09:00:00Z') },
      brings: inEach(BINDING, 'ProtocolExpiryNoticed'),
    },
    ExpireProtocol: {
      input: { expiresOn: '2029-01-10' },
      facts: { now: Date.parse('2029-01-10T09:00:00Z') },
      brings: inEach(BINDING, 'ProtocolExpired'),
    },
    AmendProtocol: {
      input: { signatures: signaturesOfAmendment(1), durationMonths: 48 },
      facts: {
        ...signingFacts,
        named: new Map([['point-1', { hostId: 'host-1', region: '08', kind: 'INFORMATIVO', status: 'APPROVED' }]]),
        forwardingDays: 15,
      },
      brings: inEach(
        BINDING,
        ...['ProtocolAmendmentSignatureRecorded' as const, 'ProtocolAmendmentSignatureRecorded' as const],
        ...['ProtocolAmendmentSigned' as const, 'ProtocolAmended' as const],
      ),
    },
    WithdrawAmendment: {
      input: { amendmentId: 'am-1', reason },
      lives: then(BINDING, amendmentAhead),
      brings: inEach(BINDING, 'ProtocolAmendmentWithdrawn'),
    },
    CarryOutAmendment: {
      input: { amendmentId: 'am-1', effectiveDate: today },
      lives: then(BINDING, amendmentSigned),
      brings: inEach(BINDING, 'ProtocolAmended'),
    },
    RenewProtocol: {
      input: { successorId: 'p-2', effectiveDate: today },
      facts: { successorPoints: () => ['point-1'] },
      brings: inEach(BINDING, 'ProtocolRenewed'),
    },
    MoveProtocolRenewal: {
      input: {
        ...{ successorId: 'p-2', effectiveDate: '2026-02-18', claimedBy: 'c-1', reason },
        act: { authority: 'Direzione regionale', number: '12', date: today },
      },
      facts: { successorPoints: () => ['point-1'] },
      brings: inEach(['RENEWED'], 'ProtocolRectified'),
    },
    // Whoever calls a successor off has often been asked before.
    ReleaseProtocolRenewal: { input: { forCommandId: 'c-1' }, brings: inEach(Object.keys(lives)) },
  };

  it.each(everyPair(protocol, { lives, commands: protocols.commands, trials }))('%s', (_pair, holds) => {
    holds();
  });
});
