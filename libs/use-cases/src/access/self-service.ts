/** What somebody tries, to be taken for the person of a booking. */
export interface SelfServiceAttempt {
  /** From where: what of it tells one client from another. */
  readonly client: string;
  /** What was tried, each of which is counted for itself. */
  readonly tried: readonly string[];
}

/** Lets people look after one appointment without an account (A10). */
export interface SelfServiceTokens {
  /**
   * Counts an attempt, before anything is looked at for it.
   * @returns to be called when it was the right one: it then counts no longer
   * @throws HttpProblem TOO_MANY_ATTEMPTS (429) once as many have failed as may, whether this one is right or not
   */
  attempt(attempt: SelfServiceAttempt): () => void;
  /** Signs a token for an appointment and its person. */
  issue(bearer: SelfServiceBearer): Promise<SelfServiceToken>;
}

/** Whom a token is for. */
export interface SelfServiceBearer {
  /** Id of the person. */
  readonly subject: string;
  /** Id of the appointment. */
  readonly appointment: string;
}

export interface SelfServiceToken {
  readonly token: string;
  /** RFC 3339. */
  readonly expiresAt: string;
}
