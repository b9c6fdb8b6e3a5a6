import type { UnitFacts, UnitKind } from '#organisation';
import type { CommunicationEvent } from '../domain/events.ts';
import type { CommunicationKind, RegisteredMail } from '../domain/vocabulary.ts';

/* A communication of the directorate of one region, for specifications. */

const directorate: UnitFacts = {
  code: 'DR-08',
  kind: 'DIREZIONE_REGIONALE',
  name: 'Direzione regionale',
  aooCode: 'INPS.08',
  region: '08',
};
const writingKinds: readonly UnitKind[] = ['DIREZIONE_REGIONALE', 'COORDINAMENTO_METROPOLITANO'];

/** What a decision knows of an office that is as the directorate, but for this; of none, where that is undefined. */
export function senderLike(differing: Partial<UnitFacts> | undefined) {
  return { writingKinds, sender: () => differing && { ...directorate, ...differing } };
}
/** What a decision knows of the directorate. */
export const knownSender = senderLike({});

export const mail: RegisteredMail = {
  office: 'DR-08',
  sentAt: '2026-03-02T07:30:00.000Z',
  messageId: '<1234@example.org>',
  sha256: 'b'.repeat(64),
};

/** A communication of this kind is sent. */
export function sent(kind: CommunicationKind): CommunicationEvent {
  const told = { communicationId: 'c-1', kind, region: '08', unit: 'DR-08', subject: 'Postazioni' };
  return { type: 'CommunicationSent', data: { ...told, text: 'Come si fa?' } };
}
export const taken: CommunicationEvent = {
  type: 'CommunicationTakenInCharge',
  data: { personInCharge: 'centre-1' },
};
export const answered: CommunicationEvent = { type: 'CommunicationAnswered', data: { text: 'Così.' } };
export const continued: CommunicationEvent = { type: 'CommunicationContinued', data: { text: 'E poi?' } };
export const mailRegistered: CommunicationEvent = { type: 'CommunicationMailRegistered', data: { mail } };
export const closed: CommunicationEvent = {
  type: 'CommunicationClosed',
  data: { outcome: { result: 'SOLVED', explanation: 'Fatto' } },
};
