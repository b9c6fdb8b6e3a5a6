import type { DynamicModule, Type } from '@nestjs/common';
import type { ICommand } from '@nestjs/cqrs';
import type { ClaimTarget, EventDefinition, ProcessManager, Projection } from '#kernel';
import type { AnySettings, CommandEnvelope, ContextDefinition, Counters } from '#use-cases';

/** A class of the command bus, as process managers name it. */
export type CommandClass = new (envelope: CommandEnvelope<never>) => ICommand;

/** What a bounded context brings: its `index.ts` has all of it. */
export interface Context {
  /** Its Nest module: controllers and handlers. */
  readonly module: Type | DynamicModule;
  readonly events?: readonly EventDefinition[];
  readonly projections?: readonly Projection[];
  readonly processes?: readonly ProcessManager[];
  /** Commands that policies may give, by name. */
  readonly commands?: Readonly<Record<string, CommandClass>>;
  /** Aggregates that claims on other streams are made for. */
  readonly claimTargets?: readonly ClaimTarget[];
  /** What it has counted in the overview of the network. */
  readonly counters?: readonly Counters[];
  /** Choices that an installation may make. */
  readonly settings?: readonly AnySettings[];
  /** Types of the events that say an act for which values were reserved was carried out. */
  readonly actEvents?: readonly string[];
  /** What it was made from, where it is declared. */
  readonly declaration?: ContextDefinition;
}
