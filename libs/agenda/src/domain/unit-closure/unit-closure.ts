import { defineAggregate, defineRefusal, type Absent } from '#kernel/domain';
import type { UnitClosureEvent } from '../events/unit-closure-events.ts';

interface Declared {
  readonly region: string;
  readonly province: string;
  readonly unit: string;
  /** Ids of the agendas that it closed at once; none is known of what was declared before that was written down. */
  readonly agendas: readonly string[];
  /** Whether the unit had no others then. */
  readonly isWhole: boolean;
}

/** A closure of all desks of a unit; what its agendas offer follows from it. */
export type UnitClosure = (Declared & { readonly status: 'DECLARED' }) | (Declared & { readonly status: 'WITHDRAWN' });

function evolve(state: UnitClosure | Absent, event: UnitClosureEvent): UnitClosure {
  if (event.type === 'UnitClosureDeclared') {
    const { region, province, unit, agendas = [], isWhole = false } = event.data;
    return { status: 'DECLARED', region, province, unit, agendas, isWhole };
  }
  return { ...(state as UnitClosure), status: 'WITHDRAWN' };
}

export const unitClosure = defineAggregate<UnitClosure, UnitClosureEvent>({
  category: 'UnitClosure',
  called: 'the closure of the unit',
  codes: {
    notFound: 'UNIT_CLOSURE_UNKNOWN',
    alreadyExists: 'UNIT_CLOSURE_ALREADY_DECLARED',
    stateForbids: defineRefusal(
      'UNIT_CLOSURE_ALREADY_WITHDRAWN',
      'The closure of the unit was withdrawn before: nothing is left to do.',
      'already-so',
    ),
  },
  evolve,
  scopeOf: ({ region, province, unit }) => ({ region, province, unit }),
  moves: false,
});
