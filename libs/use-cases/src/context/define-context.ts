import type { EventDefinition, LivingAggregate, ProcessManager, Projection, RefusalList } from '#kernel/domain';
import type { AnyCommand, AnyQuery, RouteGroup } from '../http/routes.ts';
import type { MailDefinition } from '../mail/mail-on.ts';
import type { PublishedType } from '../contract/published-type.ts';
import type { DatedKind } from '../dated/dated-kind.ts';
import type { Counters } from '../read-models/counters.ts';
import type { InboxKind } from '../read-models/inbox.ts';
import type { Preparation } from '../queries/preparation.ts';
import type { Tally } from '../queries/tallies.ts';
import type { UnitDependence } from './unit-dependence.ts';
import type { AnySettings } from '../settings/define-settings.ts';

interface ContextInput {
  /** kebab-case, as its folder. */
  readonly name: string;
  /** One sentence: what it is about; it heads its operations, if it has any, in the description of the API. */
  readonly about?: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- of which state and events plays no part in a list
  readonly aggregates?: readonly LivingAggregate<any, any>[];
  readonly events?: readonly EventDefinition[];
  /** Events that say that an act for which values are reserved was carried out. */
  readonly acts?: readonly EventDefinition[];
  readonly commands?: readonly AnyCommand[];
  readonly queries?: readonly AnyQuery[];
  readonly projections?: readonly Projection[];
  readonly processes?: readonly ProcessManager[];
  /** What works behind the answers beside its process managers, and the commands that it gives. */
  readonly policies?: readonly Pick<ProcessManager, 'name' | 'gives'>[];
  /** What it has counted in overviews. */
  readonly counters?: readonly Counters[];
  /** What it has waiting in the inbox of the centre. */
  readonly inbox?: readonly InboxKind[];
  /** Things whose state has dates: what its events set of them. */
  readonly dated?: readonly DatedKind[];
  /** What of it needs a territorial unit to be there. */
  readonly unitDependences?: readonly UnitDependence[];
  /** What its queries count. */
  readonly tallies?: readonly Tally[];
  /** What a server makes ready once it has started. */
  readonly preparations?: readonly Preparation[];
  /** Mails that are sent for its events. */
  readonly mails?: readonly MailDefinition[];
  /** What outsiders are told of its events. */
  readonly publishes?: readonly PublishedType[];
  readonly routes?: readonly RouteGroup[];
  readonly settings?: readonly AnySettings[];
  /** What it refuses other contexts, beside what its use cases and aggregates declare. */
  readonly refuses?: RefusalList;
}

/** A bounded context: everything it brings, listed once. Whoever composes the application reads only this. */
export type ContextDefinition = Required<ContextInput>;

/** Declares a bounded context. */
export function defineContext(input: ContextInput): ContextDefinition {
  return {
    about: '',
    aggregates: [],
    events: [],
    acts: [],
    commands: [],
    queries: [],
    projections: [],
    processes: [],
    policies: [],
    counters: [],
    inbox: [],
    dated: [],
    unitDependences: [],
    tallies: [],
    preparations: [],
    mails: [],
    publishes: [],
    routes: [],
    settings: [],
    refuses: [],
    ...input,
  };
}
