import { randomUUID, type KeyObject } from 'node:crypto';
import {
  SystemError,
  deriveId,
  defineRefusals,
  toTimestamp,
  type Clock,
  type CommandOrigin,
  type Opened,
  type Sealed,
} from '#kernel/domain';
import type { AccessLog, KeyStore, SecretBox } from '#kernel/ports';
import type { CommandExecutor } from '#kernel/execution';
import { parseFiscalCode, type FiscalCode } from '#italy';
import type { PersonalData, Reader } from '#use-cases';
import type { ErasureWatch } from '../erasure/erasure-watch.ts';
import { registration, subject as subjectAggregate } from '../domain/subject.ts';
import { decrypt, encrypt, markOf } from './cipher.ts';
import { accessEntries, entitledReader } from './entitlement.ts';
import { Pseudonyms } from './pseudonyms.ts';
import { SubjectKeys } from './subject-keys.ts';

/** What reading and writing of personal data is refused for, beside {@link notEntitled}. */
export const vaultRefusals = defineRefusals({
  CODICE_FISCALE_INVALID: 'This is no codice fiscale: correct it; its last character follows from the others.',
  PURPOSE_REQUIRED: 'Personal data is read for a purpose: say which.',
});

interface VaultParts {
  readonly keyStore: KeyStore;
  readonly accessLog: Pick<AccessLog, 'record'>;
  /** The master key. */
  readonly box: SecretBox;
  readonly executor: CommandExecutor;
  readonly clock: Clock;
  /** How far this process is behind with erasures; absent where nobody else erases. */
  readonly erasures?: Pick<ErasureWatch, 'isBehind' | 'requireFollowed'>;
}

/**
 * Personal data of citizens: found by codice fiscale, sealed before it is written, opened at this one place for those
 * entitled, unreadable for ever once its subject is erased.
 */
export class PersonalDataVault implements PersonalData {
  readonly #parts: VaultParts;
  readonly #pseudonyms: Pseudonyms;
  readonly #keys: SubjectKeys;
  readonly #beingRegistered = new Map<string, Promise<string>>();

  private constructor(parts: VaultParts, pseudonyms: Pseudonyms) {
    this.#parts = parts;
    this.#pseudonyms = pseudonyms;
    this.#keys = new SubjectKeys(parts.keyStore, parts.box);
  }

  static async open(parts: VaultParts): Promise<PersonalDataVault> {
    return new PersonalDataVault(parts, await Pseudonyms.open(parts.keyStore, parts.box));
  }

  /**
   * The id of the person with this codice fiscale, who is registered when new: first key and pseudonym, durably, then
   * the event.
   * @param origin what stands in the event; the vault's own policy when absent
   * @throws DomainError CODICE_FISCALE_INVALID
   */
  async subjectFor(fiscalCode: string, origin?: CommandOrigin): Promise<string> {
    const pseudonym = this.#pseudonyms.of(validCode(fiscalCode));
    await this.#requireFollowed();
    const known = this.#pseudonyms.cached(pseudonym);
    if (known !== undefined) return known;
    const pending = this.#beingRegistered.get(pseudonym);
    if (pending) return pending;
    const registration = this.#register(pseudonym, origin).finally(() => this.#beingRegistered.delete(pseudonym));
    this.#beingRegistered.set(pseudonym, registration);
    return registration;
  }

  /**
   * The id of the person with this codice fiscale: of somebody new, one that was made with key and pseudonym, durably. The
   * event that makes them known must follow.
   * @throws DomainError CODICE_FISCALE_INVALID
   */
  async identify(fiscalCode: string): Promise<string> {
    return (await this.#identify(this.#pseudonyms.of(validCode(fiscalCode)))).subject;
  }

  /**
   * The id of the person with this codice fiscale, if one is registered and not erased.
   * @throws DomainError CODICE_FISCALE_INVALID
   */
  async findSubject(fiscalCode: string): Promise<string | undefined> {
    return this.#pseudonyms.subjectOf(this.#pseudonyms.of(validCode(fiscalCode)));
  }

  /**
   * Seals a value, which opens only for this subject and this field.
   * @param field event and property, for example `AppointmentBooked.citizen`
   * @throws DomainError SUBJECT_UNKNOWN | SUBJECT_ERASED; SystemError ERASURES_BEHIND
   */
  async seal<T>(subject: string, field: string, value: T): Promise<Sealed<T>> {
    await this.#requireFollowed();
    const key = this.#keys.cached(subject) ?? (await this.#keys.keyOf(subject));
    if (key === undefined) throw subjectAggregate.notFound();
    if (key === 'erased') throw subjectAggregate.stateForbids();
    const sealed = encrypt(key, JSON.stringify(value), boundTo(subject, field)).toString('base64url');
    return { sealed, subject, field };
  }

  /**
   * Opens values for someone entitled: the only place that does. The access log is durable before this returns.
   * @returns in the order of `values`; of an erased subject, the fact that it was erased
   * @throws DomainError NOT_ENTITLED_TO_PERSONAL_DATA (forbidden) | PURPOSE_REQUIRED; SystemError ERASURES_BEHIND |
   *   SUBJECT_KEY_MISSING
   */
  async open<T>(values: readonly Sealed<T>[], reader: Reader): Promise<Opened<T>[]> {
    const principal = entitledReader(reader, values);
    if (reader.purpose.trim() === '') throw vaultRefusals.PURPOSE_REQUIRED();
    await this.#requireFollowed();
    const opened = await Promise.all(values.map((value) => this.#open(value)));
    const readable = values.filter((_value, index) => opened[index]?.erased === false);
    if (readable.length > 0) {
      const at = toTimestamp(this.#parts.clock.now());
      await this.#parts.accessLog.record(accessEntries(principal, reader, readable, at));
    }
    return opened;
  }

  /** {@inheritDoc PersonalData.mark} */
  async mark(subject: string, text: string): Promise<string | undefined> {
    const key = await this.#keys.keyOf(subject);
    return key === undefined || key === 'erased' ? undefined : markOf(key, text);
  }

  /** Those of some persons who were registered and whom nobody has erased, as the key store has it, in one look. */
  keptAmong(subjects: ReadonlySet<string>): Promise<ReadonlySet<string>> {
    return this.#keys.keptAmong(subjects);
  }

  isStanding(subject: string): boolean {
    return this.#parts.erasures?.isBehind !== true && !this.#keys.isErased(subject);
  }

  /** Destroys key and pseudonym. The event that proves it must be written before. */
  async erase(subject: string): Promise<void> {
    this.forget(subject);
    await this.#parts.keyStore.erase(subject);
    this.forget(subject);
  }

  /** Learns where a rotation of the pepper stands. */
  take(secrets: ReadonlyMap<string, Uint8Array>): void {
    this.#pseudonyms.take(secrets);
  }

  /** Drops what is in memory of a subject, who was erased elsewhere. */
  forget(subject: string): void {
    this.#keys.forget(subject);
    this.#pseudonyms.forget(subject);
  }

  /** On the hot path: a promise only for who has to wait. */
  #requireFollowed(): Promise<void> | undefined {
    const { erasures } = this.#parts;
    return erasures?.isBehind === true ? erasures.requireFollowed() : undefined;
  }

  async #register(pseudonym: string, origin: CommandOrigin | undefined): Promise<string> {
    const { subject, isNew } = await this.#identify(pseudonym);
    // Also for one that is known: the process that added it may have died before its event.
    await this.#parts.executor.execute(subjectAggregate, {
      id: subject,
      origin: origin ?? ownOrigin(subject),
      decide: (state) => registration(state, subject),
      onNewStream: isNew,
    });
    // They may have been erased since the log was asked.
    if (!this.#keys.isErased(subject)) this.#pseudonyms.remember(pseudonym, subject);
    return subject;
  }

  /** `isNew` where the id was made here and now. */
  async #identify(pseudonym: string): Promise<{ readonly subject: string; readonly isNew: boolean }> {
    const known = await this.#pseudonyms.subjectOf(pseudonym);
    if (known !== undefined) return { subject: known, isNew: false };
    let made: string | undefined;
    const subject = await this.#pseudonyms.add(pseudonym, () => {
      made = randomUUID();
      return { subject: made, wrappedKey: this.#keys.make(made) };
    });
    return { subject, isNew: subject === made };
  }

  async #open<T>({ subject, field, sealed }: Sealed<T>): Promise<Opened<T>> {
    const key = await this.#keys.keyOf(subject);
    if (key === 'erased') return { erased: true };
    if (key === undefined) {
      const why = `the key store has no key of subject ${subject}: it is older than the log`;
      throw new SystemError('SUBJECT_KEY_MISSING', why, { subject });
    }
    return { erased: false, value: JSON.parse(openText(key, sealed, boundTo(subject, field))) as T };
  }
}

function openText(key: KeyObject, sealed: string, bound: string): string {
  return decrypt(key, Buffer.from(sealed, 'base64url'), bound).toString('utf8');
}

function boundTo(subject: string, field: string): string {
  return `${subject}/${field}`;
}

function validCode(text: string): FiscalCode {
  const code = parseFiscalCode(text);
  if (code === undefined) throw vaultRefusals.CODICE_FISCALE_INVALID();
  return code;
}

function ownOrigin(subject: string): CommandOrigin {
  const commandId = deriveId('RegisterSubject', subject);
  const actor = { kind: 'policy', name: 'personal-data-vault' } as const;
  return { commandId, actor, correlationId: commandId, causationId: commandId };
}
