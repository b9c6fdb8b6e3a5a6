import { UNIT_KIND_NAMES, type UnitKind } from '#organisation';
import { defineSettings, mailAddress, someOf } from '#use-cases';

const writing: readonly UnitKind[] = ['DIREZIONE_REGIONALE', 'COORDINAMENTO_METROPOLITANO'];

/** Choices of this context that no source decides. */
export const communicationSettings = defineSettings('communications', {
  writingKinds: someOf('RETE_PUNTI_WRITING_UNITS', UNIT_KIND_NAMES, {
    description: 'Kinds of unit that write to the Direzione centrale Organizzazione.',
    fallback: writing,
  }),
  centralMailbox: mailAddress('RETE_PUNTI_CENTRAL_MAILBOX', {
    description: 'Mailbox of the Direzione centrale Organizzazione, which what directorates write is mailed to.',
    fallback: undefined,
    usual: 'what directorates write is not mailed',
  }),
});
