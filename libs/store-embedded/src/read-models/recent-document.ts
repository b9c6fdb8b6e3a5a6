import type { Held, Standing, StoredDocument } from '#kernel/ports';

/** A document as its table has it, without its columns. */
export interface DocumentText {
  readonly key: string;
  readonly position: number;
  /** JSON; null is a tombstone. */
  readonly body: string | null;
}

/** A document that was read or written lately, and is parsed when somebody asks for it: many are written again before that. */
export class RecentDocument implements Held<unknown> {
  #text: DocumentText | undefined;
  #stored: StoredDocument | undefined;
  readonly standing: Standing = { stands: true };
  /** In characters; of a tombstone, too, there is something to keep. */
  readonly size: number;

  constructor({ key, position, body }: DocumentText) {
    this.size = key.length + (body?.length ?? 0) + 1;
    this.#text = { key, position, body };
  }

  get stored(): StoredDocument {
    if (this.#text) this.#stored = storedDocument(this.#text);
    this.#text = undefined;
    return this.#stored as StoredDocument;
  }

  get value(): unknown {
    return this.stored.document;
  }
}

export function storedDocument({ key, position, body }: DocumentText): StoredDocument {
  return { key, position: String(position), document: parse(body) };
}

export function parse(body: string | null): unknown {
  return body === null ? undefined : JSON.parse(body);
}
