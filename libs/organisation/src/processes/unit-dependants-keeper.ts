import { romeDateAt, type LocalDate } from '#italy';
import {
  defineProcessManager,
  give,
  idOf,
  when,
  type ProcessManager,
  type RecordedEvent,
  type WantedCommand,
} from '#kernel/domain';
import type { Dependence, UnitDependence } from '#use-cases';
import type { Dependant } from '../domain/unit-dependants/events.ts';
import { enterUnitDependant, leaveUnit } from '../use-cases/keep-unit-dependants.ts';

/**
 * Keeps what needs each unit, from what contexts declare: also what was there before units were asked. An instance is a thing.
 * @param dependences of all contexts
 */
export function unitDependantsKeeper(dependences: readonly UnitDependence[]): ProcessManager {
  return defineProcessManager<Dependence>({
    name: 'unit-dependants-keeper',
    gives: [enterUnitDependant, leaveUnit],
    keys: ({ stream }) => [stream],
    on: dependences.flatMap(({ kind, on }) =>
      on.map(({ event: definition, tell }) =>
        when(definition, (before = { isNeeded: false }, event) => {
          const from = legalDayOf(event);
          const { leftOn = from, passed = [], ...told } = tell(event.data as never, before);
          const { leftOn: endedOn, ...standing } = { ...before, ...told };
          // An event that says nothing of its end leaves that where it was.
          const ended = told.isNeeded === false ? leftOn : endedOn;
          const after = { ...standing, ...(standing.isNeeded || ended === undefined ? {} : { leftOn: ended }) };
          const dependant = { kind, id: idOf(event.stream) };
          return {
            state: after,
            commands: [
              ...commandsOf(dependant, { before, after, from, leftOn }),
              ...passed.map((left) => give(leaveUnit, { ...left, dependant })),
            ],
          };
        }),
      ),
    ),
  });
}

function legalDayOf({ effectiveAt, recordedAt }: RecordedEvent): LocalDate {
  return romeDateAt(effectiveAt ?? recordedAt);
}

interface Step {
  readonly before: Dependence;
  readonly after: Dependence;
  readonly from: LocalDate;
  readonly leftOn: LocalDate;
}

function commandsOf(dependant: Dependant, { before, after, from, leftOn }: Step): WantedCommand[] {
  const [left, entered] = [before, after].map(({ unit, isNeeded }) => (isNeeded ? unit : undefined));
  if (left === entered) {
    // Its end has come to lie on another day; states of earlier versions do not say on which it lay.
    const isMoved = entered === undefined && after.unit !== undefined && after.leftOn !== before.leftOn;
    return isMoved ? [give(leaveUnit, { unit: after.unit, dependant, leftOn })] : [];
  }
  return [
    ...(entered === undefined ? [] : [give(enterUnitDependant, { unit: entered, dependant, from })]),
    ...(left === undefined ? [] : [give(leaveUnit, { unit: left, dependant, leftOn })]),
  ];
}
