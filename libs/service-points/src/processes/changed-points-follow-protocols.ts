import { defineProcessManager, give, idOf, when, type Reaction } from '#kernel/domain';
import { romeDateAt } from '#italy';
import {
  PuntoClienteActivated,
  PuntoClienteCoverageTransferred,
  PuntoClienteDeactivated,
  PuntoClienteKindChanged,
  PuntoClienteRectified,
} from '../domain/events.ts';
import { alignPuntoClienteWithProtocol } from '../use-cases/align-punto-cliente-with-protocol.ts';

interface ChangingPoint {
  /** Ids of the protocols under which it ever had activity, the last one first: a change that is recorded late concerns all. */
  readonly protocols: readonly string[];
}

/** Facts whose rectification may give a point another kind on some days, or activity on days on which it had none. */
const OF_DAYS = [
  'PuntoClienteKindChanged',
  'PuntoClienteActivated',
  'PuntoClienteDeactivated',
  'PuntoClienteRectified',
];

/**
 * A point that becomes one of another kind, or is activated for days that have passed, or ended on one, is looked at under its protocols: on each day
 * the one that covers it allows its kind, or it is suspended; and it ends with the last of them. An instance is a point; what
 * happens to a protocol is followed by another process. It is younger than many logs and reads each once: what earlier versions left
 * of such points is mended.
 */
export const changedPointsFollowProtocols = defineProcessManager<ChangingPoint>({
  name: 'changed-points-follow-protocols',
  gives: [alignPuntoClienteWithProtocol],
  keys: ({ stream }) => [idOf(stream)],
  on: [
    when(PuntoClienteCoverageTransferred, (state, { data: { protocolId } }) => ({ state: under(state, protocolId) })),
    // One of a day that has passed may give the point days on which it has become of another kind since, or on which it passes to a
    // later protocol again: as it is today, nobody else looks at it there.
    when(PuntoClienteActivated, (state, { data: { protocolId, activatedOn }, recordedAt }, pointId) => {
      const next = under(state, protocolId);
      return activatedOn < romeDateAt(recordedAt) ? looked(next, pointId) : { state: next };
    }),
    // One of a day that has passed may have an activation of a later day count again, which its protocol finds as it was then.
    when(PuntoClienteDeactivated, (state, { data: { deactivatedOn }, recordedAt }, pointId) =>
      deactivatedOn < romeDateAt(recordedAt) ? looked(state, pointId) : { state },
    ),
    when(PuntoClienteKindChanged, (state, _event, pointId) => looked(state, pointId)),
    when(PuntoClienteRectified, (state, { data: { of, standing } }, pointId) => {
      const next = standing.activity ? under(state, standing.activity.protocolId) : state;
      // The days between two passages have become those of the other protocol: what that left of them is for the newer one to find.
      if (of === 'PuntoClienteCoverageTransferred') return looked(next, pointId, 'OLDEST_FIRST');
      return OF_DAYS.includes(of) ? looked(next, pointId) : { state: next };
    }),
  ],
});

function under(state: ChangingPoint | undefined, protocolId: string): ChangingPoint {
  return { protocols: [protocolId, ...(state?.protocols ?? []).filter((other) => other !== protocolId)] };
}

function looked(
  state: ChangingPoint | undefined,
  pointId: string,
  order: 'LAST_FIRST' | 'OLDEST_FIRST' = 'LAST_FIRST',
): Reaction<ChangingPoint> {
  const protocols = state?.protocols ?? [];
  return {
    state,
    commands: (order === 'LAST_FIRST' ? protocols : protocols.toReversed()).map((protocolId) =>
      give(alignPuntoClienteWithProtocol, { pointId, protocolId }),
    ),
  };
}
