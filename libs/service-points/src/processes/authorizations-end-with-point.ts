import { romeDateAt, type LocalDate } from '#italy';
import {
  defineProcessManager,
  give,
  idOf,
  when,
  type Reaction,
  type RecordedEvent,
  type WantedCommand,
} from '#kernel/domain';
import {
  OperatorAuthorizationGranted,
  OperatorAuthorizationRectified,
  OperatorAuthorizationResumed,
  OperatorAuthorizationRevoked,
} from '../domain/authorization/events.ts';
import {
  PuntoClienteActivated,
  PuntoClienteCoverageTransferred,
  PuntoClienteDeactivated,
  PuntoClienteRectified,
} from '../domain/events.ts';
import { isActiveAgain, passesLate } from '../domain/still-open.ts';
import { alignAuthorizationWithEndOfPoint } from '../use-cases/authorization/align-authorization-with-end-of-point.ts';

interface EndingPoint {
  /** The authorisations that ever were granted on the point, with the day of each. */
  readonly granted: Readonly<Record<string, LocalDate>>;
  /** An end of it is known, or was. */
  readonly hasEnded?: true;
  /** An end of it was undone, or is known on another day: what another process still says of that end is looked at. */
  readonly isCorrected?: true;
  /** What was last written of the point: the command, and the revision of its first event. */
  readonly last?: { readonly commandId: string; readonly revision: number };
}

const NOBODY: EndingPoint = { granted: {} };

/**
 * An authorisation ends with its point (K7), and on no other day (T1, T2): what is recorded late of the two, rectified or undone has it
 * looked at on all its days. That an end which is told in time ends those who are authorised then is said by the process that follows
 * the point. An instance is a point; it folds both sides.
 */
export const authorizationsEndWithPoint = defineProcessManager<EndingPoint>({
  name: 'authorizations-end-with-point',
  gives: [alignAuthorizationWithEndOfPoint],
  keys: ({ stream }) => [idOf(stream)],
  on: [
    when(
      OperatorAuthorizationGranted,
      (state = NOBODY, { stream, data: { grantedOn, pointRevision: seen } }) =>
        // The point may have ended since it was looked at.
        lookedAt(grantedSince(state, idOf(stream), grantedOn), stream, seen === undefined ? undefined : seen + 1),
      pointOf,
    ),
    when(
      OperatorAuthorizationRectified,
      (state = NOBODY, { stream, data: { standing } }) =>
        lookedAt(grantedSince(state, idOf(stream), standing.grantedOn), stream),
      pointOf,
    ),
    when(
      OperatorAuthorizationResumed,
      (state, { stream, data: { undoes, reason } }) => {
        if (undoes === undefined) return { state };
        // What its protocol had ended it for may have been said of several days, none of which it is by now.
        if (reason === 'PROTOCOL_ENDED') return { state, commands: [align(idOf(stream))] };
        // The point may have ended while it was taken for ended, or just before this was written.
        return lookedAt(state, stream);
      },
      pointOf,
    ),
    when(
      OperatorAuthorizationRevoked,
      // By the process that follows the point, which may come to an end after that was undone.
      (state, { stream, data: { reason } }) =>
        state?.isCorrected && reason === 'POINT_DEACTIVATED' ? lookedAt(state, stream) : { state },
      pointOf,
    ),
    when(PuntoClienteDeactivated, (state = NOBODY, event) => {
      const { data, recordedAt } = event;
      const ended: EndingPoint = { ...written(state, event), hasEnded: true };
      // Recorded late, it ends all whom it ends by this process: it may come before what has ended some of them. In time, by the other.
      const isLate = data.deactivatedOn < romeDateAt(recordedAt);
      const isConcerned = (grantedOn: LocalDate): boolean =>
        isLate || isActiveAgain(data) || grantedOn > data.deactivatedOn;
      return allLookedAt(ended, { revision: ended.last?.revision, isConcerned });
    }),
    when(PuntoClienteActivated, (state = NOBODY, event) => {
      const known = written(state, event);
      if (!known.hasEnded) return { state: known };
      return allLookedAt(event.data.undoes === undefined ? known : { ...known, isCorrected: true });
    }),
    when(PuntoClienteCoverageTransferred, (state = NOBODY, event) => {
      const known = written(state, event);
      return known.hasEnded && passesLate(event.data, event.recordedAt)
        ? allLookedAt({ ...known, isCorrected: true }, { revision: known.last?.revision })
        : { state: known };
    }),
    when(PuntoClienteRectified, (state = NOBODY, event) => {
      const { of } = event.data;
      const known = written(state, event);
      return known.hasEnded && (of === 'PuntoClienteDeactivated' || of === 'PuntoClienteActivated')
        ? allLookedAt({ ...known, isCorrected: true }, { revision: known.last?.revision })
        : { state: known };
    }),
  ],
});

function pointOf({ data: { pointId } }: { readonly data: { readonly pointId: string } }): readonly string[] {
  return [pointId];
}

/** What one command writes is known at once: that an end is undone and another end are nothing apart. */
function written(state: EndingPoint, { revision, metadata: { commandId } }: RecordedEvent): EndingPoint {
  return state.last?.commandId === commandId ? state : { ...state, last: { commandId, revision } };
}

function grantedSince(state: EndingPoint, id: string, grantedOn: LocalDate | undefined): EndingPoint {
  return grantedOn === undefined ? state : { ...state, granted: { ...state.granted, [id]: grantedOn } };
}

/** Has an authorisation looked at, once its point has ended. */
function lookedAt(state: EndingPoint | undefined, stream: string, revision?: number): Reaction<EndingPoint> {
  return { state, commands: state?.hasEnded ? [align(idOf(stream), revision)] : [] };
}

interface Looking {
  /** Of the first event by which the point may have had no activity on the day of a grant. */
  readonly revision?: number | undefined;
  /** Whether a grant of a day is concerned; all are when absent. */
  readonly isConcerned?: (grantedOn: LocalDate) => boolean;
}

function allLookedAt(state: EndingPoint, { revision, isConcerned = () => true }: Looking = {}): Reaction<EndingPoint> {
  const concerned = Object.entries(state.granted).filter(([, grantedOn]) => isConcerned(grantedOn));
  return { state, commands: concerned.map(([id]) => align(id, revision)) };
}

function align(authorizationId: string, revision?: number): WantedCommand {
  const by = revision === undefined ? {} : { revision };
  return give(alignAuthorizationWithEndOfPoint, { authorizationId, ...by });
}
