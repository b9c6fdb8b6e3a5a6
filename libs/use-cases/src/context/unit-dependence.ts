import type { EventDefinition, EventOf } from '#kernel/domain';

/** Whether a thing needs a unit to be there, and which. */
export interface Dependence {
  /** Code of the unit, as far as it is known; it may be known before it is needed. */
  readonly unit?: string;
  readonly isNeeded: boolean;
  /** First day on which it needed the unit no longer, yyyy-mm-dd, where it was needed once. */
  readonly leftOn?: string;
}

/** What an event tells of a thing; the day on which it does not need a unit any more is the legal one when it says none. */
type Told = Partial<Dependence> & {
  /** Other units that it needed once, and until when: what is recorded late moves the ends of several. */
  readonly passed?: readonly { readonly unit: string; readonly leftOn: string }[] | undefined;
};

interface DependenceTelling {
  readonly event: EventDefinition;
  readonly tell: (data: never, before: Dependence) => Told;
}

/** How things of one kind come to need a unit, and cease to. */
export interface UnitDependence {
  /** What refusals call them, for example `AGENDA`. */
  readonly kind: string;
  readonly on: readonly DependenceTelling[];
}

/**
 * Declares that things of one kind need a territorial unit: as long as one does, the unit is not closed.
 * @example dependsOnUnit('AGENDA', [tells(AgendaOpened, ({ owner }) => ({ unit: owner.unit, isNeeded: true })), …])
 */
export function dependsOnUnit(kind: string, on: readonly DependenceTelling[]): UnitDependence {
  return { kind, on };
}

/** What an event tells of which unit its thing needs. */
export function tells<Definition extends EventDefinition>(
  event: Definition,
  tell: (data: EventOf<Definition>['data'], before: Dependence) => Told,
): DependenceTelling {
  return { event, tell };
}
