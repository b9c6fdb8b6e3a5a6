/** Metadata key of a method whose body says something of persons. */
const PERSONAL_FIELDS = 'rete-punti:personal-fields';

/** Notes on the method of a route which fields of its body say something of persons. */
export function notePersonalFields(method: object, names: readonly string[]): void {
  Reflect.defineMetadata(PERSONAL_FIELDS, names, method);
}

/** Names of the fields of a route's body that say something of persons. */
export function personalFieldsAt(method: object): readonly string[] {
  return (Reflect.getMetadata(PERSONAL_FIELDS, method) as readonly string[] | undefined) ?? [];
}
