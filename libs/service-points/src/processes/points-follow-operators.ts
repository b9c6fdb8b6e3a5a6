import { defineProcessManager, give, idOf, when, type Reaction } from '#kernel/domain';
import {
  OperatorAuthorizationExpired,
  OperatorAuthorizationGranted,
  OperatorAuthorizationRectified,
  OperatorAuthorizationResumed,
  OperatorAuthorizationRevoked,
} from '../domain/authorization/events.ts';
import {
  PuntoClienteActivated,
  PuntoClienteCoverageTransferred,
  PuntoClienteDeactivated,
  PuntoClienteKindChanged,
  PuntoClienteRectified,
  PuntoClienteRequested,
} from '../domain/events.ts';
import { OperatorRosterEntered, OperatorRosterLeft } from '../domain/roster/events.ts';
import { isActiveAgain, passesLate } from '../domain/still-open.ts';
import { alignPuntoClienteWithOperators } from '../use-cases/align-punto-cliente-with-operators.ts';

interface NeedingPoint {
  /** Ids of the entries in its roster whose act has not come yet: somebody may be about to be authorised. */
  readonly awaited?: readonly string[];
  /** Its activity has ended, and nothing is known since that could give it back any day of it. */
  readonly hasEnded?: boolean;
  /** First day after the last activity that it ever was known to have; not told by earlier versions. */
  readonly lastEndOn?: string;
  /** It was asked for as of another kind than SERVIZIO, and has been of no other. */
  readonly needsNobody?: boolean;
}

const NOBODY: NeedingPoint = {};

/**
 * A Punto Cliente di Servizio is staffed by authorised people of the host: while nobody is authorised on it, it is suspended (K6).
 * Whatever happens to an authorisation or to the point, late and rectified facts included, has the point looked at on all its days.
 * An instance is a point; it folds both sides of the rule, and waits for those who are about to be authorised. It is younger than many
 * logs and reads each once: what earlier versions left of points that were activated late is mended.
 */
export const pointsFollowOperators = defineProcessManager<NeedingPoint>({
  name: 'points-follow-operators',
  gives: [alignPuntoClienteWithOperators],
  keys: ({ stream }) => [idOf(stream)],
  on: [
    when(
      OperatorRosterEntered,
      (state = NOBODY, { data: { entryId } }) => ({
        state: { ...state, awaited: [...without(state, entryId), entryId] },
      }),
      pointOf,
    ),
    when(
      OperatorRosterLeft,
      (state = NOBODY, { data: { pointId, entryId, wasGranted } }) =>
        wasGranted ? { state: { ...state, awaited: without(state, entryId) } } : lookedAt(state, pointId, entryId),
      pointOf,
    ),
    when(
      [OperatorAuthorizationGranted, OperatorAuthorizationResumed, OperatorAuthorizationRectified],
      (state, { data: { pointId }, metadata: { commandId } }) => lookedAt(state, pointId, commandId),
      pointOf,
    ),
    when(
      OperatorAuthorizationRevoked,
      (state, { data: { pointId, reason, revokedOn } }) =>
        // On the days from its last end on it needs nobody; an end of before that is recorded late leaves the activity after it (T1).
        reason === 'POINT_DEACTIVATED' &&
        state?.hasEnded &&
        state.lastEndOn !== undefined &&
        state.lastEndOn <= revokedOn
          ? { state }
          : lookedAt(state, pointId),
      pointOf,
    ),
    when(OperatorAuthorizationExpired, (state, { data: { pointId } }) => lookedAt(state, pointId), pointOf),
    when(PuntoClienteRequested, (state, { data: { kind } }) => ({
      state: kind === 'SERVIZIO' ? state : { ...state, needsNobody: true },
    })),
    // Of whichever kind it was on its day, it may have become one that needs somebody since.
    when(PuntoClienteActivated, (state, _event, pointId) => lookedAt({ ...state, hasEnded: false }, pointId)),
    when(PuntoClienteDeactivated, (state, { data }, pointId) => {
      const lastEndOn = later(state?.lastEndOn, data.deactivatedOn);
      const next = { ...state, hasEnded: !isActiveAgain(data), lastEndOn };
      // One of a day before the last activity may leave an activation of after it to count again, of whose days nobody has looked since.
      return data.deactivatedOn < lastEndOn || isActiveAgain(data) ? lookedAt(next, pointId) : { state: next };
    }),
    when(PuntoClienteCoverageTransferred, (state, { data, recordedAt }, pointId) =>
      passesLate(data, recordedAt) ? lookedAt({ ...state, hasEnded: false }, pointId) : { state },
    ),
    when(PuntoClienteKindChanged, (state, _event, pointId) => lookedAt({ ...state, needsNobody: false }, pointId)),
    // Also the day of its end may be another one.
    when(PuntoClienteRectified, (state, { data: { changes } }, pointId) => {
      const lastEndOn = later(state?.lastEndOn, changes?.deactivatedOn);
      return lookedAt({ ...state, hasEnded: false, ...(lastEndOn === undefined ? {} : { lastEndOn }) }, pointId);
    }),
  ],
});

function pointOf({ data: { pointId } }: { readonly data: { readonly pointId: string } }): readonly string[] {
  return [pointId];
}

function later<Day extends string | undefined>(known: string | undefined, day: Day): string | Day {
  return known !== undefined && (day === undefined || known > day) ? known : day;
}

function without({ awaited = [] }: NeedingPoint, entryId: string | undefined): readonly string[] {
  return awaited.filter((other) => other !== entryId);
}

/**
 * Has a point looked at, unless it needs nobody, or somebody is about to be authorised on it: whatever comes of that has it looked at
 * then.
 * @param entryId the entry of which something has come
 */
function lookedAt(state: NeedingPoint = NOBODY, pointId: string, entryId?: string): Reaction<NeedingPoint> {
  const awaited = without(state, entryId);
  const isLeft = state.needsNobody === true || awaited.length > 0;
  return { state: { ...state, awaited }, commands: isLeft ? [] : [give(alignPuntoClienteWithOperators, { pointId })] };
}
