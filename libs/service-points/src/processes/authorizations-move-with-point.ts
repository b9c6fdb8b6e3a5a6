import { defineProcessManager, give, idOf, when, type Reaction } from '#kernel/domain';
import { OperatorAuthorizationRequested, OperatorAuthorizationResumed } from '../domain/authorization/events.ts';
import { PuntoClienteRectified, PuntoClienteRelocated } from '../domain/events.ts';
import { moveAuthorizationWithPoint } from '../use-cases/authorization/move-authorization-with-point.ts';

interface MovingPoint {
  /** Ids of all authorisations that were asked for on it: what is recorded late concerns also those that have ended since. */
  readonly authorizations: readonly string[];
  /** Where it stands today, and from which day on it may stand there, once it was relocated to another province. */
  readonly relocated?: { readonly province: string; readonly on: string };
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
        const { relocated } = state;
        const next = { ...state, authorizations: [...state.authorizations, authorizationId] };
        if (!relocated || relocated.province === province) return { state: next };
        return {
          state: next,
          commands: [give(moveAuthorizationWithPoint, { authorizationId, movedOn: relocated.on })],
        };
      },
      ({ data: { pointId } }) => [pointId],
    ),
    when(
      OperatorAuthorizationResumed,
      (state, { stream, data: { goesOn, resumedOn: movedOn } }) => {
        // One whose end has lost its cause may have missed a relocation.
        if (!goesOn || !state?.relocated) return { state };
        return { state, commands: [give(moveAuthorizationWithPoint, { authorizationId: idOf(stream), movedOn })] };
      },
      ({ data: { pointId } }) => [pointId],
    ),
    when(PuntoClienteRelocated, (state, { data }) => {
      const { province, previous, relocatedOn, from, to } = data;
      // Within a province, on its days and today.
      if (province === previous.province && from?.province === to?.province) return { state };
      return moved(state, to?.province ?? province, relocatedOn);
    }),
    when(PuntoClienteRectified, (state, { data: { of, on, changes, to } }) => {
      if (of !== 'PuntoClienteRelocated' && of !== 'PuntoClienteRectified') return { state };
      const corrected = changes?.relocatedOn ?? on;
      return moved(state, to.province, corrected < on ? corrected : on);
    }),
  ],
});

/** @param on from which day on it may stand elsewhere than was known */
function moved(state: MovingPoint = UNMOVED, province: string, on: string): Reaction<MovingPoint> {
  return {
    state: { ...state, relocated: { province, on } },
    commands: state.authorizations.map((authorizationId) =>
      give(moveAuthorizationWithPoint, { authorizationId, movedOn: on }),
    ),
  };
}
