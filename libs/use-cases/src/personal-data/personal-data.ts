import type { CommandOrigin, Opened, Sealed } from '#kernel/domain';
import type { AnyPrincipal } from '../access/principal.ts';

/** Who wants to read personal data, what for, and what the answer is about. */
export interface Reader {
  readonly principal: AnyPrincipal;
  /** Why; stands in the access log. */
  readonly purpose: string;
  /** What was asked for; stands in the access log. */
  readonly resource: string;
}

/** Personal data of citizens, as use cases handle it: never in clear behind this door. */
export interface PersonalData {
  /**
   * The id of the person with this codice fiscale, who is registered, durably, when new.
   * @param origin what stands in the event of a registration
   * @throws DomainError CODICE_FISCALE_INVALID; SystemError ERASURES_BEHIND
   */
  subjectFor(fiscalCode: string, origin?: CommandOrigin): Promise<string>;
  /**
   * The id of the person with this codice fiscale; of somebody new, one that was made, durably, with their key. The event
   * that makes them known must follow.
   * @throws DomainError CODICE_FISCALE_INVALID
   */
  identify(fiscalCode: string): Promise<string>;
  /**
   * The id of the person with this codice fiscale, if one is registered and not erased.
   * @throws DomainError CODICE_FISCALE_INVALID
   */
  findSubject(fiscalCode: string): Promise<string | undefined>;
  /**
   * Seals a value, which opens only for this subject and this field.
   * @param field event and property, for example `AppointmentBooked.citizen`
   * @throws DomainError SUBJECT_UNKNOWN | SUBJECT_ERASED; SystemError ERASURES_BEHIND
   */
  seal<T>(subject: string, field: string, value: T): Promise<Sealed<T>>;
  /**
   * Opens values for someone entitled; the access log is durable before this returns.
   * @returns in the order of `values`
   * @throws DomainError NOT_ENTITLED_TO_PERSONAL_DATA | PURPOSE_REQUIRED; SystemError ERASURES_BEHIND
   */
  open<T>(values: readonly Sealed<T>[], reader: Reader): Promise<Opened<T>[]>;
  /**
   * A keyed hash of a text under the person's own key: it tells whether another text is the same, for as long as the
   * person is not erased, and nobody finds the text by trying afterwards.
   * @returns undefined when the key was destroyed, or there never was one
   */
  mark(subject: string, text: string): Promise<string | undefined>;
  /**
   * Whether this process may go on taking somebody for the person under this id without asking: not once it has heard of
   * their erasure, nor while it may not have heard.
   */
  isStanding(subject: string): boolean;
  /** Makes a person's data unreadable for ever. The event that proves it must be written before. May be repeated. */
  erase(subject: string): Promise<void>;
}
