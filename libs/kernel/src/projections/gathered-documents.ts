import type { StoredDocument } from '../ports/read-model-store.ts';
import type { KnownDocuments } from './known-documents.ts';
import { WrittenKeys } from './written-keys.ts';

/** Documents in memory, of all builds that are made at a time. Agendas have some tens of thousands of days that are still booked. */
const MOST_DOCUMENTS = 20_000;
/** What each build may keep, however many are made together. */
const OWN_SHARE = 500;
/** Of what is kept, the part that goes at once when there is no room: what is written together costs less. */
const GOING = 0.1;

interface Gathered {
  stored: StoredDocument | undefined;
  isUnwritten: boolean;
  /** Since it was last looked at whether it may go. */
  isUsed: boolean;
}

/** How many documents are kept in memory, in common for builds that are made at the same time. */
export class Room {
  readonly #most: number;
  readonly #ownShare: number;
  #used = 0;

  /**
   * @param most documents of all builds
   * @param ownShare documents that each may keep whatever the others do
   */
  constructor(most = MOST_DOCUMENTS, ownShare = OWN_SHARE) {
    this.#most = most;
    this.#ownShare = ownShare;
  }

  add(documents: number): void {
    this.#used += documents;
  }

  /** How many of its documents a build has to let go. */
  excessOf(own: number): number {
    if (this.#used <= this.#most || own <= this.#ownShare) return 0;
    return Math.min(this.#used - this.#most + Math.ceil(this.#most * GOING), own - this.#ownShare);
  }
}

/**
 * Documents of a build while it is made: what events have made of them, until there is no room for them any more. So a document that
 * many events change is written once, and most are never read. Between batches those go that were not used for longest.
 */
export class GatheredDocuments implements KnownDocuments {
  readonly #room: Room;
  /** The oldest first, but for those that were used since they were last passed. */
  readonly #gathered = new Map<string, Gathered>();
  /** Undefined where somebody else has written before. */
  readonly #written: WrittenKeys | undefined;

  /** @param isNew whether nothing of the build has been written yet: then it holds what is written here alone */
  constructor(room: Room, isNew: boolean) {
    this.#room = room;
    this.#written = isNew ? new WrittenKeys() : undefined;
  }

  knows(key: string): boolean {
    const known = this.#gathered.get(key);
    if (known) known.isUsed = true;
    else if (this.#written?.mayHave(key) === false) this.learn(key, undefined);
    else return false;
    return true;
  }

  get(key: string): StoredDocument | undefined {
    return this.#gathered.get(key)?.stored;
  }

  learn(key: string, stored: StoredDocument | undefined): void {
    this.#gathered.set(key, { stored, isUnwritten: false, isUsed: false });
    this.#room.add(1);
  }

  /** Takes what events have made of documents, all of which are known. */
  change(documents: readonly StoredDocument[]): void {
    for (const stored of documents) {
      const known = this.#gathered.get(stored.key);
      if (!known) throw new TypeError(`${stored.key} was changed before anybody looked what it was`);
      known.stored = stored;
      known.isUnwritten = true;
    }
  }

  /** Lets go of what there is no room for. @returns what of it is to be written, before anything is read again */
  makeRoom(): readonly StoredDocument[] {
    let excess = this.#room.excessOf(this.#gathered.size);
    const going: StoredDocument[] = [];
    this.#room.add(-excess);
    for (const [key, known] of this.#gathered) {
      if (excess === 0) break;
      this.#gathered.delete(key);
      if (known.isUsed) {
        known.isUsed = false;
        this.#gathered.set(key, known);
        continue;
      }
      excess -= 1;
      if (known.stored && known.isUnwritten) going.push(known.stored);
      if (known.stored) this.#written?.add(key);
    }
    return going;
  }

  /** What is not written yet; it counts as written from now on. */
  takeUnwritten(): readonly StoredDocument[] {
    const unwritten: StoredDocument[] = [];
    for (const known of this.#gathered.values()) {
      if (known.stored && known.isUnwritten) unwritten.push(known.stored);
      known.isUnwritten = false;
    }
    return unwritten;
  }

  /** Lets go of all. */
  clear(): void {
    this.#room.add(-this.#gathered.size);
    this.#gathered.clear();
  }
}
