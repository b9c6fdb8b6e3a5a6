import { defineProcessManager, give, idOf, when, type Reaction } from '#kernel/domain';
import {
  OperatorAuthorizationDeclined,
  OperatorAuthorizationExpired,
  OperatorAuthorizationGranted,
  OperatorAuthorizationRectified,
  OperatorAuthorizationRequested,
  OperatorAuthorizationResumed,
  OperatorAuthorizationRevoked,
  OperatorAuthorizationWithdrawn,
  OperatorTrainingRecorded,
} from '../domain/authorization/events.ts';
import { PuntoClienteRectified, PuntoClienteRelocated } from '../domain/events.ts';
import { moveAuthorizationWithPoint } from '../use-cases/authorization/move-authorization-with-point.ts';

interface MovingPoint {
  /** Ids of all authorisations that were asked for on it: what is recorded late concerns also those that have ended since. */
  readonly authorizations: readonly string[];
  /** Where it stands today, once it was relocated to another province. */
  readonly relocated?: { readonly province: string };
}

const UNMOVED: MovingPoint = { authorizations: [] };

/**
 * An authorisation stands in the province of its point, on each day (T4): whoever is in charge there sees it, and decides on
 * it. An instance is a point; it folds both sides, so that one that is asked for by someone who looked at the point just
 * before it was relocated goes with it, too.
 */
export const authorizationsMoveWithPoint = defineProcessManager<MovingPoint>({
  name: 'authorizations-move-with-point',
  gives: [moveAuthorizationWithPoint],
  keys: ({ stream }) => [idOf(stream)],
  on: [
    when(
      OperatorAuthorizationRequested,
      (state = UNMOVED, { data: { authorizationId, province } }) => {
        const next = { ...state, authorizations: [...state.authorizations, authorizationId] };
        const isElsewhere = state.relocated !== undefined && state.relocated.province !== province;
        return { state: next, commands: isElsewhere ? [move(authorizationId)] : [] };
      },
      pointOf,
    ),
    when(
      [
        ...[OperatorTrainingRecorded, OperatorAuthorizationGranted, OperatorAuthorizationRectified],
        ...[OperatorAuthorizationDeclined, OperatorAuthorizationWithdrawn],
        ...[OperatorAuthorizationRevoked, OperatorAuthorizationExpired, OperatorAuthorizationResumed],
      ],
      // Recorded late, it may have begun before a relocation, or ended; where its end is undone, it may have missed one.
      (state, { stream }) => ({ state, commands: state?.relocated ? [move(idOf(stream))] : [] }),
      pointOf,
    ),
    when(PuntoClienteRelocated, (state, { data }) => {
      const { province, previous, from, to } = data;
      // Within a province, on its days and today.
      if (province === previous.province && from?.province === to?.province) return { state };
      return moved(state, to?.province ?? province);
    }),
    when(PuntoClienteRectified, (state, { data: { of, to } }) =>
      of === 'PuntoClienteRelocated' || of === 'PuntoClienteRectified' ? moved(state, to.province) : { state },
    ),
  ],
});

function pointOf({ data: { pointId } }: { readonly data: { readonly pointId: string } }): readonly string[] {
  return [pointId];
}

/** @param province in which it stands today */
function moved(state: MovingPoint = UNMOVED, province: string): Reaction<MovingPoint> {
  return { state: { ...state, relocated: { province } }, commands: state.authorizations.map(move) };
}

function move(authorizationId: string) {
  return give(moveAuthorizationWithPoint, { authorizationId });
}
