import { Type, type Static } from '@sinclair/typebox';
import { oneOf } from './one-of.ts';
import { Id, Text } from './text.ts';

export const HOST_BODY_KINDS = ['PUBLIC_ADMINISTRATION', 'RECOGNISED_ASSOCIATION'] as const;
/** Who may host Punti Cliente (INPS circolare 119/2011). */
export const HostBodyKind = oneOf(HOST_BODY_KINDS, 'HostBodyKind');
export type HostBodyKind = Static<typeof HostBodyKind>;

/** A hosting body as others write it down, as it stood when they did; its name may be corrected afterwards. */
export const HostBodyFacts = Type.Object({ id: Id, kind: HostBodyKind, name: Text });
export type HostBodyFacts = Static<typeof HostBodyFacts>;
/** What never changes of a hosting body: what is kept to be shown later names it by this alone. */
export type HostBodyReference = Pick<HostBodyFacts, 'id' | 'kind'>;

/** Of a hosting body as others write it down, what never changes. */
export function referenceTo({ id, kind }: HostBodyFacts): HostBodyReference {
  return { id, kind };
}
