import { TypeCompiler } from '@sinclair/typebox/compiler';
import type { DomainEvent } from './domain-event.ts';
import { messageOf, SystemError } from '../errors.ts';
import type { StoredEvent } from '../ports/event-store.ts';
import { EventMetadataSchema, type EventMetadata, type RecordedEvent } from './envelope.ts';
import type { EventDefinition } from './event-definition.ts';
import type { HandledEvents } from './event-handler.ts';
import { usualHeadOf, type MetadataHead } from './usual-metadata.ts';

const metadataCheck = TypeCompiler.Compile(EventMetadataSchema);

/**
 * All events that this build knows, and the single decode point: whoever reads the log (aggregates, projections,
 * process managers, feed, audit, replay) reads through `decode`. Personal fields stay sealed.
 */
export class EventRegistry {
  readonly #definitions = new Map<string, EventDefinition>();

  /** @throws TypeError when two definitions share a type */
  constructor(definitions: Iterable<EventDefinition>) {
    for (const definition of definitions) {
      if (this.#definitions.has(definition.type)) throw new TypeError(`event declared twice: ${definition.type}`);
      this.#definitions.set(definition.type, definition);
    }
  }

  /** All definitions, in order of declaration. */
  definitions(): IterableIterator<EventDefinition> {
    return this.#definitions.values();
  }

  /**
   * The definition that reads this event.
   * @throws SystemError UNKNOWN_EVENT_TYPE | NEWER_EVENT_VERSION when the log is newer than this build
   */
  definitionFor(event: StoredEvent, version: number): EventDefinition {
    const definition = this.#definitionOf(event);
    if (version > definition.version) {
      throw new SystemError(
        'NEWER_EVENT_VERSION',
        `${nameOf(event)} has version ${version}, and this build knows ${definition.version}: the log is newer than the code`,
        { ...placeOf(event), type: event.type, version, known: definition.version },
      );
    }
    return definition;
  }

  /**
   * Passes over an event that its reader does not fold. Its payload is not looked at, but a type that this build
   * does not know still stops the reader: the log is newer than the code.
   * @throws SystemError UNKNOWN_EVENT_TYPE
   */
  skip(event: StoredEvent): void {
    this.#definitionOf(event);
  }

  /** The types of this build that a reader does not fold. All others are shown to it, unknown ones too. */
  typesBut(handles: HandledEvents): ReadonlySet<string> {
    return new Set([...this.#definitions.keys()].filter((type) => !handles.has(type)));
  }

  /**
   * Upcasts and validates a stored event.
   * @throws SystemError UNKNOWN_EVENT_TYPE | NEWER_EVENT_VERSION | INVALID_EVENT (names stream, revision and path)
   */
  decode<E extends DomainEvent = DomainEvent>(event: StoredEvent): RecordedEvent<E> {
    const metadata = readMetadata(event);
    return this.#asRecorded(event, metadata, metadata) as RecordedEvent<E>;
  }

  /**
   * Decodes an event for whoever folds its stream, and of its metadata asks for the command alone.
   * @throws SystemError as {@link decode}
   */
  decodeToFold<E extends DomainEvent = DomainEvent>(event: StoredEvent): FoldedEvent<E> {
    const usual = event.metadataText === undefined ? undefined : usualHeadOf(event.metadataText);
    const head = usual ?? readMetadata(event);
    return { event: this.#asRecorded(event, head) as FoldedEvent<E>['event'], commandId: head.commandId };
  }

  /** @param metadata absent for who asks for their head alone */
  #asRecorded(
    event: StoredEvent,
    { schemaVersion, recordedAt, effectiveAt }: MetadataHead,
    metadata?: EventMetadata,
  ): object {
    const definition = this.definitionFor(event, schemaVersion);
    const data = lift(definition, event, schemaVersion);
    if (!definition.check.Check(data)) throw invalid(event, firstFault(definition, data));
    const { type, eventId, stream, revision, position } = event;
    const recorded = { type, data, eventId, stream, revision, position, recordedAt, metadata };
    return effectiveAt === undefined ? recorded : { ...recorded, effectiveAt };
  }

  /**
   * Validates an event that is about to be written.
   * @returns the schema version to stamp on it
   * @throws SystemError UNKNOWN_EVENT_TYPE | INVALID_EVENT: the code that decided it is wrong
   */
  validate(event: DomainEvent, stream: string): number {
    const place = { stream, revision: -1, eventId: '', type: event.type };
    const definition = this.#definitionOf(place);
    if (!definition.check.Check(event.data)) throw invalid(place, firstFault(definition, event.data));
    return definition.version;
  }

  #definitionOf(place: EventPlace): EventDefinition {
    const definition = this.#definitions.get(place.type);
    if (definition) return definition;
    throw new SystemError(
      'UNKNOWN_EVENT_TYPE',
      `${nameOf(place)} is unknown to this build: the log is newer than the code`,
      { ...placeOf(place), type: place.type },
    );
  }
}

/** An event without its metadata, and the id of the command that it came of. */
export interface FoldedEvent<E extends DomainEvent> {
  readonly event: Omit<RecordedEvent<E>, 'metadata'>;
  readonly commandId: string;
}

interface EventPlace {
  readonly stream: string;
  readonly revision: number;
  readonly eventId: string;
  readonly type: string;
}

interface Fault {
  readonly path: string;
  readonly message: string;
}

function placeOf({ stream, revision, eventId }: EventPlace): Omit<EventPlace, 'type'> {
  return { stream, revision, eventId };
}

function nameOf({ type, stream, revision, eventId }: EventPlace): string {
  return `${type} ${eventId} in ${stream}@${revision}`;
}

function firstFault(definition: EventDefinition, data: unknown): Fault {
  const fault = definition.check.Errors(data).First();
  return { path: `/data${fault?.path ?? ''}`, message: fault?.message ?? 'invalid' };
}

function invalid(event: EventPlace, fault: Fault): SystemError {
  return new SystemError('INVALID_EVENT', `${nameOf(event)}: ${fault.path}: ${fault.message}`, {
    ...placeOf(event),
    type: event.type,
    ...fault,
  });
}

/** The payload, lifted from the schema version it was written in to today's. */
function lift(definition: EventDefinition, event: StoredEvent, writtenIn: number): unknown {
  let data = readPart(event, 'data');
  for (let version = writtenIn; version < definition.version; version += 1) {
    try {
      data = definition.upcasters[version]?.(data);
    } catch (cause) {
      throw invalid(event, { path: '/data', message: `no upcast from version ${version}: ${messageOf(cause)}` });
    }
  }
  return data;
}

/** Stored text may turn out to be no JSON; adapters parse it when it is first looked at, which is here. */
function readPart(event: StoredEvent, part: 'data' | 'metadata'): unknown {
  try {
    return event[part];
  } catch (cause) {
    throw invalid(event, { path: `/${part}`, message: messageOf(cause) });
  }
}

function readMetadata(event: StoredEvent): EventMetadata {
  const metadata = readPart(event, 'metadata');
  if (metadataCheck.Check(metadata)) return metadata;
  const fault = metadataCheck.Errors(metadata).First();
  throw invalid(event, { path: `/metadata${fault?.path ?? ''}`, message: fault?.message ?? 'invalid' });
}
