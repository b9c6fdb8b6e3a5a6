import { Type } from '@sinclair/typebox';

/** A text that is not empty. */
export const Text = Type.String({ minLength: 1 });
/** Opaque: nobody reads anything out of it. */
export const Id = Text;
/** True for what a demonstration invented. */
export const Demonstration = Type.Optional(Type.Literal(true));
