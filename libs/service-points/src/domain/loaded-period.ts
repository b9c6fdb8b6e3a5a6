import { defineRefusals, type Absent } from '#kernel/domain';
import type { LocalDate } from '#italy';
import { LATEST, lifeOnce, onItsDay, type Life } from '#use-cases/dated';
import type { PuntoClienteEvent } from './events.ts';
import { deactivated, type CoveredPoint } from './deactivation.ts';
import { takingEffect } from './legal-effect.ts';
import { puntoCliente, type LivedPoint } from './punto-cliente.ts';
import type { DeactivationReason } from './vocabulary.ts';

type Requested = Extract<PuntoClienteEvent, { readonly type: 'PuntoClienteRequested' }>['data'];

/** A period of activity that lies behind when it is recorded, and the point that had it (P10). */
export interface LoadedPeriod {
  /** As it was asked for: what a point that is not there yet begins with. */
  readonly requested: Requested;
  /** Ids of the services that it offered. */
  readonly services: readonly string[];
  readonly protocolId: string;
  /** First day of activity. */
  readonly activatedOn: LocalDate;
  /** How a person ended it; it ends with its protocol where that is absent. */
  readonly end?: { readonly reason: DeactivationReason; readonly deactivatedOn: LocalDate } | undefined;
  /** The act that the protocol renewed, where it entered into force on the first day of the period. */
  readonly passesFrom?: string | undefined;
}

/** Why a period is not loaded. */
export const loadedPeriodRefusals = defineRefusals({
  LOADED_POINT_DIFFERS:
    'The point {code} is there, of kind {kind} in {municipality} on that day: correct kind and municipality, or the code.',
  POINT_HAD_ACTIVITY:
    'On {activatedOn} the point was {state} under another protocol, or since another day: correct the day, or leave the row out.',
  LOADED_PERIOD_EMPTY:
    'It cannot end on {deactivatedOn}, as its activity begins on {activatedOn}: correct one of the two.',
});

/** What was written of the point, and what is to be. */
interface Writing {
  readonly life: Life<PuntoClienteEvent>;
  readonly events: readonly PuntoClienteEvent[];
}

/**
 * The events that a period of activity would have left: of the point that has it too, where that is not there yet. One that is
 * there in part is completed.
 * @param now milliseconds since the epoch
 * @throws DomainError one of {@link loadedPeriodRefusals}
 */
export function loadedPeriod(
  known: LivedPoint | Absent,
  { requested, services, protocolId, activatedOn, end, passesFrom }: LoadedPeriod,
  now: number,
): readonly PuntoClienteEvent[] {
  let writing = known.status === 'ABSENT' ? requestedPoint(requested, now) : { life: known.life, events: [] };
  const write = (event: PuntoClienteEvent): void => {
    writing = and(writing, event, now);
  };
  const point = pointOn(writing, activatedOn);
  requireSame(point, requested);
  const { kind } = requested;
  const data = { kind, services: [...services], revisedOn: activatedOn };
  if (services.length > 0 && !isSameSet(point.services, services)) {
    write(onItsDay({ type: 'PuntoClienteServicesRevised', data }, activatedOn));
  }
  const isThere = isActive(point) && point.activity.protocolId === protocolId && point.activity.from === activatedOn;
  if (isActive(point)) {
    const { protocolId: previousProtocolId } = point.activity;
    if (!isThere && previousProtocolId !== passesFrom) {
      throw loadedPeriodRefusals.POINT_HAD_ACTIVITY({ activatedOn, state: point.status });
    }
    const passed = { kind, previousProtocolId, protocolId, transferredOn: activatedOn };
    const event = { type: 'PuntoClienteCoverageTransferred', data: passed } as const;
    if (!isThere) write(takingEffect(pointOn(writing, activatedOn), event, activatedOn, { now }));
  } else {
    const event = { type: 'PuntoClienteActivated', data: { kind, protocolId, activatedOn, loaded: true } } as const;
    write(takingEffect(pointOn(writing, activatedOn), event, activatedOn, { now }));
  }
  if (!end) return writing.events;
  const { reason, deactivatedOn } = end;
  const ending = pointOn(writing, deactivatedOn);
  if (isActive(ending) && ending.activity.protocolId === protocolId) {
    write(deactivated(ending, reason, deactivatedOn, { now }));
  }
  return writing.events;
}

/** Requests and approvals have no legal date: they precede what follows. */
function requestedPoint(requested: Requested, now: number): Writing {
  const begun = and({ life: [], events: [] }, { type: 'PuntoClienteRequested', data: requested }, now);
  const approved = { type: 'PuntoClienteApproved', data: { kind: requested.kind } } as const;
  return and(begun, takingEffect(pointOn(begun, LATEST), approved, undefined, { now }), now);
}

function and({ life, events }: Writing, event: PuntoClienteEvent, now: number): Writing {
  return { life: lifeOnce(puntoCliente.told, life, now, event), events: [...events, event] };
}

function pointOn({ life }: Writing, date: LocalDate): LivedPoint {
  return { ...puntoCliente.told.judgedOn(life, date), life } as LivedPoint;
}

function isActive(point: LivedPoint): point is CoveredPoint {
  return point.status === 'ACTIVE' || point.status === 'SUSPENDED';
}

function requireSame(point: LivedPoint, { kind, municipality, loadedAs: code }: Requested): void {
  if (point.kind === kind && point.municipality === municipality) return;
  throw loadedPeriodRefusals.LOADED_POINT_DIFFERS({ code, kind: point.kind, municipality: point.municipality });
}

function isSameSet(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((one) => others.includes(one));
}
