import type { Absent } from '#kernel/domain';
import type { LocalDate } from '#italy';
import { LATEST, lifeOnce, type JudgedFact, type Rectification } from '#use-cases/dated';
import type { PuntoClienteEvent } from './events.ts';
import type { Taken } from './legal-effect.ts';
import { puntoCliente, type LivedPoint } from './punto-cliente.ts';
import type { PuntoCliente } from './punto-cliente-state.ts';
import { movedByRectification } from './rectified.ts';

const { told } = puntoCliente;

/** One protocol has taken over the points of another, on a day that was rectified. */
export interface Handover extends Pick<Rectification, 'reason' | 'act'> {
  /** Id of the older one. */
  readonly from: string;
  /** Id of the newer one. */
  readonly to: string;
  /** First day of the newer one, as it is known now. */
  readonly on: LocalDate;
}

/**
 * A point passes when its protocols do: where their day was rectified, its own is by the same act (T2). One that has no activity under
 * the older protocol on that day, as it had ended before, never passed; nor did what it was before, where it was activated anew since.
 * One that had none yet has passed when it had, and stays there. Nor did the newer one undo any end before the day.
 */
export function handedOver(
  { life }: LivedPoint,
  handover: Handover | undefined,
  { now }: Taken,
): readonly PuntoClienteEvent[] {
  if (!handover) return [];
  const { from, to, on: transferredOn } = handover;
  const passed = told.facts(life).filter(({ event: { type, data }, on, counts }) => {
    if (type !== 'PuntoClienteCoverageTransferred' || !counts || on === transferredOn) return false;
    return data.previousProtocolId === from && data.protocolId === to;
  });
  const undoing = told.facts(life).filter(({ event: { type, data }, on, counts }) => {
    if (type !== 'PuntoClienteActivated' || !counts || data.undoes === undefined) return false;
    return data.protocolId === to && on < transferredOn;
  });
  const others = life.filter(({ revision }) => ![...passed, ...undoing].some((one) => one.revision === revision));
  const before = passed.filter(({ on }) => on < transferredOn);
  const passes = isUnder(told.judgedOn(others, transferredOn), from);
  const moved = passes ? (before.at(-1) ?? passed[0]) : undefined;
  const never = [...before.filter((one) => one !== moved), ...undoing];
  const corrections = [
    ...never.map((fact) => ({ fact, correction: { annuls: true as const } })),
    ...(moved ? [{ fact: moved, correction: { changes: { transferredOn } } }] : []),
  ];
  return corrections.reduce<readonly PuntoClienteEvent[]>(
    (events, { fact, correction }) => [
      ...events,
      rectified(lifeOnce(told, life, now, ...events), { fact, correction, handover }, now),
    ],
    [],
  );
}

interface Correcting {
  readonly fact: JudgedFact<PuntoClienteEvent>;
  readonly correction: { readonly annuls: true } | { readonly changes: { readonly transferredOn: LocalDate } };
  readonly handover: Handover;
}

function rectified(
  life: LivedPoint['life'],
  { fact, correction, handover: { reason, act } }: Correcting,
  now: number,
): PuntoClienteEvent {
  const { revision: rectifies, event, on } = fact;
  const what = { rectifies, of: event.type, ...correction, reason, act, on };
  const before = told.judgedOn(life, LATEST) as PuntoCliente;
  const bare = { type: 'PuntoClienteRectified', data: what } as PuntoClienteEvent;
  const after = told.judgedOn(lifeOnce(told, life, now, bare), LATEST) as PuntoCliente;
  return { type: 'PuntoClienteRectified', data: { ...what, ...movedByRectification(before, after) } };
}

function isUnder(point: PuntoCliente | Absent, protocolId: string): boolean {
  return (point.status === 'ACTIVE' || point.status === 'SUSPENDED') && point.activity.protocolId === protocolId;
}
