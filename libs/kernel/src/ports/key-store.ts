import type { Position } from '../position.ts';
import type { SecretStore } from './secret-box.ts';

/** A subject's key, wrapped by the master key, or the proof that there was one. */
export type SubjectKey = { readonly erased: false; readonly wrappedKey: Uint8Array } | { readonly erased: true };

/** A subject that is not erased, as it is kept. */
export interface StoredSubject {
  readonly subject: string;
  readonly pseudonym: string;
  readonly wrappedKey: Uint8Array;
}

/** What is put in the place of a subject's pseudonym and wrapped key as they were read. */
export interface Rekeying {
  readonly from: StoredSubject;
  readonly to: Pick<StoredSubject, 'pseudonym' | 'wrappedKey'>;
}

/** Of one subject: done; its new pseudonym is another's; or it was no longer as it was read. */
export type Rekeyed = 'done' | 'taken' | 'changed';

/**
 * Subject keys and pseudonyms, apart from everything else because they must not travel with the backups of the log.
 * It holds only wrapped keys and keyed hashes. Conformance suite: `test/conformance/key-store.ts`.
 */
export interface KeyStore extends SecretStore {
  /** The subject behind a pseudonym (keyed hash of a codice fiscale), if one is known and not erased. */
  subjectOf(pseudonym: string): Promise<string | undefined>;
  /**
   * Adds a subject, durably, before it returns. If the pseudonym is already known, the existing subject wins.
   * @returns the id of the subject that stands
   * @throws TypeError when the subject id was ever used, also by an erased subject
   */
  addSubject(pseudonym: string, subject: string, wrappedKey: Uint8Array): Promise<string>;
  keyOf(subject: string): Promise<SubjectKey | undefined>;
  /** Which of some subjects were neither added nor erased here, ever; for a thousand at once, in one look. */
  unknownOf(subjects: readonly string[]): Promise<readonly string[]>;
  /** Which of some subjects were added here and not erased; for a thousand at once, in one look. */
  keptOf(subjects: readonly string[]): Promise<readonly string[]>;
  /**
   * Destroys key and pseudonym so that nobody can read them from the store again. Where the files are ours, no byte of
   * them stays; a database server may keep bytes in its journal for a while, of a key that is wrapped. Idempotent, also
   * for unknown ids.
   */
  erase(subject: string): Promise<void>;

  /** Subjects that are not erased, in order of their ids, those after one of them (all, after the empty text). */
  subjectsAfter(subject: string, limit: number): Promise<readonly StoredSubject[]>;
  /**
   * Puts other pseudonyms and wrapped keys in the place of those that were read, durably; each subject's on its own, and
   * only as long as both are as they were read.
   * @returns what came of each, in the same order
   */
  rekey(changes: readonly Rekeying[]): Promise<readonly Rekeyed[]>;

  /** A wrapped secret of the installation (pepper, signing key); `make` is called once, unless it is taken away. */
  secret(name: string, make: () => Promise<Uint8Array>): Promise<Uint8Array>;
  /** Destroys a secret as {@link erase} destroys keys, so that nothing that was made with it can be made again. Idempotent. */
  destroySecret(name: string): Promise<void>;

  /**
   * How often {@link replaceSecret} was told to replace a secret, at least as often as it did: an older copy of the store
   * has a smaller one than was seen.
   */
  secretChanges(): Promise<number>;

  /** How far erasures of the log have been applied to this store. */
  erasureCheckpoint(): Promise<{ logId: string; position: Position } | undefined>;
  saveErasureCheckpoint(checkpoint: { logId: string; position: Position }): Promise<void>;

  close(): Promise<void>;
}
