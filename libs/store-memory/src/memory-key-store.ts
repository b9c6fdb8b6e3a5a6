import type { Position } from '#kernel/domain';
import type { KeyStore, SubjectKey } from '#kernel/ports';

/** Keys in memory, for specs only: nothing survives the process. */
export class MemoryKeyStore implements KeyStore {
  readonly #keys = new Map<string, SubjectKey>();
  readonly #subjects = new Map<string, string>();
  readonly #secrets = new Map<string, Promise<Uint8Array>>();
  #checkpoint: { logId: string; position: Position } | undefined;

  async subjectOf(pseudonym: string): Promise<string | undefined> {
    return this.#subjects.get(pseudonym);
  }

  async addSubject(pseudonym: string, subject: string, wrappedKey: Uint8Array): Promise<string> {
    const standing = this.#subjects.get(pseudonym);
    if (standing !== undefined) return standing;
    if (this.#keys.has(subject)) throw new TypeError(`the subject id ${subject} was used before`);
    this.#subjects.set(pseudonym, subject);
    this.#keys.set(subject, { erased: false, wrappedKey: Uint8Array.from(wrappedKey) });
    return subject;
  }

  async keyOf(subject: string): Promise<SubjectKey | undefined> {
    return this.#keys.get(subject);
  }

  async erase(subject: string): Promise<void> {
    this.#keys.set(subject, { erased: true });
    for (const [pseudonym, known] of this.#subjects) if (known === subject) this.#subjects.delete(pseudonym);
  }

  secret(name: string, make: () => Promise<Uint8Array>): Promise<Uint8Array> {
    const known = this.#secrets.get(name);
    if (known) return known;
    const secret = make();
    this.#secrets.set(name, secret);
    // One that could not be made may be tried again; who asked has the error.
    secret.catch(() => this.#secrets.delete(name));
    return secret;
  }

  async destroySecret(name: string): Promise<void> {
    this.#secrets.delete(name);
  }

  async erasureCheckpoint(): Promise<{ logId: string; position: Position } | undefined> {
    return this.#checkpoint;
  }

  async saveErasureCheckpoint(checkpoint: { logId: string; position: Position }): Promise<void> {
    this.#checkpoint = { ...checkpoint };
  }

  async close(): Promise<void> {
    // Nothing is held open.
  }
}
