import { Type, type Static } from '@sinclair/typebox';
import type { DomainEvent } from './domain-event.ts';
import type { Position } from '../position.ts';
import type { StreamName } from '../stream-name.ts';

const Person = Type.Object({
  kind: Type.Literal('person'),
  /** Opaque; never a codice fiscale. */
  id: Type.String({ minLength: 1 }),
  role: Type.String({ minLength: 1 }),
  /** Code of the office the person acts for. */
  office: Type.Optional(Type.String()),
});
const Policy = Type.Object({ kind: Type.Literal('policy'), name: Type.String({ minLength: 1 }) });

/** Who did it: a person in an office, or a named policy of the system; never just "system". */
export const ActorSchema = Type.Union([Person, Policy]);
export type Actor = Static<typeof ActorSchema>;

/**
 * Where it happened, stamped at decision: the code of each kind of place or body, by the name that the contexts have for
 * the kind. Overviews, access checks and integration filters need it.
 */
export const ScopeSchema = Type.Record(Type.String(), Type.String());
export type EventScope = Static<typeof ScopeSchema>;

/** What is written beside every payload. The dollar names are those that EventStoreDB itself knows. */
export const EventMetadataSchema = Type.Object({
  schemaVersion: Type.Integer({ minimum: 1 }),
  recordedAt: Type.String({ minLength: 1 }),
  effectiveAt: Type.Optional(Type.String()),
  $correlationId: Type.String({ minLength: 1 }),
  $causationId: Type.String({ minLength: 1 }),
  commandId: Type.String({ minLength: 1 }),
  actor: ActorSchema,
  purpose: Type.Optional(Type.String()),
  scope: ScopeSchema,
  /** Ids of the subjects whose personal data the payload carries, sealed. */
  subjects: Type.Array(Type.String()),
});
export type EventMetadata = Static<typeof EventMetadataSchema>;

/** An event as it is read back: decoded, upcast, validated, with its place in the log. */
export type RecordedEvent<E extends DomainEvent = DomainEvent> = E extends DomainEvent
  ? {
      readonly type: E['type'];
      readonly data: E['data'];
      readonly eventId: string;
      readonly stream: StreamName;
      /** Place in its stream, from 0. */
      readonly revision: number;
      readonly position: Position;
      readonly recordedAt: string;
      readonly effectiveAt?: string;
      readonly metadata: EventMetadata;
    }
  : never;
