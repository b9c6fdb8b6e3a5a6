import { isAfter, type Position } from '#kernel/domain';
import type { ProcessInstance, WorkStore } from '#kernel/ports';
import type { IntegrationScope } from '../domain/events.ts';
import type { SubscriptionFilter } from '../domain/subscription-events.ts';
import { marksOf, Reach, type Stretch } from '../feed/reach.ts';
import { namesPersons, SCOPE_CHANGE, SUBSCRIPTION_CHANGE } from '../read-models/published-events.ts';
import type { PublishedHead, PublishedText } from '../read-models/published-text.ts';
import { stored } from '../work/stored.ts';
import { changedAt, valueAt, valuesBetween, valuesSince, type Dated } from './dated.ts';

/** What a subscription is for, and since when; a filter of `null` is none any more: it was closed. */
interface SubscriptionRule {
  readonly integrationId: string;
  readonly filters: Dated<SubscriptionFilter | null>;
}

/** What an integration may read; `null` once it was withdrawn. */
type ScopeRule = Dated<IntegrationScope | null>;

interface RulesParts {
  readonly work: Pick<WorkStore, 'load'>;
  /** Under which they are kept, as the books are. */
  readonly process: string;
  /** Names of all types that are published. */
  readonly types: readonly string[];
  /** Names of those of them that are looked for wherever somebody reads. */
  readonly always: readonly string[];
  /** Names of those of them that name persons. */
  readonly namingPersons: ReadonlySet<string>;
}

const LIST = 'rules';
const subscriptionKey = (id: string): string => `subscription/${id}`;
const scopeKey = (id: string): string => `scope/${id}`;

/**
 * Which events belong to which subscriptions, by what they and their integrations were at each place of the log: all of
 * it is learned from what is published, in its order, so that the same events have the same numbers however often the log
 * is read.
 */
export class NumberingRules {
  readonly #subscriptions = new Map<string, SubscriptionRule>();
  readonly #scopes = new Map<string, ScopeRule>();
  /** Subscriptions by the marks of what they may be for from {@link #through} on. */
  #marked: ReadonlyMap<string, readonly string[]> = new Map();
  /** Where to look from {@link #through} on. */
  #stretches: readonly Stretch[] = [];
  readonly #types: readonly string[];
  readonly #always: readonly Stretch[];
  readonly #namingPersons: ReadonlySet<string>;
  /** Without a filter. */
  readonly #reachesOfScopes = new WeakMap<IntegrationScope, Reach>();
  #through: Position;

  private constructor({ types, always, namingPersons }: RulesParts, through: Position) {
    this.#types = types;
    this.#namingPersons = namingPersons;
    this.#always = [SCOPE_CHANGE, SUBSCRIPTION_CHANGE, ...always].map((type) => ({ type }));
    this.#through = through;
    this.#mark();
  }

  /**
   * Reads what is known.
   * @param through up to where the log was looked at: changes after it may be known already, and do not count yet
   */
  static async load(parts: RulesParts, through: Position): Promise<NumberingRules> {
    const { work, process } = parts;
    const rules = new NumberingRules(parts, through);
    const list = (await work.load(process, [LIST])).get(LIST)?.state as
      { readonly subscriptions: readonly string[]; readonly integrations: readonly string[] } | undefined;
    if (!list) return rules;
    const { subscriptions, integrations } = list;
    const stored = await work.load(process, [...subscriptions.map(subscriptionKey), ...integrations.map(scopeKey)]);
    for (const id of subscriptions) {
      const rule = stored.get(subscriptionKey(id))?.state as SubscriptionRule | undefined;
      if (rule) rules.#subscriptions.set(id, rule);
    }
    for (const id of integrations) {
      const rule = stored.get(scopeKey(id))?.state as ScopeRule | undefined;
      if (rule) rules.#scopes.set(id, rule);
    }
    rules.#mark();
    return rules;
  }

  /** All that there are or were. */
  get subscriptions(): readonly string[] {
    return [...this.#subscriptions.keys()];
  }

  /** Where to look for what may concern anybody, in the indexes of what is published. */
  get stretches(): readonly Stretch[] {
    return this.#stretches;
  }

  /**
   * Takes a change that stands among the published events; what is looked for follows it once its place is {@link passed}.
   * @returns what is to be stored of it; nothing when it is none
   */
  change({ document: { type, thing }, data }: PublishedText, position: Position): readonly ProcessInstance[] {
    let changed: ProcessInstance;
    if (type === SCOPE_CHANGE) {
      const { scope } = JSON.parse(data) as { readonly scope: IntegrationScope | null };
      const rule = changedAt(this.#scopes.get(thing) ?? [], position, scope);
      this.#scopes.set(thing, rule);
      changed = stored(scopeKey(thing), rule);
    } else if (type === SUBSCRIPTION_CHANGE) {
      const { integrationId, filter } = JSON.parse(data) as {
        integrationId: string;
        filter: SubscriptionFilter | null;
      };
      const known = this.#subscriptions.get(thing)?.filters ?? [];
      const rule = { integrationId, filters: changedAt(known, position, filter) };
      this.#subscriptions.set(thing, rule);
      changed = stored(subscriptionKey(thing), rule);
    } else return [];
    const list = { subscriptions: this.subscriptions, integrations: [...this.#scopes.keys()] };
    return [stored(LIST, list), changed];
  }

  /** From here on, what counted before a place alone is no longer looked for. */
  passed(through: Position): void {
    this.#through = through;
    this.#mark();
  }

  /** The subscriptions that an event belongs to. */
  concerned(document: PublishedHead, position: Position): readonly string[] {
    const candidates = new Set(marksOf(document).flatMap((mark) => this.#marked.get(mark) ?? []));
    return [...candidates].filter((id) => this.#reach(id, position)?.covers(document) ?? false);
  }

  /** Subscriptions, open at a place, that tell of erasures: at some time they were for something that names persons. */
  tellingOfErasures(position: Position): readonly string[] {
    return this.subscriptions.filter((id) => {
      const filters = this.#subscriptions.get(id)?.filters ?? [];
      const isFor = ({ from, value }: (typeof filters)[number]): boolean =>
        !isAfter(from, position) && value !== null && namesPersons(this.#namingPersons, value);
      return this.#reach(id, position) !== undefined && filters.some(isFor);
    });
  }

  /**
   * Whether the integration of a subscription could have read of an event before a place: under what it was allowed when that
   * happened, or later.
   */
  couldHaveRead(
    id: string,
    event: PublishedHead,
    { of, by }: { readonly of: Position; readonly by: Position },
  ): boolean {
    const { integrationId = '' } = this.#subscriptions.get(id) ?? {};
    const scopes = valuesBetween(this.#scopes.get(integrationId) ?? [], of, by);
    return scopes.some((scope) => scope !== null && this.#reachOfScope(scope).covers(event));
  }

  /** Finds out anew by what those whom something concerns are found, and where it is looked for. */
  #mark(): void {
    const marked = new Map<string, Set<string>>();
    const wanted: Stretch[] = [...this.#always];
    for (const id of this.#subscriptions.keys()) {
      for (const reach of this.#reaches(id)) {
        for (const mark of reach.marks()) {
          const known = marked.get(mark);
          if (known) known.add(id);
          else marked.set(mark, new Set([id]));
        }
        wanted.push(...reach.stretches(this.#types));
      }
    }
    this.#marked = new Map([...marked].map(([mark, ids]) => [mark, [...ids]]));
    const distinct = new Map(wanted.map((stretch) => [JSON.stringify(stretch), stretch]));
    // Many look-ups for each event cost more than reading what concerns nobody.
    this.#stretches = distinct.size > MOST_STRETCHES ? [{}] : [...distinct.values()];
  }

  /** What a subscription is for where it is looked now, and after that as far as it is known. */
  #reaches(id: string): readonly Reach[] {
    const rule = this.#subscriptions.get(id);
    if (!rule) return [];
    const scopes = valuesSince(this.#scopes.get(rule.integrationId) ?? [], this.#through);
    return valuesSince(rule.filters, this.#through).flatMap((filter) =>
      scopes.flatMap((scope) => reachOf(filter, scope) ?? []),
    );
  }

  /** An erasure asks for it with every event about the person, of every subscription. */
  #reachOfScope(scope: IntegrationScope): Reach {
    let reach = this.#reachesOfScopes.get(scope);
    if (!reach) this.#reachesOfScopes.set(scope, (reach = new Reach(scope)));
    return reach;
  }

  #reach(id: string, position: Position): Reach | undefined {
    const rule = this.#subscriptions.get(id);
    if (!rule) return undefined;
    const scope = valueAt(this.#scopes.get(rule.integrationId) ?? [], position);
    return reachOf(valueAt(rule.filters, position), scope);
  }
}

const MOST_STRETCHES = 50;

function reachOf(
  filter: SubscriptionFilter | null | undefined,
  scope: IntegrationScope | null | undefined,
): Reach | undefined {
  return filter && scope ? new Reach(scope, filter) : undefined;
}
