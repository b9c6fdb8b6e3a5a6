/** Metadata key of a method that answers a search. */
const SEARCH = 'rete-punti:search';

/** Notes on the method of a route that its POST asks and carries no command. */
export function noteSearch(method: object): void {
  Reflect.defineMetadata(SEARCH, true, method);
}

/** Tells whether a POST to the method of a route asks and carries no command. */
export function isSearch(method: object): boolean {
  return Reflect.hasMetadata(SEARCH, method);
}
