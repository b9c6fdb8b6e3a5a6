/**
 * Documents are JSON, and BSON takes nearly all of that as it is. What servers refuse or read in a way of their own is
 * written otherwise: names of fields with a dot, a NUL or a dollar in front, `_bsontype`, and arrays within arrays.
 * Such documents are rare, and marked when they are stored.
 */
export interface StoredJson {
  readonly document: unknown;
  readonly escaped?: true;
}

const NESTED_ARRAY = '%array';
const SEARCHABLE_NAME = /^[A-Za-z_][\w-]*$/;

/**
 * Where the server finds the field of a document.
 * @throws TypeError when a name of the path is not made of letters, digits, `_` and `-`
 */
export function storedPath(path: string): string {
  if (!path.split('.').every((name) => SEARCHABLE_NAME.test(name)))
    throw new TypeError(`not a path of field names: ${path}`);
  return `document.${path}`;
}

export function toStoredJson(document: unknown): StoredJson {
  return isPlain(document) ? { document } : { document: escape(document), escaped: true };
}

export function fromStoredJson({ document, escaped }: StoredJson): unknown {
  return escaped ? unescape(document) : document;
}

function isPlain(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every((item) => !Array.isArray(item) && isPlain(item));
  // Every document that is written comes through here: no arrays of entries are made for it.
  const fields = value as Readonly<Record<string, unknown>>;
  for (const name in fields) if (!isPlainName(name) || !isPlain(fields[name])) return false;
  return true;
}

function isPlainName(name: string): boolean {
  return !name.startsWith('$') && !name.includes('.') && !name.includes('\0') && name !== '_bsontype';
}

function escape(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    return value.map((item) => (Array.isArray(item) ? { [NESTED_ARRAY]: escape(item) } : escape(item)));
  }
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [escapeName(name), escape(inner)]));
}

function escapeName(name: string): string {
  if (name === '_bsontype') return '%5Fbsontype';
  return name.replaceAll('%', '%25').replaceAll('.', '%2E').replaceAll('\0', '%00').replace(/^\$/, '%24');
}

function unescape(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(unescape);
  const entries = Object.entries(value);
  const [first] = entries;
  if (first?.[0] === NESTED_ARRAY) return unescape(first[1]);
  return Object.fromEntries(entries.map(([name, inner]) => [decodeURIComponent(name), unescape(inner)]));
}
