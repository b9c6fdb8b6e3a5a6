import { Type } from '@sinclair/typebox';
import { defineEvent, deriveId, toTimestamp, type EventDefinition, type EventScope } from '#kernel/domain';
import { CommandExecutor, EventRegistry, ProjectionRunner } from '#kernel/execution';
import type { EventStore, ReadModelStore } from '#kernel/ports';
import { SPEC_NOW } from '#kernel/specification';
import { at, madeFrom, PairwiseId, publish, type CloudEvent, type FeedRequest, type WrittenEvent } from '#use-cases';
import { Feed } from '../feed/feed.ts';
import { Readers } from '../feed/readers.ts';
import { PairwiseIds } from '../feed/pairwise-ids.ts';
import { PublishedLog } from '../feed/published-log.ts';
import { Rendering } from '../feed/rendering.ts';
import { integrationEvents, type IntegrationScope } from '../domain/events.ts';
import { subscriptionEvents } from '../domain/subscription-events.ts';
import { publishedEvents } from '../read-models/published-events.ts';

// Kites that somebody flies, in some region; and persons who are erased.

const KiteFlown = defineEvent({
  type: 'KiteFlown',
  schema: Type.Object({ kite: Type.String(), colour: Type.String(), secret: Type.Optional(Type.String()) }),
});
const KiteMoved = defineEvent({
  type: 'KiteMoved',
  schema: Type.Object({
    kite: Type.String(),
    previous: Type.Object({ region: Type.String(), province: Type.String() }),
  }),
});
const KiteLent = defineEvent({
  type: 'KiteLent',
  schema: Type.Object({ kite: Type.String(), to: Type.String(), and: Type.Optional(Type.String()) }),
});
const KiteHidden = defineEvent({ type: 'KiteHidden', schema: Type.Object({ kite: Type.String() }) });
const MakerRenamed = defineEvent({
  type: 'MakerRenamed',
  schema: Type.Object({ maker: Type.String(), name: Type.String() }),
});
const FlyerErased = defineEvent({ type: 'FlyerErased', schema: Type.Object({ subject: Type.String() }) });
export const kiteEvents: readonly EventDefinition[] = [
  KiteFlown,
  KiteMoved,
  KiteLent,
  KiteHidden,
  MakerRenamed,
  FlyerErased,
];

export const FLOWN = 'it.inps.retepunti.kite.flown.v1';
export const MOVED = 'it.inps.retepunti.kite.moved.v1';
export const LENT = 'it.inps.retepunti.kite.lent.v1';
export const RENAMED = 'it.inps.retepunti.maker.renamed.v1';
export const ERASED = 'it.inps.retepunti.flyer.erased.v1';

/** What is published of them. A kite of the colour `torn` cannot be made into anything. */
export const kiteTypes = [
  publish({
    type: 'kite.flown.v1',
    title: 'Aquilone in volo',
    about: 'A kite is in the air.',
    fields: { colour: Type.String() },
    made: [
      madeFrom(KiteFlown, {
        colour: {
          ...at('colour'),
          read: ({ data }) => {
            const { colour } = data as { readonly colour: string };
            if (colour === 'torn') throw new Error('a torn kite does not fly');
            return colour;
          },
        },
      }),
    ],
  }),
  publish({
    type: 'kite.moved.v1',
    title: 'Aquilone altrove',
    about: 'A kite is elsewhere.',
    fields: {},
    made: [madeFrom(KiteMoved, {}, { left: { region: at('previous.region'), province: at('previous.province') } })],
  }),
  publish({
    type: 'kite.lent.v1',
    title: 'Aquilone prestato',
    about: 'Somebody has a kite of another.',
    fields: { person: Type.Optional(PairwiseId), secondPerson: Type.Optional(PairwiseId) },
    made: [madeFrom(KiteLent, { person: at('to'), secondPerson: at('and') })],
  }),
  publish({
    type: 'maker.renamed.v1',
    title: 'Costruttore con altro nome',
    about: 'Who has made kites, wherever they fly, has another name.',
    fields: { name: Type.String() },
    everywhere: true,
    made: [madeFrom(MakerRenamed, { name: at('name') })],
  }),
  publish({
    type: 'flyer.erased.v1',
    title: 'Persona cancellata',
    about: 'Somebody was erased.',
    fields: { person: PairwiseId },
    made: [madeFrom(FlyerErased, { person: at('subject') })],
    tellsErasure: true,
  }),
];

interface Place {
  readonly region: string;
  readonly province: string;
}

/** A log with kites, what is published of them, and who reads it. */
export class FeedWorld {
  readonly log: EventStore;
  readonly registry = new EventRegistry([...kiteEvents, ...integrationEvents, ...subscriptionEvents]);
  readonly projection = publishedEvents(kiteTypes);
  readonly erased = new Set<string>();
  readonly #revisions = new Map<string, number>();
  readonly store: ReadModelStore;
  readonly runner: ProjectionRunner;
  readonly feed: Feed;
  readonly executor: CommandExecutor;
  readonly published: PublishedLog;
  readonly rendering = new Rendering({
    pairwise: new PairwiseIds(new Uint8Array(32)),
    standingAmong: async (persons) => persons.difference(this.erased),
    erasure: ERASED,
  });

  /** @param wrap puts something before the store that the feed reads */
  constructor(
    { log, readModels }: { readonly log: EventStore; readonly readModels: ReadModelStore },
    wrap: (store: ReadModelStore) => ReadModelStore = (store) => store,
  ) {
    this.log = log;
    this.store = wrap(readModels);
    const clock = { now: () => SPEC_NOW };
    const { registry, projection } = this;
    this.runner = new ProjectionRunner({
      log,
      registry,
      store: readModels,
      projections: [projection],
      clock,
      onError: () => undefined,
    });
    this.executor = new CommandExecutor({ store: log, registry, clock });
    this.published = new PublishedLog(this);
    this.feed = new Feed({
      ...{ log, published: this.published, rendering: this.rendering, executor: this.executor },
      ...{ types: kiteTypes, readers: new Readers(10) },
      requireErasures: async () => undefined,
      onError: (error) => {
        throw error;
      },
    });
  }

  async start(): Promise<this> {
    await this.runner.start();
    return this;
  }

  async stop(): Promise<void> {
    this.feed.stop();
    await this.runner.stop();
  }

  /** Writes an event of a thing, where that stands. */
  async write(type: string, stream: string, data: object, scope: EventScope = {}): Promise<string> {
    const revision = (this.#revisions.get(stream) ?? -1) + 1;
    this.#revisions.set(stream, revision);
    const commandId = deriveId(stream, String(revision));
    const recordedAt = toTimestamp(SPEC_NOW + revision);
    const metadata = {
      ...{ schemaVersion: 1, recordedAt, $correlationId: commandId, $causationId: commandId, commandId },
      ...{ actor: { kind: 'policy' as const, name: 'wind' }, scope, subjects: [] },
    };
    const { positions } = await this.log.append({
      stream,
      expectedRevision: revision === 0 ? 'no-stream' : revision - 1,
      events: [{ eventId: commandId, type, data, metadata }],
    });
    return positions.at(-1)!;
  }

  async flown(kite: string, region: string, colour = 'red'): Promise<string> {
    return this.write('KiteFlown', `Kite-${kite}`, { kite, colour, secret: 'whose it is' }, { region });
  }

  async moved(kite: string, previous: Place, { region, province }: Place): Promise<string> {
    return this.write('KiteMoved', `Kite-${kite}`, { kite, previous }, { region, province });
  }

  async lent(kite: string, to: string, region: string): Promise<string> {
    return this.write('KiteLent', `Kite-${kite}`, { kite, to }, { region });
  }

  async renamed(maker: string, name: string, region: string): Promise<string> {
    return this.write('MakerRenamed', `Maker-${maker}`, { maker, name }, { region, host: maker });
  }

  async erase(person: string): Promise<string> {
    this.erased.add(person);
    return this.write('FlyerErased', `Flyer-${person}`, { subject: person });
  }

  async register(id: string, scope: Partial<IntegrationScope>): Promise<string> {
    return this.write('IntegrationRegistered', `Integration-${id}`, {
      ...{ integrationId: id, name: 'Aquiloni', contact: 'Ufficio', scope: scopeOf(scope) },
    });
  }

  async change(id: string, scope: Partial<IntegrationScope>): Promise<string> {
    return this.write('IntegrationScopeChanged', `Integration-${id}`, {
      ...{ integrationId: id, scope: scopeOf(scope), reason: 'Prova' },
    });
  }

  async withdraw(id: string): Promise<string> {
    return this.write('IntegrationWithdrawn', `Integration-${id}`, { integrationId: id, reason: 'Prova' });
  }

  /** Waits until all that was written is published. */
  async settled(): Promise<void> {
    await this.runner.caughtUp(await this.log.head());
  }

  /** What an integration reads; the centre, when none is named. */
  async read(integration?: string, more: Partial<FeedRequest> = {}): Promise<readonly CloudEvent[]> {
    const signal = new AbortController().signal;
    const asked = { integration, limit: 100, timeout: 0, origin: 'https://rete.example', signal, ...more };
    return parsed<CloudEvent>(await this.feed.read(asked));
  }

  /** The same in short: subjects, in order. */
  async subjects(integration?: string, more: Partial<FeedRequest> = {}): Promise<(string | undefined)[]> {
    return (await this.read(integration, more)).map(({ subject }) => subject);
  }
}

function scopeOf(scope: Partial<IntegrationScope>): IntegrationScope {
  return { nation: false, regions: [], provinces: [], hosts: [], ...scope };
}

/** What was written of events, as who receives them reads it. */
export function parsed<T>(events: readonly WrittenEvent[]): readonly T[] {
  return events.map(({ json }) => JSON.parse(json) as T);
}
