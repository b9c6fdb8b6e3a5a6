import { defineCommandOn, everywhere, IsFiscalCode } from '#use-cases';
import { registration, subject } from '../domain/subject.ts';

/** Finds the subject of a codice fiscale, or registers it. */
export class RegisterSubject {
  @IsFiscalCode()
  readonly fiscalCode!: string;
}

/** First key and pseudonym, durably, then the event: a key without an event is found again by the same codice fiscale. */
export const registerSubject = defineCommandOn(subject)({
  input: RegisterSubject,
  summary:
    'Finds the subject of a codice fiscale, or registers it. A codice fiscale is sent in a body and never in a URL.',
  locate: ({ fiscalCode }, { personalData }) => personalData.identify(fiscalCode),
  by: [everywhere('central', 'regional', 'provincial', 'desk-operator')],
  in: ['ABSENT', 'REGISTERED', 'ERASED'],
  // How often somebody has booked, and whether they were known at all.
  conceals: true,
  namesPerson: () => true,
  decide: (_person, state, { id }) => registration(state, id),
});
