import { defineProcessManager, give, idOf, when, type Reaction } from '#kernel/domain';
import { romeDateOf, type LocalDate } from '#italy';
import type { PointKind } from '#vocabulary';
import {
  OperatorAuthorizationExpired,
  OperatorAuthorizationGranted,
  OperatorAuthorizationResumed,
  OperatorAuthorizationRevoked,
} from '../domain/authorization/events.ts';
import {
  PuntoClienteActivated,
  PuntoClienteCoverageTransferred,
  PuntoClienteDeactivated,
  PuntoClienteKindChanged,
  PuntoClienteRectified,
  PuntoClienteResumed,
  PuntoClienteSuspended,
} from '../domain/events.ts';
import { isActiveAgain, receivesAgain } from '../domain/still-open.ts';
import { OperatorRosterEntered, OperatorRosterLeft } from '../domain/roster/events.ts';
import { liftSuspensionOfPuntoCliente } from '../use-cases/lift-suspension-of-punto-cliente.ts';
import { suspendPuntoClienteByPolicy } from '../use-cases/suspend-punto-cliente-by-policy.ts';

interface NeedingPoint {
  readonly kind?: PointKind;
  /** The protocol under which it has activity; absent while it has none. */
  readonly protocolId?: string;
  /** Ids of the authorisations on it, from their grant to their end; a suspension is no end. */
  readonly standing: readonly string[];
  /** Entries in its roster, with the authorisation that each is for; its act may not have come yet. */
  readonly entered?: Readonly<Record<string, string>>;
  /** Ids of those that ended with it, with the first day on which each did not hold. */
  readonly endedWithIt?: Readonly<Record<string, string>>;
  /** Legal day from which the last one that ended does not hold. */
  readonly vacantFrom?: LocalDate;
  /** It was activated without anybody, as earlier versions did, or was loaded; until the first is authorised, nobody is missed. */
  readonly isUnstaffed?: boolean;
  /** Day from which its suspension was asked for, until that is written. */
  readonly due?: LocalDate;
  /** Suspended because there was none. */
  readonly lacks: boolean;
}

const UNKNOWN: NeedingPoint = { standing: [], lacks: false };
const REASON = 'NO_AUTHORISED_OPERATOR';

/**
 * A Punto Cliente di Servizio is staffed by authorised people of the host: when the last authorisation on it has ended, it
 * is suspended at once (K6), and resumed when another is granted. An instance is a point; it folds both sides of the rule.
 */
export const pointsNeedOperators = defineProcessManager<NeedingPoint>({
  name: 'points-need-operators',
  gives: [suspendPuntoClienteByPolicy, liftSuspensionOfPuntoCliente],
  keys: ({ stream }) => [idOf(stream)],
  on: [
    when(
      OperatorRosterEntered,
      (state = UNKNOWN, { data: { authorizationId, entryId } }) => ({
        // Earlier versions did not remember who was named: nobody was missed so far.
        state: { ...state, ...toleratedIn(state), entered: { ...state.entered, [entryId]: authorizationId } },
      }),
      pointOf,
    ),
    when(
      OperatorRosterLeft,
      (state = UNKNOWN, { data: { pointId, authorizationId, entryId, wasGranted }, recordedAt }) => {
        const { [entryId]: known, ...entered } = state.entered ?? {};
        const next = { ...state, entered };
        if (wasGranted) return { state: next };
        // Entered when entries were not told from grants: it stands as if granted.
        const isOld = known === undefined && state.standing.includes(authorizationId);
        if (known === undefined && !isOld) return { state: next };
        const standing = isOld ? without(state, authorizationId) : state.standing;
        return lookAt({ ...next, standing }, pointId, romeDateOf(Date.parse(recordedAt)));
      },
      pointOf,
    ),
    when(
      OperatorAuthorizationGranted,
      (state = UNKNOWN, { stream, data: { pointId, grantedOn } }) => staffed(state, pointId, idOf(stream), grantedOn),
      pointOf,
    ),
    // One that had ended may go on.
    when(
      OperatorAuthorizationResumed,
      (state = UNKNOWN, { stream, data: { pointId, undoes, resumedOn } }) =>
        undoes === undefined ? { state } : staffed(state, pointId, idOf(stream), resumedOn),
      pointOf,
    ),
    when(
      OperatorAuthorizationRevoked,
      (state = UNKNOWN, { stream, data: { pointId, revokedOn, reason } }) => {
        const id = idOf(stream);
        const isEndOfPoint = reason === 'POINT_DEACTIVATED';
        const endedWithIt = isEndOfPoint ? { ...state.endedWithIt, [id]: revokedOn } : (state.endedWithIt ?? {});
        return ended({ ...state, endedWithIt }, pointId, id, revokedOn);
      },
      pointOf,
    ),
    when(
      OperatorAuthorizationExpired,
      (state = UNKNOWN, { stream, data: { pointId, expiredOn } }) => ended(state, pointId, idOf(stream), expiredOn),
      pointOf,
    ),
    when(PuntoClienteActivated, (state = UNKNOWN, { data }, pointId): Reaction<NeedingPoint> => {
      const { kind, protocolId, activatedOn, operatorsNamed = [], undoes, loaded } = data;
      // A period of before, of a point that has activity now.
      if (loaded && state.protocolId !== undefined) return { state };
      const { due: _before, isUnstaffed: _then, ...rest } = state;
      // Its end has lost its cause, and those who ended with it are given back: who was authorised anew meanwhile is not,
      // so that nobody is counted before that is written but where the point would be taken for one without operators.
      const back = Object.entries(state.endedWithIt ?? {}).flatMap(([id, on]) => (on === undoes ? [id] : []));
      const standing = isEmpty(state) ? back : state.standing;
      const next = { ...rest, kind, protocolId, standing, lacks: false };
      // Of an earlier version, it named its operators; loaded, they were authorised elsewhere. Nobody has ended anything since.
      const isUnstaffed = operatorsNamed.length > 0 || (loaded === true && standing.length === 0);
      return isUnstaffed ? { state: { ...next, isUnstaffed } } : lookAt(next, pointId, activatedOn);
    }),
    when(PuntoClienteKindChanged, (state = UNKNOWN, { data: { kind, changedOn } }, pointId) =>
      lookAt({ ...state, kind }, pointId, changedOn),
    ),
    when(PuntoClienteSuspended, (state = UNKNOWN, { data }, pointId): Reaction<NeedingPoint> => {
      const { reason, suspendedOn } = data;
      if (reason !== REASON || receivesAgain(data)) return { state };
      const { due: _written, ...rest } = state;
      const next = { ...rest, lacks: true };
      if (isEmpty(state)) return { state: next };
      // Somebody was authorised before this was written.
      const command = give(liftSuspensionOfPuntoCliente, { pointId, reason, resumedOn: suspendedOn });
      return { state: next, commands: [command] };
    }),
    when(PuntoClienteResumed, (state = UNKNOWN, { data: { reason } }) => ({
      state: { ...state, lacks: state.lacks && reason !== REASON },
    })),
    // It ends no authorisation; what was asked for under the older protocol may have come too late for that.
    when(PuntoClienteCoverageTransferred, (state = UNKNOWN, { data: { protocolId } }, pointId) => {
      const next = { ...state, protocolId };
      return state.due === undefined ? { state: next } : lookAt(next, pointId, state.due);
    }),
    when(PuntoClienteDeactivated, (state = UNKNOWN, { data }) => {
      if (isActiveAgain(data)) return { state };
      const { protocolId: _over, due: _before, isUnstaffed: _then, ...rest } = state;
      return { state: { ...rest, lacks: false } };
    }),
    when(PuntoClienteRectified, (state = UNKNOWN, { data: { kind, on, standing } }, pointId) => {
      const next = { ...state, kind, lacks: standing.suspensions.some(({ reason }) => reason === REASON) };
      return kind === state.kind ? { state: next } : lookAt(next, pointId, on);
    }),
  ],
});

function pointOf({ data: { pointId } }: { readonly data: { readonly pointId: string } }): readonly string[] {
  return [pointId];
}

function without({ standing }: NeedingPoint, authorizationId: string): readonly string[] {
  return standing.filter((id) => id !== authorizationId);
}

/** Nobody is authorised on it, and nobody is about to be. */
function isEmpty({ standing, entered = {} }: NeedingPoint): boolean {
  return standing.length === 0 && Object.keys(entered).length === 0;
}

/** Nobody is left on a point that needs somebody. */
function isBare({ kind, protocolId, lacks, ...rest }: NeedingPoint): boolean {
  return kind === 'SERVIZIO' && protocolId !== undefined && !lacks && isEmpty({ ...rest, lacks });
}

/** Somebody is authorised, or is again. */
function staffed(state: NeedingPoint, pointId: string, authorizationId: string, on: LocalDate): Reaction<NeedingPoint> {
  const { isUnstaffed: _staffed, due: _met, ...rest } = state;
  const next = { ...rest, standing: [...without(state, authorizationId), authorizationId] };
  if (!state.lacks) return { state: next };
  return { state: next, commands: [give(liftSuspensionOfPuntoCliente, { pointId, reason: REASON, resumedOn: on })] };
}

function toleratedIn(state: NeedingPoint): Partial<NeedingPoint> {
  return isBare(state) && state.due === undefined ? { isUnstaffed: true } : {};
}

function ended(state: NeedingPoint, pointId: string, authorizationId: string, on: LocalDate): Reaction<NeedingPoint> {
  const { vacantFrom = on, entered = {} } = state;
  if (![...state.standing, ...Object.values(entered)].includes(authorizationId)) return { state };
  // An entry that is given back for its end has nothing more to say.
  const others = Object.entries(entered).filter(([, id]) => id !== authorizationId);
  const next = {
    ...{ ...state, standing: without(state, authorizationId), entered: Object.fromEntries(others) },
    vacantFrom: vacantFrom < on ? on : vacantFrom,
  };
  return lookAt(next, pointId, on);
}

/**
 * Asks for the suspension of a point on which nobody is left.
 * @param on when something happened to it, `yyyy-mm-dd`; the last authorisation may have held beyond that day
 */
function lookAt(state: NeedingPoint, pointId: string, on: LocalDate): Reaction<NeedingPoint> {
  const { protocolId, vacantFrom = on } = state;
  if (!isBare(state) || protocolId === undefined || state.isUnstaffed === true) return { state };
  const suspendedOn = vacantFrom < on ? on : vacantFrom;
  return {
    state: { ...state, due: suspendedOn },
    commands: [give(suspendPuntoClienteByPolicy, { pointId, protocolId, reason: REASON, suspendedOn })],
  };
}
