import { defineProcessManager, give, idOf, when, type Reaction, type WantedCommand } from '#kernel/domain';
import { romeDateAt } from '#italy';
import { LATEST } from '#use-cases';
import {
  OperatorAuthorizationExpired,
  OperatorAuthorizationGranted,
  OperatorAuthorizationRectified,
  OperatorAuthorizationResumed,
  OperatorAuthorizationRevoked,
} from '../domain/authorization/events.ts';
import { isEnd } from '../domain/authorization/vocabulary.ts';
import {
  PuntoClienteActivated,
  PuntoClienteCoverageTransferred,
  PuntoClienteDeactivated,
  PuntoClienteRectified,
  PuntoClienteResumed,
  PuntoClienteSuspended,
} from '../domain/events.ts';
import { isActiveAgain, losesItsEnd, passesLate, receivesAgain } from '../domain/still-open.ts';
import { isBegunLater, type Suspension, type SuspensionReason } from '../domain/vocabulary.ts';
import { alignAuthorizationWithPoint } from '../use-cases/authorization/align-authorization-with-point.ts';
import { restoreOperatorAuthorization } from '../use-cases/authorization/restore-operator-authorization.ts';
import {
  resumeAuthorizationWithPoint,
  revokeAuthorizationByPolicy,
  suspendAuthorizationWithPoint,
} from '../use-cases/authorization/by-policy.ts';

interface StaffedPoint {
  /** Ids of the authorisations granted on the point that have not ended. */
  readonly standing: readonly string[];
  /** Ids of those that have ended, with the first day on which each did not hold. */
  readonly ended?: Readonly<Record<string, string>>;
  /** For which reasons the point is suspended, and since when each. */
  readonly suspended: Readonly<Partial<Record<SuspensionReason, string>>>;
}

const NOBODY: StaffedPoint = { standing: [], suspended: {} };

/**
 * When a point is suspended, so are the authorisations on it; when it is active again, they are given back; when it ends,
 * they end (K7). An instance is a point; it folds both sides of the rule, so that it does not matter whether a grant or the
 * suspension of the point comes first in the log. What is recorded late of its end, rectified or undone, is followed by another
 * process.
 */
export const authorizationsFollowPoint = defineProcessManager<StaffedPoint>({
  name: 'authorizations-follow-point',
  gives: [
    ...[suspendAuthorizationWithPoint, resumeAuthorizationWithPoint, alignAuthorizationWithPoint],
    revokeAuthorizationByPolicy,
    // What earlier versions have planned, and not given yet.
    restoreOperatorAuthorization,
  ],
  keys: ({ stream }) => [idOf(stream)],
  on: [
    when(
      OperatorAuthorizationGranted,
      (state = NOBODY, { stream, data: { to, grantedOn }, recordedAt }) => {
        const id = idOf(stream);
        // Recorded late, of one that has ended since.
        if (isEnd(to)) return { state };
        const joined = joining(state, id);
        // Recorded late, it may have missed a suspension that is over.
        const isLate = grantedOn < romeDateAt(recordedAt);
        return isLate ? { ...joined, commands: [give(alignAuthorizationWithPoint, { authorizationId: id })] } : joined;
      },
      pointOf,
    ),
    when(
      OperatorAuthorizationResumed,
      (state = NOBODY, { stream, data: { undoes, to } }) => {
        const id = idOf(stream);
        if (undoes === undefined || state.standing.includes(id)) return { state };
        const hasEnded = isEnd(to);
        // On a later day than was known, which the revocation of that day tells where it is recorded with it.
        const later = { ...state, ended: { ...state.ended, [id]: LATEST } };
        // The point may have stood still, and gone on, while it was taken for ended.
        const commands = [give(alignAuthorizationWithPoint, { authorizationId: id })];
        return { state: hasEnded ? later : joining(state, id).state, commands };
      },
      pointOf,
    ),
    when(
      [OperatorAuthorizationRevoked, OperatorAuthorizationExpired],
      (state, { stream, data }) => {
        if (!state || !isEnd(data.to)) return { state };
        const id = idOf(stream);
        const ended = { ...state.ended, [id]: 'revokedOn' in data ? data.revokedOn : data.expiredOn };
        const standing = state.standing.filter((other) => other !== id);
        return { state: { ...state, ended, standing } };
      },
      pointOf,
    ),
    when(
      OperatorAuthorizationRectified,
      (state = NOBODY, { stream, data: { standing, to } }): Reaction<StaffedPoint> => {
        const id = idOf(stream);
        const { [id]: endedOn, ...ended } = state.ended ?? {};
        if (endedOn === undefined && !state.standing.includes(id)) return { state };
        // It may have days by now on which the point stood still, and be followed from now on or no more.
        const commands = [give(alignAuthorizationWithPoint, { authorizationId: id })];
        const others = state.standing.filter((other) => other !== id);
        return isEnd(to)
          ? { state: { ...state, ended: { ...ended, [id]: standing.endedOn ?? LATEST }, standing: others }, commands }
          : { state: { ...state, ended, standing: [...others, id] }, commands };
      },
      pointOf,
    ),
    when(PuntoClienteSuspended, (state = NOBODY, { data, recordedAt }): Reaction<StaffedPoint> => {
      const { reason, suspendedOn, standing } = data;
      // Nobody was left: whoever is authorised next is what it waits for.
      if (reason === 'NO_AUTHORISED_OPERATOR' || (!standing && receivesAgain(data))) return { state };
      if (standing) return anew(state, standing.suspensions);
      const suspended = { ...state.suspended, [reason]: suspendedOn };
      // Recorded late, it may have begun while they stood still for something that is over, or before an end that was undone.
      if (suspendedOn < romeDateAt(recordedAt)) return lookedAt({ ...state, suspended });
      return { state: { ...state, suspended }, commands: state.standing.map((id) => suspend(id, suspendedOn)) };
    }),
    when(PuntoClienteResumed, (state = NOBODY, { data, recordedAt }): Reaction<StaffedPoint> => {
      const { reason, resumedOn, standing } = data;
      if (standing) return anew(state, standing.suspensions);
      const { [reason]: over, ...left } = state.suspended;
      const next = { ...state, suspended: left };
      // Recorded late, or of a suspension that is over already, which ended on another day.
      const isLate = over === undefined || resumedOn < romeDateAt(recordedAt);
      if (isLate && reason !== 'NO_AUTHORISED_OPERATOR') return lookedAt(next);
      if (over === undefined || sinceOf(next) !== undefined) return { state: next };
      const commands = state.standing.map((authorizationId) =>
        give(resumeAuthorizationWithPoint, { authorizationId, resumedOn }),
      );
      return { state: next, commands };
    }),
    when(
      PuntoClienteActivated,
      (state = NOBODY, { data: { standing, activatedOn }, recordedAt }): Reaction<StaffedPoint> => {
        // It goes on suspended.
        if (standing) return anew(state, standing.suspensions);
        const next = { ...state, suspended: {} };
        // Recorded late, it may have been suspended on days since.
        return activatedOn < romeDateAt(recordedAt) ? lookedAt(next) : { state: next };
      },
    ),
    when(PuntoClienteDeactivated, (state = NOBODY, { data, recordedAt }): Reaction<StaffedPoint> => {
      if (isActiveAgain(data)) {
        return lookedAt(data.standing ? { ...state, suspended: sinceBy(data.standing.suspensions) } : state);
      }
      // What turns out to have begun later has not ended: those who are authorised stand, and it never stood still.
      if (isBegunLater(data.reason)) return lookedAt({ ...state, suspended: {} });
      const { deactivatedOn: revokedOn } = data;
      const ended = { ...state, suspended: {} };
      // Those who are authorised for the next activity did not stand still after that.
      if (revokedOn < romeDateAt(recordedAt)) return lookedAt(ended);
      const commands = state.standing.map((authorizationId) =>
        give(revokeAuthorizationByPolicy, { authorizationId, reason: 'POINT_DEACTIVATED', revokedOn }),
      );
      return { state: ended, commands };
    }),
    when(PuntoClienteCoverageTransferred, (state = NOBODY, { data, recordedAt }) => {
      if (data.standing || losesItsEnd(data)) return anew(state, data.standing?.suspensions ?? []);
      return passesLate(data, recordedAt) ? lookedAt(state) : { state };
    }),
    when(PuntoClienteRectified, (state = NOBODY, { data }) => anew(state, data.standing.suspensions)),
  ],
});

function pointOf({ data: { pointId } }: { readonly data: { readonly pointId: string } }): readonly string[] {
  return [pointId];
}

/** One more stands on the point, suspended as that is. */
function joining(state: StaffedPoint, id: string): Reaction<StaffedPoint> {
  const since = sinceOf(state);
  const standing = [...state.standing.filter((other) => other !== id), id];
  return { state: { ...state, standing }, commands: since === undefined ? [] : [suspend(id, since)] };
}

/** It is known anew for what the point is suspended. */
function anew(state: StaffedPoint, suspensions: readonly Suspension[]): Reaction<StaffedPoint> {
  return lookedAt({ ...state, suspended: sinceBy(suspensions) });
}

/**
 * What was recorded late, or rectified, may have suspended it on days that are over, and those who have ended since: each is
 * looked at on all days of the point.
 */
function lookedAt(state: StaffedPoint): Reaction<StaffedPoint> {
  const ever = new Set([...state.standing, ...Object.keys(state.ended ?? {})]);
  const commands = [...ever].map((authorizationId) => give(alignAuthorizationWithPoint, { authorizationId }));
  return { state, commands };
}

/** Since when each suspension stands; that nobody is authorised suspends nobody. */
function sinceBy(suspensions: readonly Suspension[]): StaffedPoint['suspended'] {
  const others = suspensions.filter(({ reason }) => reason !== 'NO_AUTHORISED_OPERATOR');
  return Object.fromEntries(others.map(({ reason, from }) => [reason, from]));
}

/** Since when the point is suspended for any reason; undefined when it is not. */
function sinceOf({ suspended }: StaffedPoint): string | undefined {
  return Object.values(suspended).sort()[0];
}

function suspend(authorizationId: string, suspendedOn: string): WantedCommand {
  return give(suspendAuthorizationWithPoint, { authorizationId, suspendedOn });
}
