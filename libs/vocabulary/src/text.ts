import { Type } from '@sinclair/typebox';

/** A text that is not empty. What people may write is bounded far below; no fact has ever been longer. */
export const Text = Type.String({ minLength: 1, maxLength: 4_000 });
/** Opaque: nobody reads anything out of it. */
export const Id = Type.String({ minLength: 1, maxLength: 200 });
/** A word or code of a few letters. */
export const Word = Type.String({ minLength: 1, maxLength: 100 });
/** A place in the log: a decimal number. */
export const LogPosition = Type.String({ pattern: String.raw`^(0|[1-9]\d{0,18})$`, maxLength: 19 });
/** True for what a demonstration invented. */
export const Demonstration = Type.Optional(Type.Literal(true));
