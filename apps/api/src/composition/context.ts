import type { Type } from '@nestjs/common';
import type { ICommand } from '@nestjs/cqrs';
import type { ClaimTarget, EventDefinition, ProcessManager, Projection } from '#kernel';
import type { CommandEnvelope } from '#platform';

/** A class of the command bus, as process managers name it. */
export type CommandClass = new (envelope: CommandEnvelope<never>) => ICommand;

/** What a bounded context brings: its `index.ts` has all of it. */
export interface Context {
  /** Its Nest module: controllers and handlers. */
  readonly module: Type;
  readonly events?: readonly EventDefinition[];
  readonly projections?: readonly Projection[];
  readonly processes?: readonly ProcessManager[];
  /** Commands that policies may give, by name. */
  readonly commands?: Readonly<Record<string, CommandClass>>;
  /** Aggregates that claims on other streams are made for. */
  readonly claimTargets?: readonly ClaimTarget[];
  /** Types of the events that say an act for which values were reserved was carried out. */
  readonly actEvents?: readonly string[];
}
