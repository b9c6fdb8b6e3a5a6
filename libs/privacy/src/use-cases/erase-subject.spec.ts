import { toTimestamp } from '#kernel/domain';
import { SPEC_NOW } from '#kernel/specification';
import { specify } from '#use-cases/specification';
import type { SubjectEvent } from '../domain/events.ts';
import { subject } from '../domain/subject.ts';
import { eraseSubject } from './erase-subject.ts';
import { registerSubject } from './register-subject.ts';
import { releaseCommitment } from './release-commitment.ts';
import { releaseRetention } from './release-retention.ts';

const registered: SubjectEvent = { type: 'SubjectRegistered', data: { subject: 's' } };
const WHY = { ground: 'CONSENT_WITHDRAWN', reason: 'Richiesta scritta del 2 marzo' } as const;
const erased: SubjectEvent = { type: 'SubjectErased', data: { subject: 's', ...WHY, commitments: [] } };
const claimed = {
  type: 'SubjectCommitmentClaimed',
  data: {
    subject: 's',
    commitmentId: 'a',
    kind: 'APPOINTMENT',
    serviceLine: 'PENSIONI',
    startsAt: toTimestamp(SPEC_NOW + 3_600_000),
    endsAt: toTimestamp(SPEC_NOW + 5_400_000),
    target: { category: 'AgendaDay', id: 'a_2026-03-02' },
    until: toTimestamp(SPEC_NOW + 60_000),
  },
} satisfies SubjectEvent;
const spec = specify(subject);
const central = { id: 'c', role: 'central' } as const;
/** The shell has found the person. */
const found = { id: 's' };

describe('the data of a person', () => {
  it('is erased once, and the proof holds none of it', () => {
    spec
      .given(registered)
      .as(central)
      .when(eraseSubject, { subject: 's', ...WHY }, found)
      .then(erased);
    spec
      .given(registered, erased)
      .as(central)
      .when(eraseSubject, { subject: 's', ...WHY }, found)
      .thenRefused('SUBJECT_ALREADY_ERASED', { subject: 's' });
  });

  it('is erased with a list of what is claimed of their time and not over, for whoever has to end it', () => {
    const past: SubjectEvent = {
      type: 'SubjectCommitmentClaimed',
      data: { ...claimed.data, commitmentId: 'b', endsAt: toTimestamp(SPEC_NOW) },
    };
    const commitments = [{ commitmentId: 'a', target: claimed.data.target }];
    spec
      .given(registered, claimed, past)
      .as(central)
      .when(eraseSubject, { subject: 's', ...WHY }, found)
      .then({ type: 'SubjectErased', data: { subject: 's', ...WHY, commitments } });
  });

  it('cannot be erased of somebody who is unknown', () => {
    spec
      .given()
      .as(central)
      .when(eraseSubject, { subject: 's', ...WHY }, found)
      .thenRefused('SUBJECT_UNKNOWN');
  });
});

describe('P5: a person whom an act names that must be kept', () => {
  const target = { category: 'Protocol', id: 'p-1' };
  const held = (retentionId: string): SubjectEvent => ({
    type: 'SubjectRetentionClaimed',
    data: { subject: 's', retentionId, target, until: toTimestamp(SPEC_NOW + 60_000) },
  });
  const letGo = (retentionId: string): SubjectEvent => ({
    type: 'SubjectRetentionReleased',
    data: { subject: 's', retentionId, reason: 'ACT_WITHDRAWN' },
  });

  it('is not erased, and who asks is told which acts hold them', () => {
    spec
      .given(registered, held('a'), held('b'))
      .as(central)
      .when(eraseSubject, { subject: 's', ...WHY }, found)
      .thenRefused('ERASURE_HELD_BY_ACTS', { acts: ['Protocol-p-1'] });
  });

  it('is erased once no act holds them', () => {
    spec
      .given(registered, held('a'), held('b'), letGo('a'))
      .as(central)
      .when(eraseSubject, { subject: 's', ...WHY }, found)
      .thenRefused('ERASURE_HELD_BY_ACTS');
    spec
      .given(registered, held('a'), letGo('a'))
      .as(central)
      .when(eraseSubject, { subject: 's', ...WHY }, found)
      .then(erased);
  });

  it('is let go once', () => {
    const release = { subject: 's', retentionId: 'a', reason: 'ACT_WITHDRAWN' };
    spec.given(registered, held('a')).when(releaseRetention, release).then(letGo('a'));
    spec.given(registered, held('a'), letGo('a')).when(releaseRetention, release).then();
    spec.given().when(releaseRetention, release).then();
  });
});

describe('a person', () => {
  it('is registered once, and not again under the id of somebody erased', () => {
    const person = { fiscalCode: 'RSSMRA80A01H501U' };
    spec.given().as(central).when(registerSubject, person, found).then(registered);
    spec.given(registered).as(central).when(registerSubject, person, found).then();
    spec.given(registered, erased).as(central).when(registerSubject, person, found).thenRefused('SUBJECT_ERASED');
  });

  it('gets their time back once, also when they were erased', () => {
    const release = { subject: 's', commitmentId: 'a', reason: 'CANCELLED' };
    const released: SubjectEvent = { type: 'SubjectCommitmentReleased', data: release };
    spec.given(registered, claimed).when(releaseCommitment, release).then(released);
    spec.given(registered, claimed, erased).when(releaseCommitment, release).then(released);
    spec.given(registered, claimed, released).when(releaseCommitment, release).then();
    spec.given().when(releaseCommitment, release).then();
  });
});
