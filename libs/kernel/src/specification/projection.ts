import { deepStrictEqual } from 'node:assert';
import type { DomainEvent } from '../events/domain-event.ts';
import type { Projection } from '../projections/projection.ts';
import { asJson } from './expectations.ts';
import { recordedLog, type Envelope } from './recorded.ts';

/**
 * A specification of a projection: `projection(register).given(events).thenDocument(key, document)`.
 * Documents are frozen, so a fold that changes the one it was given fails.
 */
export function projection<Doc extends object>(
  subject: Projection<Doc>,
): {
  given<Event extends DomainEvent>(
    ...entries: (Event | readonly [Event, Envelope])[]
  ): { thenDocument(key: string, expected: Doc | undefined): void; document(key: string): Doc | undefined };
} {
  return {
    given: (...entries) => {
      const documents = new Map<string, Doc | undefined>();
      for (const event of recordedLog(entries)) {
        if (!subject.handles.has(event.type)) continue;
        for (const key of subject.keys(event)) {
          documents.set(key, deepFreeze(subject.fold(documents.get(key), event, key)));
        }
      }
      return {
        document: (key) => documents.get(key),
        thenDocument: (key, expected) => {
          deepStrictEqual(asJson(documents.get(key)), asJson(expected));
        },
      };
    },
  };
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) deepFreeze(part);
  return Object.freeze(value);
}
