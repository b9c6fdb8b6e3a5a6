/** Finds the subject behind a citizen's codice fiscale, so that nothing behind this door ever sees the code itself. */
export interface SubjectResolver {
  /**
   * The id of the subject; one is made, durably, for a person who has none.
   * @throws DomainError when the code is not a codice fiscale
   */
  subjectFor(fiscalCode: string): Promise<string>;
}
