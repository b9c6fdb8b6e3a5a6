import { defineProjection, when, type Position, type Projection, type RecordedEvent } from '#kernel/domain';
import type { IndexDefinition } from '#kernel/ports';
import { romeDateAt } from '#italy';
import {
  PERSON_FIELDS,
  type FeedFilter,
  type PersonField,
  type PlaceLeft,
  type PublishedType,
  type Publication,
} from '#use-cases';
import {
  IntegrationRegistered,
  IntegrationScopeChanged,
  IntegrationWithdrawn,
  type IntegrationScope,
} from '../domain/events.ts';
import { deliveryEvents } from '../domain/delivery-events.ts';
import { SubscriptionClosed, SubscriptionFilterChanged, SubscriptionOpened } from '../domain/subscription-events.ts';

/**
 * An event as it is published, before it is known to whom: persons stand under their own ids, in fields of their own, and leave
 * as ids of the receiver or not at all.
 */
export interface PublishedDocument extends Readonly<Record<PersonField, string | null>> {
  /** Name of the published type; {@link SCOPE_CHANGE} where it is none. */
  readonly type: string;
  /** Id of the thing that it is about. */
  readonly thing: string;
  /** When it was recorded, RFC 3339. */
  readonly at: string;
  /** `yyyy-mm-dd`; null where law gives it no day of its own. */
  readonly legalDay: string | null;
  /** Place of the domain event in the stream of its thing. */
  readonly sequence: number;
  /** Where the thing stood once it had happened: ISTAT codes, and the id of the hosting body. */
  readonly region: string | null;
  readonly province: string | null;
  readonly host: string | null;
  /** Where it stood before, where that is another region or province: who reads there is told that it has left. */
  readonly leftRegion: string | null;
  readonly leftProvince: string | null;
  /** It is told wherever who reads it reads: its place says only where it happened. */
  readonly everywhere?: true;
  /** As the schema of the type says, without persons; the last field, as `publishedText` wants it. */
  readonly data: object;
}

/**
 * Stand among the published events where what an integration may read, or what a subscription is for, has changed, so that
 * whoever follows them learns of it in its place. They are never told.
 */
export const SCOPE_CHANGE = 'scope-change';
export const SUBSCRIPTION_CHANGE = 'subscription-change';
/** Stands where how a subscription is delivered has changed. */
export const DELIVERY_CHANGE = 'delivery-change';

/** Whether a document stands there for us alone. */
export function isForUs({ type }: Pick<PublishedDocument, 'type'>): boolean {
  return type === SCOPE_CHANGE || type === SUBSCRIPTION_CHANGE || type === DELIVERY_CHANGE;
}

/** What such a document says: what the integration reads from there on; null once it was withdrawn. */
export interface ScopeChange {
  readonly scope: IntegrationScope | null;
}

/** Name of the type that tells of an erasure; undefined where none does. */
export function erasureAmong(types: readonly PublishedType[]): string | undefined {
  return types.find(({ tellsErasure }) => tellsErasure)?.name;
}

/** Names of the types that are told everywhere. */
export function everywhereAmong(types: readonly PublishedType[]): readonly string[] {
  return types.filter(({ everywhere }) => everywhere).map(({ name }) => name);
}

/** Names of the types that name persons, that of an erasure among them. */
export function namingPersonsAmong(types: readonly PublishedType[]): ReadonlySet<string> {
  const naming = types.filter(({ schema }) => PERSON_FIELDS.some((field) => field in schema.properties));
  return new Set(naming.map(({ name }) => name));
}

/**
 * Whether what somebody may read, or asks for, names persons.
 * @param naming see {@link namingPersonsAmong}
 */
export function namesPersons(naming: ReadonlySet<string>, { types }: Partial<Pick<FeedFilter, 'types'>>): boolean {
  return types?.some((type) => naming.has(type)) ?? true;
}

const LEFT_PLACES = ['leftRegion', 'leftProvince'] as const;

/** An index of a field that many documents lack, and whoever looks it up names a value of. */
function ofSome(...fields: readonly string[]): IndexDefinition {
  return { fields, sparse: true };
}

/** Raise it whenever documents are of another shape, whatever the types are. */
const SHAPE = 2;
/** Digits of a position: the keys of the documents are in the order of the log. */
const POSITION_DIGITS = 19;

/** The key of the document that an event at a position becomes. */
export function keyAt(position: Position): string {
  return position.padStart(POSITION_DIGITS, '0');
}

/** The position that a key stands for. */
export function positionOf(key: string): Position {
  return key.replace(/^0+(?=\d)/, '');
}

/**
 * Makes the read model of what is published, from what contexts declare: a document per event, in the order of the log. Its
 * version is the sum of the revisions of the types, so that it is built anew when one is added or changes.
 * @throws TypeError when two types are made from one event
 */
export function publishedEvents(types: readonly PublishedType[]): Projection<PublishedDocument> {
  return defineProjection<PublishedDocument>({
    name: 'published-events',
    version: types.reduce((sum, { revision }) => sum + revision, SHAPE),
    indexes: [
      { fields: ['type'] },
      // Of a place all there is, and what is of one type: a reader of either looks it up once.
      ...['region', 'province', 'host'].flatMap((place) => [ofSome(place), ofSome(place, 'type')]),
      ...[...LEFT_PLACES, ...PERSON_FIELDS].map((field) => ofSome(field)),
    ],
    on: [
      ...types.flatMap((type) =>
        type.made.map((publication) =>
          when(
            publication.definition,
            (_none: PublishedDocument | undefined, event) => published(type, publication, event),
            ({ position }) => [keyAt(position)],
          ),
        ),
      ),
      when(
        [IntegrationRegistered, IntegrationScopeChanged, IntegrationWithdrawn],
        (_none: PublishedDocument | undefined, event) =>
          changed(SCOPE_CHANGE, event, event.data.integrationId, {
            scope: 'scope' in event.data ? event.data.scope : null,
          } satisfies ScopeChange),
        ({ position }) => [keyAt(position)],
      ),
      when(
        [SubscriptionOpened, SubscriptionFilterChanged, SubscriptionClosed],
        (_none: PublishedDocument | undefined, event) =>
          changed(SUBSCRIPTION_CHANGE, event, event.data.subscriptionId, {
            integrationId: event.data.integrationId,
            filter: event.type === 'SubscriptionClosed' ? null : event.data.filter,
          }),
        ({ position }) => [keyAt(position)],
      ),
      when(
        deliveryEvents,
        (_none: PublishedDocument | undefined, event) =>
          changed(DELIVERY_CHANGE, event, event.data.subscriptionId, {
            change: { type: event.type, data: event.data },
          }),
        ({ position }) => [keyAt(position)],
      ),
    ],
  });
}

function published(type: PublishedType, publication: Publication, event: RecordedEvent): PublishedDocument {
  const { fields, thing, left = {} } = publication;
  const values = Object.entries(fields).map(([name, { read }]) => [name, read(event)] as const);
  const said = Object.fromEntries(values.filter(([, value]) => value !== undefined && value !== null));
  const {
    person = null,
    secondPerson = null,
    ...data
  } = said as Record<string, unknown> & Partial<Record<PersonField, string>>;
  const envelope = envelopeOf(event);
  const leftOf = (place: keyof PlaceLeft): string | null => {
    const before = left[place]?.read(event);
    return typeof before === 'string' && before !== envelope[place] ? before : null;
  };
  return {
    ...envelope,
    ...{ leftRegion: leftOf('region'), leftProvince: leftOf('province') },
    ...{ type: type.name, thing: type.tellsErasure ? '' : String(thing.read(event)), person, secondPerson },
    ...(type.everywhere ? { everywhere: true } : {}),
    data: type.cut(data) as object,
  };
}

function changed(type: string, event: RecordedEvent, thing: string, data: object): PublishedDocument {
  return {
    ...envelopeOf(event),
    leftRegion: null,
    leftProvince: null,
    type,
    thing,
    person: null,
    secondPerson: null,
    data,
  };
}

function envelopeOf({ recordedAt, effectiveAt, revision, metadata: { scope } }: RecordedEvent) {
  const { region = null, province = null, host = null } = scope;
  const legalDay = effectiveAt === undefined ? null : romeDateAt(effectiveAt);
  return { at: recordedAt, legalDay, sequence: revision, region, province, host };
}
