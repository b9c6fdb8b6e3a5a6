import { isDomainError, toTimestamp, type Clock, type CommandOrigin, type Opened, type Sealed } from '#kernel/domain';
import type { AccessLog, AccessLogEntry } from '#kernel/ports';
import { officeOf, type AnyPrincipal } from '../access/principal.ts';
import type { PersonalData, Reader } from './personal-data.ts';

/** What entries of the access log are made with. */
export interface AccessLogging {
  readonly accessLog: Pick<AccessLog, 'record'>;
  readonly clock: Clock;
}

/**
 * Personal data as one use case handles it: whoever looks a person up by codice fiscale stands in the access log, durably,
 * before they learn anything. Policies look nobody up.
 */
export class LoggedLookUps implements PersonalData {
  readonly #personalData: PersonalData;
  readonly #reader: Reader;
  readonly #logging: AccessLogging;
  /** The last one that was looked for. */
  #soughtSubject: string | undefined;
  #hasSought = false;

  constructor(personalData: PersonalData, reader: Reader, logging: AccessLogging) {
    this.#personalData = personalData;
    this.#reader = reader;
    this.#logging = logging;
  }

  async subjectFor(fiscalCode: string, origin?: CommandOrigin): Promise<string> {
    return this.#found(await this.#personalData.subjectFor(fiscalCode, origin));
  }

  async identify(fiscalCode: string): Promise<string> {
    return this.#found(await this.#personalData.identify(fiscalCode));
  }

  async findSubject(fiscalCode: string): Promise<string | undefined> {
    return this.#found(await this.#personalData.findSubject(fiscalCode));
  }

  seal<T>(subject: string, field: string, value: T): Promise<Sealed<T>> {
    return this.#personalData.seal(subject, field, value);
  }

  open<T>(values: readonly Sealed<T>[], reader: Reader): Promise<Opened<T>[]> {
    return this.#personalData.open(values, reader);
  }

  mark(subject: string, text: string): Promise<string | undefined> {
    return this.#personalData.mark(subject, text);
  }

  isStanding(subject: string): boolean {
    return this.#personalData.isStanding(subject);
  }

  erase(subject: string): Promise<void> {
    return this.#personalData.erase(subject);
  }

  /**
   * Records that who asked was refused: whoever had looked a person up, and, where the request named one, who may not ask.
   * @param namesPerson tells whether the request asks for a person's data
   */
  async recordRefusal(thrown: unknown, namesPerson: boolean): Promise<void> {
    if (!isDomainError(thrown) || !(this.#hasSought || (namesPerson && thrown.kind === 'forbidden'))) return;
    const subject = this.#soughtSubject;
    await this.#record({ outcome: 'REFUSED', refusal: thrown.code, ...(subject === undefined ? {} : { subject }) });
  }

  async #found<Subject extends string | undefined>(subject: Subject): Promise<Subject> {
    this.#hasSought = true;
    this.#soughtSubject = subject;
    await this.#record(subject === undefined ? { outcome: 'NOBODY' } : { outcome: 'FOUND', subject });
    return subject;
  }

  async #record(what: Pick<AccessLogEntry, 'outcome' | 'subject' | 'refusal'>): Promise<void> {
    const entry = accessEntry(this.#reader, this.#logging.clock, what);
    if (entry) await this.#logging.accessLog.record([entry]);
  }
}

/** An entry of the access log; undefined for policies, which read nobody's data. */
export function accessEntry(
  { principal, purpose, resource }: Reader,
  clock: Clock,
  what: Pick<AccessLogEntry, 'outcome' | 'subject' | 'refusal'> & { readonly fields?: readonly string[] },
): AccessLogEntry | undefined {
  const who = actorIn(principal);
  return who && { at: toTimestamp(clock.now()), ...who, purpose, resource, fields: [], ...what };
}

function actorIn(principal: AnyPrincipal): Pick<AccessLogEntry, 'actorId' | 'role' | 'office'> | undefined {
  if (principal.role === 'policy') return undefined;
  const office = officeOf(principal);
  return { actorId: principal.id, role: principal.role, ...(office === undefined ? {} : { office }) };
}
