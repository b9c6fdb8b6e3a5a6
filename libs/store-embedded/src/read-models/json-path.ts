const NAME = /^[A-Za-z_][\w-]*$/;

/** The SQL expression of what a dotted path holds in the text of a document. */
export function valueExpression(path: string): string {
  return `json_extract(body, ${pathLiteral(path)})`;
}

/** The SQL expression of the JSON type that a dotted path holds. */
export function typeExpression(path: string): string {
  return `json_type(body, ${pathLiteral(path)})`;
}

/**
 * A dotted path, as SQLite has it.
 * @throws TypeError when a name of the path is not made of letters, digits, `_` and `-`
 */
export function pathLiteral(path: string): string {
  const names = path.split('.');
  if (!names.every((name) => NAME.test(name))) throw new TypeError(`not a path of field names: ${path}`);
  return `'$${names.map((name) => `."${name}"`).join('')}'`;
}

/** What a dotted path holds in a document; undefined where there is nothing. */
export function valueAt(document: unknown, path: string): unknown {
  let value = document;
  for (const name of namesOf(path)) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

/** Of the paths of declared indexes, which are few: they are looked up for each document that is written. */
const known = new Map<string, readonly string[]>();

function namesOf(path: string): readonly string[] {
  const names = known.get(path) ?? path.split('.');
  if (!known.has(path)) known.set(path, names);
  return names;
}
