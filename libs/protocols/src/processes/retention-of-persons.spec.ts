import { give, type Sealed } from '#kernel/domain';
import { processManager, type Envelope } from '#kernel/specification';
import { releaseRetention } from '#privacy';
import type { ProtocolEvent } from '../domain/events.ts';
import type { PersonName } from '../domain/vocabulary.ts';
import { hostSignature } from '../specification/signatures.ts';
import { retentionOfPersons } from './retention-of-persons.ts';

type Given = [ProtocolEvent, Envelope];
const by = (event: ProtocolEvent, commandId: string): Given => [
  event,
  { stream: 'Protocol-p-1', metadata: { commandId } },
];
const name = (subject: string): Sealed<PersonName> => ({ sealed: 'x', subject, field: 'ConventionOfficer.name' });
const officer = (role: 'RESPONSABILE' | 'REFERENTE_TECNICO', subject: string) =>
  ({ party: 'INPS', role, office: 'DR-08', officerId: subject, name: name(subject) }) as const;
const assigned = (role: 'RESPONSABILE' | 'REFERENTE_TECNICO', subject: string, commandId: string): Given =>
  by({ type: 'ConventionOfficerAssigned', data: officer(role, subject) }, commandId);
const replaced = (role: 'RESPONSABILE' | 'REFERENTE_TECNICO', subject: string, commandId: string): Given =>
  by({ type: 'ConventionOfficerReplaced', data: { ...officer(role, subject), previousOfficerId: 'x' } }, commandId);
const signedBy = (subject: string, commandId: string): Given =>
  by(
    { type: 'ProtocolSignatureRecorded', data: { ...hostSignature, signatory: subject, name: name(subject) } },
    commandId,
  );
const data = { documentSha256: 'a'.repeat(64), signedAt: '2026-02-25T10:00:00.000Z' };
const signed = by({ type: 'ProtocolSigned', data }, 'c-9');
const withdrawn = by({ type: 'ProtocolWithdrawn', data: { reason: 'Rinuncia', from: 'DRAFT' } }, 'c-9');
const rejected = by({ type: 'ProtocolRejected', data: { reason: 'Locali' } }, 'c-9');
const release = (subject: string, retentionId: string, reason: string) =>
  give(releaseRetention, { subject, retentionId, reason });

describe('P5: persons whom an act names', () => {
  const retention = processManager(retentionOfPersons);

  it('are let go when it is withdrawn or rejected, signatories included', () => {
    for (const ending of [withdrawn, rejected]) {
      retention
        .given(assigned('RESPONSABILE', 's-1', 'c-1'), signedBy('s-2', 'c-2'), ending)
        .thenCommands(...[release('s-1', 'c-1', 'ACT_NOT_CONCLUDED'), release('s-2', 'c-2', 'ACT_NOT_CONCLUDED')]);
    }
  });

  it('are let go when another takes their post before it is signed, once they hold none of the same command', () => {
    retention
      .given(
        ...[assigned('RESPONSABILE', 's-1', 'c-1'), assigned('REFERENTE_TECNICO', 's-1', 'c-1')],
        replaced('RESPONSABILE', 's-2', 'c-2'),
      )
      .thenCommands();
    retention
      .given(assigned('RESPONSABILE', 's-1', 'c-1'), replaced('RESPONSABILE', 's-2', 'c-2'))
      .thenCommands(release('s-1', 'c-1', 'OFFICER_REPLACED'));
  });

  it('are held for good once it is signed, also those who are replaced afterwards', () => {
    retention
      .given(
        assigned('RESPONSABILE', 's-1', 'c-1'),
        signedBy('s-2', 'c-2'),
        signed,
        replaced('RESPONSABILE', 's-3', 'c-3'),
      )
      .thenCommands();
  });

  it('of before, who are known to the directory of their office alone, are nothing to it', () => {
    const { name: _name, ...opaque } = officer('RESPONSABILE', 'o-1');
    retention.given(by({ type: 'ConventionOfficerAssigned', data: opaque }, 'c-1'), withdrawn).thenCommands();
  });
});
