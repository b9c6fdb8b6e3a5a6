import { defineRefusal, defineRefusals, type Absent } from '#kernel/domain';
import { operatorAuthorization, puntoCliente, type OperatorAuthorization, type PuntoCliente } from '#service-points';
import { fact, IsId, type AnyPrincipal } from '#use-cases';
import type { BookedFrom, HeldAt, Mode } from '../domain/vocabulary.ts';

/** From which Punto Cliente its operator books, and under which authorisation. */
export class BookedFromInput {
  /** Id of the point. */
  @IsId()
  readonly pointId!: string;

  /** Id of the operator's own authorisation on it. */
  @IsId()
  readonly authorizationId!: string;
}

interface Booking {
  readonly bookedFrom?: BookedFrom | undefined;
}

/** What the booking of an operator of a host needs to know; of nobody else's anything is looked up. */
export const boothFacts = {
  authorization: fact(
    operatorAuthorization,
    ({ bookedFrom }: Booking) => bookedFrom?.authorizationId,
    (state) => state,
  ),
  point: fact(
    puntoCliente,
    ({ bookedFrom }: Booking) => bookedFrom?.pointId,
    (state) => state,
  ),
};

interface BoothFacts {
  readonly authorization?: OperatorAuthorization | Absent | undefined;
  readonly point?: PuntoCliente | Absent | undefined;
}

/** Without a fact: whose authorisation it is, and what has become of it or of the point, is not for everyone. */
const notAuthorised = defineRefusal(
  'OPERATOR_NOT_AUTHORISED',
  'An operator of a host says in bookedFrom from which point, and under which authorisation of their own: granted for bookings, on a ' +
    'point of kind SERVIZIO or EVOLUTO that is active.',
  'forbidden',
);
/** What a person comes to a Punto Cliente for: to meet the institute from there. */
const HELD_AT_POINT: Mode = 'WEB_MEETING';

const refuse = defineRefusals({
  NOT_HELD_AT_POINT: 'At a Punto Cliente a {held} is held, not a {mode}: leave atPoint out, or choose that mode.',
});

/** What {@link requireAuthorised} and {@link whereHeld} refuse. */
export const boothRefusals = [notAuthorised, refuse.NOT_HELD_AT_POINT];

/**
 * An operator of a host books only under their own granted authorisation, which is for bookings, on an active point of kind
 * SERVIZIO or EVOLUTO (K8).
 * @throws DomainError OPERATOR_NOT_AUTHORISED (forbidden)
 */
export function requireAuthorised(
  principal: AnyPrincipal,
  { bookedFrom }: Booking,
  { authorization, point }: BoothFacts,
): void {
  if (principal.role !== 'host-operator') {
    if (bookedFrom) throw notAuthorised();
    return;
  }
  const isGranted =
    authorization?.status === 'GRANTED' &&
    authorization.pointId === bookedFrom?.pointId &&
    authorization.hostId === principal.host &&
    authorization.operatorId === principal.id &&
    authorization.profiles.includes('PRENOTAZIONE');
  const isBooking = point?.status === 'ACTIVE' && point.kind !== 'INFORMATIVO';
  if (!isGranted || !isBooking) throw notAuthorised();
}

/** Of the plan of a day: its unit, and the Punto INPS whose agenda it is. */
interface PlanPlace {
  readonly unit: string;
  readonly point?: string | undefined;
}

/**
 * Where the person will be (K7).
 * @param atPoint the person comes to the Punto Cliente from which it is booked
 * @throws DomainError NOT_HELD_AT_POINT
 */
export function whereHeld(
  { unit, point }: PlanPlace,
  mode: Mode,
  { bookedFrom, atPoint = false }: Booking & { readonly atPoint?: boolean | undefined },
): HeldAt {
  if (atPoint && bookedFrom) {
    if (mode !== HELD_AT_POINT) throw refuse.NOT_HELD_AT_POINT({ mode, held: HELD_AT_POINT });
    return { kind: 'PUNTO_CLIENTE', id: bookedFrom.pointId };
  }
  return mode === 'IN_PERSON' ? seatOf({ unit, point }) : { kind: 'ELSEWHERE' };
}

/** Where the desks of an agenda are: its Punto INPS, or its unit. */
export function seatOf({ unit, point }: PlanPlace): HeldAt {
  return point === undefined ? { kind: 'UNIT', id: unit } : { kind: 'PUNTO_INPS', id: point };
}

/** Where the person will be at another place: whoever comes to a Punto Cliente goes on coming there for a web meeting. */
export function whereHeldThen(before: HeldAt | undefined, mode: Mode, plan: PlanPlace): HeldAt {
  if (before?.kind === 'PUNTO_CLIENTE' && mode === HELD_AT_POINT) return before;
  return whereHeld(plan, mode, {});
}
