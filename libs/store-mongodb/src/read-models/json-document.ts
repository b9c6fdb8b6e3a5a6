/**
 * Documents are JSON, and BSON takes nearly all of that as it is. What servers refuse or read in a way of their own is
 * written otherwise: names of fields with a dot, a NUL or a dollar in front, `_bsontype`, arrays within arrays, and texts
 * with half of a surrogate pair, which UTF-8 has no bytes for. Such documents are rare, and marked when they are stored.
 * What JSON does not have is stored as JSON would write it: 0 for −0, and nothing for what is undefined.
 */
export interface StoredJson {
  readonly document: unknown;
  readonly escaped?: true;
}

const NESTED_ARRAY = '%array';
/** Before the JSON of a text, or of a name in base64url. */
const BROKEN_TEXT = '%text';
const BROKEN_NAME = '%name-';
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
  const form = formOf(document);
  if (form === 'plain') return { document };
  // The one writer of JSON that all stores share decides what becomes of what JSON does not have.
  const json: unknown = JSON.parse(JSON.stringify(document));
  return form === 'json' ? { document: json } : { document: escape(json), escaped: true };
}

export function fromStoredJson({ document, escaped }: StoredJson): unknown {
  return escaped ? unescape(document) : document;
}

/** How a value has to be written: as it is, as JSON would have it, or escaped. */
type Form = 'plain' | 'json' | 'escaped';

function formOf(value: unknown): Form {
  if (typeof value === 'string') return value.isWellFormed() ? 'plain' : 'escaped';
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0) ? 'plain' : 'json';
  if (typeof value !== 'object') return value === undefined ? 'json' : 'plain';
  if (value === null) return 'plain';
  let form: Form = 'plain';
  // Every document that is written comes through here: no arrays of entries are made for it.
  const fields = value as Readonly<Record<string, unknown>>;
  const isArray = Array.isArray(value);
  for (const name in fields) {
    if (isArray ? Array.isArray(fields[name]) : !isPlainName(name)) return 'escaped';
    const inner = formOf(fields[name]);
    if (inner === 'escaped') return inner;
    if (inner === 'json') form = inner;
  }
  return form;
}

function isPlainName(name: string): boolean {
  return (
    !name.startsWith('$') && !name.includes('.') && !name.includes('\0') && name !== '_bsontype' && name.isWellFormed()
  );
}

function escape(value: unknown): unknown {
  if (typeof value === 'string') return value.isWellFormed() ? value : { [BROKEN_TEXT]: JSON.stringify(value) };
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    return value.map((item) => (Array.isArray(item) ? { [NESTED_ARRAY]: escape(item) } : escape(item)));
  }
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [escapeName(name), escape(inner)]));
}

function escapeName(name: string): string {
  if (name === '_bsontype') return '%5Fbsontype';
  if (!name.isWellFormed()) return `${BROKEN_NAME}${Buffer.from(JSON.stringify(name)).toString('base64url')}`;
  return name.replaceAll('%', '%25').replaceAll('.', '%2E').replaceAll('\0', '%00').replace(/^\$/, '%24');
}

function unescape(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(unescape);
  const entries = Object.entries(value);
  const [first] = entries;
  if (first?.[0] === NESTED_ARRAY) return unescape(first[1]);
  if (first?.[0] === BROKEN_TEXT) return JSON.parse(String(first[1]));
  return Object.fromEntries(entries.map(([name, inner]) => [unescapeName(name), unescape(inner)]));
}

function unescapeName(name: string): string {
  if (!name.startsWith(BROKEN_NAME)) return decodeURIComponent(name);
  return JSON.parse(Buffer.from(name.slice(BROKEN_NAME.length), 'base64url').toString()) as string;
}
