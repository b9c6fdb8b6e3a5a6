import type { StoredDocument } from '../ports/read-model-store.ts';

/** What the only writer of a build knows of its documents, so that they are not read and parsed for every batch. */
export interface KnownDocuments {
  /** Whether it is known what stands under a key, be it that nothing does. */
  knows(key: string): boolean;
  /** The stored document; undefined when there is none or nothing is known. */
  get(key: string): StoredDocument | undefined;
  /** To be told what the store has under a key. */
  learn(key: string, stored: StoredDocument | undefined): void;
}
