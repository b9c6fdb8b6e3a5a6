import { LRUCache } from 'lru-cache';
import type { Position } from '#kernel/domain';
import type { CommandExecutor } from '#kernel/execution';
import type { EventStore } from '#kernel/ports';
import type { EventFeed, FeedRequest, PublishedType, WrittenEvent } from '#use-cases';
import type { IntegrationScope } from '../domain/events.ts';
import { eventOfAnotherLog } from '../domain/event-of-another-log.ts';
import { feedRefusals } from '../domain/feed-refusals.ts';
import { integration, type PastScope } from '../domain/integration.ts';
import { requirePublished } from '../use-cases/scope-input.ts';
import {
  erasureAmong,
  everywhereAmong,
  isForUs,
  keyAt,
  namesPersons,
  namingPersonsAmong,
} from '../read-models/published-events.ts';
import { eventIdOf, keyOfEvent, tagOf } from './event-id.ts';
import { FeedTail, markOfErasure, markOfIntegration } from './feed-tail.ts';
import type { Found, PublishedLog, Standing } from './published-log.ts';
import { Reach, type Stretch } from './reach.ts';
import type { Readers } from './readers.ts';
import type { Rendering } from './rendering.ts';

interface FeedParts {
  readonly log: Pick<EventStore, 'logId'>;
  readonly published: PublishedLog;
  readonly rendering: Rendering;
  readonly types: readonly PublishedType[];
  readonly executor: Pick<CommandExecutor, 'look'>;
  /** Refuses while this process may not have heard of erasures: SystemError ERASURES_BEHIND. */
  readonly requireErasures: () => Promise<void>;
  readonly readers: Readers;
  readonly onError: (error: unknown) => void;
}

/** Who reads, as it stands now. */
interface Receiver {
  readonly id: string;
  /** Grows with each change of what it may read. */
  readonly revision: number;
  readonly scope: IntegrationScope;
  readonly past: readonly PastScope[];
}

/** By what it is decided whether an erasure is for somebody. */
interface About {
  readonly standing: Standing;
  readonly receiver: Receiver;
}

interface Page extends About {
  readonly found: readonly Found[];
}

/** The centre reads all there is, without being registered. */
const CENTRE: Receiver = {
  ...{ id: 'central', revision: 0, past: [] },
  scope: { nation: true, regions: [], provinces: [], hosts: [] },
};
const REMEMBERED_ERASURES = 10_000;

/** What is published, as those may read it whom it is for. */
export class Feed implements EventFeed {
  readonly #parts: FeedParts;
  readonly #published: PublishedLog;
  readonly #tail: FeedTail;
  /** Names of types, without the one that tells of an erasure. */
  readonly #types: readonly string[];
  readonly #erasure: string | undefined;
  /** Names of types that are told everywhere. */
  readonly #everywhere: readonly string[];
  readonly #known: ReadonlySet<string>;
  readonly #namingPersons: ReadonlySet<string>;
  readonly #concerned = new LRUCache<string, boolean>({ max: REMEMBERED_ERASURES });

  constructor(parts: FeedParts) {
    this.#parts = parts;
    const { types } = parts;
    this.#known = new Set(types.map(({ name }) => name));
    this.#erasure = erasureAmong(types);
    this.#everywhere = everywhereAmong(types);
    this.#types = types.filter(({ tellsErasure }) => !tellsErasure).map(({ name }) => name);
    this.#namingPersons = namingPersonsAmong(types);
    this.#published = parts.published;
    this.#tail = new FeedTail({ log: this.#published, erasure: this.#erasure, onError: parts.onError });
  }

  /** {@inheritDoc EventFeed.read} */
  async read(request: FeedRequest): Promise<readonly WrittenEvent[]> {
    return (await this.#next(request, undefined)).events;
  }

  /** {@inheritDoc EventFeed.end} */
  async end(integration: string | undefined): Promise<string> {
    await this.#receiver(integration);
    const { tag, through } = await this.#published.standing();
    return eventIdOf(tag, through);
  }

  /** {@inheritDoc EventFeed.follow} */
  async *follow(request: FeedRequest): AsyncGenerator<readonly WrittenEvent[]> {
    let place: string | undefined;
    while (!request.signal.aborted && !this.#tail.isStopped) {
      const next = await this.#next(request, place);
      place = next.place;
      yield next.events;
    }
  }

  /** {@inheritDoc EventFeed.idAt} */
  async idAt(position: Position): Promise<string> {
    return eventIdOf(tagOf(await this.#parts.log.logId()), keyAt(position));
  }

  /** Lets whoever waits be answered, and nobody wait any more. */
  stop(): void {
    this.#tail.stop();
  }

  /** @param from where was read to, where that is known better than by the last event */
  async #next(
    request: FeedRequest,
    from: string | undefined,
  ): Promise<{ readonly events: readonly WrittenEvent[]; readonly place: string }> {
    requirePublished(request.types ?? [], this.#known);
    const until = performance.now() + request.timeout;
    let place = from;
    for (;;) {
      const { found, standing, receiver } = await this.#page(request, place);
      // Where nothing was for this reader, it need not be looked at again.
      place = found.at(-1)?.key ?? standing.through;
      const left = until - performance.now();
      if (found.length > 0 || left <= 0 || request.signal.aborted || this.#tail.isStopped) {
        const to = { receiver: receiver.id, tag: standing.tag, origin: request.origin };
        return { events: await this.#parts.rendering.of(found, to), place };
      }
      await this.#wait(request, { receiver, standing, longest: left });
    }
  }

  async #page(request: FeedRequest, from: string | undefined): Promise<Page> {
    await this.#parts.requireErasures();
    // In this order: what an integration may read is looked at after it is known how far is read, so that no event is told
    // that was recorded after it was excluded.
    const standing = await this.#published.standing();
    const receiver = await this.#receiver(request.integration);
    const place = from ?? (await this.#placeOf(request.lastEventId, standing));
    const reach = new Reach(receiver.scope, request);
    const found: Found[] = [];
    const looking = {
      stretches: this.#stretches(reach, this.#isToldOfErasures(receiver, request)),
      wanted: request.limit,
    };
    const about = { standing, receiver };
    for await (const atHand of this.#published.batchesAfter(place, standing, looking)) {
      for (const one of atHand) {
        if (this.#tellsErasure(one) ? await this.#concerns(one, about) : isCovered(one, reach)) found.push(one);
        if (found.length === request.limit) break;
      }
      if (found.length === request.limit) break;
    }
    if (found.length === 0) this.#published.refuseHeldBack(standing);
    return { found, standing, receiver };
  }

  async #receiver(id: string | undefined): Promise<Receiver> {
    if (id === undefined) return CENTRE;
    if (id === '') throw feedRefusals.INTEGRATION_UNKNOWN();
    return this.#parts.executor.look(integration, id, (state, { revision }) => {
      if (state.status === 'ABSENT') throw feedRefusals.INTEGRATION_UNKNOWN();
      if (state.status === 'WITHDRAWN') throw feedRefusals.INTEGRATION_WITHDRAWN();
      return { id, revision, scope: state.scope, past: state.past };
    });
  }

  async #placeOf(lastEventId: string | undefined, { tag, through }: Standing): Promise<string> {
    if (lastEventId === undefined) return '';
    const place = keyOfEvent(tag, lastEventId);
    if (place > through && (await this.#published.endsBefore(place))) throw eventOfAnotherLog();
    return place;
  }

  /** Erasures stand in no place, and concern those who are told of persons; what is told everywhere is looked for by itself, too. */
  #stretches(reach: Reach, isToldOfErasures: boolean): readonly Stretch[] {
    const stretches = reach.stretches(this.#types);
    if (stretches.some((stretch) => Object.keys(stretch).length === 0)) return stretches;
    const erasures = isToldOfErasures && this.#erasure !== undefined ? [this.#erasure] : [];
    const everywhere = this.#everywhere.filter((type) => reach.types?.has(type) ?? true);
    return [...stretches, ...[...erasures, ...everywhere].map((type) => ({ type }))];
  }

  /** Erasures come to whoever may read, or might before, something that names persons, and asks for such; or for them alone. */
  #isToldOfErasures({ scope, past }: Receiver, asked: FeedRequest): boolean {
    const names = (what: Partial<Pick<FeedRequest, 'types'>>): boolean => namesPersons(this.#namingPersons, what);
    return names(asked) && [scope, ...past.map((one) => one.scope)].some(names);
  }

  #tellsErasure({ document }: Found): boolean {
    return document.type === this.#erasure && document.person !== null;
  }

  /** Whether an erasure concerns somebody who reads. */
  async #concerns(found: Found, about: About): Promise<boolean> {
    const { receiver } = about;
    const asked = `${receiver.id} ${String(receiver.revision)} ${found.key}`;
    const known = this.#concerned.get(asked);
    if (known !== undefined) return known;
    const concerned = await this.#couldHaveRead(found, about);
    this.#concerned.set(asked, concerned);
    return concerned;
  }

  /**
   * Whether somebody could have read of a person before they were erased, now or under what it was allowed before, whatever is
   * asked for this time: another of its readers, or it itself before, may have asked for something else.
   */
  async #couldHaveRead(erasure: Found, { standing, receiver }: About): Promise<boolean> {
    const { person } = erasure.document;
    if (person === null) return false;
    const reach = new Reach(receiver.scope);
    const past = receiver.past.map(({ scope, until }) => ({ reach: new Reach(scope), until }));
    return this.#published.someAbout(standing, person, ({ key, document }) => {
      if (key >= erasure.key || document.type === this.#erasure) return false;
      return reach.covers(document) || past.some((one) => document.at <= one.until && one.reach.covers(document));
    });
  }

  async #wait(
    request: FeedRequest,
    { receiver, standing, longest }: About & { readonly longest: number },
  ): Promise<void> {
    const { id, scope, past } = receiver;
    const isTold = this.#isToldOfErasures(receiver, request);
    const scopes = isTold ? [scope, ...past.map((one) => one.scope)] : [];
    const erasures = scopes.flatMap((one) => new Reach(one).marks().map(markOfErasure));
    const marks = [...new Set([...new Reach(scope, request).marks(), ...erasures, markOfIntegration(id)])];
    const waiting = { marks, after: standing.through, longest };
    await this.#parts.readers.oneMore(id, () => this.#tail.wait({ ...waiting, signal: request.signal }));
  }
}

function isCovered({ document }: Found, reach: Reach): boolean {
  return !isForUs(document) && reach.covers(document);
}
