/** A stream is `Category-id`; the category is what stands before the first dash. No personal data ever stands in it. */
export type StreamName = string;

/** Builds the name of a stream; the category must have no dash, the id must not be empty. */
export function streamName(category: string, id: string): StreamName {
  if (category === '' || category.includes('-') || id === '') {
    throw new TypeError(`not a stream: category "${category}", id "${id}"`);
  }
  return `${category}-${id}`;
}

/** The id of a stream: what stands after its first dash. */
export function idOf(stream: StreamName): string {
  return stream.slice(stream.indexOf('-') + 1);
}
