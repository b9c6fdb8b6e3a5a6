import { Type, type TSchema, type TUnsafe } from '@sinclair/typebox';

declare const sealedType: unique symbol;

/**
 * A personal value, encrypted with the key of its subject before it was written. Decisions and projections carry it
 * unopened; only an answer to someone entitled opens it.
 */
export interface Sealed<T = unknown> {
  /** Base64url of nonce, ciphertext and tag (AES-256-GCM, bound to subject and field). */
  readonly sealed: string;
  /** Id of the subject whose key opens it. */
  readonly subject: string;
  /** The field it was sealed for; a value moved to another field does not open. */
  readonly field: string;
  readonly [sealedType]?: T;
}

/** What opening a sealed value gives: the value, or the fact that its subject was erased. */
export type Opened<T> = { readonly erased: false; readonly value: T } | { readonly erased: true };

/** Marks the schema of a sealed field; its `x-personal` keyword is what the catalogue publishes. */
export const PERSONAL_KEYWORD = 'x-personal';

/** Closed, so that nothing of the clear value can stand beside the sealed one. */
const SealedShape = Type.Object(
  {
    sealed: Type.String({ minLength: 1 }),
    subject: Type.String({ minLength: 1 }),
    field: Type.String({ minLength: 1 }),
  },
  { additionalProperties: false },
);

/**
 * Schema of a personal field: in the event it stands sealed, and `clear` describes what is inside.
 * @param clear schema of the value before sealing
 */
export function personal<S extends TSchema>(clear: S): TUnsafe<Sealed<S['static']>> {
  return Type.Unsafe<Sealed<S['static']>>({ ...SealedShape, [PERSONAL_KEYWORD]: clear });
}

/** Tells whether a schema was made by {@link personal}. */
export function isPersonal(schema: TSchema): boolean {
  return PERSONAL_KEYWORD in schema;
}
