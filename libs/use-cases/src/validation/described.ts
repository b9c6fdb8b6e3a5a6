import type { ValidationOptions } from 'class-validator';

/** How the description of the API bounds a field: words of JSON Schema. */
export interface FieldDescription {
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  /** A value that the check takes. */
  readonly example?: unknown;
}

/** What a pattern alone does not say of the texts that it takes. */
interface Matching {
  /** `$property` stands for the name of the field. */
  readonly message: string;
  /** Where more is taken than matches, as it is brought into form before: what is taken. */
  readonly pattern?: string;
  /** Length of the longest text that is taken. */
  readonly maxLength: number;
  /** A text that matches. */
  readonly example: string;
}

/** Options of `@Matches`, with what the description of the API says beside the pattern. */
export function matching({ message, ...description }: Matching): ValidationOptions {
  return { message, ...described(description) };
}

/** Options of a check, with what the description of the API says of the values that it takes. */
export function described(description: FieldDescription): ValidationOptions {
  return { context: { description } };
}

/** What a declaration says of a field beside its checks. */
export function describedBy(context: unknown): FieldDescription {
  return (context as { readonly description?: FieldDescription } | undefined)?.description ?? {};
}
