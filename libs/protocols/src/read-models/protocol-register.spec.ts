import { projection, type Envelope } from '#kernel/specification';
import type { ProtocolEvent } from '../domain/events.ts';
import type { Signature } from '../domain/vocabulary.ts';
import { drafted, submitted } from '../specification/sample-protocol.ts';
import { protocolHistory } from './protocol-history.ts';
import { protocolRegister } from './protocol-register.ts';

const stream = 'Protocol-p-1';
const signature: Signature = {
  party: 'INPS',
  documentSha256: 'a'.repeat(64),
  format: 'PADES',
  signerRole: 'Direttore regionale',
  signedAt: '2026-02-20T10:00:00.000Z',
  registerEntry: { aoo: 'INPS-DR08', year: 2026, number: 17, date: '2026-02-20' },
};
const signed: ProtocolEvent = {
  type: 'ProtocolSigned',
  data: { documentSha256: 'a'.repeat(64), signedAt: '2026-02-20T10:00:00.000Z' },
};
const entered: ProtocolEvent = {
  type: 'ProtocolEnteredIntoForce',
  data: { effectiveDate: '2026-03-01', expiresOn: '2029-03-01' },
};
const terms = { noticeDate: '2026-03-02', effectiveDate: '2026-06-01', reason: 'Recesso' };

function documentAfter(...events: ProtocolEvent[]) {
  return projection(protocolRegister)
    .given<ProtocolEvent>(...events.map((event): [ProtocolEvent, { stream: string }] => [event, { stream }]))
    .document('p-1');
}

describe('protocol register', () => {
  it('follows the state of a protocol through its life', () => {
    const lives: [string, ProtocolEvent[]][] = [
      ['DRAFT', [drafted()]],
      ['SUBMITTED', [drafted(), submitted]],
      ['REJECTED', [drafted(), submitted, { type: 'ProtocolRejected', data: { reason: 'x' } }]],
      ['WITHDRAWN', [drafted(), { type: 'ProtocolWithdrawn', data: { reason: 'x', from: 'DRAFT' } }]],
      ['SIGNED', [drafted(), submitted, signed]],
      ['IN_FORCE', [drafted(), submitted, signed, entered]],
      ['IN_FORCE', [drafted(), submitted, signed, entered, { type: 'ProtocolTerminationNotified', data: terms }]],
      ['TERMINATED', [drafted(), submitted, signed, entered, { type: 'ProtocolTerminated', data: terms }]],
      [
        'EXPIRED',
        [drafted(), submitted, signed, entered, { type: 'ProtocolExpired', data: { expiredOn: '2029-03-01' } }],
      ],
    ];
    for (const [state, events] of lives) expect(documentAfter(...events)?.state).toBe(state);
  });

  it('shows who signed what, when it was forwarded, and since when it is in force', () => {
    expect(
      documentAfter(
        drafted(),
        { type: 'ProtocolSignatureRecorded', data: signature },
        signed,
        { type: 'ProtocolEntryIntoForceScheduled', data: { effectiveDate: '2026-03-01' } },
        entered,
        { type: 'ProtocolForwardedToCentralOrganisation', data: { forwardedOn: '2026-02-26' } },
        { type: 'ProtocolTerminationNotified', data: terms },
      ),
    ).toMatchObject({
      signatures: [signature],
      signedAt: '2026-02-20T10:00:00.000Z',
      scheduledFor: null,
      effectiveDate: '2026-03-01',
      expiresOn: '2029-03-01',
      forwardedOn: '2026-02-26',
      termination: terms,
    });
  });

  it('shows a suspension as long as it stands, and what was taken back no longer', () => {
    const life = [drafted(), signed, entered];
    const reason = 'Lavori';
    const effect = { from: 'IN_FORCE', to: 'SUSPENDED' } as const;
    const suspended: ProtocolEvent = {
      type: 'ProtocolSuspended',
      data: { suspendedOn: '2026-04-01', until: '2026-05-01', reason, ...effect },
    };
    expect(documentAfter(...life, suspended)).toMatchObject({
      state: 'SUSPENDED',
      suspension: { suspendedOn: '2026-04-01', until: '2026-05-01', reason },
    });
    const resumed: ProtocolEvent = {
      type: 'ProtocolResumed',
      data: { resumedOn: '2026-05-01', from: 'SUSPENDED', to: 'IN_FORCE' },
    };
    expect(documentAfter(...life, suspended, resumed)).toMatchObject({ state: 'IN_FORCE', suspension: null });
    const ended: ProtocolEvent = {
      type: 'ProtocolTerminated',
      data: { ...terms, from: 'SUSPENDED', to: 'TERMINATED' },
    };
    expect(documentAfter(...life, suspended, ended)).toMatchObject({
      ...{ state: 'TERMINATED', suspension: null, termination: terms },
    });
    const late: ProtocolEvent = {
      type: 'ProtocolSuspended',
      data: { suspendedOn: '2026-04-01', reason, from: 'TERMINATED', to: 'TERMINATED' },
    };
    expect(documentAfter(...life, ended, late)).toMatchObject({ state: 'TERMINATED', suspension: null });
    expect(
      documentAfter(
        ...life,
        { type: 'ProtocolTerminationNotified', data: terms },
        { type: 'ProtocolTerminationWithdrawn', data: { effectiveDate: terms.effectiveDate, reason } },
      )?.termination,
    ).toBeNull();
    expect(
      documentAfter(
        ...[drafted(), signed],
        { type: 'ProtocolEntryIntoForceScheduled', data: { effectiveDate: '2026-03-01' } },
        { type: 'ProtocolEntryIntoForceWithdrawn', data: { effectiveDate: '2026-03-01', reason } },
      )?.scheduledFor,
    ).toBeNull();
  });

  it('P6: shows what a protocol renews, and what renews it, ahead and once it is so', () => {
    const claimed = (forCommandId: string, effectiveDate: string): ProtocolEvent => ({
      type: 'ProtocolRenewalClaimed',
      data: { successorId: 'p-2', effectiveDate, forCommandId, actBy: '2026-03-02T08:01:00.000Z' },
    });
    const released: ProtocolEvent = {
      type: 'ProtocolRenewalReleased',
      data: { successorId: 'p-2', forCommandId: 'c-1' },
    };
    const renewed: ProtocolEvent = {
      type: 'ProtocolRenewed',
      data: { successorId: 'p-2', effectiveDate: '2026-09-01', points: ['point-1'] },
    };
    const life = [drafted({ renews: 'p-0' }), signed, entered];
    const ahead = { successorId: 'p-2', effectiveDate: '2026-08-01' };
    expect(documentAfter(...life)).toMatchObject({ renews: 'p-0', renewal: null });
    expect(documentAfter(...life, claimed('c-1', '2026-08-01'))).toMatchObject({ state: 'IN_FORCE', renewal: ahead });
    expect(documentAfter(...life, claimed('c-1', '2026-08-01'), released)).toMatchObject({ renewal: null });
    expect(documentAfter(...life, claimed('c-1', '2026-08-01'), renewed)).toMatchObject({
      state: 'RENEWED',
      renewal: { successorId: 'p-2', effectiveDate: '2026-09-01' },
    });
  });

  it('T2: shows on which day it was renewed as that is rectified, and nothing of it where it was not', () => {
    const rectified = (more: object): ProtocolEvent => ({
      type: 'ProtocolRectified',
      data: {
        ...{ rectifies: 3, of: 'ProtocolRenewed', reason: 'Errore' },
        act: { authority: 'Direzione regionale', number: '7', date: '2026-09-02' },
        ...{ from: 'RENEWED', to: 'RENEWED', standing: { signatures: [] }, ...more },
      } as never,
    });
    const life: ProtocolEvent[] = [
      ...[drafted({}), signed, entered],
      {
        type: 'ProtocolRenewed',
        data: { successorId: 'p-2', effectiveDate: '2026-09-01', points: ['point-1'] },
      },
    ];
    const renewedOn = (day: string) => rectified({ standing: { signatures: [], renewedOn: day } });
    const by = (effectiveDate: string) => ({ state: 'RENEWED', renewal: { successorId: 'p-2', effectiveDate } });
    expect(documentAfter(...life, renewedOn('2026-08-20'))).toMatchObject(by('2026-08-20'));
    expect(documentAfter(...life, rectified({ to: 'IN_FORCE' }))).toMatchObject({ state: 'IN_FORCE', renewal: null });
    const expired: ProtocolEvent = {
      type: 'ProtocolExpired',
      data: { expiredOn: '2026-08-01', from: 'RENEWED', to: 'EXPIRED' },
    };
    expect(documentAfter(...life, expired, renewedOn('2026-09-01'))).toMatchObject(by('2026-09-01'));
  });

  it('T1: shows no end but its term, where that turns out to have come before what has ended it', () => {
    const life = [drafted({}), signed, entered];
    const terms = { noticeDate: '2026-06-01', effectiveDate: '2026-09-01', reason: 'Recesso' };
    const ends: ProtocolEvent[] = [
      { type: 'ProtocolTerminated', data: terms },
      {
        type: 'ProtocolRenewed',
        data: { successorId: 'p-2', effectiveDate: '2026-09-01', points: ['point-1'] },
      },
    ];
    for (const [index, end] of ends.entries()) {
      const from = index === 0 ? ('TERMINATED' as const) : ('RENEWED' as const);
      const expired: ProtocolEvent = {
        type: 'ProtocolExpired',
        data: { expiredOn: '2026-08-01', from, to: 'EXPIRED' },
      };
      expect(documentAfter(...life, end, expired)).toMatchObject({
        state: 'EXPIRED',
        termination: null,
        renewal: null,
      });
    }
  });

  it('shows the last notice of its expiry, as long as it is to expire then', () => {
    const noticed: ProtocolEvent = {
      type: 'ProtocolExpiryNoticed',
      data: { expiresOn: '2029-03-01', daysBefore: 90 },
    };
    const amended = (expiresOn: string, durationMonths: number): ProtocolEvent => ({
      type: 'ProtocolAmended',
      data: {
        ...{ amendmentId: 'am-1', effectiveDate: '2028-12-10', expiresOn, durationMonths },
        ...{ points: ['point-1'], kinds: ['SERVIZIO'], added: [], removed: [] },
      },
    });
    const life = [drafted(), signed, entered];
    const after = [...life, noticed].map((event): [ProtocolEvent, Envelope] => [
      event,
      { stream, recordedAt: '2028-12-01T23:30:00.000Z' },
    ]);
    const notice = { daysBefore: 90, noticedOn: '2028-12-02' };
    expect(documentAfter(...life)).toMatchObject({ expiryNotice: null });
    expect(
      projection(protocolRegister)
        .given<ProtocolEvent>(...after)
        .document('p-1'),
    ).toMatchObject({
      expiryNotice: notice,
    });
    const later = (event: ProtocolEvent) =>
      projection(protocolRegister)
        .given<ProtocolEvent>(...after, [event, { stream }])
        .document('p-1');
    expect(later(amended('2029-03-01', 36))).toMatchObject({ expiryNotice: notice });
    expect(later(amended('2030-03-01', 48))).toMatchObject({ expiryNotice: null });
  });

  it('shows what follows from a rectified fact', () => {
    const document = documentAfter(drafted(), signed, entered, {
      type: 'ProtocolRectified',
      data: {
        ...{ rectifies: 2, of: 'ProtocolEnteredIntoForce', reason: 'Data errata', from: 'IN_FORCE', to: 'IN_FORCE' },
        changes: { effectiveDate: '2026-03-05', expiresOn: '2029-03-05' },
        act: { authority: 'Direzione regionale', number: '12', date: '2026-03-06' },
        standing: {
          ...{ signatures: [signature], signedAt: signature.signedAt },
          ...{ effectiveDate: '2026-03-05', expiresOn: '2029-03-05' },
        },
      },
    });
    expect(document).toMatchObject({
      ...{ state: 'IN_FORCE', effectiveDate: '2026-03-05', expiresOn: '2029-03-05', expiry: '2029-03-05' },
      ...{ signatures: [signature], termination: null },
    });
  });

  it('shows each post with the officer who holds it now', () => {
    const officer = { party: 'HOST' as const, role: 'RESPONSABILE' as const, officerId: 'o-1', office: 'Segreteria' };
    const document = documentAfter(
      drafted(),
      { type: 'ConventionOfficerAssigned', data: officer },
      { type: 'ConventionOfficerReplaced', data: { ...officer, officerId: 'o-2', previousOfficerId: 'o-1' } },
    );
    expect(document?.officers).toEqual([{ ...officer, officerId: 'o-2' }]);
  });

  it('keeps the whole history: which event, when, who, and when it takes effect', () => {
    const life: [ProtocolEvent, Envelope][] = [
      [drafted(), { stream, position: '7', revision: 0 }],
      [
        { ...signed, effectiveAt: '2026-02-20T10:00:00.000Z' },
        {
          stream,
          position: '12',
          revision: 1,
          recordedAt: '2026-02-21T09:00:00.000Z',
          metadata: { actor: { kind: 'person', id: 'u-8', role: 'regional', office: '08' } },
        },
      ],
      [
        { type: 'ProtocolExpired', data: { expiredOn: '2029-03-01' } },
        { stream, position: '99', revision: 2, metadata: { actor: { kind: 'policy', name: 'protocol-calendar' } } },
      ],
    ];
    const document = projection(protocolRegister)
      .given<ProtocolEvent>(...life)
      .document('p-1');
    const history = projection(protocolHistory)
      .given<ProtocolEvent>(...life)
      .document('p-1')?.entries;
    expect(document?.revision).toBe(2);
    expect(history?.map(({ type }) => type)).toEqual(['ProtocolDrafted', 'ProtocolSigned', 'ProtocolExpired']);
    expect(history?.[1]).toMatchObject({
      eventId: 'event-12',
      position: '12',
      revision: 1,
      recordedAt: '2026-02-21T09:00:00.000Z',
      actor: { kind: 'person', id: 'u-8', role: 'regional', office: '08' },
      data: signed.data,
    });
    expect(history?.[2]?.actor).toEqual({ kind: 'policy', name: 'protocol-calendar' });
  });

  it('is read without the histories: they are documents of their own', () => {
    expect(documentAfter(drafted(), signed)).not.toHaveProperty('history');
  });
});
