import type { Position } from '#kernel/domain';
import type { KeyStore, Rekeyed, Rekeying, StoredSubject, SubjectKey } from '#kernel/ports';

/** Keys in memory, for specs only: nothing survives the process. */
export class MemoryKeyStore implements KeyStore {
  readonly #keys = new Map<string, SubjectKey>();
  readonly #subjects = new Map<string, string>();
  readonly #secrets = new Map<string, Uint8Array>();
  readonly #making = new Map<string, Promise<Uint8Array>>();
  #secretChanges = 0;
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

  async unknownOf(subjects: readonly string[]): Promise<readonly string[]> {
    return subjects.filter((subject) => !this.#keys.has(subject));
  }

  async keptOf(subjects: readonly string[]): Promise<readonly string[]> {
    return subjects.filter((subject) => this.#keys.get(subject)?.erased === false);
  }

  async erase(subject: string): Promise<void> {
    this.#keys.set(subject, { erased: true });
    for (const [pseudonym, known] of this.#subjects) if (known === subject) this.#subjects.delete(pseudonym);
  }

  async subjectsAfter(subject: string, limit: number): Promise<readonly StoredSubject[]> {
    const stored = [...this.#subjects].flatMap(([pseudonym, id]) => {
      const key = this.#keys.get(id);
      return id > subject && key?.erased === false ? [{ subject: id, pseudonym, wrappedKey: key.wrappedKey }] : [];
    });
    return stored.sort((one, other) => (one.subject < other.subject ? -1 : 1)).slice(0, limit);
  }

  async rekey(changes: readonly Rekeying[]): Promise<readonly Rekeyed[]> {
    return changes.map(({ from, to }) => {
      const key = this.#keys.get(from.subject);
      const isSame = key?.erased === false && Buffer.from(key.wrappedKey).equals(from.wrappedKey);
      if (!isSame || this.#subjects.get(from.pseudonym) !== from.subject) return 'changed';
      if ((this.#subjects.get(to.pseudonym) ?? from.subject) !== from.subject) return 'taken';
      this.#subjects.delete(from.pseudonym);
      this.#subjects.set(to.pseudonym, from.subject);
      this.#keys.set(from.subject, { erased: false, wrappedKey: Uint8Array.from(to.wrappedKey) });
      return 'done';
    });
  }

  secret(name: string, make: () => Promise<Uint8Array>): Promise<Uint8Array> {
    const making = this.#making.get(name);
    if (making) return making;
    const secret = this.#makeSecret(name, make).finally(() => this.#making.delete(name));
    this.#making.set(name, secret);
    return secret;
  }

  async destroySecret(name: string): Promise<void> {
    this.#secrets.delete(name);
  }

  async secrets(): Promise<ReadonlyMap<string, Uint8Array>> {
    return new Map(this.#secrets);
  }

  async replaceSecret(name: string, from: Uint8Array | undefined, to: Uint8Array | undefined): Promise<boolean> {
    const standing = this.#secrets.get(name);
    const isSame = standing && from ? Buffer.from(standing).equals(from) : standing === from;
    if (!isSame) return false;
    this.#secretChanges += 1;
    if (to) this.#secrets.set(name, Uint8Array.from(to));
    else this.#secrets.delete(name);
    return true;
  }

  async secretChanges(): Promise<number> {
    return this.#secretChanges;
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

  async #makeSecret(name: string, make: () => Promise<Uint8Array>): Promise<Uint8Array> {
    const secret = this.#secrets.get(name) ?? (await make());
    this.#secrets.set(name, secret);
    return secret;
  }
}
