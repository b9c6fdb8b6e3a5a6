import { idOf, when, type EventDefinition, type EventHandler, type EventOf, type RecordedEvent } from '#kernel/domain';

/** Something that waits for the centre, or may come to: one document per thing, or part of one that waits by itself. */
export interface InboxDocument {
  /** Which kind of item, for example `FORWARDED_PROTOCOL`. */
  readonly kind: string;
  readonly id: string;
  /** Id of the part of it that waits, for example of an amendment; null where it waits as a whole. */
  readonly part: string | null;
  readonly state: 'WAITING' | 'QUIET';
  /** ISTAT code of the region that it comes from; null where it comes from none. */
  readonly region: string | null;
  /** What a person knows it by; of no natural person. Empty where that is the name of a hosting body. */
  readonly label: string;
  /** Id of the hosting body by whose name a person knows it: that may be corrected, so it is not kept here. */
  readonly host?: string;
  /** Day in Rome since which it waits, `yyyy-mm-dd`; empty while it does not. */
  readonly since: string;
}

/** What an event says of an item. */
export interface InboxNote {
  readonly label?: string;
  /** Id of the hosting body whose name is the label. */
  readonly host?: string;
  readonly region?: string;
}

/** Since when an item waits, which an event says. */
export interface Arrival extends InboxNote {
  /** `yyyy-mm-dd`. */
  readonly since: string;
}

/** How one kind of item comes to wait for the centre and is dealt with, as data. */
export interface InboxKind {
  /** SCREAMING_SNAKE_CASE, for example `FORWARDED_PROTOCOL`. */
  readonly kind: string;
  /** Raise it whenever what events say of an item changes. */
  readonly version: number;
  readonly on: readonly InboxHandler[];
}

/** Which part of a thing an event is about, where parts of it wait by themselves; undefined for the whole. */
type PartOf<Definition extends EventDefinition> = (data: EventOf<Definition>['data']) => string | undefined;

/** What an event makes of an item; the kind is told by whoever composes. */
export type InboxHandler = (kind: string) => EventHandler<InboxDocument | undefined, InboxDocument | undefined>;

/** Declares what a context has waiting in the inbox of the centre. */
export function defineInboxKind(input: InboxKind): InboxKind {
  return input;
}

/** Declares that an event tells something of an item, before it waits or while it does. */
export function notes<Definition extends EventDefinition>(
  event: Definition,
  note: (data: EventOf<Definition>['data']) => InboxNote,
): InboxHandler {
  return (kind) =>
    when(event, (item: InboxDocument | undefined, recorded) =>
      noted(itemOf(kind, item, recorded), note(recorded.data)),
    );
}

/** Declares that an item waits from an event on. */
export function arrives<Definition extends EventDefinition>(
  event: Definition,
  arrival: (data: EventOf<Definition>['data'], event: RecordedEvent<EventOf<Definition>>) => Arrival,
  partOf: PartOf<Definition> = () => undefined,
): InboxHandler {
  return (kind) =>
    when(
      event,
      (item: InboxDocument | undefined, recorded) => {
        const { since, ...note } = arrival(recorded.data, recorded);
        const whole = itemOf(kind, item, recorded);
        return { ...noted({ ...whole, part: partOf(recorded.data) ?? null }, note), state: 'WAITING', since };
      },
      keyOf(partOf),
    );
}

/**
 * Declares that an item waits from an event on, unless it has waited since before: what is told late may have come first.
 * @param arrival undefined where nothing waits for that
 */
export function goesOnWaiting<Definition extends EventDefinition>(
  event: Definition,
  arrival: (data: EventOf<Definition>['data'], event: RecordedEvent<EventOf<Definition>>) => Arrival | undefined,
): InboxHandler {
  return (kind) =>
    when(event, (item: InboxDocument | undefined, recorded) => {
      const arrived = arrival(recorded.data, recorded);
      if (!arrived || (item?.state === 'WAITING' && item.since <= arrived.since)) return item;
      const { since, ...note } = arrived;
      return { ...noted(itemOf(kind, item, recorded), note), state: 'WAITING', since };
    });
}

/**
 * Declares that an event corrects since when an item waits (T2).
 * @param cameOn `yyyy-mm-dd`; undefined where the event corrects something else
 */
export function cameOnAnotherDay<Definition extends EventDefinition>(
  event: Definition,
  cameOn: (data: EventOf<Definition>['data']) => string | undefined,
  partOf: PartOf<Definition> = () => undefined,
): InboxHandler {
  return () =>
    when(
      event,
      (item: InboxDocument | undefined, { data }): InboxDocument | undefined => {
        const since = cameOn(data);
        return item?.state === 'WAITING' && since !== undefined ? { ...item, since } : item;
      },
      keyOf(partOf),
    );
}

/** Declares that an item waits no longer once an event has happened. */
export function leaves<Definition extends EventDefinition>(
  event: Definition,
  partOf: PartOf<Definition> = () => undefined,
): InboxHandler {
  return () =>
    when(
      event,
      (item: InboxDocument | undefined): InboxDocument | undefined => item && { ...item, state: 'QUIET', since: '' },
      keyOf(partOf),
    );
}

function keyOf<Definition extends EventDefinition>(partOf: PartOf<Definition>) {
  return ({ stream, data }: RecordedEvent<EventOf<Definition>>): readonly string[] => {
    const part = partOf(data);
    return [part === undefined ? stream : `${stream}/${part}`];
  };
}

function itemOf(kind: string, item: InboxDocument | undefined, { stream, metadata }: RecordedEvent): InboxDocument {
  const { region = null } = metadata.scope;
  return item ?? { kind, id: idOf(stream), part: null, state: 'QUIET', region, label: '', since: '' };
}

function noted(item: InboxDocument, { label = item.label, region, host }: InboxNote): InboxDocument {
  return { ...item, label, region: region ?? item.region, ...(host === undefined ? {} : { host }) };
}
