import type { PublishedDocument } from './published-events.ts';

/** All of a published event but what it says. */
export type PublishedHead = Omit<PublishedDocument, 'data'>;

/** A published event as it is read: what is looked at, and what it says, as the JSON text that it is passed on as. */
export interface PublishedText {
  readonly document: PublishedHead;
  readonly data: string;
}

/**
 * Stands in the text of a document before what the event says, its last field, and nowhere before that: within a text, a
 * quotation mark comes after a backslash and never after a comma.
 */
const DATA = ',"data":';

/** Takes the text of a document apart: most of it is what the event says, which nobody needs to parse to pass it on. */
export function publishedText(text: string): PublishedText {
  const end = text.indexOf(DATA);
  return {
    document: JSON.parse(`${text.slice(0, end)}}`) as PublishedHead,
    data: text.slice(end + DATA.length, -1),
  };
}

/** The same of a document that was parsed already. */
export function publishedTextOf(document: PublishedDocument): PublishedText {
  return { document, data: JSON.stringify(document.data) };
}
